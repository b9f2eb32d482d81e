"""What goes wrong with files."""

from __future__ import annotations

from typing import Any

from mock_server.errors import MockServerError


class ExportError(MockServerError):
    """An export that cannot be made, or files that are not what they should be."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels between processes whole: pickle knows of no arguments by keyword."""
        return _again, (self.what, self.where, self.why, self.fix)


def _again(what: str, where: str, why: str, fix: str) -> ExportError:
    return ExportError(what, where=where, why=why, fix=fix)
