"""What no request can be for is told at once, instead of waiting for ever."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.errors import ConfigError
from mock_server.testing import MockServer
from tests.plugin.test_conditions import KEY, SUMMARY, statuses

STRANGERS: dict[str, tuple[str | dict[str, str], str]] = {
    "an operation": ("GetMonthlyChargeSummary", f"did you mean '{SUMMARY}'"),
    "a method and a path": ("GET /charge_summary", "did you mean 'GET /charges_summary'"),
    "a vendor": ({"vendor": "telnix"}, "did you mean 'telnyx'?"),
    "a method": ({"method": "GTE"}, "did you mean 'GET'"),
    "another vendor's operation": (
        {"vendor": "vonage", "operation": SUMMARY},
        f"No request here can be for the operation '{SUMMARY}'",
    ),
    "something else": ({"operatoin": SUMMARY}, "did you mean 'operation'?"),
}


@pytest.mark.parametrize(("what", "told"), STRANGERS.values(), ids=STRANGERS)
def test_what_no_request_can_be_for_is_told_and_not_set(
    mock_server: MockServer, what: str | dict[str, str], told: str
) -> None:
    with pytest.raises(ConfigError) as failing:
        mock_server.fail(what, status=500)
    with pytest.raises(ConfigError) as slowed:
        mock_server.slow(what)
    with pytest.raises(ConfigError) as begun:
        mock_server.scenario(what, {"fault": "reset"})
    with pytest.raises(ConfigError) as counted:
        mock_server.calls(**{"operation": what} if isinstance(what, str) else what)

    assert all(told in str(each.value) for each in (failing, slowed, begun, counted))
    assert statuses(mock_server.client("telnyx", headers=KEY), 2) == [200, 200]


def test_a_path_that_no_operation_has_is_told_and_not_set(mock_server: MockServer) -> None:
    with pytest.raises(ConfigError, match="did you mean '/v2/charges_summary'"):
        mock_server.fail(path="/v2/charges_sumary", status=500)

    assert statuses(mock_server.client("telnyx", headers=KEY), 1) == [200]


def test_calls_cannot_be_asked_for_with_the_vendors_prefix(mock_server: MockServer) -> None:
    with pytest.raises(ConfigError, match="did you mean '/v2/charges_summary'"):
        mock_server.calls(path="/telnyx/v2/charges_summary")

    assert mock_server.calls(path="/v1/charges_summary") == []


@pytest.mark.parametrize("what", [503, None, ["GET /balance"]], ids=str)
def test_what_names_no_requests_is_refused(mock_server: MockServer, what: Any) -> None:
    with pytest.raises(ConfigError, match="does not say which requests"):
        mock_server.fail(what, 503)


def test_a_path_may_be_given_without_that_of_the_vendors_server(mock_server: MockServer) -> None:
    mock_server.fail(path="/charges_summary", status=500)
    client = mock_server.client("telnyx", headers=KEY)

    assert statuses(client, 1) == [500]
    assert len(mock_server.calls(path="/charges_summary")) == 1
    assert len(mock_server.calls(path="/v2/charges_summary")) == 1


def test_a_step_of_a_scenario_that_no_request_can_meet_is_told(mock_server: MockServer) -> None:
    with pytest.raises(ConfigError, match="did you mean 'telnyx'"):
        mock_server.scenario(SUMMARY, {"match": {"vendor": "telnix"}, "fault": "reset"})
