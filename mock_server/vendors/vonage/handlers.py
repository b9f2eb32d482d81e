"""What Vonage's answers say of themselves: their own id, and links that lead back here."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import TypeAlias
from urllib.parse import urlencode
from uuid import UUID

import orjson

from mock_server.exchange import Request, Response
from mock_server.spec.operation import Json
from mock_server.vendor import Context, generated

Settle: TypeAlias = Callable[[Json], None]

FINISHED = frozenset({"SUCCESS", "TRUNCATED"})
"""A report in one of these has a file. Source: @vonage/reports 1.2.1, `ReportStatus`."""


def get_records(request: Request, context: Context) -> Response:
    """Answer with one page that is all there is: a link to more would lead nowhere new."""

    def settle(page: Json) -> None:
        page["_links"] = {"self": {"href": own_url(request, "/v2/reports/records")}}
        page["request_status"] = "SUCCESS"
        for name in ("cursor", "iv"):
            page.pop(name, None)

    return amended(request, context, settle)


def create_report(request: Request, context: Context) -> Response:
    """Answer with a new report: queued, and linked to itself."""

    def settle(report: Json) -> None:
        report["request_status"] = "PENDING"
        link(report, request)

    return amended(request, context, settle)


def get_report(request: Request, context: Context) -> Response:
    """Answer with the report that was asked for; a finished one links to its file."""

    def settle(report: Json) -> None:
        report["request_id"] = request.path["report_id"]
        report["account_id"] = request.account
        link(report, request)

    return amended(request, context, settle)


def cancel_report(request: Request, context: Context) -> Response:
    """Answer with the report that was asked for, aborted."""

    def settle(report: Json) -> None:
        report["request_id"] = request.path["report_id"]
        report["account_id"] = request.account
        report["request_status"] = "ABORTED"
        link(report, request)

    return amended(request, context, settle)


def list_reports(request: Request, context: Context) -> Response:
    """Answer with reports in the states that were asked for, each linked to itself."""

    def settle(listing: Json) -> None:
        wanted = [status.strip() for status in request.query["status"].split(",")]
        for index, report in enumerate(listing["reports"]):
            report["request_status"] = wanted[index % len(wanted)]
            report["account_id"] = request.query["account_id"]
            link(report, request)
        listing["self_link"] = own_url(request, "/v2/reports")
        listing["items_count"] = len(listing["reports"])

    return amended(request, context, settle)


def amended(request: Request, context: Context, settle: Settle) -> Response:
    """The document's answer, its success changed by `settle`."""
    response = generated(request, context)
    if response.status == 200 and response.source == "generated":
        body = orjson.loads(response.body)
        settle(body)
        response.body = orjson.dumps(body)
        response.source = "handler"
    return response


def link(report: Json, request: Request) -> None:
    """The links of a report; only a finished one has a file, and only then a count of rows."""
    own = f"{request.base_url}/v2/reports/{report['request_id']}"
    report["_links"] = {"self": {"href": own}}
    if report["request_status"] in FINISHED:
        file = f"{request.base_url}/v3/media/{file_id(report['request_id'])}"
        report["_links"]["download_report"] = {"href": file}
    else:
        report.pop("items_count", None)


def own_url(request: Request, path: str) -> str:
    """The address of this very request, colons encoded as the vendor's links have them."""
    values = {
        name: ",".join(map(str, value)) if isinstance(value, list) else value
        for name, value in request.query.items()
    }
    texts = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in values.items()
    }
    return f"{request.base_url}{path}?{urlencode(texts)}"


def file_id(report_id: str) -> UUID:
    """The id of a report's file: the same one whenever the report is asked for."""
    drawn = blake2b(report_id.encode(), digest_size=16, person=b"report file").digest()
    return UUID(bytes=drawn, version=4)
