"""The vendors that come with Understudy. Another one is a folder here and a name in `VENDORS`."""

from __future__ import annotations

from mock_server.vendor import Vendor
from mock_server.vendors.telnyx import TELNYX
from mock_server.vendors.vonage import VONAGE

VENDORS: tuple[Vendor, ...] = (TELNYX, VONAGE)
