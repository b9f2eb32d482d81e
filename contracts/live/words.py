"""Words in a live file's values: the account, moments near now, and what was learned before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.live.pointer import found_at
from contracts.observed import Json

WORD = re.compile(r"\{([^{}]+)\}")
AGO = re.compile(r"(day|minute)-(\d+)")


class NothingLearned(Exception):
    """An earlier answer did not have what a request needs."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands for what.

    Args:
        now: in UTC; a run keeps to one, so that equal words are equal values.
        learned: the JSON of earlier answers by the names of their requests.
    """

    account: str
    now: datetime
    learned: Mapping[str, Json]

    def filled(self, text: str) -> str:
        """The text with its words replaced.

        Raises:
            NothingLearned: it needs an answer that there is not.
        """
        return WORD.sub(lambda match: self._value(match[1]), text)

    def _value(self, word: str) -> str:
        if word == "account":
            return self.account
        if ago := AGO.fullmatch(word):
            return self._moment(ago[1], int(ago[2]))
        return self._learned(word)

    def _moment(self, unit: str, count: int) -> str:
        moment = self.now.replace(second=0, microsecond=0) - timedelta(**{f"{unit}s": count})
        return f"{moment:%Y-%m-%d}" if unit == "day" else f"{moment:%Y-%m-%dT%H:%M:00Z}"

    def _learned(self, word: str) -> str:
        name, _, pointer = word.partition("#")
        value = found_at(self.learned.get(name), pointer)
        if not isinstance(value, str):
            raise NothingLearned(f"the answer to {name} has no {pointer}")
        return value
