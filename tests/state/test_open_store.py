from __future__ import annotations

import pytest

from mock_server.errors import ConfigError
from mock_server.state.store import open_store
from tests.state.records import Note, keep, kept


def test_memories_are_each_their_own() -> None:
    one, two = open_store("memory:"), open_store("memory:")

    keep(one, Note("a"))

    assert (kept(one), kept(two)) == ([Note("a")], [])


@pytest.mark.parametrize(
    "url",
    [
        *("", "memory", "sqlite", "memory:name", "memory://name", "mysql://x/y", "redis:"),
        *("sqlite:", "sqlite://", "sqlite:///", "sqlite://host/file", "sqlite:file", "\0:"),
        *(
            "sqlite:///:memory:",
            "sqlite:///a.db?mode=ro",
            "sqlite:///a%00b",
            "sqlite:///\ud800",
            "SQLITE:///x",
            ":",
        ),
    ],
)
def test_a_url_that_names_no_store_is_refused_with_reason_and_remedy(url: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        open_store(url)

    assert all((refusal.value.what, refusal.value.where, refusal.value.why, refusal.value.fix))
