from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from reconciliation.books import differences
from reconciliation.patience import ATTEMPTS, GaveUpError, Patient
from reconciliation.telnyx import charges_off_by, details, usage

from mock_server.testing import MockServer

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 2)


def test_the_usage_report_and_the_records_agree(telnyx: Patient) -> None:
    used, recorded = usage(telnyx, FIRST, LAST), details(telnyx, FIRST, LAST)

    assert differences("usage or records", used, recorded) == []
    assert sum(one.messages for one in used.values()) > 100


def test_the_charges_of_a_month_are_the_sum_of_their_parts(telnyx: Patient) -> None:
    assert charges_off_by(telnyx, date(2026, 10, 1), date(2026, 11, 1)) == Decimal(0)


def test_errors_and_limits_are_waited_out_as_long_as_the_vendor_says(
    mock_server: MockServer, telnyx: Patient
) -> None:
    undisturbed = usage(telnyx, FIRST, LAST)
    mock_server.fail("GetUsageReports", status=500, times=1)
    mock_server.fail("GetUsageReports", status=429, retry_after_s=20, times=1)
    began_at = mock_server.now

    assert usage(telnyx, FIRST, LAST) == undisturbed

    assert mock_server.now - began_at == timedelta(seconds=1 + 20)
    assert [call.status for call in mock_server.calls("GetUsageReports")][1:] == [500, 429, 200]


def test_the_vendors_own_limit_is_waited_out_too(mock_server: MockServer, telnyx: Patient) -> None:
    details(telnyx, FIRST, date(2026, 10, 10))

    statuses = [call.status for call in mock_server.calls("SearchDetailRecords")]
    assert set(statuses) == {200, 429}
    assert statuses[-1] == 200


@pytest.mark.parametrize("fault", ["reset", "truncated", "hang"])
def test_a_connection_that_breaks_is_tried_again(
    mock_server: MockServer, telnyx: Patient, fault: str
) -> None:
    mock_server.fail("GetUsageReports", fault, times=2)

    assert usage(telnyx, FIRST, LAST)

    assert len(mock_server.calls("GetUsageReports")) == 3


def test_it_gives_up_in_the_end_and_says_why(mock_server: MockServer, telnyx: Patient) -> None:
    mock_server.fail("GetUsageReports", status=503)

    with pytest.raises(GaveUpError, match=f"/usage_reports: 503, {ATTEMPTS} times"):
        usage(telnyx, FIRST, LAST)


def test_what_is_wrong_with_the_request_is_not_tried_again(
    mock_server: MockServer, telnyx: Patient
) -> None:
    mock_server.fail("GetUsageReports", status=403)

    with pytest.raises(GaveUpError, match="403"):
        usage(telnyx, FIRST, LAST)

    assert len(mock_server.calls("GetUsageReports")) == 1


def test_costs_may_come_as_texts(mock_server: MockServer, telnyx: Patient) -> None:
    as_numbers = usage(telnyx, FIRST, LAST)
    mock_server.fail("GetUsageReports", "number_as_text", field="/data/*/cost")

    assert usage(telnyx, FIRST, LAST) == as_numbers


def test_records_without_a_cost_stop_it_rather_than_count_as_free(
    mock_server: MockServer, telnyx: Patient
) -> None:
    mock_server.fail("SearchDetailRecords", "missing_field", field="/data/*/cost")

    with pytest.raises(KeyError, match="cost"):
        details(telnyx, FIRST, LAST)


def test_a_difference_is_told_by_day(telnyx: Patient) -> None:
    used: Any = usage(telnyx, FIRST, LAST)
    recorded = dict(details(telnyx, FIRST, LAST))
    lost = min(recorded)
    without = {key: value for key, value in recorded.items() if key != lost}

    [difference] = differences("usage or records", used, without)

    assert (difference.key, difference.one.messages) == (lost, recorded[lost].messages)
    assert str(difference).endswith("or 0 for 0")
