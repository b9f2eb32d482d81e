"""Addresses at which an API is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.drift.change import Change
from contracts.drift.operations.contract import Contract
from contracts.drift.place import Place

PATH = re.compile(r"(?<![/:])/(?!/).*")
"""All from the first slash that stands alone."""


def server_changes(old: Contract, new: Contract, *, hosts_only: bool) -> Iterator[Change]:
    """Addresses that are new or gone, for those who gave the document's address to a client.

    Args:
        hosts_only: paths do not count: what went from here to the operations' paths is not gone.
    """
    before, after = _servers(old, hosts_only), _servers(new, hosts_only)
    for url, place in before.items():
        if url not in after:
            yield Change("server-removed", place, new.documents[0].root, url, absent="new")
    for url, place in after.items():
        if url not in before:
            yield Change("server-added", old.documents[0].root, place, url, absent="old")


def _servers(contract: Contract, hosts_only: bool) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for document in contract.documents:
        for server in document.root.part("servers"):
            if isinstance(server.get("url"), str):
                url = server.value["url"].rstrip("/")
                found.setdefault(PATH.sub("", url) if hosts_only else url, server)
    return found
