"""Right questions to Vonage."""

from __future__ import annotations

from contracts.api import Api
from contracts.laws.questions import Question
from contracts.laws.series import Query, Window
from contracts.laws.vonage.series import RECORDS, asked, whose

REPORTS = "GET /v2/reports"
STATES = "PENDING,PROCESSING,SUCCESS,ABORTED,FAILED,TRUNCATED"
OF_THE_REQUEST = frozenset({"request_id", "received_at", "cursor", "iv", "_links"})
"""What tells of the request itself, and where it goes on."""


def _calls(api: Api, window: Window) -> Query:
    return {**asked(api, window, {"product": "VOICE-CALL"}), "limit": "20"}


def _reports(api: Api, window: Window) -> Query:
    return {**whose(api), "status": STATES}


VONAGE_QUESTIONS = (
    Question(RECORDS, _calls, OF_THE_REQUEST),
    Question(REPORTS, _reports),
)
