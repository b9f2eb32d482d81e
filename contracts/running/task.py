"""Parts of a run. Each is the same wherever and whenever it is done, so that any process may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Literal

import httpx

from contracts.api import Api
from contracts.cases.generation import Ask, Enough, Generation
from contracts.cases.second import second_reading
from contracts.cases.sent import Sent
from contracts.coverage import Gauge
from contracts.evidence import veil_for
from contracts.finding import Finding
from contracts.laws import LAWS, outcome
from contracts.observed import Observed
from contracts.report.report import Tried
from contracts.running.scouting import right, scout
from contracts.running.sender import GivenUp, Meter, Sender
from contracts.running.shrinking import shrunk
from contracts.running.tally import Sighting, Tally
from contracts.running.witness import Witness

Kind = Literal["listed", "fuzz", "chains", "law", "shrink"]


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a run.

    Args:
        name: the operation's key, the document's path or the law's name.
        file: of the document.
        quota: requests it may send.
        skip: listed cases that others have sent.
        part: makes chance another one.
        deadline: by `time.monotonic()`, which all processes of a machine share.
        sighting: what is to be shrunk.
    """

    kind: Kind
    name: str
    file: Path | None = None
    quota: int = 0
    skip: int = 0
    part: int = 0
    deadline: float = float("inf")
    sighting: Sighting | None = None

    @property
    def session(self) -> str:
        """A name for the memory that it has for itself."""
        plain = "".join(one if one.isalnum() else "-" for one in self.name)
        return f"{self.kind}-{plain[-60:]}-{self.skip}-{self.part}"


class Worker:
    """Does tasks on a target that it has for itself.

    Args:
        key: of the run's pseudonyms; see `contracts.evidence`.
    """

    def __init__(self, api: Api, seed: int, key: bytes) -> None:
        self._target, self._seed = api, seed
        headers = dict(api.client.headers)
        self._veil = veil_for(api.contract.name, headers, key, str(api.client.base_url))
        self._gauge = Gauge(api.kind)
        self._generation = lru_cache(None)(lambda file: Generation(file, seed))

    def done(self, task: Task) -> Tally:
        """What was seen of it."""
        tally = Tally()
        meter = Meter(task.quota, task.deadline)
        with suppress(Enough):
            self._do(task, meter, Witness(tally, self._veil, self._gauge, self._second))
        tally.sent = meter.count
        return tally

    def _second(self, observed: Observed) -> Iterator[Finding]:
        """What Schemathesis finds in an answer."""
        maker = self._generation(observed.promise.file).makers.get(observed.operation)
        if maker is not None:
            yield from second_reading(maker, observed)

    def _api(self, session: str, meter: Meter) -> Api:
        """The API with nothing remembered, whose client counts what it sends."""
        api = self._target.apart(session)
        api.client.event_hooks = {"request": [meter]}
        return api

    def _do(self, task: Task, meter: Meter, witness: Witness) -> None:
        api = self._api(task.session, meter)
        sender = Sender(api, witness, self._seed)
        if task.kind == "law":
            self._law(task, replace(api, watch=witness.see), witness)
        elif task.kind == "shrink" and task.sighting is not None:
            witness.tally.sightings = shrunk(task.sighting, sender)
        elif task.kind == "listed":
            self._scout(task, api, sender)
            self._listed(task, sender, witness.tally)
        elif task.kind == "fuzz":
            self._scout(task, api, sender)
            self._generation(task.file).fuzz(task.name, task.part, task.quota, sender.send)
        elif task.kind == "chains":
            self._chains(task, meter, witness)

    def _law(self, task: Task, api: Api, witness: Witness) -> None:
        law = next(one for one in LAWS if one.name == task.name)
        came = outcome(law, api, self._seed, ends=(Enough,))
        for finding, observed in zip(came.findings, came.blamed, strict=True):
            witness.find(finding, observed)
        doubts = " ".join(came.doubts)
        witness.tally.laws[law.name] = Tried(law.name, law.says, came.verdict, doubts)

    def _scout(self, task: Task, api: Api, sender: Sender) -> None:
        known = right(self._generation(task.file))
        scout(api.contract.promises[task.name], api.contract, sender, known)

    def _listed(self, task: Task, sender: Sender, tally: Tally) -> None:
        """Cases in order; where they do not fit, the tally says how far this came."""
        for index, sent in enumerate(self._generation(task.file).listed(task.name)):
            if index < task.skip:
                continue
            try:
                sender.send(sent)
            except GivenUp:
                return
            except Enough:
                if index > task.skip:
                    tally.cut[task.name] = index
                return

    def _chains(self, task: Task, meter: Meter, witness: Witness) -> None:
        """Each chain begins with nothing remembered, where that can be had."""
        numbers = count()

        def begin() -> Ask:
            api = self._api(f"{task.session}-{next(numbers)}", meter)
            sender = Sender(api, witness, self._seed)

            def ask(sent: Sent) -> httpx.Response | None:
                observed = sender.send(sent)
                return observed.response if observed else None

            return ask

        self._generation(task.file).chain(task.part, task.quota // 2 + 1, begin)
