"""The body is of a media type that the document names, and really is what it says it is."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

import orjson

from contracts.checks.documented import covering, plain, response_spec
from contracts.checks.said import Wrong, finding
from contracts.finding import Finding
from contracts.observed import Observed
from mock_server.spec.operation import MediaType

MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of an archive that are unpacked to see whether they are whole. ASSUMED."""

BODILESS = (204, 205, 304)
"""Statuses whose answers have no content. Source: RFC 9110, 15.3.5, 15.3.6 and 15.4.5."""


class Damaged(Exception):
    """A body is not what its media type says; the text tells why."""


def documented_media_type(observed: Observed) -> Iterator[Finding]:
    """An answer has a body where its status documents one, of a media type named for it."""
    spec = response_spec(observed.promise.operation, observed.status)
    if spec is None or not spec.content or observed.request.method == "HEAD":
        return
    named = " or ".join(one.range for one in spec.content)
    if not observed.response.content and observed.status not in BODILESS:
        if not any(_may_be_empty(one) for one in spec.content):
            wrong = Wrong("body-missing", f"a body of type {named}", "an empty body")
            yield finding(observed, "documented_media_type", wrong)
    elif covering(spec.content, observed.media_type) is None:
        told = observed.media_type or "no media type"
        wrong = Wrong("media-type", named, told, "header:Content-Type")
        yield finding(observed, "documented_media_type", wrong)


def undocumented_body(observed: Observed) -> Iterator[Finding]:
    """A status that documents no body has none."""
    spec = response_spec(observed.promise.operation, observed.status)
    if spec is None or spec.content or not observed.response.content or observed.status >= 300:
        return
    told = f"{len(observed.response.content)} bytes of {observed.media_type or 'no type'}"
    wrong = Wrong("undocumented-body", "no body", told, severity="warning")
    yield finding(observed, "undocumented_body", wrong)


def body_is_of_its_type(observed: Observed) -> Iterator[Finding]:
    """JSON and XML parse, a CSV's rows have as many cells as its header, archives are whole."""
    body, kind = observed.response.content, _kind(observed)
    reading = READERS.get(kind)
    if not body or reading is None:
        return
    try:
        reading(body)
    except Damaged as damage:
        wrong = Wrong("not-" + kind, f"a body that is {kind}", str(damage))
        yield finding(observed, "body_is_of_its_type", wrong)


def read_json(body: bytes) -> None:
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Damaged(f"no JSON: {error.msg}, at byte {error.pos}") from error


def read_xml(body: bytes) -> None:
    """Entities of its own are damage too: they are how a small text becomes a huge one."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise Damaged(f"no XML: {expat.ErrorString(error.code)}, line {error.lineno}") from error


def read_csv(body: bytes) -> None:
    try:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Damaged(f"no CSV: {type(error).__name__}") from error
    header = rows[0] if rows else []
    if not all(header) or len(set(header)) < len(header):
        raise Damaged("a column without a name, or one that is there twice")
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(header):
            raise Damaged(f"row {number} has {len(row)} cells, the header {len(header)}")


def read_zip(body: bytes) -> None:
    """Every member is unpacked, up to a limit, and its checksum is right."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                return
            if damaged := archive.testzip():
                raise Damaged(f"a checksum is wrong, of member {_position(archive, damaged)}")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Damaged(f"no zip archive: {type(error).__name__}") from error


READERS: Mapping[str, Callable[[bytes], None]] = {
    "json": read_json,
    "xml": read_xml,
    "csv": read_csv,
    "zip": read_zip,
}


def _kind(observed: Observed) -> str:
    """What the body should be, by its own media type or by what the document says is inside."""
    if observed.status == 206:  # a part of a file need not be one
        return ""
    spec = response_spec(observed.promise.operation, observed.status)
    described = covering(spec.content, observed.media_type) if spec else None
    schema = described.schema if described else None
    inside = schema.get("contentMediaType", "") if isinstance(schema, Mapping) else ""
    media_type = plain(inside) or observed.media_type
    kind = media_type.rpartition("/")[2].rpartition("+")[2]
    return kind.removeprefix("x-").removesuffix("-compressed")


def _may_be_empty(described: MediaType) -> bool:
    """An empty file, unlike empty JSON, is one."""
    kind = plain(described.range)
    return not (kind.endswith(("json", "xml", "zip")))


def _refuse_entity(*_: object) -> None:
    raise Damaged("it declares entities of its own")


def _position(archive: zipfile.ZipFile, name: str) -> int:
    return archive.namelist().index(name) + 1
