"""Addresses at which an API is reached."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.drift.change import Change
from contracts.drift.operations.contract import Contract
from contracts.drift.place import Place


def server_changes(old: Contract, new: Contract) -> Iterator[Change]:
    """Addresses that are new or gone, for those who gave the document's address to a client."""
    before, after = _servers(old), _servers(new)
    for url, place in before.items():
        if url not in after:
            yield Change("server-removed", place, new.documents[0].root, url, absent="new")
    for url, place in after.items():
        if url not in before:
            yield Change("server-added", old.documents[0].root, place, url, absent="old")


def _servers(contract: Contract) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for document in contract.documents:
        for server in document.root.part("servers"):
            if isinstance(server.get("url"), str):
                found.setdefault(server.value["url"].rstrip("/"), server)
    return found
