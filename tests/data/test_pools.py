from __future__ import annotations

from typing import Any

import pytest
from faker import Faker

from mock_server.data.places import COUNTRIES
from mock_server.data.pools import POOL_SIZE, pools_of

SEED = 20240101


@pytest.mark.parametrize("locale", sorted({country.locale for country in COUNTRIES}))
def test_the_pools_are_what_faker_as_a_whole_draws(locale: str) -> None:
    settings: dict[str, Any] = {"use_weighting": False}
    faker = Faker(locale, **settings)
    faker.seed_instance(SEED)

    pools = pools_of(locale)

    for kind in ("first_name", "last_name", "street_address", "company"):
        drawn = [str(getattr(faker, kind)()) for _ in range(POOL_SIZE)]
        assert pools[kind] == tuple(text.replace("\n", ", ").strip() for text in drawn)
