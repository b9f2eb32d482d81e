"""Ids: every record has its own, and nothing else leads to a record."""

from __future__ import annotations

from dataclasses import replace
from uuid import RFC_4122, UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.dataset import Dataset, Volume
from mock_server.ledger.ids import Cipher, ShortIds, UuidIds
from mock_server.ledger.mix import Integers

indexes = st.integers(0, (1 << 44) - 1)
ACCOUNT = "medium"


def uuids(ids: UuidIds, numbers: Integers) -> list[str]:
    upper, lower = (one.tolist() for one in ids.words(numbers))
    return [str(UUID(int=one << 64 | other)) for one, other in zip(upper, lower, strict=True)]


@settings(deadline=None, max_examples=300)
@given(index=indexes, scope=st.integers(0, (1 << 40) - 1), seed=st.integers(0, 99))
def test_an_id_leads_back_to_its_record(index: int, scope: int, seed: int) -> None:
    long, short = UuidIds(Cipher.keyed(61, seed), scope), ShortIds(Cipher.keyed(32, seed), scope)

    assert long.index(long.text(index)) == index
    assert short.index(short.text(index)) == short.index(short.text(index).lower()) == index


@settings(deadline=None, max_examples=300)
@given(index=indexes, scope=st.integers(0, (1 << 40) - 1))
def test_an_id_is_a_uuid_of_version_4_as_rfc_9562_has_it(index: int, scope: int) -> None:
    text = UuidIds(Cipher.keyed(61, "any"), scope).text(index)

    assert UUID(text).version == 4
    assert UUID(text).variant == RFC_4122
    assert str(UUID(text)) == text


def test_no_two_records_share_an_id(dataset: Dataset) -> None:
    numbers = np.arange(40_000)
    streams = [dataset.stream(ACCOUNT, product) for product in ("message", "call", "lookup")]

    long = {text for stream in streams for text in uuids(stream.ids, numbers)}
    short = {word for one in streams for word in one.short_ids.words(numbers).tolist()}

    assert len(long) == len(short) == 120_000


def test_ids_look_random_in_every_bit(dataset: Dataset) -> None:
    stream = dataset.stream(ACCOUNT, "message")
    upper, lower = stream.ids.words(np.arange(40_000))
    words = np.stack((upper, lower, stream.short_ids.words(np.arange(40_000))), axis=1)

    bits = np.unpackbits(words.view(np.uint8), axis=1)
    free = bits.mean(axis=0)
    free = free[(free > 0) & (free < 1)]

    # 192 bits but 6 for the version and the variant; a mean of n bits deviates by 0.5 / sqrt(n).
    assert len(free) == 186
    assert abs(free - 0.5).max() < 5 * 0.5 / 40_000**0.5


@settings(deadline=None, max_examples=200)
@given(index=indexes, bit=st.integers(0, 127))
def test_a_uuid_with_a_wrong_bit_leads_nowhere(dataset: Dataset, index: int, bit: int) -> None:
    ids = dataset.stream(ACCOUNT, "message").ids
    damaged = str(UUID(int=UUID(ids.text(index)).int ^ 1 << bit))

    assert ids.index(damaged) is None


@settings(deadline=None, max_examples=300)
@given(value=st.uuids(version=4))
def test_a_uuid_that_somebody_made_up_leads_nowhere(dataset: Dataset, value: UUID) -> None:
    assert dataset.stream(ACCOUNT, "message").ids.index(str(value)) is None


@settings(deadline=None, max_examples=300)
@given(
    text=st.text()
    | st.from_regex(r"[0-9a-fA-F-]{1,40}")
    | st.text("\u0660\u0669", min_size=16, max_size=16)
)
def test_anything_at_all_may_be_asked_for(dataset: Dataset, text: str) -> None:
    stream = dataset.stream(ACCOUNT, "message")

    assert stream.ids.index(text) is None
    assert stream.short_ids.index(text) is None


def test_about_one_in_a_million_short_ids_passes_for_one_of_a_stream(dataset: Dataset) -> None:
    cipher = dataset.stream(ACCOUNT, "message").short_ids.cipher
    ids = [ShortIds(cipher, scope << 20) for scope in range(1, 11)]
    rng = np.random.default_rng(11)
    strange = [f"{word:016x}" for word in rng.integers(0, 1 << 63, 20_000).tolist()]

    passed = sum(one.index(text) is not None for one in ids for text in strange)

    # 200,000 tries at 1 in 2**20: fewer than one is expected; Poisson has 5 in 1 of 500,000.
    assert passed <= 4


def test_ids_of_others_lead_nowhere(dataset: Dataset) -> None:
    own = dataset.stream(ACCOUNT, "message")
    settings_of_others = [
        replace(dataset.settings, seed=8),
        replace(dataset.settings, realm="other"),
        replace(dataset.settings, volume=Volume()),
    ]
    strangers = [
        dataset.stream("hobby", "message"),
        dataset.stream(ACCOUNT, "call"),
        *(Dataset(one).stream(ACCOUNT, "message") for one in settings_of_others),
    ]

    for stranger in strangers:
        for index in range(200):
            assert own.ids.index(stranger.ids.text(index)) is None
            assert own.short_ids.index(stranger.short_ids.text(index)) is None


@pytest.mark.parametrize("index", [0, 1, 4711, (1 << 44) - 1])
def test_an_id_leads_to_one_record_of_one_product(dataset: Dataset, index: int) -> None:
    streams = [dataset.stream(ACCOUNT, product) for product in dataset.products]

    for stream in streams:
        long, short = stream.ids.text(index), stream.short_ids.text(index)
        assert [one for one in streams if one.ids.index(long) is not None] == [stream]
        assert [one for one in streams if one.short_ids.index(short) is not None] == [stream]
        assert (stream.ids.index(long), stream.short_ids.index(short)) == (index, index)


def test_equal_settings_give_equal_ids(dataset: Dataset) -> None:
    again = Dataset(dataset.settings)

    for product in dataset.products:
        one, other = (each.stream(ACCOUNT, product) for each in (dataset, again))
        assert one.ids.text(99) == other.ids.text(99)
        assert one.short_ids.text(99) == other.short_ids.text(99)
