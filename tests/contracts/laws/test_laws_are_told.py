"""The documentation lists every law in its own sentence."""

from __future__ import annotations

from pathlib import Path

from contracts.api import Api
from contracts.laws import LAWS, Law

CHECK = Path(__file__).parents[3] / "docs/check.md"
BEGIN, END = "<!-- laws -->\n", "<!-- end of laws -->"


def table(telnyx: Api, vonage: Api) -> str:
    rows = [f"| `{law.name}` | {law.says} | {where(law, telnyx, vonage)} |" for law in LAWS]
    return "\n".join(("| law | what it says | tried on |", "| --- | --- | --- |", *rows)) + "\n"


def where(law: Law, telnyx: Api, vonage: Api) -> str:
    applies = (law.applies(telnyx), law.applies(vonage))
    name = {(True, True): "both", (True, False): "Telnyx", (False, True): "Vonage"}[applies]
    return f"{name}, not live" if law.writes else name


def test_docs_check_lists_the_laws_as_they_are(telnyx: Api, vonage: Api) -> None:
    told = CHECK.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert told == table(telnyx, vonage)


def test_laws_have_names_of_their_own_and_say_one_sentence() -> None:
    assert len({law.name for law in LAWS}) == len(LAWS)
    for law in LAWS:
        assert law.says.endswith(".")
        assert law.says.count(". ") == 0
