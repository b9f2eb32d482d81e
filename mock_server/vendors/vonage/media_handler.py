"""Files of reports: fetched whole, or the rest of one after a connection broke."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from mock_server.conventions.ranges import is_range, span_of
from mock_server.exchange import Headers, Rejection, Request, Response
from mock_server.vendor import Context, generated
from mock_server.vendors.vonage.records import UsageRecord
from mock_server.vendors.vonage.report import REPORT, Report, counterpart
from mock_server.vendors.vonage.report_file import BEYOND, MARKS, Marks, ReportFile, tag_of
from mock_server.vendors.vonage.report_rows import makers, usage_makers
from mock_server.vendors.vonage.report_usage import until_receipt, used
from mock_server.vendors.vonage.reports_handler import may_see

ZIP = "application/octet-stream"
"""Source: S1 of specs/vonage/SOURCE.toml."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that somebody may fetch, and what was stored of it."""

    report: Report
    file: ReportFile
    context: Context
    tag: str

    def pieces(self, begin: int, end: int) -> Generator[bytes, None, None]:
        """The bytes [begin, end), as they are made; what is learnt of the file is stored."""
        known = len(self.file.marks)
        try:
            yield from self.file.pieces(begin, end)
        finally:
            if len(self.file.marks) > known:
                self.remember()

    def length(self) -> int:
        """Bytes of the whole file, which may have to be made for it."""
        known = len(self.file.marks)
        length = self.file.length()
        if len(self.file.marks) > known:
            self.remember()
        return length

    def remember(self) -> None:
        marks = Marks(self.report.id, self.tag, tuple(self.file.marks))
        with self.context.backing.state() as state:
            state.put(MARKS, marks)


def download_report(request: Request, context: Context) -> Response:
    """The file, made while it is sent; a part of it where one is asked for."""
    if request.preference is not None:
        return generated(request, context)
    download = found(request, context)
    headers: Headers = (
        (b"accept-ranges", b"bytes"),
        (b"etag", b'"%b"' % download.tag.encode()),
        (b"content-disposition", disposition(download.report)),
    )
    wish = str(request.headers.get("Range", ""))
    if is_range(wish) and request.headers.get("If-Range") in {None, f'"{download.tag}"'}:
        return part(download, wish, headers)
    end = download.length() if download.file.is_known else None
    if end is not None:
        headers = (*headers, (b"content-length", b"%d" % end))
    return Response(200, b"", ZIP, headers, stream=download.pieces(0, end or BEYOND))


def part(download: Download, wish: str, headers: Headers) -> Response:
    """The bytes that a range means.

    Raises:
        Rejection: 416, the file has none of them.
    """
    length = download.length()
    span = span_of(wish, length)
    if span is None:
        nothing = (b"content-range", b"bytes */%d" % length)
        raise Rejection("range_not_satisfiable", 416, headers=(nothing,))
    begin, end = span
    headers = (
        *headers,
        (b"content-range", b"bytes %d-%d/%d" % (begin, end - 1, length)),
        (b"content-length", b"%d" % (end - begin)),
    )
    return Response(206, b"", ZIP, headers, stream=download.pieces(begin, end))


def found(request: Request, context: Context) -> Download:
    """The file that a path names.

    Raises:
        Rejection: 404, there is none, it is too old, or it is somebody else's.
    """
    file_id = str(request.path["file_id"])
    report_id = counterpart(file_id)
    with context.backing.state() as state:
        report, stored = state.get(REPORT, report_id), state.get(MARKS, report_id)
    is_there = report is not None and report.has_file_at(context.clock())
    if report is None or not is_there or not may_see(report, request, context):
        raise Rejection("not_found", 404, file_id=file_id)
    dataset = context.backing.dataset(report.seed.encode("latin-1"))
    if dataset.fingerprint != report.fingerprint:
        why = "Its records cannot be made again: the server's settings have changed since."
        raise Rejection("not_found", 404, why, file_id=file_id)
    if report.of.ledger:
        parts = makers(report, dataset)
    else:
        parts = usage_makers(report.of, usage_of_parts(report, context))
    tag = tag_of(report)
    marks = stored.marks if stored is not None and stored.tag == tag else ()
    return Download(report, ReportFile(report, parts, marks), context, tag)


def usage_of_parts(report: Report, context: Context) -> list[UsageRecord]:
    """The rows of a report on the use of this API: those of each account, one after the other."""
    until = until_receipt((report.from_ms, report.to_ms), report.received_at)
    backing, at = context.backing, report.started_at
    return [one for part in report.parts for one in used(backing, part.account_id, until, at)]


def disposition(report: Report) -> bytes:
    """How the archive is called. Source: S9 of specs/vonage/SOURCE.toml, for the name alone."""
    return b'attachment; filename="%b_%b.zip"' % (report.product.encode(), report.id.encode())
