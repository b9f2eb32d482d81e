"""Parts of messages, held against an oracle that cuts real messages piece by piece."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.world.parts import encoding, parts

# The GSM 7-bit default alphabet by code, rows of sixteen, as code points of Unicode
# (3GPP TS 23.038, 6.2.1; 1B is the escape to the extension table, and no character).
ALPHABET = """
0040 00A3 0024 00A5 00E8 00E9 00F9 00EC 00F2 00C7 000A 00D8 00F8 000D 00C5 00E5
0394 005F 03A6 0393 039B 03A9 03A0 03A8 03A3 0398 039E 001B 00C6 00E6 00DF 00C9
0020 0021 0022 0023 00A4 0025 0026 0027 0028 0029 002A 002B 002C 002D 002E 002F
0030 0031 0032 0033 0034 0035 0036 0037 0038 0039 003A 003B 003C 003D 003E 003F
00A1 0041 0042 0043 0044 0045 0046 0047 0048 0049 004A 004B 004C 004D 004E 004F
0050 0051 0052 0053 0054 0055 0056 0057 0058 0059 005A 00C4 00D6 00D1 00DC 00A7
00BF 0061 0062 0063 0064 0065 0066 0067 0068 0069 006A 006B 006C 006D 006E 006F
0070 0071 0072 0073 0074 0075 0076 0077 0078 0079 007A 00E4 00F6 00F1 00FC 00E0
"""
POINTS = [int(point, 16) for point in re.findall("[0-9A-F]{4}", ALPHABET)]
GSM = {chr(point): bytes([code]) for code, point in enumerate(POINTS) if code != 0x1B}
EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F,
    "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
GSM |= {character: bytes([0x1B, code]) for character, code in EXTENSION.items()}


def pieces(text: str) -> list[bytes]:
    """The characters as they are sent: septets, or UTF-16 in bytes."""
    if all(character in GSM for character in text):
        return [GSM[character] for character in text]
    return [character.encode("utf-16-be") for character in text]


def cut(text: str) -> int:
    """Cut as a phone does: the longest beginning that fits, until nothing is left."""
    sent = pieces(text)
    seven_bits = all(character in GSM for character in text)
    if len(b"".join(sent)) <= (160 if seven_bits else 140):
        return 1
    room, count = 153 if seven_bits else 134, 0
    while sent:
        fits = max(end for end in range(room + 1) if len(b"".join(sent[:end])) <= room)
        sent, count = sent[fits:], count + 1
    return count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", 1, id="nothing"),
        pytest.param("a" * 160, 1, id="as much as fits alone"),
        pytest.param("a" * 161, 2, id="one septet more"),
        pytest.param("a" * 306, 2, id="two full parts"),
        pytest.param("a" * 307, 3, id="one septet more than two full parts"),
        pytest.param("€" * 80, 1, id="eighty of two septets each"),
        pytest.param("€" * 81, 2, id="one of two septets more"),
        pytest.param("a" * 152 + "€" * 77, 3, id="an escape is not cut from what it escapes"),
        pytest.param("я" * 70, 1, id="as many code units as fit alone"),
        pytest.param("я" * 71, 2, id="one code unit more"),
        pytest.param("я" * 134, 2, id="two full parts of code units"),
        pytest.param("🙂" * 35, 1, id="thirty-five surrogate pairs"),
        pytest.param("🙂" * 36, 2, id="one surrogate pair more"),
        pytest.param("🙂" * 67, 3, id="a surrogate pair is not cut"),
        pytest.param("ç" * 71, 2, id="the small c with cedilla is not in the alphabet"),
        pytest.param("Ç" * 160, 1, id="the capital one is"),
    ],
)
def test_the_parts_of_a_message_follow_from_its_length_and_its_alphabet(
    text: str, expected: int
) -> None:
    assert parts(text) == expected


def test_every_character_of_the_alphabet_is_gsm_and_its_neighbours_are_not() -> None:
    points = [chr(point) for point in range(0x0400)] + ["€"]

    found = {character for character in points if encoding(character) == "gsm7"}

    assert found == set(GSM)


@settings(deadline=None)
@given(st.text(st.sampled_from([*GSM, "я", "🙂", "ê", "漢"]), max_size=700))
def test_a_message_has_as_many_parts_as_it_is_cut_into(text: str) -> None:
    assert parts(text) == cut(text)


@settings(deadline=None)
@given(st.text(st.sampled_from([*GSM]), min_size=100, max_size=700))
def test_a_message_of_gsm_characters_has_as_many_parts_as_it_is_cut_into(text: str) -> None:
    assert parts(text) == cut(text)
