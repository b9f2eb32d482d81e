"""`understudy check` of servers that were written elsewhere, as its users run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from contracts.commands.check import command
from tests.bench import peers
from tests.serving import UNDERSTUDY, free_port, serving

Json = Any

ROOT = Path(__file__).parents[2]
VONAGE = ROOT / "specs/vonage/reports.yaml"
TELNYX = tuple(sorted((ROOT / "specs/telnyx").glob("*.yaml")))

OURS = "Understudy"
SERVERS = (peers.PRISM, peers.STEADY)

CREDENTIALS = {
    "vonage": ("--basic-env", "STRANGER_USER,STRANGER_PASSWORD"),
    "telnyx": ("--bearer-env", "STRANGER_TOKEN"),
}
ENVIRONMENT = {
    "STRANGER_USER": "abcd1234",
    "STRANGER_PASSWORD": "nobodys-password",
    "STRANGER_TOKEN": "KEY0123456789abcdef",
}
"""Any will do: these servers look whether there are some, if at all."""


class Fell(Exception):
    """The judge came to no judgement; the text is what it left."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one server.

    Args:
        title: the document, or what it was held against.
        report: the JSON report.
    """

    server: str
    title: str
    report: Mapping[str, Json]


def judgements(budget: int) -> Iterator[Judged | Fell]:
    """Each server on each document, then each, and our own, against the mock."""
    for server in SERVERS:
        for document in (VONAGE, *TELNYX):
            yield _tried(by_document, server, document, budget)
    for server in (*SERVERS, OURS):
        yield _tried(against_the_mock, server, budget)


def _tried(judge: Callable[..., Judged], *about: object) -> Judged | Fell:
    try:
        return judge(*about)
    except Fell as fell:
        fell.add_note(" ".join(str(one) for one in about))
        return fell


def by_document(server: str, document: Path, budget: int) -> Judged:
    """Judge a server that plays a document by the document.

    Raises:
        Fell: there was no judgement.
    """
    vendor, port = document.parent.name, free_port()
    with serving(peers.command(server, document, port), port=port, wait_s=60) as there:
        report = checked(vendor, budget, there.url, "--spec", str(document))
    return Judged(server, f"{vendor}/{document.name}", report)


def against_the_mock(server: str, budget: int) -> Judged:
    """Ask `mock:vonage` and a server the same.

    Raises:
        Fell: there was no judgement.
    """
    port = free_port()
    ours = (UNDERSTUDY, "serve", "vonage", "--port", str(port))
    command = ours if server == OURS else peers.command(server, VONAGE, port)
    with serving(command, port=port, wait_s=60) as there:
        url = f"{there.url}/vonage" if server == OURS else there.url
        report = checked("vonage", budget, "mock:vonage", "--against", url)
    return Judged(server, "`mock:vonage --against`", report)


def checked(vendor: str, budget: int, target: str, *options: str) -> Mapping[str, Json]:
    """The report of `understudy check`.

    Raises:
        Fell: it ended with neither "fine" nor "findings".
    """
    runner = CliRunner()
    said = (target, *options, *CREDENTIALS[vendor], "--budget", str(budget), "--jobs", "1")
    with runner.isolated_filesystem():
        came = runner.invoke(command, [*said, "--format", "json=report.json"], env=ENVIRONMENT)
        if came.exit_code not in (0, 1) or not isinstance(came.exception, SystemExit | None):
            raise Fell(f"exit code {came.exit_code}: {came.exception!r}\n{came.output[-2000:]}")
        report: Mapping[str, Json] = json.loads(Path("report.json").read_text())
        return report
