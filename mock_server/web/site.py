"""The APIs of one server, and which of them a request is for: by prefix, by host, or the one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from mock_server.answer import Plan
from mock_server.spec.document import Document, Entry
from mock_server.vendor import Vendor
from mock_server.web.plans import ServedSpecification
from mock_server.web.router import Match, Router

MakePlan: TypeAlias = Callable[[ServedSpecification, Entry], Plan]


class Route:
    """An operation that can be reached; its plan is compiled when it first is."""

    def __init__(self, specification: ServedSpecification, entry: Entry, make: MakePlan) -> None:
        self._specification = specification
        self._make = make
        self.entry = entry

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


@dataclass(slots=True)
class Found:
    """The API that a request is for, the prefix it came under, and its path there, if any."""

    api: Api
    prefix: str
    match: Match[Route] | None


class Site:
    """All that one server answers for."""

    def __init__(self, make: MakePlan) -> None:
        self._make = make
        self._by_name: dict[str, Api] = {}
        self._by_host: dict[bytes, Api] = {}
        self._only: Api | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    def add(self, specification: ServedSpecification) -> None:
        """Route every operation: with and without the path of its server, and by alias."""
        vendor, document = specification.vendor, specification.document
        api = self._by_name.setdefault(vendor.name, Api(vendor))
        self._by_host |= dict.fromkeys((host.encode() for host in vendor.hosts), api)
        self._only = api if len(self._by_name) == 1 else None
        for entry in document.entries:
            route = Route(specification, entry, self._make)
            for path in dict.fromkeys(_paths(vendor, document, entry.path)):
                api.router.add(path, entry.method.upper(), route)

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


def _paths(vendor: Vendor, document: Document, path: str) -> Iterable[str]:
    for base in (*document.base_paths, ""):
        yield base + path
        for alias, original in vendor.aliases:
            if path.startswith(original):
                yield base + alias + path[len(original) :]
