"""Cassettes: exchanges that a test suite recorded, to play them back later.

| written by | form | says how long it took |
| --- | --- | --- |
| vcrpy | YAML or JSON, `interactions` with `uri` | no |
| VCR for Ruby, betamax | YAML or JSON, `http_interactions` | no: `recorded_at` is one moment |
| go-vcr from its version 2 | YAML, `interactions` with `url` | yes: `response.duration` |
| php-vcr | YAML or JSON, a list | yes, of curl: `response.curl_info.total_time` |
| EasyVCR for C# | JSON, a list; names begin with capitals | where it has `Duration`: ms |
| EasyVCR for Java | JSON, a list | yes: `duration`, in ms |

Sources: the serializers of these projects, and cassettes in their own tests (vcr/serialize.py of
vcrpy; lib/vcr/structs.rb of VCR; pkg/recorder/testdata of go-vcr; php-vcr's guide to cassettes;
RequestElements/HttpInteraction.cs of easyvcr-csharp, requestelements/HttpInteraction.java of
easyvcr-java).
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import orjson
import yaml

from mock_server.calibration.sample import (
    Sample,
    Told,
    base64_size,
    number,
    table,
    text,
    unreadable,
)

MOST_BYTES = 256 * 1024 * 1024
"""Our own bound: a cassette is read in one piece, and takes several times its size."""

KNOWN = "vcrpy, VCR for Ruby, betamax, go-vcr, php-vcr or EasyVCR"

_UNITS_S = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
_PART = r"([0-9]+(?:\.[0-9]*)?)(ns|us|µs|μs|ms|s|m|h)"
_DURATION = re.compile(f"(?:{_PART})+")
"""As Go writes them: "1m2.5s", "125.432436ms"."""


class _Plain(yaml.CBaseLoader):
    """Texts, lists and tables: whatever else a tag asks for is not made."""


def _binary(loader: yaml.CBaseLoader, node: Any) -> bytes:
    return b64decode(loader.construct_scalar(node))


_Plain.add_constructor("tag:yaml.org,2002:binary", _binary)


def samples(path: Path, told: Told) -> Iterator[Sample]:
    """The exchanges of a cassette, in its order.

    Raises:
        ConfigError: it is no cassette.
    """
    if path.stat().st_size > MOST_BYTES:
        why = f"it is larger than {MOST_BYTES >> 20} MiB, which is more than a cassette can be here"
        raise unreadable(path, why, "record it as HAR, which is read piece by piece")
    content = path.read_bytes()
    for one in _interactions(_document(content, path), path):
        yield _sample(table(one))
    told(len(content))


def _document(content: bytes, path: Path) -> Any:
    try:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
        return yaml.load(content, _Plain)  # noqa: S506 # it makes texts, lists and tables only
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        why = f"it is neither JSON nor YAML: {' '.join(reason.split())[:200]}"
        raise unreadable(path, why, f"name a HAR file, or a cassette of {KNOWN}") from None


def _interactions(document: Any, path: Path) -> list[Any]:
    given = document
    if isinstance(document, dict):
        given = document.get("http_interactions", document.get("interactions"))
    found = [_small(one) for one in given] if isinstance(given, list) else [None]
    if not all("request" in table(one) for one in found):
        why = "it has neither `log.entries`, as HAR has, nor a cassette's list of interactions"
        raise unreadable(path, why, f"name a HAR file, or a cassette of {KNOWN}")
    return found


def _small(value: Any) -> Any:
    """An interaction of EasyVCR for C# as that for Java writes it; any other as it is."""
    if not isinstance(value, dict) or not all(name[:1].isupper() for name in value):
        return value
    return {name[:1].lower() + name[1:]: _small(one) for name, one in value.items()}


def _sample(interaction: dict[str, Any]) -> Sample:
    request, response = table(interaction.get("request")), table(interaction.get("response"))
    status = response.get("code", response.get("status"))
    if isinstance(status, dict):
        status = status.get("code")
    return Sample(
        method=text(request.get("method")).upper().lstrip(":"),
        url=text(request.get("uri")) or text(request.get("url")),
        status=int(number(status) or 0),
        took_s=_took_s(interaction, response),
        size=_size(response.get("body")),
        at=_recorded_at(interaction, response),
    )


def _took_s(interaction: dict[str, Any], response: dict[str, Any]) -> float | None:
    milliseconds = number(interaction.get("duration"))
    if milliseconds:
        return milliseconds / 1000
    curl = number(table(response.get("curl_info")).get("total_time"))
    if curl:
        return curl
    written = text(response.get("duration"))
    if not _DURATION.fullmatch(written):
        return None
    parts = re.findall(_PART, written)
    return sum(float(amount) * _UNITS_S[unit] for amount, unit in parts) or None


def _size(body: Any) -> int | None:
    """Bytes of a body, which is a text, or a table with one in it."""
    if isinstance(body, dict):
        if isinstance(body.get("base64_string"), str):
            return base64_size(body["base64_string"])
        body = body.get("string")
    if isinstance(body, bytes):
        return len(body)
    return len(body.encode("utf-8", "replace")) if isinstance(body, str) else None


def _recorded_at(interaction: dict[str, Any], response: dict[str, Any]) -> datetime | None:
    """When a cassette says that it was, or else when the API said that it answered."""
    headers = table(response.get("headers"))
    dates = next((headers[name] for name in headers if str(name).lower() == "date"), "")
    date = dates[0] if isinstance(dates, list) and dates else dates
    own = interaction.get("recordedAt")
    if isinstance(own, int):
        return _since_1970(own)
    return _moment(text(interaction.get("recorded_at", own))) or _moment(text(date))


def _since_1970(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _moment(written: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(written)
        except ValueError:
            continue
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return None
