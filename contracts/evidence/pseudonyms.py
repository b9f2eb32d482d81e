"""Pseudonyms that can be joined: the same for the same value, of the same kind and look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase
from string import digits as decimals

from contracts.evidence.phones import phone_pseudonym

HEX = "0123456789abcdef"

_PEOPLE = re.compile(
    r"""
    (?P<email> [\w.+-]+ (?:@|%40) [\w-]+ (?:\.[\w-]+)+ )
  | (?P<uuid> (?<![0-9a-f]) [0-9a-f]{8} -?[0-9a-f]{4} -?[0-9a-f]{4} -?[0-9a-f]{4} -?[0-9a-f]{12}
      (?![0-9a-f]) )
  | (?P<ipv4> (?<![\d.]) (?:\d{1,3}\.){3} \d{1,3} (?![\d.]) )
  | (?P<ipv6> (?<![\w:]) (?:[0-9a-f]{0,4}:){3,7} [0-9a-f]{0,4} (?![\w:]) )
  | (?P<grouped> \+[1-9]\d{0,2} (?:[ ()./-]{1,2}\d{1,9}){2,6} (?!\d) )
  | (?P<phone> (?<![\w.-]) (?P<mark>\+|%2B|00)? (?P<number>[1-9]\d{7,14}) (?![\w.]|-\d) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(r"""(?<!\w)(["'])((?:(?!\1)[^\\]|\\.){12,}?)\1""")

CLASSES = (0, 5, 10, 20, 50, 160, 1000)
"""Bounds of length classes; 160 is one short message."""


@dataclass(frozen=True)
class Pseudonyms:
    """Makes pseudonyms by a key; another key gives others."""

    key: bytes

    def text(self, text: str) -> str:
        """A sentence in which people and things are pseudonyms, and quotations their length."""
        return _PEOPLE.sub(self._other, _QUOTED.sub(_quoted, text))

    def _other(self, found: re.Match[str]) -> str:
        kinds = {
            "email": self.email,
            "uuid": self.uuid,
            "ipv4": self.address,
            "ipv6": self.address,
            "grouped": self.phone,
        }
        for kind, other in kinds.items():
            if found[kind]:
                return other(found[kind])
        return self._phone_found(found)

    def email(self, address: str) -> str:
        """A made-up address; equal hosts stay equal."""
        local, _, host = address.lower().replace("%40", "@").partition("@")
        user = self._drawn("local", local, ascii_lowercase, 6)
        return f"{user}@{self._drawn('host', host, ascii_lowercase, 5)}.example"

    def uuid(self, text: str) -> str:
        """Of the same version and variant, written alike."""
        plain = text.lower().replace("-", "")
        drawn = iter(self._drawn("uuid", plain, HEX, 32))
        made, position = [], 0
        for character in text:
            new = next(drawn) if character != "-" else "-"
            made.append(character if character == "-" or position in (12, 16) else new)
            position += character != "-"
        joined = "".join(made)
        return joined.upper() if text.upper() == text else joined

    def address(self, text: str) -> str:
        """Another IP address of the same version, private where it was private.

        Source of the ranges: RFC 2544 (benchmarks), RFC 3849 (documentation), RFC 1918 (private).
        """
        try:
            address = ip_address(text)
        except ValueError:
            return text
        if address.version == 6:
            return str(IPv6Address((0x20010DB8 << 96) | self._number("ip", text, 2**64)))
        if address.is_private:
            return str(IPv4Address((10 << 24) | self._number("ip", text, 2**24)))
        return str(IPv4Address((198 << 24) | (18 << 16) | self._number("ip", text, 2**17)))

    def phone(self, text: str) -> str:
        """Another valid number of its country and kind, in E.164.

        What is no valid number keeps its first two digits and its length.
        """
        given = re.sub(r"\D", "", text.replace("%2B", "+").replace("%2b", "+"))
        made = phone_pseudonym(given, self.digits)
        return f"+{made}" if made else "+" + given[:2] + self.digits(given, len(given) - 2)

    def _phone_found(self, found: re.Match[str]) -> str:
        """Digits that are not marked as a phone number are one only where they are a valid one."""
        mark, number = found["mark"], found["number"]
        if mark and mark != "00":
            made = self.phone(number)
            return mark + made[1:]
        other = phone_pseudonym(number, self.digits)
        return (mark or "") + other if other else found[0]

    def name(self, text: str) -> str:
        """Stands for a name of a person, a company or a thing that somebody named."""
        return f"name-{self._drawn('name', text, ascii_lowercase, 6)}"

    def id(self, text: str) -> str:
        """Letters for letters and digits for digits; a prefix such as "inv_" stays."""
        prefix = re.match(r"(?:[A-Za-z]{1,12}[_-])*", text)
        kept = prefix[0] if prefix else ""
        rest = text[len(kept) :]
        drawn = self._stream("id", text, len(rest))
        is_hex = re.fullmatch(r"[0-9a-f]+", rest) is not None
        made = (_like(one, byte, is_hex=is_hex) for one, byte in zip(rest, drawn, strict=True))
        return kept + "".join(made)

    def digits(self, text: str, count: int) -> str:
        return self._drawn("digits", text, decimals, count)

    def _drawn(self, kind: str, text: str, alphabet: str, count: int) -> str:
        return "".join(alphabet[byte % len(alphabet)] for byte in self._stream(kind, text, count))

    def _number(self, kind: str, text: str, below: int) -> int:
        return int.from_bytes(self._stream(kind, text, 16)) % below

    def _stream(self, kind: str, text: str, count: int) -> bytes:
        """Bytes that only the key's holder can tell, the same for the same kind and text."""
        said = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
        blocks = (
            blake2b(said, key=self.key[:64], salt=number.to_bytes(16)).digest()
            for number in range(-(-count // 64))
        )
        return b"".join(blocks)[:count]


def length_class(text: str) -> str:
    """How long a text is, roughly: "text of 11 to 20 characters"."""
    for least, most in pairwise(CLASSES):
        if len(text) <= most:
            return f"text of {least + 1} to {most} characters" if text else "empty text"
    return f"text of more than {CLASSES[-1]} characters"


def _quoted(found: re.Match[str]) -> str:
    """Somebody's sentence is told by its length; what has no two spaces is no sentence."""
    said = found[2]
    return f"({length_class(said)})" if said.count(" ") > 1 else found[0]


def _like(character: str, byte: int, *, is_hex: bool) -> str:
    if is_hex:
        return HEX[byte % 16]
    for alphabet in (decimals, ascii_lowercase, ascii_uppercase):
        if character in alphabet:
            return alphabet[byte % len(alphabet)]
    return character
