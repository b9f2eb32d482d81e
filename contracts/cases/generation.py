"""Cases by Schemathesis, from the document as it was published. Only here is Schemathesis known.

What is used of it beyond its documented API (generators, `create_test` and its configuration) was
read in 4.32's source; the version is pinned for that reason.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from unittest import SkipTest
from urllib.parse import urlsplit

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.errors import Flaky, Unsatisfiable
from schemathesis.core.errors import NoLinksFound
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.generation.drivers import CoverageGenerator, ExamplesGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)
from schemathesis.generation.overrides import Override

from contracts.cases.chance import same_everywhere
from contracts.cases.sent import Sent, evenly_bounded, query_pairs
from contracts.errors import CheckError

Made: TypeAlias = "schemathesis.Case[Any]"
Maker: TypeAlias = Any
"""An operation as Schemathesis knows it."""

Ask: TypeAlias = "Callable[[Sent], httpx.Response | None]"

TURNS = 20
"""Attempts at chains on an API whose answers depend on more than the chain."""

HOST = "http://understudy.invalid"
"""Stands in cases where the target will be; never asked (RFC 2606)."""

NOISE = frozenset({"user-agent", "accept-encoding", "connection", "content-length", "accept"})
"""Headers that the sender adds by itself, and the case's own random id."""


class Enough(SkipTest):
    """Ends a phase from within: the one way to stop that Hypothesis lets pass at once."""

    def __init__(self) -> None:
        super().__init__("nothing more is sent")


def files_go_to(folder: Path) -> None:
    """Hypothesis keeps what it knows of characters there, not in the folder of whoever runs it.

    Said by the environment, which processes inherit; who has said it before is let be.
    """
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(folder))


def configured(seed: int) -> schemathesis.Config:
    """Nothing is sent unasked, nothing is written, and a seed says all of it."""
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "generation": {"mode": "all", "database": "none"},
            "phases": {"coverage": {"unexpected-methods": []}},
            "auth": {"auto-signup": False},
            "cache": {"enabled": False},
            "analysis": {"constants": {"enabled": False}},
        }
    )


class Lazy:
    """What an iterator gives, kept for whoever asks again, made when it is first asked for."""

    def __init__(self, rest: Iterator[Sent]) -> None:
        self._rest, self._made = rest, list[Sent]()

    def __iter__(self) -> Iterator[Sent]:
        yield from self._made
        while (one := self._next()) is not None:
            self._made.append(one)
            yield one

    def _next(self) -> Sent | None:
        with quiet():
            return next(self._rest, None)


class Generation:
    """The makers of cases for one document.

    Raises:
        CheckError: Schemathesis cannot read the document.
    """

    def __init__(self, file: Path, seed: int) -> None:
        self.seed = seed
        with quiet():
            self._schema = read(file, seed)
            found = [one.ok() for one in self._schema.get_all_operations() if isinstance(one, Ok)]
        self._listed: dict[str, Lazy] = {}
        self.makers: Mapping[str, Maker] = {one.label: one for one in found}

    def listed(self, key: str) -> Iterator[Sent]:
        """The cases of an operation that are not left to chance: examples, then coverage."""
        if key not in self._listed:
            self._listed[key] = Lazy(self._made(key))
        return iter(self._listed[key])

    def _made(self, key: str) -> Iterator[Sent]:
        maker = self.makers[key]
        for made in ExamplesGenerator(
            operation=maker, override=Override(), feedback=NO_FEEDBACK, fill_missing=True
        ):
            yield sent(made, "examples")
        config = maker.schema.config.generation_for(operation=maker, phase="coverage")
        for made in CoverageGenerator(
            operation=maker,
            generation_modes=list(config.modes),
            generation_config=config,
            auth_storage=None,
            override=Override(),
            feedback=NO_FEEDBACK,
        ):
            yield sent(made, "coverage")

    def fuzz(self, key: str, part: int, most: int, see: Callable[[Sent], object]) -> None:
        """Show `see` cases made by chance.

        Args:
            part: other parts have other cases.
            most: how many; there may be fewer. `see` may raise `Enough`.
        """
        maker = self.makers[key]
        config = HypothesisTestConfig(
            project=maker.schema.config,
            modes=[HypothesisTestMode.FUZZING],
            seed=self.seed + 1_000_003 * part,
            settings=chance(most),
        )

        def shown(case: Made) -> None:
            see(sent(case, "fuzzing"))

        with quiet():
            ended(create_test(operation=maker, test_func=shown, config=config))

    def chain(self, part: int, most: int, begin: Callable[[], Ask]) -> None:
        """Let chains of requests go, each fed by the answers before it, by the document's links.

        Args:
            part: other parts have other chains.
            most: chains at most, and about as many requests.
            begin: is called for every chain; what it gives sends a request, or says None where
                there was no answer. It may raise `Enough`.
        """
        for turn in range(TURNS * part, TURNS * (part + 1)):
            try:
                return self._chained(self.seed + 1_000_003 * turn, most, begin)
            except Flaky:
                continue  # the API remembered what an earlier chain did
        return None

    def _chained(self, seed: int, most: int, begin: Callable[[], Ask]) -> None:
        beginning = [begin]  # emptied at the end: Hypothesis keeps every class of machines

        class Chained(self._schema.as_state_machine()):  # type: ignore[misc]
            def setup(self) -> None:
                self.ask = beginning[0]()

            def call(self, case: Made, **kwargs: Any) -> Response:
                answer = self.ask(sent(case, "stateful"))
                if answer is None:
                    raise Enough
                return Response.from_any(answer)

            def validate_response(self, response: Response, case: Made, **kwargs: Any) -> None:
                """Others judge."""

        try:
            with quiet():
                seeded(seed)(Chained)
                ended(lambda: Chained.run(settings=settings(chance(most), stateful_step_count=6)))
        finally:
            beginning.clear()


def read(file: Path, seed: int) -> Any:
    try:
        return schemathesis.openapi.from_path(file, config=configured(seed))
    except Exception as error:  # whatever its loaders raise is about the document
        raise CheckError(
            "No cases can be made of this document",
            where=str(file),
            why=str(error).strip().splitlines()[0],
            fix="correct the document; `understudy show` says more about it",
        ) from error


def chance(most: int) -> settings:
    return settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def ended(test: Callable[[], None]) -> None:
    """Run it to its end; what cannot be made at all makes no cases."""
    try:
        test()
    except (SkipTest, NoLinksFound, Unsatisfiable):
        return


@contextmanager
def quiet() -> Iterator[None]:
    """Schemathesis talks to its own users."""
    with warnings.catch_warnings(), same_everywhere():
        warnings.simplefilter("ignore")
        logging.getLogger("schemathesis").setLevel(logging.CRITICAL)
        yield


def sent(made: Made, phase: str) -> Sent:
    """A case as Schemathesis would send it."""
    prepared = requests.Request(**made.as_transport_kwargs(base_url=HOST)).prepare()
    split = urlsplit(str(prepared.url))
    meta = made.meta
    wrong = bool(meta and meta.generation.mode.is_negative)
    aim = aimed_at(made)
    headers = tuple(
        (str(name), text(value))
        for name, value in prepared.headers.items()
        if name.lower() not in NOISE and not name.lower().startswith("x-schemathesis")
    )
    return evenly_bounded(
        Sent(
            key=made.operation.label,
            method=str(prepared.method),
            path=split.path.removeprefix(made.operation.schema.base_path.rstrip("/")),
            query=query_pairs(split.query),
            headers=headers,
            content=body(prepared.body),
            credentials="own" if "authorization" in {one.lower() for one in aim} else "ours",
            expectation="refused" if wrong else "accepted",
            why=str(getattr(meta.phase.data, "description", "") or "") if meta and wrong else "",
            phase=phase,
            aim=aim,
        )
    )


def aimed_at(made: Made) -> frozenset[str]:
    """Names of what the case is about; "query" and the like for a whole part of the request."""
    meta = made.meta
    if meta is None:
        return frozenset()
    found = {str(where.value) for where, one in meta.components.items() if one.mode.is_negative}
    if meta.phase.name.value == "coverage":
        found = set()
    parameter = getattr(meta.phase.data, "parameter", None)
    if parameter:
        found.add(str(parameter))
    elif meta.phase.data.parameter_location is not None:
        found.add(str(meta.phase.data.parameter_location.value))
    return frozenset(found)


def text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def body(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else value if isinstance(value, bytes) else b""
