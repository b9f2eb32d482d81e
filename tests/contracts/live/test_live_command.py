"""`understudy check live:...` as it is typed. Nothing here has credentials, so nothing is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contracts.commands.check import command
from mock_server.errors import MockServerError

ASKED = ("live:vonage", "--account", "abcd1234")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody without credentials, and with a home of their own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for name in ("VONAGE_API_KEY", "VONAGE_API_SECRET", "TELNYX_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def typed(*words: str) -> Result:
    return CliRunner().invoke(command, words)


@pytest.mark.usefixtures("nobody")
def test_without_credentials_it_says_so_and_is_skipped() -> None:
    result = typed(*ASKED, "--live")

    assert result.exit_code == 0
    assert "Skipped: there are no credentials, nothing is in $VONAGE_API_KEY" in result.output


@pytest.mark.usefixtures("nobody")
def test_who_requires_a_live_check_is_told_that_there_was_none() -> None:
    assert typed(*ASKED, "--live", "--require-live").exit_code == 3


@pytest.mark.usefixtures("nobody")
def test_a_skipped_check_is_in_the_files_as_inconclusive(tmp_path: Path) -> None:
    file = tmp_path / "report.json"

    typed(*ASKED, "--live", "--format", f"json={file}")

    assert '"verdict": "inconclusive"' in file.read_text()


@pytest.mark.usefixtures("nobody")
def test_a_dry_run_needs_no_credentials_and_leaves_nothing(tmp_path: Path) -> None:
    result = typed(*ASKED, "--dry-run")

    assert result.exit_code == 0
    assert "https://api.nexmo.com would be asked" in result.output
    assert "Nothing was sent." in result.output
    assert list(tmp_path.iterdir()) == []


WRONG = {
    "not said": (ASKED, "A vendor's own API is asked only when that is said"),
    "nobody's account": (("live:vonage", "--live"), "Whose account is asked about is not said"),
    "a strange account": ((*ASKED[:2], "a b", "--live"), "No such account"),
    "an unknown vendor": (("live:acme", "--account", "a", "--live"), "'acme' is not known"),
    "a path": (("live:../x", "--account", "a", "--live"), "'../x' is not known"),
    "another's cost": ((*ASKED, "--live", "--allow-cost", "report=1EUR"), "cannot be allowed"),
    "another currency": (
        (*ASKED, "--live", "--allow-cost", "create_report=1USD"),
        "cannot be allowed",
    ),
    "no amount": ((*ASKED, "--live", "--allow-cost", "create_report"), "cannot be allowed"),
    "no allowance": ((*ASKED, "--live", "--daily", "requests=many"), "no allowance for a day"),
    "half a request": ((*ASKED, "--live", "--daily", "requests=0.5"), "no allowance for a day"),
    "money of nowhere": ((*ASKED, "--live", "--daily", "money=1"), "no allowance for a day"),
    "headers": ((*ASKED, "--live", "-H", "Authorization: x"), "--header means nothing here"),
    "a document": ((*ASKED, "--live", "--spec", "x.yaml"), "--spec means nothing here"),
    "a comparison": ((*ASKED, "--live", "--against", "http://x"), "--against means nothing here"),
    "acceptances of nowhere": ((*ASKED, "--live", "--accept", "x.toml"), "cannot be read"),
    "a report of nowhere": ((*ASKED, "--live", "--format", "json=no/x"), "cannot be written"),
    "a mock that is live": (("mock:vonage", "--live"), "--live means nothing here"),
    "a mock that costs": (("mock:vonage", "--daily", "requests=1"), "--daily means nothing here"),
}


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(("words", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], told: str) -> None:
    result = typed(*words)

    assert isinstance(result.exception, MockServerError)
    assert told in str(result.exception)
