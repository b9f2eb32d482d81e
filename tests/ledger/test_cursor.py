"""Cursors: they lead on where they were made for, and nowhere else."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.cursor import CursorError, Cursors, Place, Sealed
from mock_server.ledger.dataset import Dataset, DatasetSettings
from tests.ledger.scan import NOW

wide = st.integers(-(1 << 63), (1 << 63) - 1)
places = st.builds(Place, stream=wide, index=wide, as_of_ms=wide)
anything = st.text(st.characters(exclude_categories=()))  # with halves of surrogate pairs

PLACE = Place(stream=2, index=123_456_789_012, as_of_ms=NOW)
REQUEST = "message from=1 to=2"


@pytest.fixture(scope="module")
def cursors(dataset: Dataset) -> Cursors:
    return Cursors(dataset.fingerprint)


def data(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")


def text(content: bytes | bytearray) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@settings(deadline=None)
@given(place=places, request=anything)
def test_a_cursor_opens_at_its_place(cursors: Cursors, place: Place, request: str) -> None:
    assert cursors.open(cursors.seal(place, request), request) == place


def test_a_restarted_server_and_a_replica_open_it(dataset: Dataset) -> None:
    sealed = Cursors(dataset.fingerprint).seal(PLACE, REQUEST)
    replica = Dataset(DatasetSettings(seed=7, realm="acme", volume=dataset.settings.volume))

    assert Cursors(replica.fingerprint).open(sealed, REQUEST) == PLACE
    assert Cursors(replica.fingerprint).seal(PLACE, REQUEST) == sealed


@pytest.mark.parametrize("padding", ["=", "=="])
def test_padding_does_no_harm(cursors: Cursors, padding: str) -> None:
    sealed = cursors.seal(PLACE, REQUEST)

    assert cursors.open(Sealed(sealed.cursor + padding, sealed.iv + padding), REQUEST) == PLACE


@settings(deadline=None)
@given(request=anything.filter(lambda request: request != REQUEST))
def test_another_request_cannot_use_it(cursors: Cursors, request: str) -> None:
    sealed = cursors.seal(PLACE, REQUEST)

    with pytest.raises(CursorError) as error:
        cursors.open(sealed, request)

    assert error.value.reason == "other request"


@pytest.mark.parametrize("seed", [0, 8, 1 << 70])
def test_another_dataset_says_that_it_is_not_its_own(cursors: Cursors, seed: int) -> None:
    other = Cursors(Dataset(DatasetSettings(seed=seed, realm="acme")).fingerprint)

    with pytest.raises(CursorError) as error:
        other.open(cursors.seal(PLACE, REQUEST), REQUEST)

    assert error.value.reason == "other dataset"


def test_no_byte_of_it_can_be_changed(cursors: Cursors) -> None:
    sealed = cursors.seal(PLACE, REQUEST)
    cursor, iv = data(sealed.cursor), data(sealed.iv)

    for place in range(len(cursor) + len(iv)):
        for change in (1, 2, 128, 255):
            changed = bytearray(cursor + iv)
            changed[place] ^= change
            forged = Sealed(text(changed[: len(cursor)]), text(changed[len(cursor) :]))

            with pytest.raises(CursorError):
                cursors.open(forged, REQUEST)


def test_the_vector_of_one_cursor_does_not_fit_another(cursors: Cursors) -> None:
    one = cursors.seal(PLACE, REQUEST)
    other = cursors.seal(Place(stream=2, index=5, as_of_ms=NOW), REQUEST)

    with pytest.raises(CursorError):
        cursors.open(Sealed(one.cursor, other.iv), REQUEST)


def test_it_does_not_show_where_it_leads(cursors: Cursors) -> None:
    one, other = (cursors.seal(Place(0, index, NOW), REQUEST) for index in (1000, 1001))
    mark = 4

    same = sum(
        a == b for a, b in zip(data(one.cursor)[mark:], data(other.cursor)[mark:], strict=True)
    )

    assert same <= 4
    assert one.iv != other.iv


@settings(deadline=None, max_examples=500)
@given(cursor=anything, iv=anything)
def test_nonsense_is_refused_and_does_no_harm(cursors: Cursors, cursor: str, iv: str) -> None:
    good = cursors.seal(PLACE, REQUEST)

    for sealed in (Sealed(cursor, iv), Sealed(good.cursor, iv), Sealed(cursor, good.iv)):
        with pytest.raises(CursorError) as error:
            cursors.open(sealed, REQUEST)

        assert error.value.reason in {"forged", "other dataset"}


@pytest.mark.parametrize(
    "nonsense",
    ["", "=", "A", "A" * 10_000_000, "=" * 1000, "\0", "é", "\ud800", "+/+/", "AAAA AAAA", "AA\n"],
    ids=lambda text: ascii(text[:9]),
)
def test_what_is_no_base64_or_too_much_of_it_is_refused(cursors: Cursors, nonsense: str) -> None:
    good = cursors.seal(PLACE, REQUEST)

    for sealed in (
        Sealed(nonsense, good.iv),
        Sealed(good.cursor, nonsense),
        Sealed(good.cursor + nonsense.strip("="), good.iv + "x"),
    ):
        with pytest.raises(CursorError):
            cursors.open(sealed, REQUEST)


def test_base64_with_loose_bits_at_its_end_is_refused(cursors: Cursors) -> None:
    good = cursors.seal(PLACE, REQUEST)
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(good.iv[-1])
    loose = (
        good.iv[:-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1]
    )

    assert data(loose) == data(good.iv)
    with pytest.raises(CursorError):
        cursors.open(Sealed(good.cursor, loose), REQUEST)
