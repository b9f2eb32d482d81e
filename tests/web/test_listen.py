"""Addresses that several processes take together."""

from __future__ import annotations

import socket
import sys

import pytest

from mock_server.errors import ConfigError
from mock_server.web.listen import listen, listen_together


def test_each_has_sockets_of_its_own_on_one_port() -> None:
    listeners = listen_together("127.0.0.1", 0, 3)

    ports = {each.port for each in listeners}
    numbers = {one.fileno() for each in listeners for one in each.sockets}
    for each in listeners:
        each.close()

    assert len(ports) == 1
    assert len(numbers) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they take from one queue")
def test_connections_are_shared_out() -> None:
    listeners = listen_together("127.0.0.1", 0, 2)
    for each in listeners:
        each.sockets[0].listen()
        each.sockets[0].setblocking(False)

    address = ("127.0.0.1", listeners[0].port)
    clients = [socket.create_connection(address, 5) for _ in range(64)]
    accepted = [_accepted(each.sockets[0]) for each in listeners]
    for client in clients:
        client.close()
    for each in listeners:
        each.close()

    assert sum(accepted) == 64
    assert min(accepted) > 0  # all in one queue: once in 2 ** 63


def test_a_port_that_somebody_listens_on_is_refused() -> None:
    taken = listen("127.0.0.1", 0)
    taken.sockets[0].listen()

    with pytest.raises(ConfigError, match="cannot listen there"):
        listen_together("127.0.0.1", taken.port, 2)

    taken.close()


def test_a_port_of_several_is_refused_to_one_more() -> None:
    listeners = listen_together("127.0.0.1", 0, 2)
    for each in listeners:
        each.sockets[0].listen()

    with pytest.raises(ConfigError, match="cannot listen there"):
        listen_together("127.0.0.1", listeners[0].port, 2)

    for each in listeners:
        each.close()


def _accepted(listening: socket.socket) -> int:
    number = 0
    while True:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return number
        number += 1
