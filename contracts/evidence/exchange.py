"""One exchange, or what was found in it, as it may be written anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from contracts.evidence.curl import curl
from contracts.evidence.known import answered, sent
from contracts.evidence.names import COOKIES, CREDENTIALS, is_secret
from contracts.evidence.shapes import shape, text_shape
from contracts.evidence.veil import REDACTED, Veil
from contracts.finding import Finding
from contracts.observed import NOT_JSON, Observed

Json = Any

MOST_SHOWN = 4000
"""Characters of an answer's shape: a page or two."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is kept of an exchange: plain values, for any file.

    Args:
        answer: the shape of the answer's JSON (`shapes.shape`); of other bodies their length.
        headers: of the answer; secrets are masked.
        seconds: until the answer was whole.
    """

    operation: str
    status: int
    curl: str
    answer: Json
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def told(self) -> str:
        """The answer for people: status and time, headers, what is in it; "" where none came."""
        if not self.status:
            return ""
        lines = [f"{self.status} after {self.seconds * 1000:.0f} ms"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        shown = orjson.dumps(self.answer, option=orjson.OPT_INDENT_2).decode()
        return "\n".join([*lines, "", shown[:MOST_SHOWN]])


def evidence(observed: Observed, veil: Veil) -> Evidence:
    """The exchange without secrets and people."""
    known = _knowing(observed, veil)
    return Evidence(
        operation=observed.operation,
        status=observed.status,
        curl=curl(observed, veil),
        answer=_answer(observed, known),
        headers=headers_shape(observed.response.headers.multi_items(), known),
        seconds=observed.seconds,
    )


def cleaned(finding: Finding, veil: Veil, observed: Observed | None = None) -> Finding:
    """The finding as it may be told, with the command that shows it.

    Args:
        observed: where it was found; None for what is about several exchanges.
    """
    known = veil if observed is None else _knowing(observed, veil)
    seen = evidence(observed, veil) if observed else None
    return replace(
        finding,
        pointer=_pointer(finding.pointer, known),
        expected=known.text(finding.expected),
        actual=known.text(finding.actual),
        curl=seen.curl if seen else known.masked(finding.curl),
        answer=seen.told if seen else "",
    )


def headers_shape(pairs: Iterable[tuple[str, str]], veil: Veil) -> dict[str, str]:
    return {name: _header(name.lower(), value, veil) for name, value in pairs}


def _header(name: str, value: str, veil: Veil) -> str:
    if name in CREDENTIALS | COOKIES or is_secret(name):
        return REDACTED
    return veil.text(value)


def _knowing(observed: Observed, veil: Veil) -> Veil:
    """The veil, and what this exchange itself shows to be secret."""
    request = sent(observed.request, veil.named)
    return veil.knowing({**answered(observed), **request})


def _pointer(pointer: str, veil: Veil) -> str:
    """The same in every run: what is somebody's own in it stands for any."""
    parts = pointer.split("/")
    return "/".join(part if veil.text(part) == part else "*" for part in parts)


def _answer(observed: Observed, veil: Veil) -> Json:
    if observed.json is not NOT_JSON:
        return shape(observed.json, veil)
    kind = text_shape(observed.media_type, veil.pseudonyms)
    return f"{len(observed.response.content)} bytes of {kind or 'no media type'}"
