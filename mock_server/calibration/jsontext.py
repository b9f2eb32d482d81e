"""JSON that is larger than memory, read value by value."""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, BinaryIO

from mock_server.calibration.sample import Told

CHUNK = 1 << 20
"""Bytes that are read at once; more only of a value that is longer."""

_SPACE = " \t\r\n"
_TAIL = 16
"""Characters: what is wrong so close to the end of what was read may only be cut."""


class BrokenText(ValueError):
    """It is no JSON, or not what it was expected to be; the reason is a sentence."""


class JsonText:
    """A text, of which as much is in memory as the value that is being read takes.

    Args:
        told: is told how many bytes were read.
    """

    def __init__(self, file: BinaryIO, told: Told) -> None:
        self._file, self._told = file, told
        self._decode = getincrementaldecoder("utf-8-sig")("replace").decode
        self._read_value = json.JSONDecoder().raw_decode
        self._text, self._at, self._has_ended = "", 0, False

    def members(self) -> Iterator[str]:
        """The names in an object; whoever asks for the next one has read the value of the last."""
        yield from (name for name in self._listed("{", "}") if self._named(name))

    def items(self) -> Iterator[Any]:
        """The values of a list."""
        yield from self._listed("[", "]")

    def value(self) -> Any:
        """What comes next, whole."""
        self._next()
        while True:
            try:
                value, self._at = self._read_value(self._text, self._at)
            except RecursionError:
                raise BrokenText("a value in it is nested too deeply") from None
            except json.JSONDecodeError as error:
                self._go_on(error)
            else:
                return value

    def _listed(self, opening: str, closing: str) -> Iterator[Any]:
        self._expect(opening)
        if self._next() == closing:
            self._at += 1
            return
        while True:
            yield self.value()
            if self._next() == closing:
                self._at += 1
                return
            self._expect(",")

    def _named(self, name: Any) -> bool:
        self._expect(":")
        return isinstance(name, str)

    def _expect(self, sign: str) -> None:
        found = self._next()
        if found != sign:
            raise BrokenText(f"there is {found!r} in it where {sign!r} should be")
        self._at += 1

    def _next(self) -> str:
        """The next sign that is no space."""
        while True:
            text, at = self._text, self._at
            while at < len(text) and text[at] in _SPACE:
                at += 1
            self._at = at
            if at < len(text):
                return text[at]
            self._more()

    def _go_on(self, error: json.JSONDecodeError) -> None:
        """Read on if a value may only be cut; what was cut within a text is said to begin there."""
        tail = 0 if self._has_ended else _TAIL
        is_cut = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - tail
        if not is_cut:
            raise BrokenText(f"a value in it is no JSON: {error.msg}")
        self._more()

    def _more(self) -> None:
        """Read on: twice as much of a value that is still not whole, so that few tries do."""
        if self._has_ended:
            raise BrokenText("it ends before its entries do")
        rest = self._text[self._at :]
        content = self._file.read(max(CHUNK, len(rest)))
        self._has_ended = not content
        self._text, self._at = rest + self._decode(content, not content), 0
        self._told(self._file.tell())
