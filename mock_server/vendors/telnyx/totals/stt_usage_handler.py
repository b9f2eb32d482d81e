"""Usage of speech to text, made at once: `/legacy/reporting/usage_reports/speech_to_text`.

The document says nothing of what is in it. ASSUMED, all of it: the totals of the reports on
look-ups of numbers, with what can be counted of transcriptions.
"""

from __future__ import annotations

from mock_server.exchange import Request, Response
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import moment_at, ms_of, to_ms
from mock_server.vendors.telnyx.people import user_id
from mock_server.vendors.telnyx.totals.amounts import amount_number
from mock_server.vendors.telnyx.totals.period import period
from mock_server.vendors.telnyx.totals.usage_jobs import answer
from mock_server.vendors.telnyx.usage.sums import Ask, Row, usage_rows

SERVICE = "speech-to-text"
NAMES = ("start_date", "end_date")


def get_stt_usage(request: Request, context: Context) -> Response:
    """Totals of transcriptions by type, of a period that ends before its end."""
    now = context.clock()
    asked = period(request.query, NAMES, now)
    dataset = context.backing.dataset(request.start)
    ask = Ask(SERVICE, asked.edges_ms, ("transcription_engine",))
    rows = usage_rows(dataset, request.account, ask, ms_of(now))
    currency = dataset.settings.currency
    return answer(
        {
            "record_type": "speech_to_text_usage_report",
            "user_id": user_id(request.account),
            "start_date": to_ms(moment_at(asked.start_ms)),
            "end_date": to_ms(moment_at(asked.end_ms)),
            "aggregations": [_total(row, currency) for row in rows],
        }
    )


def _total(row: Row, currency: str) -> dict[str, Json]:
    return {
        "type": row.labels[0],
        "total_transcriptions": row.records,
        "total_sec": row.units,
        "billed_sec": row.billed,
        "total_cost": amount_number(row.cost),
        "currency": currency,
    }
