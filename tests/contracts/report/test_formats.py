from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from contracts import report as reports
from contracts.report import FORMATS
from contracts.report.sarif import sarif
from contracts.report.terminal import terminal
from contracts.report.told import sheet
from tests.contracts.report.reports import NASTY, finding, report
from tests.contracts.report.sarif_schema import SARIF

SCHEMA = json.loads((Path(reports.__file__).parent / "report.schema.json").read_text())
DOCS = Path(__file__).parents[3] / "docs/check.md"


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own, of a moment ago


def printed(told: Any, width: int = 100) -> str:
    console = Console(width=width, file=None, record=True, force_terminal=False)
    with console.capture() as captured:
        terminal(sheet(told), console)
    return captured.get()


def test_the_json_has_the_documented_shape(tmp_path: Path) -> None:
    one, known = finding(), finding(pointer="/known")

    told = json.loads(FORMATS["json"](report(tmp_path, one, accepted=((known, "since May"),))))

    Draft202012Validator(SCHEMA).validate(told)
    assert list(told)[:5] == ["target", "verdict", "requests", "findings", "coverage"]
    assert told["findings"] == [
        {
            "check": "body_schema",
            "operation": "GET /things",
            "status": 200,
            "pointer": "/data/*/id",
            "severity": "error",
            "expected": "a value of type string",
            "actual": "number 9",
            "curl": "curl -sS http://127.0.0.1:4010/things",
            "fingerprint": one.fingerprint,
            "keyword": "type",
            "place": "",
        }
    ]
    assert told["accepted"][0]["reason"] == "since May"
    assert told["latency"]["GET /things"]["p50_s"] == 0.002


def test_every_field_of_the_json_is_documented() -> None:
    definitions = SCHEMA["$defs"].values()
    names = {name for one in (SCHEMA, *definitions) for name in one["properties"]}

    documented = set(re.findall(r"`(\w+)`", DOCS.read_text()))

    assert names - documented == set()


def test_junit_has_a_test_for_each_check_of_each_operation_and_for_each_law(tmp_path: Path) -> None:
    told = parsed(FORMATS["junit"](report(tmp_path, finding())))

    outcomes = {
        (case.get("classname"), case.get("name")): [child.tag for child in case]
        for case in told.iter("testcase")
    }
    assert outcomes == {
        ("GET /things", "body_schema"): ["failure"],
        ("GET /things", "documented_status"): [],
        ("GET /things/{id}", "body_schema"): ["skipped"],
        ("GET /things/{id}", "documented_status"): ["skipped"],
        ("laws", "pages_tile_the_list"): [],
        ("laws", "windows_tile_time"): ["skipped"],
    }
    assert {name: told.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "1",
        "errors": "0",
        "skipped": "3",
    }


def test_a_broken_law_fails_once_under_the_operation_that_is_to_blame(tmp_path: Path) -> None:
    broken = finding(check="pages_tile_the_list", pointer="", keyword="pages")

    told = parsed(FORMATS["junit"](report(tmp_path, broken)))

    failed = [case for case in told.iter("testcase") if case.find("failure") is not None]
    assert [(one.get("classname"), one.get("name")) for one in failed] == [
        ("GET /things", "pages_tile_the_list")
    ]


def test_sarif_points_into_the_line_of_the_document(tmp_path: Path) -> None:
    known = finding(operation="GET /things/{id}", pointer="/known")
    told = json.loads(
        sarif(sheet(report(tmp_path, finding(), accepted=((known, "why"),))), tmp_path)
    )

    Draft202012Validator(SARIF).validate(told)
    first, second = told["runs"][0]["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "things.yaml", "uriBaseId": "ROOT"}
    lines = (tmp_path / "things.yaml").read_text().split("\n")
    assert lines[place["region"]["startLine"] - 2].strip() == "/things:"
    assert lines[place["region"]["startLine"] - 1][place["region"]["startColumn"] - 1 :] == "get:"
    assert first["partialFingerprints"] == {"understudy/v1": finding().fingerprint}
    assert "suppressions" not in first
    assert second["suppressions"] == [{"kind": "external", "justification": "why"}]
    rules = told["runs"][0]["tool"]["driver"]["rules"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "body_schema"


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, and the text in each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)


def test_the_page_asks_nobody_for_anything_and_runs_nothing_but_its_own(tmp_path: Path) -> None:
    nasty = finding(expected=NASTY, actual=NASTY, curl=NASTY, pointer=NASTY, operation=NASTY)

    page = Page(FORMATS["html"](report(tmp_path, nasty, target=NASTY, notes=(NASTY,))))

    loading = {"src", "href", "srcset", "action", "data", "poster", "background", "style"}
    attributes = [(tag, name) for tag, found in page.elements for name in found]
    assert [one for one in attributes if one[1] in loading or one[1].startswith("on")] == []
    assert {tag for tag, _ in page.elements} & {"link", "img", "iframe", "object", "base"} == set()
    assert [tag for tag, _ in page.elements].count("script") == 1
    policy = next(found["content"] for tag, found in page.elements if "http-equiv" in found)
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        digest = b64encode(sha256("".join(page.texts[tag]).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_shows_findings_commands_coverage_and_latency(tmp_path: Path) -> None:
    page = Page(FORMATS["html"](report(tmp_path, finding(answer="200 after 3 ms"))))

    assert "200 after 3 ms" in page.texts["pre"]
    assert "curl -sS http://127.0.0.1:4010/things" in page.texts["pre"]
    assert "a value of type string" in page.texts["dd"]
    assert "Latency" in page.texts["h2"]
    drawn = [text for text in page.texts["text"] if "GET" in text]
    assert drawn == ["GET /things/{id}", "GET /things"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_a_server_answers_breaks_no_format(name: str, tmp_path: Path) -> None:
    nasty = finding(expected=NASTY, actual=NASTY, curl=NASTY, pointer=NASTY, check=NASTY)

    told = FORMATS[name](report(tmp_path, nasty, target=NASTY, notes=(NASTY,)))

    if name in ("json", "sarif"):
        json.loads(told)
    if name == "junit":
        parsed(told)
    if name == "html":
        assert "<script>alert(1)" not in told
    if name == "markdown":
        assert "\n# title" not in told
        assert "<script>" not in re.sub(r"(`+)[^`].*?\1", "", told, flags=re.DOTALL)


def test_the_terminal_shows_no_codes_of_a_server_and_takes_nothing_for_markup(
    tmp_path: Path,
) -> None:
    nasty = finding(expected="[red]text[/red]" + NASTY, curl=NASTY, check="[blue]")

    told = printed(report(tmp_path, nasty, notes=(NASTY,)))

    assert "\x1b" not in told
    assert "[red]text[/red]" in told
    assert "[blue]" in told


def test_the_terminal_tells_the_worst_first_equal_ones_once_and_the_verdict_last(
    tmp_path: Path,
) -> None:
    findings = (
        finding(severity="warning", check="formats", pointer="/w"),
        finding(),
        finding(operation="GET /things/{id}"),
    )

    lines = printed(report(tmp_path, *findings)).splitlines()

    heads = [line for line in lines if line.startswith(("error", "warning"))]
    assert heads == [
        "error body_schema GET /things, GET /things/{id}",
        "warning formats GET /things",
    ]
    assert lines[-1] == (
        "violation: mock:things: 3 findings, 1,234 requests, 1 of 2 operations, 2.5 s"
    )
    assert any(
        findings[1].fingerprint in line and findings[2].fingerprint in line for line in lines
    )


def test_markdown_means_what_it_says(tmp_path: Path) -> None:
    told = FORMATS["markdown"](
        report(tmp_path, finding(actual="a `b` | *c*"), notes=("*not* bold",))
    )

    assert "- actual: ``a `b` | *c*``" in told
    assert "> \\*not\\* bold" in told
    assert "```sh\ncurl -sS http://127.0.0.1:4010/things\n```" in told


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_report_of_nothing_can_be_told(name: str, tmp_path: Path) -> None:
    empty = report(tmp_path, verdict="inconclusive", requests=0, seconds={}, operations=(), laws=())

    assert "inconclusive" in FORMATS[name](empty) or name in ("junit", "sarif")
