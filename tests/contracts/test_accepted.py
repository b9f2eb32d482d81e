from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contracts.accepted import Accepted, read_accepted, sort_out
from contracts.errors import CheckError
from contracts.finding import Finding

TODAY = date(2026, 11, 22)


def finding(keyword: str) -> Finding:
    return Finding("body_schema", "GET /books", 200, "/id", keyword, "a", "b")


def written(folder: Path, text: str) -> Path:
    file = folder / "accepted.toml"
    file.write_text(text)
    return file


def entry(**fields: str) -> str:
    known = {
        "fingerprint": f'"{finding("type").fingerprint}"',
        "reason": '"They know."',
        "expires": "2026-12-31",
    }
    lines = (f"{name} = {value}" for name, value in (known | fields).items() if value)
    return "[[accepted]]\n" + "\n".join(lines) + "\n"


def test_an_accepted_finding_is_told_apart_with_its_reason(tmp_path: Path) -> None:
    known = read_accepted(written(tmp_path, entry()))

    sorted_ = sort_out([finding("type"), finding("format")], known, TODAY)

    assert sorted_.findings == (finding("format"),)
    assert sorted_.accepted == ((finding("type"), "They know."),)
    assert sorted_.notes == ()


def test_the_last_day_counts_and_after_it_the_finding_is_back() -> None:
    known = [Accepted(finding("type").fingerprint, "They know.", TODAY)]

    assert sort_out([finding("type")], known, TODAY).findings == ()

    later = sort_out([finding("type")], known, date(2026, 11, 23))

    assert later.findings == (finding("type"),)
    name = finding("type").fingerprint
    assert later.notes == (f"The acceptance of {name} ended on 2026-11-22: it is reported again.",)


def test_what_was_not_met_is_listed_so_that_it_can_go() -> None:
    known = [Accepted("0123456789abcdef", "They know.", TODAY)]

    notes = sort_out([], known, TODAY).notes

    assert notes == ("0123456789abcdef is accepted but was not met: it may be gone (They know.)",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(entry(reason=""), "entry 1 has no reason", id="no reason"),
        pytest.param(entry(reason='" "'), "entry 1 has no reason", id="an empty reason"),
        pytest.param(entry(expires=""), "entry 1 has no expires", id="no date"),
        pytest.param(entry(expires='"soon"'), "entry 1 has no date", id="a word for a date"),
        pytest.param(entry(fingerprint='"x"'), "entry 1 has no fingerprint", id="no fingerprint"),
        pytest.param(entry(until="2026-12-31"), "entry 1 has other fields", id="another field"),
        pytest.param(entry() + entry(), "is accepted twice", id="the same twice"),
        pytest.param("[ignored]", "the file is of another kind", id="another table"),
        pytest.param("fingerprint", "the file cannot be read", id="no TOML"),
    ],
)
def test_a_file_that_does_not_say_why_and_how_long_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(CheckError, match=said):
        read_accepted(written(tmp_path, text))


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match="cannot be read"):
        read_accepted(tmp_path / "none.toml")
