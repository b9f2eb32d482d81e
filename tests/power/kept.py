"""What came so far of a run that takes long, in a file: a run that was ended goes on from there."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tests.power.runs import Clean, Outcome


class Kept:
    """Outcomes by mutant and clean runs by vendor and seed; without a file, in memory alone."""

    def __init__(self, file: Path | None) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self.cleans: dict[tuple[str, int], Clean] = {}
        self._file = file
        for line in file.read_text().splitlines() if file and file.exists() else ():
            told = json.loads(line)
            if "mutant" in told:
                self._put(Outcome(**{**told, "by": tuple(told["by"])}))
            else:
                self._put(Clean(**{**told, "findings": tuple(told["findings"])}))

    def add(self, one: Outcome | Clean) -> None:
        self._put(one)
        if self._file:
            with self._file.open("a") as file:
                file.write(json.dumps(asdict(one)) + "\n")

    def _put(self, one: Outcome | Clean) -> None:
        if isinstance(one, Outcome):
            self.outcomes[one.mutant] = one
        else:
            self.cleans[one.target, one.seed] = one
