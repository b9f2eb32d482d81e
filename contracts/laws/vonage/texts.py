"""What people wrote is told only to who asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.law import Breach, Law, Told
from contracts.laws.series import Series, busy_window
from contracts.laws.trial import each
from contracts.laws.vonage.series import RECORDS, VONAGE_SERIES

NAME = "texts_are_told_when_asked_for"
TEXT = "message_body"
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    messages = [one for one in VONAGE_SERIES if one.name.split()[0] in {"SMS", "MESSAGES"}]
    yield from each(messages, partial(_of, api=api, chance=chance))


def _of(series: Series, api: Api, chance: Random) -> Iterator[Told]:
    window = busy_window(series, api, chance)
    for said, more in (("not asked for", {}), ("asked for", {"include_message": "true"})):
        rows = series.rows(api, window, more)
        having = sum(TEXT in row for row in rows)
        wanted = len(rows) if more else 0
        if having != wanted:
            expected = f"{wanted} of {len(rows)} {series.name} with {TEXT} where it is {said}"
            yield broken(RECORDS, expected, str(having), pointer=f"/records/*/{TEXT}")


TEXTS = Law(
    name=NAME,
    says="Messages are told with their texts where that is asked for, and without them otherwise.",
    applies=lambda api: api.has(RECORDS) and api.kind != "live",
    tried=_tried,
    requests=30,
)
