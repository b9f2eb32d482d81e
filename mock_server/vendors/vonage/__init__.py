"""Vonage: the Reports API."""

from __future__ import annotations

from pathlib import Path

from mock_server.faults.profile import read_profile
from mock_server.ledger.settings import Books
from mock_server.spec.folder import published
from mock_server.vendor import Vendor
from mock_server.vendors.vonage.errors import errors
from mock_server.vendors.vonage.media_handler import download_report
from mock_server.vendors.vonage.records_handler import get_records
from mock_server.vendors.vonage.reports_handler import (
    cancel_report,
    create_report,
    get_report,
    list_reports,
)

VONAGE = Vendor(
    name="vonage",
    title="Vonage",
    documents=published("vonage"),
    hosts=("api.nexmo.com",),
    handlers={
        "get-records": get_records,
        "create-async-report": create_report,
        "list-reports": list_reports,
        "get-report": get_report,
        "cancel-report": cancel_report,
        "download-report": download_report,
    },
    errors=errors,
    profile=read_profile(Path(__file__).with_name("profile.toml")),
    comma_arrays=True,
    client="new Reports(auth, {{apiHost: '{url}'}})",
    settings={"sync_window": "24h", "report_speed": 100, "plan": "payg"},
    choices={
        "sync_window": ("24h", "retention"),
        "report_speed": ("instant",),
        "plan": ("payg", "unlimited"),
    },
    long=frozenset({"get-records", "create-async-report", "download-report"}),
    # Prices are per second: in the published contract 0.0120 a minute for 42 s comes to 0.0084.
    books=Books(
        realm="vonage",
        currency="EUR",
        billing=dict.fromkeys(("call", "app-call", "websocket-call"), (1, 1)),
    ),
)
