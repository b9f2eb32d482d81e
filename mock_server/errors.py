"""Our own faults: what, where, why and how to fix. Never dressed as the vendor's answer."""

from __future__ import annotations


class MockServerError(Exception):
    """Something on our side of the fence: a document, an option, a file.

    Args:
        what: one sentence, the thing that is wrong.
        where: the file, JSON pointer, option or command it is about.
        why: the reason, as far as it is known.
        fix: what the reader can do now.
    """

    def __init__(self, what: str, *, where: str, why: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.why = why
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.what}\n  where: {self.where}\n  why:   {self.why}\n  fix:   {self.fix}"


class SpecError(MockServerError):
    """A document that cannot be read, or cannot be served truthfully."""


class ConfigError(MockServerError):
    """An option, variable or configuration file that does not make sense."""


class DataError(MockServerError):
    """A table, profile or pool that is not what the code needs."""
