"""Message templates of the languages, sorted into pools by their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mock_server.ledger.world.parts import encoding, parts

CODE = "{code}"
MOST_PARTS = 4
INBOUND = "inbound"

Template = tuple[str, str, int, int, int]
"""What is before the code, what is after it, whether it has one, its encoding and its parts."""


def wordings(
    languages: Mapping[str, Mapping[str, Any]],
) -> tuple[list[Template], dict[str, list[tuple[int, int]]]]:
    """All templates, and of each language where its pools begin and how many they hold.

    A language's pools are those of one to four parts, then that of its inbound texts.

    Raises:
        ValueError: a pool is empty, a text is too long, or it is there twice.
    """
    templates: list[Template] = []
    pools: dict[str, list[tuple[int, int]]] = {}
    for code, language in languages.items():
        for name, pool in _pools(language).items():
            if not pool:
                raise ValueError(f"{code} has no text of this sort: {name}")
            pools.setdefault(code, []).append((len(templates), len(pool)))
            templates.extend(pool)
    return templates, pools


def _pools(language: Mapping[str, Any]) -> dict[object, list[Template]]:
    outbound = [_template(text) for text in _outbound(language)]
    inbound = [_template(text) for text in language["inbound"]]
    _refuse_bad_ones(outbound, inbound)
    pools: dict[object, list[Template]] = {
        count: [one for one in outbound if one[4] == count] for count in range(1, MOST_PARTS + 1)
    }
    return pools | {INBOUND: inbound}


def _outbound(language: Mapping[str, Any]) -> Iterable[str]:
    yield from language["short"]
    separator = language.get("separator", " ")
    for story in language["stories"]:
        for count in range(1, len(story) + 1):
            yield separator.join(story[:count])


def _template(text: str) -> Template:
    before, code, after = text.partition(CODE)
    filled = text.replace(CODE, "000000")
    return before, after, int(bool(code)), 8 * (encoding(filled) == "ucs2"), parts(filled)


def _refuse_bad_ones(outbound: list[Template], inbound: list[Template]) -> None:
    for before, after, _, _, count in outbound + inbound:
        if count > MOST_PARTS or "{" in before + after:
            raise ValueError(f"too long, or with two codes: {before}{CODE}{after}")
    if any(count > 1 for *_, count in inbound):
        raise ValueError("an inbound text has more than one part")
    if len(set(outbound)) < len(outbound) or len(set(inbound)) < len(inbound):
        raise ValueError("a text is there twice")
