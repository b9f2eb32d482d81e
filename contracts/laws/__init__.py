"""What must hold between several answers. A law is a value named in `LAWS`."""

from __future__ import annotations

from contracts.laws.amounts import AMOUNTS
from contracts.laws.equality import EQUAL_REQUESTS
from contracts.laws.filters import PARTING
from contracts.laws.heads import HEADS
from contracts.laws.identity import BY_ID
from contracts.laws.law import Inconclusive, Law, NoData
from contracts.laws.lifecycle import MADE, TAKEN
from contracts.laws.listed import LISTED
from contracts.laws.nobody import NOBODY
from contracts.laws.orders import ORDERS
from contracts.laws.paging import PAGES
from contracts.laws.strangers import STRANGERS
from contracts.laws.telnyx.charges import CHARGES
from contracts.laws.telnyx.files import BATCH_FILES
from contracts.laws.telnyx.invoices import INVOICED
from contracts.laws.telnyx.sums import SUMS
from contracts.laws.telnyx.usage import USAGE_PARTS
from contracts.laws.trial import Outcome, outcome
from contracts.laws.vonage.bill import BILL
from contracts.laws.vonage.cursors import CURSORS
from contracts.laws.vonage.files import REPORT_FILES
from contracts.laws.vonage.texts import TEXTS
from contracts.laws.windows import WINDOWS

LAWS: tuple[Law, ...] = (
    PAGES,
    CURSORS,
    WINDOWS,
    PARTING,
    ORDERS,
    BY_ID,
    LISTED,
    EQUAL_REQUESTS,
    HEADS,
    STRANGERS,
    NOBODY,
    AMOUNTS,
    BILL,
    TEXTS,
    SUMS,
    USAGE_PARTS,
    CHARGES,
    BATCH_FILES,
    INVOICED,
    REPORT_FILES,
    MADE,
    TAKEN,
)

__all__ = ["LAWS", "Inconclusive", "Law", "NoData", "Outcome", "outcome"]
