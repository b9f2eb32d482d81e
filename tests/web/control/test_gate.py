"""Who may use the control API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click import unstyle
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.commands.serve import control_line
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.state.store import open_store
from mock_server.web.asked import Asked
from mock_server.web.gate import Gate, gate_of
from tests.web.control.asking import Mock

TOKEN = "s3cret-of-this-test"


@pytest.fixture
def guarded() -> Iterator[Mock]:
    server = Mock(apis=("vonage",), gate=Gate(token=TOKEN))
    yield server
    server.close()


def asked(**headers: str) -> Asked:
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return Asked("GET", "/_mock/clock", b"", pairs, dict(pairs))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1"])
def test_a_server_for_this_machine_has_the_control_api(host: str) -> None:
    assert gate_of(Settings(host=host)) == Gate()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "mock.example.com"])  # noqa: S104
def test_where_others_reach_the_server_it_takes_a_token_to_have_it(host: str) -> None:
    without, with_one = (
        gate_of(Settings(host=host)),
        gate_of(Settings(host=host, control_token="t")),
    )

    assert without.closed is not None
    assert host in without.closed[0]
    assert with_one == Gate(token="t")


def test_it_can_be_switched_off() -> None:
    assert gate_of(Settings(control=False, control_token="t")).closed is not None


@pytest.mark.parametrize("token", ["two words", "caf\u00e9", "a\r\nb"])
def test_a_token_that_no_header_can_hold_stops_the_start_and_is_not_told(token: str) -> None:
    with pytest.raises(ConfigError) as raised:
        gate_of(Settings(control_token=token))

    assert token not in str(raised.value)


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        (Gate(), "The control API is at http://127.0.0.1:4010/_mock/"),
        (Gate(token=TOKEN), "for whoever has the token"),
        (gate_of(Settings(control=False)), "is off: it is switched off; to have it, start"),
        (gate_of(Settings(host="0.0.0.0")), "others can reach 0.0.0.0, and there is no token"),  # noqa: S104
        (gate_of(Settings(engine="stock")), "Connexion's own engine has none"),
    ],
)
def test_the_start_says_where_it_is_or_why_it_is_off(gate: Gate, words: str) -> None:
    line = unstyle(control_line(gate, "http://127.0.0.1:4010"))

    assert words in line
    assert TOKEN not in line


def test_one_that_is_off_says_so_and_why() -> None:
    mock = Mock(apis=("vonage",), gate=gate_of(Settings(host="0.0.0.0")))  # noqa: S104

    answer = mock.ask("POST", "/_mock/reset")
    mock.close()

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "The control API is off."
    assert "UNDERSTUDY_CONTROL_TOKEN" in answer.json()["fix"]


def test_with_a_token_every_request_needs_it(guarded: Mock) -> None:
    without = guarded.ask("GET", "/_mock/clock")
    wrong = guarded.ask("GET", "/_mock/clock", Authorization=f"Bearer {TOKEN}x")
    right = guarded.ask("GET", "/_mock/clock", Authorization=f"bearer {TOKEN}")

    assert [it.status_code for it in (without, wrong, right)] == [401, 401, 200]
    assert without.headers["www-authenticate"] == "Bearer"
    assert TOKEN not in without.text + wrong.text


PROBED = {
    "with a token": (Gate(token=TOKEN), 200),
    "without a token on a public address": (gate_of(Settings(host="0.0.0.0")), 200),  # noqa: S104
    "on this machine": (Gate(), 200),
    "switched off": (gate_of(Settings(control=False, host="0.0.0.0")), 404),  # noqa: S104
}


@pytest.mark.parametrize(("gate", "status"), PROBED.values(), ids=PROBED.keys())
@pytest.mark.parametrize("probe", ["health", "ready"])
def test_probes_need_no_token_and_learn_nothing_else(gate: Gate, status: int, probe: str) -> None:
    mock = Mock(apis=("vonage",), gate=gate)

    answer = mock.ask("GET", f"/_mock/{probe}", Host="10.2.3.4:4010")
    others = [
        mock.ask("GET", f"/_mock/{name}", Host="10.2.3.4:4010")
        for name in ("vendors", "health/", "ready/x", "sessions", "healthy", "../_mock/clock")
    ]
    mock.close()

    assert answer.status_code == status
    assert status == 404 or answer.json() == {"status": "ok"}
    assert all(it.status_code in {401, 403, 404} for it in others)


def test_a_server_that_was_told_to_stop_is_alive_but_not_ready(mock: Mock) -> None:
    before = mock.control("getReady").status_code

    mock.behaviour.ending.begin()
    ready, health = mock.control("getReady"), mock.control("getHealth")

    assert (before, ready.status_code, health.status_code) == (200, 503, 200)
    assert ready.json()["detail"] == "The server is about to stop."


def test_a_store_that_does_not_answer_makes_a_server_not_ready(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    mock = Mock(store=store, apis=("vonage",))

    store.close()
    ready, health = mock.control("getReady"), mock.control("getHealth")
    mock.close()

    assert (ready.status_code, health.status_code) == (503, 200)
    assert str(tmp_path) not in ready.text


def test_with_a_token_the_server_may_have_any_name(guarded: Mock) -> None:
    bearer = f"Bearer {TOKEN}"

    answer = guarded.ask("GET", "/_mock/clock", Authorization=bearer, Host="understudy:4010")

    assert answer.status_code == 200


@settings(deadline=None)
@given(st.text(st.characters(codec="latin-1"), max_size=40))
def test_nothing_but_the_token_opens(said: str) -> None:
    gate = Gate(token=TOKEN)
    header = [(b"authorization", said.encode("latin-1"))]

    refusal = gate.refusal(Asked("GET", "/_mock/clock", b"", header, dict(header)))

    assert refusal is not None
    assert refusal.status == 401


@pytest.mark.parametrize("host", ["127.0.0.1:4010", "localhost", "LOCALHOST.:80", "[::1]:4010"])
def test_every_name_of_this_machine_will_do(host: str) -> None:
    assert Gate().refusal(asked(Host=host)) is None


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "192.0.2.7", "[::2]", ""])
def test_a_page_that_gave_its_own_name_this_address_is_refused(host: str) -> None:
    refusal = Gate().refusal(asked(Host=host))

    assert refusal is not None
    assert refusal.status == 403


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("origin", ["https://evil.test", "http://127.0.0.1:4010", "null"])
def test_a_page_in_a_browser_is_refused_and_may_not_read_why(token: str, origin: str) -> None:
    mock = Mock(apis=("vonage",), gate=Gate(token=token))

    plain = mock.ask("POST", "/_mock/reset", Origin=origin, Authorization=f"Bearer {token}")
    before = mock.ask(
        "OPTIONS", "/_mock/reset", Origin=origin, Access_Control_Request_Method="POST"
    )
    mock.close()

    for answer in (plain, before):
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_what_the_vendors_answer_may_be_read_by_pages_as_before(mock: Mock) -> None:
    answer = mock.vonage(Origin="https://shop.test")

    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_control_api_is_none_of_the_apis_that_are_served(vonage: Mock) -> None:
    served = vonage.told("listVendors")["vendors"]
    at_the_root = vonage.vonage(target="/v2/reports/records?product=SMS&direction=outbound")

    assert [one["name"] for one in served] == ["vonage"]
    assert at_the_root.status_code == 200


def test_what_it_has_not_is_told_with_what_is_near(mock: Mock) -> None:
    answer = mock.ask("GET", "/_mock/clok")
    other = mock.ask("GET", "/_mock/clock/advance")

    assert answer.status_code == 404
    assert "GET /_mock/clock ('clok' should be 'clock')" in answer.json()["detail"]
    assert other.status_code == 405
    assert "POST /_mock/clock/advance" in other.json()["detail"]
