"""What stands behind the APIs: a vendor's own settings, and datasets by seed."""

from __future__ import annotations

import pytest

from mock_server.backing import Backings
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.vendors.telnyx import TELNYX
from mock_server.vendors.vonage import VONAGE


def test_a_vendors_settings_have_defaults_and_take_what_the_configuration_says() -> None:
    plain = Backings().of(VONAGE).settings
    told = Backings(Settings(vendors={"vonage": {"report_speed": "instant"}})).of(VONAGE).settings

    assert plain == {"sync_window": "24h", "report_speed": 100, "plan": "payg"}
    assert told == {**plain, "report_speed": "instant"}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"report_sped": 1}, "did you mean 'report_speed'?"),
        ({"plan": "free"}, "say payg or unlimited"),
        ({"report_speed": 1.5}, "report_speed cannot be 1.5"),
        ({"plan": 3}, "say payg or unlimited"),
        ({"report_speed": 0}, "report_speed cannot be 0"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(table: dict[str, str | int], words: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        Backings(Settings(vendors={"vonage": table})).of(VONAGE)

    assert words in str(refusal.value)


def test_each_seed_has_a_dataset_of_its_own_with_the_fingerprint_that_is_told() -> None:
    backings = Backings(Settings(seed=7, volume="hobby"))
    vonage, telnyx = backings.of(VONAGE), backings.of(TELNYX)

    assert vonage.dataset(b"7") is vonage.dataset(b"7")
    assert vonage.dataset(b"7").fingerprint.encode() == backings.fingerprint("vonage", b"7")
    assert telnyx.dataset(b"7").settings.currency == "USD"
    assert vonage.dataset(b"8").fingerprint != vonage.dataset(b"7").fingerprint
