"""The plugin inside pytest: runs of pytest within these tests.

What a run within this process imports is forgotten after it, and NumPy can be imported but once:
so it is here before the first one.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

import mock_server.testing

assert np, mock_server.testing

TEST = """
import pytest

OWNER = ("abcd1234", "secret")
KEY = {"Authorization": "Bearer KEY0190A1B2C3D4"}
ORDER = {"account_id": "abcd1234", "product": "SMS", "direction": "outbound"}
MINE = {"account_id": "abcd1234", "status": "PENDING,PROCESSING,SUCCESS"}
CHARGES = "/charges_summary?start_date=2026-10-01&end_date=2026-11-01"
"""

PETS = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.test/v9}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: Pets.
          content: {application/json: {schema: {type: array, items: {type: string}}}}
"""


def passed(result: pytest.RunResult, count: int) -> bool:
    return result.parseoutcomes() == {"passed": count}


def test_the_fixture_is_there_for_who_installed_the_distribution(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(f"""{TEST}
def test_charges(mock_server):
    assert mock_server.client("telnyx", headers=KEY).get(CHARGES).status_code == 200
""")

    result = pytester.runpytest_inprocess("-W", "error", "--strict-markers")

    assert passed(result, 1)


def test_tests_do_not_see_each_other_nor_what_the_other_set(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"""{TEST}
@pytest.mark.parametrize("n", range(5))
def test_alone(mock_server, n):
    vonage = mock_server.client("vonage", auth=OWNER)
    assert mock_server.seed == ""
    assert vonage.get("/v2/reports", params=MINE).json()["reports"] == []

    mock_server.seed = 100 + n
    mock_server.freeze("2026-11-02T12:00:00Z")
    vonage.post("/v2/reports", json=ORDER)
    assert len(vonage.get("/v2/reports", params=MINE).json()["reports"]) == 1
    mock_server.fail(status=500)
    assert vonage.get("/v2/reports", params=MINE).status_code == 500
""")

    result = pytester.runpytest_inprocess()

    assert passed(result, 5)


def test_the_marker_says_how_it_plays_and_the_nearest_one_wins(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"""{TEST}
pytestmark = pytest.mark.mock_server(vendor="telnyx", seed=7, clock="2026-11-02T12:00:00Z")

def test_of_the_module(mock_server):
    assert (mock_server.seed, str(mock_server.now)) == ("7", "2026-11-02 12:00:00+00:00")
    assert mock_server.client(headers=KEY).get(CHARGES).headers["Mock-Seed"] == "7"

@pytest.mark.mock_server(seed=8, faults=[{{"match": {{"method": "GET"}}, "uses": 1,
                                          "fault": {{"kind": "status", "status": 503}}}}])
def test_of_its_own(mock_server):
    client = mock_server.client(headers=KEY)
    assert [client.get(CHARGES).status_code for _ in range(2)] == [503, 200]
    assert mock_server.seed == "8"
    assert str(mock_server.now) == "2026-11-02 12:00:00+00:00"

    mock_server.reset()

    assert [client.get(CHARGES).status_code for _ in range(2)] == [503, 200]
    assert mock_server.seed == "8"
""")

    result = pytester.runpytest_inprocess("--strict-markers")

    assert passed(result, 2)


def test_settings_of_a_marker_hold_for_its_test_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"""{TEST}
def ripe(mock_server):
    mock_server.freeze("2026-11-02T12:00:00Z")
    vonage = mock_server.client("vonage", auth=OWNER)
    ordered = vonage.post("/v2/reports", json=ORDER).json()["request_id"]
    return vonage.get(f"/v2/reports/{{ordered}}").json()["request_status"]

@pytest.mark.mock_server(settings={{"vendors": {{"vonage": {{"report_speed": "instant"}}}}}})
def test_at_once(mock_server):
    assert ripe(mock_server) == "SUCCESS"

def test_as_ever(mock_server):
    assert ripe(mock_server) == "PENDING"
""")

    result = pytester.runpytest_inprocess()

    assert passed(result, 2)


def test_documents_of_ones_own_are_played_from_the_root_of_the_tests(
    pytester: pytest.Pytester,
) -> None:
    pytester.makefile(".yaml", pets=PETS)
    pytester.makeini(
        "[pytest]\nmock_server_apis = pets.yaml\nmock_server_clock = 2026-11-02T12:00:00Z\n"
        "mock_server_seed = 9\n"
    )
    pytester.makepyfile(f"""{TEST}
def test_the_only_one(mock_server):
    client = mock_server.client()
    answer = client.get("/pets")
    assert answer.status_code == 200
    assert str(client.base_url) == "http://mock.test/pets/v9/"
    assert answer.headers["Mock-Seed"] == "9"
    assert str(mock_server.now) == "2026-11-02 12:00:00+00:00"

@pytest.mark.mock_server(vendor="telnyx")
def test_the_markers(mock_server):
    assert mock_server.client(headers=KEY).get(CHARGES).status_code == 200
    assert mock_server.client("pets").get("/pets").status_code == 200
    assert mock_server.client("pets.yaml").get("/pets").status_code == 200
""")

    result = pytester.runpytest_inprocess()

    assert passed(result, 2)


def test_settings_come_from_understudy_toml_beside_the_tests(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", understudy='seed = 5\nstore = "sqlite:///never.db"\n')
    pytester.makepyfile(f"""{TEST}
def test_seed(mock_server):
    answer = mock_server.client("telnyx", headers=KEY).get(CHARGES)
    assert answer.headers["Mock-Seed"] == "5"
""")

    result = pytester.runpytest_inprocess()

    assert passed(result, 1)
    assert not (pytester.path / "never.db").exists()


WRONG = {
    "an argument that there is not": ('vendr="telnyx"', "did you mean 'vendor'?"),
    "an argument without a name": ('"telnyx"', "say what it is, as in vendor=..."),
    "a moment without a time zone": ('clock="2026-11-02T12:00:00"', "2026-11-02T12:00:00Z"),
    "a vendor that there is not": ('vendor="vonag"', "did you mean 'vonage'?"),
    "a fault that there is not": ('faults=[{"fault": "rest"}]', "did you mean 'reset'?"),
    "a fault of a vendor that there is not": (
        'faults=[{"fault": "reset", "match": {"vendor": "vonag"}}]',
        "did you mean 'vonage'?",
    ),
    "a setting that there is not": ('settings={"volum": "large"}', "did you mean 'volume'?"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
def test_a_marker_that_makes_no_sense_fails_its_test_in_words(
    pytester: pytest.Pytester, arguments: str, told: str
) -> None:
    pytester.makepyfile(f"""{TEST}
@pytest.mark.mock_server({arguments})
def test_never_run(mock_server):
    raise AssertionError
""")

    result = pytester.runpytest_inprocess()

    assert result.parseoutcomes() == {"errors": 1}
    assert told in result.stdout.str()
    assert "Traceback" not in result.stdout.str()
    assert "pytest_plugin.py" not in result.stdout.str()


def test_a_run_that_does_not_use_it_loads_nothing_of_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
import sys

def test_without():
    ours = {name for name in sys.modules if name.startswith("mock_server")}
    assert ours == {"mock_server", "mock_server.errors", "mock_server.pytest_plugin"}
    assert not {"connexion", "uvicorn", "numpy"} & set(sys.modules)
""")

    result = pytester.runpytest_subprocess()

    assert passed(result, 1)


def test_other_packages_are_as_they_were_after_it_was_loaded(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
import inspect

def test_after(mock_server):
    from jinja2 import Template
    from starlette.templating import Jinja2Templates
    from werkzeug import Request

    import connexion
    import uvicorn

    classes = (Template, Jinja2Templates, Request, uvicorn.Server, connexion.AsyncApp)
    assert all(map(inspect.isclass, classes))
    assert Template("{{ n }}").render(n=1) == "1"
""")

    result = pytester.runpytest_subprocess()

    assert passed(result, 1)


@pytest.mark.skipif(find_spec("xdist") is None, reason="pytest-xdist is not installed")
def test_workers_of_xdist_play_each_for_itself(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"""{TEST}
import httpx

@pytest.mark.parametrize("n", range(8))
def test_alone(mock_server, n):
    url = mock_server.url("vonage")
    with httpx.Client(auth=OWNER) as outside:
        outside.post(f"{{url}}/v2/reports", json=ORDER)
        listed = outside.get(f"{{url}}/v2/reports", params=MINE).json()["reports"]
    assert len(listed) == 1
""")

    result = pytester.runpytest_subprocess("-n", "2", "-p", "no:schemathesis")

    assert passed(result, 8)


def test_it_is_ready_once_and_in_no_time_for_each_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
import time

import pytest

@pytest.fixture
def began_s():
    return time.process_time()

def test_first(mock_server):
    pass

@pytest.mark.parametrize("n", range(50))
def test_more(began_s, mock_server, n, record_property):
    took.append(time.process_time() - began_s)

took = []

def test_median():
    assert sorted(took)[len(took) // 2] < 0.002
""")

    result = pytester.runpytest_inprocess("-p", "no:randomly")

    assert passed(result, 52)
