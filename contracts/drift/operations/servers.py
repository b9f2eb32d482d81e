"""Addresses at which an API is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.drift.change import Change
from contracts.drift.operations.contract import Contract
from contracts.drift.place import Place

PATH = re.compile(r"(?<![/:])/(?!/).*")
"""All from the first slash that stands alone."""
HOST = re.compile(r"^[A-Za-z]+://[^/]*")
MOST_URLS = 100
"""ASSUMED: a template that stands for more addresses than this is compared as it is written."""


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
    homes = [document.root for document in contract.documents]
    for operation in contract.operations.values():
        homes += [operation.item, operation.place]
    for home in homes:
        for server in home.part("servers"):
            for url in _urls(server):
                found.setdefault(PATH.sub("", url) if hosts_only else url, server)
    found.pop("", None)  # where the document is, as where nothing is said
    return found


def _urls(server: Place) -> list[str]:
    """The addresses that a server's template stands for."""
    url = server.get("url")
    urls = [url.rstrip("/")] if isinstance(url, str) else []
    for variable in server.part("variables"):
        values = variable.get("enum") if isinstance(variable.get("enum"), list) else []
        texts = dict.fromkeys(str(v) for v in (*values, variable.get("default")) if v is not None)
        if texts and len(urls) * len(texts) <= MOST_URLS:
            urls = [url.replace(f"{{{variable.key}}}", text) for url in urls for text in texts]
    return [HOST.sub(lambda host: host[0].lower(), url) for url in dict.fromkeys(urls)]
