"""The outermost layer: a bug of ours becomes a clear 500, and its traceback a log record.

A store that fails becomes a 503.
"""

from __future__ import annotations

import logging

from connexion.middleware.exceptions import ExceptionMiddleware
from starlette.types import Receive, Scope, Send

from mock_server.conventions.problem import problem
from mock_server.exchange import Refusal, Response
from mock_server.state.errors import StoreError
from mock_server.web import wire
from mock_server.web.asked import Asked, Whole, asked_by
from mock_server.web.breakage import BrokenConnection

logger = logging.getLogger("understudy")

PLAIN = wire.Manner(b"", tells=False)


class Exceptions(ExceptionMiddleware):  # type: ignore[misc]
    """Connexion's exception layer without its wrapping of every `send`, which costs 4 us."""

    def at_once(self, asked: Asked) -> Whole | None:
        """See `asked.AtOnce`."""
        try:
            whole: Whole | None = self.app.at_once(asked)
        except Exception as error:
            return wire.whole(failed(error), None, PLAIN, asked)
        return whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except BrokenConnection:
            raise
        except Exception as error:
            told = failed(error)
            if scope["type"] != "http":
                raise
            await wire.deliver(told, None, PLAIN, asked_by(scope), send)


def failed(error: Exception) -> Response:
    """Called while the exception is handled; a store that does not answer is no bug."""
    if isinstance(error, StoreError):
        logger.warning("A request could not be answered. %s: %s", error.what, error.why)
        return problem(Refusal("store_error", 503, "The store failed; the server's log tells why."))
    logger.exception("A request could not be answered")
    return problem(
        Refusal("internal_error", 500, "The mock server failed; its log has the traceback.")
    )
