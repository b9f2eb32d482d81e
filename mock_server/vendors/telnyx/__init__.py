"""Telnyx: usage reports, charges, billing, legacy and wireless reports."""

from __future__ import annotations

from pathlib import Path

from mock_server.faults.profile import read_profile
from mock_server.ledger.settings import Books
from mock_server.spec.folder import published
from mock_server.vendor import Vendor
from mock_server.vendors.telnyx.errors import errors
from mock_server.vendors.telnyx.handlers import HANDLERS, LONG
from mock_server.vendors.telnyx.services import PRODUCTS

TELNYX = Vendor(
    name="telnyx",
    title="Telnyx",
    documents=published("telnyx"),
    hosts=("api.telnyx.com",),
    handlers=HANDLERS,
    errors=errors,
    profile=read_profile(Path(__file__).with_name("profile.toml")),
    aliases=(("/legacy_reporting", "/legacy/reporting"),),
    comma_arrays=True,
    json_always=True,
    client="TELNYX_BASE_URL={url}",
    settings={
        "report_speed": 100,
        "credits": "negative",
        "notation": "plain",
        "unknown_filter": "empty",
    },
    choices={
        "report_speed": ("instant",),
        "credits": ("negative", "positive"),
        "notation": ("plain", "scientific"),
        "unknown_filter": ("empty", "refused"),
    },
    long=LONG,
    books=Books(realm="telnyx", currency="USD", products=PRODUCTS),
)
