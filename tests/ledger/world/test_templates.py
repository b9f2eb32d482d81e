"""The texts of the world's messages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.world import Templates, load_world
from tests.ledger.world.test_parts import GSM, cut

TEMPLATES: Templates = load_world().templates
LANGUAGES = sorted(TEMPLATES.inbound)
LEAST = {1: 24, 2: 6, 3: 3, 4: 2}


def filled(template: int, code: str) -> str:
    before, after = TEMPLATES.texts[template]
    return before + code * bool(TEMPLATES.has_code[template]) + after


def test_there_are_texts_in_all_the_languages_of_the_countries() -> None:
    assert {country.language for country in load_world().countries} <= set(LANGUAGES)
    assert len(LANGUAGES) >= 14


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_enough_texts_of_each_length_and_none_twice(language: str) -> None:
    pools = {parts: TEMPLATES.pools[language, parts] for parts in LEAST}
    begin, count = TEMPLATES.inbound[language]

    sizes = {
        parts: len(set(TEMPLATES.texts[first : first + size]))
        for parts, (first, size) in pools.items()
    }

    assert all(sizes[parts] >= least for parts, least in LEAST.items())
    assert {parts: size for parts, (_, size) in pools.items()} == sizes
    assert len(set(TEMPLATES.texts[begin : begin + count])) == count >= 12


def test_every_text_has_the_parts_of_its_pool_and_inbound_texts_have_one() -> None:
    pools = [(parts, place) for (_, parts), place in TEMPLATES.pools.items()]
    pools += [(1, place) for place in TEMPLATES.inbound.values()]

    found = [
        (parts, cut(filled(template, "123456")), TEMPLATES.parts[template])
        for parts, (begin, count) in pools
        for template in range(begin, begin + count)
    ]

    assert len(found) == len(TEMPLATES.texts)
    assert all(pool == oracle == frozen for pool, oracle, frozen in found)


@settings(deadline=None)
@given(st.from_regex("[0-9]{6}", fullmatch=True))
def test_no_code_changes_how_many_parts_a_text_has(code: str) -> None:
    edges = [one for one in range(len(TEMPLATES.texts)) if TEMPLATES.has_code[one]][::7]

    assert [cut(filled(one, code)) for one in edges] == TEMPLATES.parts[edges].tolist()


def test_the_encoding_says_whether_a_text_is_in_the_gsm_alphabet() -> None:
    texts = [filled(template, "123456") for template in range(len(TEMPLATES.texts))]

    expected = [0 if all(character in GSM for character in text) else 8 for text in texts]

    assert TEMPLATES.encodings.tolist() == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_some_texts_of_each_language_do_not_fit_the_gsm_alphabet(language: str) -> None:
    begin, count = TEMPLATES.pools[language, 1]

    assert 8 in TEMPLATES.encodings[begin : begin + count]


def test_texts_name_no_address_but_those_kept_for_examples() -> None:
    words = re.compile(r"[a-z0-9.-]+\.(?:com|org|net|io|[a-z]{2})(?![a-z.])")

    named = {one for pair in TEMPLATES.texts for text in pair for one in words.findall(text)}

    assert named == {"example.com", "example.org"}
    assert not any("{" in text or "}" in text for pair in TEMPLATES.texts for text in pair)
