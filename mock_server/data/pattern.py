"""Texts that a regular expression matches, for the part of ECMA-262 that schemas use.

Look-arounds and back-references are read over, so whoever draws must check what comes out.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TypeAlias

# Longest text that is written out, and how far an open repetition goes beyond its least.
MAX_LENGTH = 4096
_OPEN = 1 << 16

_PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))
_WORD = string.ascii_letters + string.digits + "_"
_CLASSES = {"d": string.digits, "w": _WORD, "s": " "}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_PROPERTIES = {
    "L": string.ascii_letters,
    "Letter": string.ascii_letters,
    "Lu": string.ascii_uppercase,
    "Ll": string.ascii_lowercase,
    "N": string.digits,
    "Nd": string.digits,
    "P": "-.,;:!?",
    "Z": " ",
    "Zs": " ",
}

Writer: TypeAlias = Callable[[Random, int], str]
"""Writes one text; the number is how many times more than its least a repetition may repeat."""


class Unreadable(Exception):
    """The expression is beyond the part that is read here."""


@lru_cache(maxsize=1024)
def writer_of(pattern: str) -> Writer | None:
    """What writes texts for a pattern, or None when it cannot be read."""
    try:
        return _Reader(pattern).whole()
    except (Unreadable, IndexError, ValueError, RecursionError):
        return None


def draw_matching(pattern: str, rng: Random, lengths: tuple[int, int]) -> str | None:
    """A text for the pattern, of a length within bounds if that succeeds, to be checked."""
    writer = writer_of(pattern)
    if writer is None:
        return None
    shortest, longest = lengths
    text = ""
    for stretch in (3, 1, 8, 0, 2, shortest, shortest, 2 * shortest + 8, *[longest] * 4):
        text = writer(rng, min(stretch, MAX_LENGTH))
        if shortest <= len(text) <= longest:
            return text
    return _padded(pattern, text, shortest, longest)


def _padded(pattern: str, text: str, shortest: int, longest: int) -> str:
    """A pattern that is not anchored at one end leaves room there."""
    missing = "a" * min(shortest - len(text), MAX_LENGTH)
    if not pattern.endswith("$"):
        return text + missing
    return text if pattern.startswith("^") else missing + text


@dataclass(slots=True)
class _Reader:
    """A recursive descent over the expression; `at` is how far it has read."""

    pattern: str
    at: int = 0

    def whole(self) -> Writer:
        writer = self.alternatives()
        if self.at != len(self.pattern):
            raise Unreadable
        return writer

    def next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def read(self) -> str:
        letter = self.pattern[self.at]
        self.at += 1
        return letter

    def alternatives(self) -> Writer:
        options = [self.sequence()]
        while self.take("|"):
            options.append(self.sequence())
        return options[0] if len(options) == 1 else _one_of(options)

    def sequence(self) -> Writer:
        parts = []
        while self.next() not in ("", "|", ")"):
            parts.append(self.repeated(self.atom()))
        return _all_of(parts)

    def repeated(self, writer: Writer) -> Writer:
        while self.next() and self.next() in "*+?{":
            least, most = self.repetition()
            writer = _times(writer, least, most)
            self.take("?")
        return writer

    def repetition(self) -> tuple[int, int]:
        sign = self.read()
        if sign != "{":
            return {"*": (0, _OPEN), "+": (1, _OPEN), "?": (0, 1)}[sign]
        end = self.pattern.index("}", self.at)
        least, comma, most = self.pattern[self.at : end].partition(",")
        self.at = end + 1
        if not comma:
            return int(least), int(least)
        return int(least or 0), int(most) if most else _OPEN

    def atom(self) -> Writer:
        letter = self.read()
        if letter in "^$":
            return _nothing
        if letter == "(":
            return self.group()
        if letter == "[":
            return _any_of(self.letters())
        if letter == ".":
            return _any_of(_PRINTABLE)
        return self.escape() if letter == "\\" else _exactly(letter)

    def group(self) -> Writer:
        ahead = any(self.take(mark) for mark in ("?=", "?!", "?<=", "?<!"))
        if not ahead and self.take("?"):
            self.at = min(self.index(mark) for mark in ":>") + 1
        writer = self.alternatives()
        if not self.take(")"):
            raise Unreadable
        return _nothing if ahead else writer

    def index(self, mark: str) -> int:
        """Where the mark is next, or the end."""
        return (self.pattern + mark).index(mark, self.at)

    def escape(self) -> Writer:
        if self.next() in ("b", "B", "A", "Z", "z") or self.next() in string.digits[1:]:
            self.at += 1
            return _nothing
        return _any_of(self.escaped())

    def escaped(self) -> str:
        """The letters that an escape stands for, the backslash already read."""
        letter = self.read()
        if letter.lower() in _CLASSES:
            letters = _CLASSES[letter.lower()]
            return letters if letter.islower() else _without(letters)
        if letter in "pP" and self.take("{"):
            end = self.pattern.index("}", self.at)
            name = self.pattern[self.at : end].rpartition("=")[2]
            self.at = end + 1
            letters = _PROPERTIES.get(name, string.ascii_letters)
            return letters if letter == "p" else _without(letters)
        if letter in "xu":
            return chr(self.code({"x": 2, "u": 4}[letter]))
        return _CONTROLS.get(letter, letter)

    def code(self, digits: int) -> int:
        start, end = self.at, self.at + digits
        if self.take("{"):
            start, end = self.at, self.index("}")
        self.at = end + (start < end and self.pattern[start - 1] == "{")
        return int(self.pattern[start:end], 16)

    def letters(self) -> str:
        """The letters of a class, its opening bracket already read."""
        negated = self.take("^")
        found = ""
        while not self.take("]"):
            first = self.class_letters()
            if len(first) == 1 and self.next() == "-" and self.pattern[self.at + 1] != "]":
                self.at += 1
                found += _between(first, self.class_letters())
            else:
                found += first
        return _without(found) if negated else "".join(dict.fromkeys(found))

    def class_letters(self) -> str:
        letter = self.read()
        if letter != "\\":
            return letter
        return "\b" if self.take("b") else self.escaped()


def _between(first: str, last: str) -> str:
    """A range of letters; of a long one its beginning, which says enough."""
    if len(last) != 1 or ord(last) < ord(first):
        raise Unreadable
    codes = range(ord(first), min(ord(last), ord(first) + 255) + 1)
    return "".join(chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF)


def _without(letters: str) -> str:
    """Printable letters that are not these; plain ones are preferred, as people would."""
    excluded = set(letters)
    rest = [letter for letter in _PRINTABLE if letter not in excluded]
    plain = [letter for letter in rest if letter in _WORD]
    return "".join(plain or rest or ["\u00e9"])


def _nothing(_rng: Random, _stretch: int) -> str:
    return ""


def _exactly(text: str) -> Writer:
    return lambda _rng, _stretch: text


def _any_of(letters: str) -> Writer:
    if not letters:
        raise Unreadable
    plain = "".join(letter for letter in letters if letter in _WORD and letter != "_")
    return lambda rng, _stretch: rng.choice(plain or letters)


def _one_of(options: list[Writer]) -> Writer:
    return lambda rng, stretch: rng.choice(options)(rng, stretch)


def _all_of(parts: list[Writer]) -> Writer:
    return lambda rng, stretch: "".join([part(rng, stretch) for part in parts])


def _times(writer: Writer, least: int, most: int) -> Writer:
    def write(rng: Random, stretch: int) -> str:
        text = ""
        for _ in range(rng.randint(least, max(least, min(most, least + stretch)))):
            more = writer(rng, stretch)
            text += more
            if not more or len(text) > MAX_LENGTH:
                break
        return text

    return write
