"""Which operations recorded requests are for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from mock_server.calibration.sample import Sample
from mock_server.catalogue import Served
from mock_server.web.clock import system_clock
from mock_server.web.entering import PREFIX
from mock_server.web.plans import Behaviour, ServedSpecification, compile_plan
from mock_server.web.site import Site


class Operations:
    """The operations of an API, found as a server that serves this API alone finds them.

    Args:
        hosts: the only ones that count; without any, all do.
    """

    def __init__(self, served: Served, hosts: Sequence[str] = ()) -> None:
        self._hosts = {host.lower() for host in hosts}
        self._site = Site(partial(compile_plan, Behaviour(0, system_clock)))
        for document in served.documents:
            self._site.add(ServedSpecification(served.vendor, document, {}))

    def of(self, sample: Sample) -> str | None:
        """Method and path of the operation, as its document has them; None when there is none."""
        try:
            address = urlsplit(sample.url)
            host = address.hostname or ""
        except ValueError:
            return None
        path = address.path or "/"
        if not path.startswith("/") or (self._hosts and host not in self._hosts):
            return None
        if path.startswith(PREFIX):
            path = "/" + path.removeprefix(PREFIX).partition("/")[2]
        reached = self._site.reach(sample.method, path, host.encode())
        entry = reached.route.entry if reached else None
        return str(entry) if entry and entry.method.upper() == sample.method else None
