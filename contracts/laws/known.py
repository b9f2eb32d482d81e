"""What is known of vendors' records and lists; each is tried wherever an API has its operation."""

from __future__ import annotations

from contracts.laws.series import Series
from contracts.laws.telnyx.series import TELNYX_SERIES
from contracts.laws.vonage.series import VONAGE_SERIES

SERIES: tuple[Series, ...] = (*TELNYX_SERIES, *VONAGE_SERIES)
