"""The server inside a test's own process. `MockServer` is what the pytest fixture gives."""

from mock_server.deferred import deferring

with deferring():
    from mock_server.testing.call import Call
    from mock_server.testing.playing import MockServer
    from mock_server.testing.stages import Stages
    from mock_server.testing.transport import BrokenExchange

__all__ = ["BrokenExchange", "Call", "MockServer", "Stages"]
