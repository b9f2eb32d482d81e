"""Cases brought to where there is something: known ids, the account, times that have records.

What a case is about is left as it is; so is a part of all else, for the unknown must be asked, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import quote

import orjson

from contracts.cases.learned import Learned, is_id
from contracts.cases.sent import Sent
from contracts.contract import Promise, path_pattern
from contracts.observed import NOT_JSON

Json = Any

SHARE = 0.8
"""Of the cases that are brought there, in each respect."""

ACCOUNTS = frozenset({"account_id", "accountid"})

LENGTHS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
"""Of windows: some APIs give no more than a day at once, others count whole days."""

FARTHEST_DAYS = 60
"""How far back windows go: within what most APIs keep. ASSUMED."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_STARTS = re.compile(r"start|from|since|after|begin|gte?\b")
_ENDS = re.compile(r"end|to\b|until|before|lte?\b")
_NAME = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where there is something.

    Args:
        now: windows end before it.
        account: "" for whichever a case names.
    """

    learned: Learned
    now: datetime
    account: str

    def grounded(self, promise: Promise, sent: Sent, chance: Random) -> Sent:
        """The case with values that are likely to be known to the API."""
        window = window_before(self.now, chance)
        made = sent

        def better(name: str, text: str) -> str:
            last = name.rstrip("]").rpartition("[")[2]
            if name in sent.aim or last in sent.aim:
                return text
            return self._better(last, text, window, chance)

        if "query" not in sent.aim:
            query = tuple((name, better(name, text)) for name, text in sent.query)
            sent = replace(sent, query=query)
        if "body" not in sent.aim and sent.json is not NOT_JSON:
            body = orjson.dumps(with_texts(sent.json, better))
            sent = sent if body == orjson.dumps(sent.json) else replace(sent, content=body)
        if "path" not in sent.aim and sent.phase != "stateful":
            sent = replace(sent, path=self._path(promise, sent, chance))
        return sent if sent == made else replace(sent, learned=True)

    def _better(
        self, name: str, text: str, window: tuple[datetime, datetime], chance: Random
    ) -> str:
        if name.lower() in ACCOUNTS:
            return self.account or text
        if _DAY.match(text) or _MOMENT.match(text):
            return moment_like(name, text, window)
        known = self.learned.named(name) if is_id(name) else []
        return chance.choice(known) if known and chance.random() < SHARE else text

    def _path(self, promise: Promise, sent: Sent, chance: Random) -> str:
        template = promise.operation.path
        found = path_pattern(template).fullmatch(sent.path)
        if found is None:
            return sent.path
        path = template
        for name, text in zip(_NAME.findall(template), found.groups(), strict=True):
            known = [] if name in sent.aim else self.learned.in_path(promise, name)
            take = known and chance.random() < SHARE
            path = path.replace("{" + name + "}", quote(known[-1], safe="") if take else text)
        return path


def window_before(now: datetime, chance: Random) -> tuple[datetime, datetime]:
    end = now - timedelta(days=chance.randint(1, FARTHEST_DAYS), hours=chance.randint(0, 23))
    return end - chance.choice(LENGTHS), end


def moment_like(name: str, text: str, window: tuple[datetime, datetime]) -> str:
    """The window's begin or end, as the name says, written like the text."""
    lower = name.lower()
    if not (_STARTS.search(lower) or _ENDS.search(lower)):
        return text
    is_begin = bool(_STARTS.search(lower))
    moment = window[0] if is_begin else window[1]
    if _DAY.match(text):
        day = moment.date() if is_begin else max(moment.date(), window[0].date() + DAY)
        return day.isoformat()
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


DAY = timedelta(days=1)


def with_texts(value: Json, better: Callable[[str, str], str], name: str = "") -> Json:
    """A JSON value with other texts."""
    if isinstance(value, dict):
        return {key: with_texts(inner, better, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_texts(inner, better, name) for inner in value]
    return better(name, value) if isinstance(value, str) else value
