from __future__ import annotations

from pathlib import Path

from contracts.checks import CHECKS

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "check.md"


def test_every_check_is_documented_in_the_words_of_its_own_first_sentence() -> None:
    page = PAGE.read_text()

    missing = [
        check.__name__
        for check in CHECKS
        if f"| `{check.__name__}` | {(check.__doc__ or '').partition(chr(10))[0]} |" not in page
    ]

    assert missing == []
