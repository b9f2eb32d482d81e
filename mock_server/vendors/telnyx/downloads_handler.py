"""The files of finished reports, made while they are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from mock_server.exchange import Request, Response
from mock_server.ledger.dataset import Dataset
from mock_server.vendor import Context
from mock_server.vendors.telnyx.batches.batch_files import batch_file
from mock_server.vendors.telnyx.billing.invoice_file import invoice_file
from mock_server.vendors.telnyx.billing.ledger_report import ledger_file
from mock_server.vendors.telnyx.jobs import Dialect, Job, dataset_of, of_file
from mock_server.vendors.telnyx.refusals import not_found
from mock_server.vendors.telnyx.totals.legacy_usage_handler import MESSAGING, VOICE
from mock_server.vendors.telnyx.totals.mdr_usage_handler import REPORT as MDR_USAGE
from mock_server.vendors.telnyx.totals.number_lookup_handler import REPORT as NUMBER_LOOKUP

File: TypeAlias = Callable[[Job, Dataset], Iterator[bytes]]
"""The CSV of a job, its header first, in pieces."""

FILES: Mapping[Dialect, File] = {
    "mdr_usage": MDR_USAGE.file,
    "legacy_mdr_usage": MESSAGING.file,
    "legacy_cdr_usage": VOICE.file,
    "number_lookup": NUMBER_LOOKUP.file,
    "mdr_batch": batch_file,
    "cdr_batch": batch_file,
    "stt_batch": batch_file,
    "wireless": batch_file,
    "billing_group": ledger_file,
    "invoice": invoice_file,
}


def download(request: Request, context: Context) -> Response:
    """The file that a report's link names."""
    job = of_file(context, str(request.path["file"]))
    make = FILES.get(job.dialect)
    if make is None:
        raise not_found()
    name = b'attachment; filename="%b"' % job.file.encode()
    headers = ((b"content-disposition", name),)
    return Response(200, b"", "text/csv", headers, stream=make(job, dataset_of(job, context)))
