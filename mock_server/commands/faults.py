"""`understudy faults`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click
from rich.console import Console
from rich.table import Table

from mock_server.commands.tables import console, table
from mock_server.faults.fault import LOSING, TAKES, Fault, FaultKind
from mock_server.faults.latency import Fixed, Latency, LogNormal, Uniform
from mock_server.faults.matching import Match
from mock_server.faults.named import Named, named, profile_names
from mock_server.faults.rules import Rule, Step

ABOUT: Mapping[FaultKind, str] = {
    "status": "a status of 200 to 599, in the shape of the vendor's errors",
    "hang": "no answer; the connection is closed after `seconds`, or by the client",
    "reset": "the connection is reset (RST) before a byte of the answer",
    "empty": "the connection is closed before a byte of the answer",
    "truncated": "`part` of the body, then the connection is closed",
    "wrong_length": "`Content-Length` promises `extra_bytes` more than come",
    "malformed": "JSON that no parser takes",
    "slow": "the body bit by bit, at `bytes_per_s`",
    "missing_field": "a required field is not there",
    "wrong_type": "a field is of another type",
    "unknown_enum": "a value that the document does not list",
    "extra_field": "a field that the document does not know",
    "number_as_text": '"0.0042" where a number should be',
    "failed_job": "a report that is ordered fails when it would be finished",
    "duplicate_callback": "a callback that arrived is sent once more",
    "stale_callback": "a callback comes once more after `seconds`, as it was",
}

EXAMPLE = """
In understudy.toml, for example:

  [faults]
  profiles = ["rate-limited"]

  [[faults.rules]]
  match = { vendor = "vonage", operation = "create-async-report" }
  fault = { kind = "status", status = 503, retry_after_s = 2, lost = "request" }
  every = 3
"""


@click.command("faults")
@click.argument("profile", required=False)
def command(profile: str | None) -> None:
    """List the profiles and kinds of faults, or the rules of PROFILE.

    \b
    understudy faults
    understudy faults vendor-brown-out
    understudy serve --faults vendor-brown-out
    """
    out = console()
    if profile is None:
        out.print(profiles(), kinds(), sep="\n\n")
        out.print(EXAMPLE, highlight=False, markup=False)
    else:
        show(named(profile), out)


def profiles() -> Table:
    rows = table("profile", "what it is like")
    for name in profile_names():
        rows.add_row(name, named(name).about)
    return rows


def kinds() -> Table:
    rows = table("kind", "what goes wrong", "takes", "lost, unless said")
    for kind, takes in TAKES.items():
        rows.add_row(kind, ABOUT[kind], ", ".join(sorted(takes)), LOSING.get(kind, "response"))
    return rows


def show(profile: Named, out: Console) -> None:
    """A profile's rules, and where its numbers are from."""
    rows = table("rule", "for", "how often", "meets", "numbers")
    for rule in profile.rules.rules:
        is_assumed = rule.id in profile.assumed
        numbers = "assumed" if is_assumed else "see sources"
        rows.add_row(rule.id, requests(rule.match), often(rule), meets(rule), numbers)
    out.print(f"[bold]{profile.name}[/] {profile.about}", highlight=False)
    out.print(rows)
    out.print(f"Sources: {profile.sources}", highlight=False, markup=False)


def requests(match: Match) -> str:
    """Which requests, in words."""
    plain = {name: getattr(match, name) for name in ("vendor", "operation", "method", "path")}
    inside = {"query": match.query, "headers": match.headers, "body": match.body}
    said = [f"{name} {value}" for name, value in {**plain, **inside}.items() if value]
    return ", ".join(said) or "every request"


def often(rule: Rule) -> str:
    said = [f"{rule.probability:.1%}" if rule.probability < 1 else ""]
    said += [f"the {rule.nth}th" if rule.nth else "", f"every {rule.every}th" if rule.every else ""]
    said += [f"{rule.uses} times" if rule.uses else ""]
    return ", ".join(filter(None, said)) or "always"


def meets(what: Rule | Step) -> str:
    return "; ".join([*_fault(what.fault), *_latency(what.latency)]) or "the ordinary answer"


def _fault(fault: Fault | None) -> Iterator[str]:
    if fault is None:
        return
    values = {name: getattr(fault, name) for name in sorted(TAKES[fault.kind])}
    said = (f"{name} {value}" for name, value in values.items() if value not in (None, (), ""))
    yield " ".join((fault.kind, *said))


def _latency(latency: Latency | None) -> Iterator[str]:
    if isinstance(latency, Fixed):
        yield f"latency {latency.seconds:g} s"
    elif isinstance(latency, Uniform):
        yield f"latency {latency.low_s:g} to {latency.high_s:g} s"
    elif isinstance(latency, LogNormal):
        yield f"latency about {latency.median_s:g} s, at most {latency.cap_s:g} s"
