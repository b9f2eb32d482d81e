"""Taking an address to listen on, or saying plainly why it cannot be had."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from dataclasses import dataclass, replace
from types import MappingProxyType

from mock_server.errors import ConfigError

BACKLOG = 2048
"""Connections that may wait to be accepted: the default of uvicorn."""

_ADVICE = MappingProxyType(
    {
        errno.EADDRINUSE: "stop what listens there, or choose another port; 0 takes any free one",
        errno.EACCES: "choose a port above 1023, or run with the right to take this one",
        errno.EADDRNOTAVAIL: "use 127.0.0.1 for this machine alone, 0.0.0.0 for everybody",
    }
)
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


@dataclass(frozen=True, slots=True)
class Listener:
    """Sockets bound to one port, one for every address of a host; `address` is the first.

    The server that gets them listens: before that a connection is refused, not lost.
    """

    address: str
    port: int
    sockets: tuple[socket.socket, ...]

    def doubled(self) -> Listener:
        """The same once more; the address is free when both are closed."""
        return replace(self, sockets=tuple(each.dup() for each in self.sockets))

    def close(self) -> None:
        for each in self.sockets:
            each.close()


def listen_together(host: str, port: int, number: int) -> tuple[Listener, ...]:
    """Take an address for several processes, one for each of them.

    On Linux each has a queue of its own, and the system shares the connections out among them; a
    queue that all take from would mostly be emptied by one. Whoever keeps a queue open keeps what
    is in it, also while the process that takes from it is replaced.

    Raises:
        ConfigError: as `listen`.
    """
    with contextlib.closing(listen(host, port)) as only:  # nobody else may be there already
        if sys.platform != "linux":  # elsewhere one of several queues would get everything
            return tuple(only.doubled() for _ in range(number))
        port = only.port
    return tuple(listen(host, port, is_one_of_several=True) for _ in range(number))


def listen(host: str, port: int, *, is_one_of_several: bool = False) -> Listener:
    """Take every address that the host has on this machine; port 0 takes any free one.

    Args:
        is_one_of_several: others may take the same, if they say so, too.

    Raises:
        ConfigError: the host does not resolve, the port is taken, or it is not ours to take.
    """
    where = f"--host {host} --port {port}"
    if not 0 <= port <= 65535:
        raise _refused(where, OSError("ports go from 0 to 65535"))
    with contextlib.ExitStack() as opened:
        sockets: list[socket.socket] = []
        failures: list[OSError] = []
        for family, address in _addresses(host, where):
            try:
                each = _bound(family, address, port, is_one_of_several)
            except OSError as error:
                failures.append(error)
                if not _is_absent(error):
                    break
            else:
                sockets.append(opened.enter_context(each))
                port = each.getsockname()[1]
        if not sockets or not all(map(_is_absent, failures)):
            raise _refused(where, failures[-1])
        opened.pop_all()
    return Listener(sockets[0].getsockname()[0], port, tuple(sockets))


def _bound(
    family: socket.AddressFamily, address: str, port: int, is_one_of_several: bool
) -> socket.socket:
    each = socket.socket(family, socket.SOCK_STREAM)
    try:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_one_of_several:
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        each.bind((address, port))
    except OSError:
        each.close()
        raise
    return each


def _is_absent(error: OSError) -> bool:
    """Such as ::1, by which "localhost" is known even where there is no IPv6."""
    return error.errno in _NOT_HERE


def _addresses(host: str, where: str) -> list[tuple[socket.AddressFamily, str]]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise ConfigError(
            f"There is no host {host!r}",
            where=where,
            why=str(error),
            fix="use 127.0.0.1 for this machine alone, 0.0.0.0 for everybody, or a name that "
            "this machine knows as its own",
        ) from error
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def _refused(where: str, error: OSError) -> ConfigError:
    number = error.errno or 0
    return ConfigError(
        "The server cannot listen there",
        where=where,
        why=os.strerror(number) if number else str(error),
        fix=_ADVICE.get(number, "choose another host, or a port from 0 to 65535"),
    )
