"""What goes wrong with what is remembered."""

from __future__ import annotations

from mock_server.errors import MockServerError


class StateError(MockServerError):
    """A record that cannot be kept or read, or a transaction that cannot be made."""


class StoreError(StateError):
    """The file or database does not do its work: nobody here has made a mistake."""
