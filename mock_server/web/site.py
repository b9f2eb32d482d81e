"""The APIs of one server, and which of them a request is for: by prefix, by host, or the one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from mock_server.answer import Plan
from mock_server.spec.document import Document, Entry
from mock_server.vendor import Vendor
from mock_server.web.misses import Candidate, closest
from mock_server.web.plans import ServedSpecification
from mock_server.web.router import Match, Router

MakePlan: TypeAlias = Callable[[ServedSpecification, Entry], Plan]

MAX_KNOWN, MAX_KNOWN_LENGTH = 1_024, 512
"""How many ways to an operation are remembered, and how long path and host may be for that."""


class Route:
    """An operation that can be reached; its plan is compiled when it first is."""

    def __init__(self, specification: ServedSpecification, entry: Entry, make: MakePlan) -> None:
        self._specification = specification
        self._make = make
        self.entry = entry
        self.api_name = specification.vendor.name

    @cached_property
    def label(self) -> bytes:
        """What the operation is called in a header."""
        return "".join(sign if " " <= sign <= "~" else "?" for sign in self.entry.id).encode()

    @cached_property
    def plan(self) -> Plan:
        return self._make(self._specification, self.entry)


@dataclass(slots=True)
class Api:
    """A vendor as it is served: the paths of all its documents in one table."""

    vendor: Vendor
    router: Router[Route] = field(default_factory=Router)
    paths: list[tuple[str, str]] = field(default_factory=list)
    """Of each operation its method and its path, with that of its server."""


@dataclass(slots=True)
class Found:
    """The API that a request is for, the prefix it came under, and its path there, if any."""

    api: Api
    prefix: str
    match: Match[Route] | None


class Reached(NamedTuple):
    """An operation, the raw texts of its path's parameters, and the prefix before its path."""

    route: Route
    values: Mapping[str, str]
    prefix: str


class Site:
    """All that one server answers for."""

    def __init__(self, make: MakePlan) -> None:
        self._make = make
        self._by_name: dict[str, Api] = {}
        self._by_host: dict[bytes, Api] = {}
        self._only: Api | None = None
        self._known = lru_cache(MAX_KNOWN)(self._reached)
        self._missed = lru_cache(MAX_KNOWN)(self._near)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    def add(self, specification: ServedSpecification) -> None:
        """Route every operation: with and without the path of its server, and by alias."""
        self._known.cache_clear()
        self._missed.cache_clear()
        vendor, document = specification.vendor, specification.document
        api = self._by_name.setdefault(vendor.name, Api(vendor))
        self._by_host |= dict.fromkeys((host.encode() for host in vendor.hosts), api)
        self._only = api if len(self._by_name) == 1 else None
        for entry in document.entries:
            api.paths.append((entry.method.upper(), document.base_paths[0] + entry.path))
            route = Route(specification, entry, self._make)
            for path in dict.fromkeys(paths_of(vendor, document, entry.path)):
                api.router.add(path, entry.method.upper(), route)

    def near(self, method: str, path: str, host: bytes) -> str:
        """Which operations come closest to a request for none; see `misses.closest`.

        It takes milliseconds the first time; who asks for what is not there tends to ask again.
        """
        if len(method) + len(path) + len(host) > MAX_KNOWN_LENGTH:
            return self._near(method, path, host)
        return self._missed(method, path, host)

    def _near(self, method: str, path: str, host: bytes) -> str:
        found = self.find(path, host)
        apis = [(f"/{name}", api) for name, api in self._by_name.items()]
        if found is not None:
            apis = [(found.prefix, found.api)]
        candidates = (
            Candidate(prefix, one, template.removeprefix(prefix))
            for prefix, api in apis
            for one, template in api.paths
        )
        return closest(method, path, candidates)

    def reach(self, method: str, path: str, host: bytes) -> Reached | None:
        """The operation that is meant; None when `find` has to tell what is there instead."""
        if len(path) + len(host) > MAX_KNOWN_LENGTH:
            return self._reached(method, path, host)
        return self._known(method, path, host)

    def _reached(self, method: str, path: str, host: bytes) -> Reached | None:
        found = self.find(path, host)
        if found is None or found.match is None:
            return None
        reached = found.match.found(method)
        if reached is None and method == "HEAD":
            reached = found.match.found("GET")
        return None if reached is None else Reached(*reached, found.prefix)

    def find(self, path: str, host: bytes) -> Found | None:
        """The API that is meant; None when neither path nor host names one.

        Args:
            path: as it came, still percent-encoded.
            host: the `Host` header, its port included.
        """
        if self._only is not None and (match := self._only.router.match(path)) is not None:
            return Found(self._only, "", match)
        name, slash, rest = path[1:].partition("/")
        if (api := self._by_name.get(name)) is not None:
            return Found(api, "/" + name, api.router.match(slash + rest))
        named = self._by_host.get(host.partition(b":")[0].lower(), self._only)
        return None if named is None else Found(named, "", named.router.match(path))


def paths_of(vendor: Vendor, document: Document, path: str) -> Iterable[str]:
    """Where an operation is reached: with and without the path of its server, and by alias."""
    for base in (*document.base_paths, ""):
        yield base + path
        for alias, original in vendor.aliases:
            if path.startswith(original):
                yield base + alias + path[len(original) :]
