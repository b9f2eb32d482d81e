"""Cases come of the seed and the document alone, in whatever process they are made."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis.internal.cache import LRUCache
from hypothesis.internal.conjecture import providers
from hypothesis.internal.conjecture.choice import IntegerConstraints
from hypothesis.internal.conjecture.data import draw_choice
from hypothesis.internal.constants_ast import Constants

from contracts.cases.chance import same_everywhere
from contracts.cases.sent import Sent, evenly_bounded

LOADED = 8_271_634_509

ANY_INTEGER: IntegerConstraints = {
    "min_value": None,
    "max_value": None,
    "weights": None,
    "shrink_towards": 0,
}


def form(boundary: str) -> Sent:
    content = (
        f"--{boundary}\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--{boundary}--\r\n"
    )
    kind = ("Content-Type", f"multipart/form-data; boundary={boundary}")
    return Sent("POST /a", "POST", "/a", headers=(kind,), content=content.encode())


def test_the_boundary_of_a_form_is_not_left_to_chance() -> None:
    one, other = (evenly_bounded(form(digit * 32)) for digit in "a7")

    assert one == other
    boundary = one.headers[0][1].partition("boundary=")[2]
    assert one.content.count(f"--{boundary}".encode()) == 2


def test_what_is_no_form_is_left_as_it_is() -> None:
    plain = Sent("POST /a", "POST", "/a", headers=(("Content-Type", "text/plain"),), content=b"a")

    assert evenly_bounded(plain) is plain


def test_tests_of_others_draw_as_ever() -> None:
    before = dict(vars(providers))

    with same_everywhere():
        assert vars(providers) != before

    assert vars(providers) == before


def test_constants_of_loaded_modules_are_drawn_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = Constants(integers={LOADED})
    monkeypatch.setattr(providers, "_get_local_constants", lambda: loaded)
    monkeypatch.setattr(providers, "CONSTANTS_CACHE", LRUCache(1_024))

    as_ever = looked_for()
    with same_everywhere():
        meanwhile = looked_for()

    assert LOADED in as_ever
    assert LOADED not in meanwhile


def looked_for() -> set[object]:
    """What Hypothesis draws when it looks for what it has not drawn yet."""
    return {draw_choice("integer", ANY_INTEGER, random=Random(seed)) for seed in range(1_000)}
