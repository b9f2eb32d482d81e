"""Cases come of the seed and the document alone, in whatever process they are made."""

from __future__ import annotations

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS

from contracts.cases.chance import ITS_OWN, Unbiased, same_everywhere
from contracts.cases.sent import Sent, evenly_bounded


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
    before = AVAILABLE_PROVIDERS[ITS_OWN]

    with same_everywhere():
        meanwhile = AVAILABLE_PROVIDERS[ITS_OWN]

    assert meanwhile is Unbiased
    assert AVAILABLE_PROVIDERS[ITS_OWN] is before
