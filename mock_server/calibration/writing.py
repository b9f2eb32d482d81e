"""What was learned, as the text of a profile.toml: numbers, never what was said in an exchange."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mock_server.calibration.fit import FEWEST, Fit
from mock_server.calibration.learning import Learned, Operation
from mock_server.faults.latency import BySize, LogNormal, Quantiles

HEAD = """\
# How long the operations of an API take, and how often they fail, as `understudy calibrate` has
# learned it. `understudy serve --latency FILE` is as slow. Distances are those of Kolmogorov and
# Smirnov, between what was recorded and what will be drawn.
"""


def written(learned: Learned, api: str, files: Sequence[str]) -> str:
    """The profile.

    Args:
        api: whose operations these are.
        files: the names of the recordings.
    """
    where = f"{', '.join(files)}, {recorded(learned)}"
    lines = [HEAD, f"api = {_text(api)}", ""]
    for one in learned.operations:
        lines += _operation(one, where)
    if learned.default is not None:
        lines += ["# Of every other operation nothing is known.", "[latency.default]"]
        source = f"all operations in {where}, together: {_said(learned.default)}"
        lines += [*_entry(learned.default, source, "latency.default"), "assumed = true", ""]
    return "\n".join(lines)


def recorded(learned: Learned) -> str:
    """When, in days."""
    if learned.first_at is None or learned.last_at is None:
        return "which does not say when it was recorded"
    first, last = learned.first_at.date(), learned.last_at.date()
    return f"recorded {first}" + (f" to {last}" if last > first else "")


def _operation(one: Operation, where: str) -> Iterator[str]:
    if one.fit is None:
        yield f"# {_plain(one.name)}: {one.timed} answers with their durations, and fewer than"
        yield f"# {FEWEST} say too little."
        yield ""
    else:
        name = f"latency.{_text(one.name)}"
        yield f"[{name}]"
        yield from _entry(one.fit, f"{where}: {_said(one.fit)}", name)
        yield ""
    if one.errors:
        yield f"[errors.{_text(one.name)}]"
        rates = (f'"{status}" = {times / one.count:.4g}' for status, times in one.errors.items())
        yield f"rates = {{ {', '.join(rates)} }}"
        yield f"count = {one.count}"
        yield f"source = {_text(where)}"
        yield ""


def _entry(fit: Fit, source: str, name: str) -> Iterator[str]:
    """An entry without what comes after it in its own table; classes are tables in a list."""
    yield f"count = {fit.count}"
    yield f"source = {_text(source)}"
    if not isinstance(fit.latency, BySize):
        yield from _law(fit.latency)
        return
    yield 'kind = "by_size"'
    for one in fit.latency.classes:
        yield ""
        yield f"[[{name}.classes]]"
        if one.up_to_bytes is not None:
            yield f"up_to_bytes = {one.up_to_bytes}"
        yield f"count = {one.count}"
        if isinstance(one.latency, LogNormal | Quantiles):
            yield from _law(one.latency)


def _law(law: LogNormal | Quantiles) -> Iterator[str]:
    if isinstance(law, LogNormal):
        yield 'kind = "lognormal"'
        yield f"median_s = {law.median_s}"
        yield f"sigma = {law.sigma}"
        yield f"cap_s = {law.cap_s}"
    else:
        yield 'kind = "quantiles"'
        yield f"values_s = [{', '.join(str(value) for value in law.values_s)}]"


def _said(fit: Fit) -> str:
    return f"{fit.count} answers, distance {fit.distance:.3f}"


def _text(text: str) -> str:
    """As TOML has it: JSON's way, but for one sign that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Fit for a comment."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
