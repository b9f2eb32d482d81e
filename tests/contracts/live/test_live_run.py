"""Live checks of Understudy's own mock, which stands behind TLS as the vendor."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from contracts.errors import CheckError
from contracts.live.reading import live_names
from contracts.live.wish import Wish
from contracts.running.live_plan import planned_live
from contracts.targets.live import Edge
from tests.contracts.live.guarded import ACCOUNT, Turned
from tests.contracts.live.playing import staged
from tests.contracts.live.vendor import Heard, Said

ROOMY = {
    "telnyx": "requests=2000,records=100000",
    "vonage": "requests=2000,records=100000,money=40EUR",
}


def named(report_notes: tuple[str, ...]) -> set[str]:
    """Of what was told that it says nothing."""
    return {note.partition(":")[0] for note in report_notes[:-1]}


@pytest.mark.parametrize("name", live_names())
def test_a_vendor_that_keeps_its_contract_conforms(name: str, pem: Path, tmp_path: Path) -> None:
    with staged(name, pem, tmp_path) as stage:
        report = stage.run(daily=ROOMY[name])

        assert (report.verdict, report.findings) == ("conformant", ())
        assert {law.outcome for law in report.laws} >= {"conformant", "inapplicable"}
        assert report.requests == len(stage.vendor.heard)
        assert {heard.method for heard in stage.vendor.heard} == {"GET"}
        assert {heard.headers["host"] for heard in stage.vendor.heard} == set(stage.vendor.dialled)


@pytest.mark.parametrize("name", live_names())
def test_generated_requests_are_as_many_as_wanted_and_no_others(
    name: str, pem: Path, tmp_path: Path
) -> None:
    with staged(name, pem, tmp_path) as stage:
        stage.run()
        fixed = len(stage.vendor.heard)

        report = stage.run(daily=f"requests={2 * fixed + 12}", cases=12)

        assert len(stage.vendor.heard) == fixed + fixed + 12
        assert {heard.method for heard in stage.vendor.heard} == {"GET"}
        assert report.findings == ()
        assert not [note for note in report.notes if "not sent" in note]


def broken(target: str, change: Callable[[bytes], bytes]) -> Callable[[Heard, Said], Said]:
    """Changes the bodies of good answers to some requests."""

    def changed(heard: Heard, said: Said) -> Said:
        if said.status == 200 and re.search(target, heard.target):
            return replace(said, body=change(said.body))
        return said

    return changed


BROKEN = {
    "a number where text was": (
        "telnyx",
        broken(r"/balance", lambda body: re.sub(rb'"balance":"[^"]*"', b'"balance":1', body)),
        "GET /balance",
    ),
    "another name": (
        "telnyx",
        broken(r"/usage_reports/options", lambda body: body.replace(b'"data"', b'"date"')),
        "GET /usage_reports/options",
    ),
    "an error of another shape": (
        "vonage",
        lambda heard, said: replace(said, body=b'["no"]') if said.status == 404 else said,
        "GET /v2/reports/{report_id}",
    ),
    "no list of records": (
        "vonage",
        broken(r"/records", lambda body: body.replace(b'"records":[', b'"records":["x",')),
        "GET /v2/reports/records",
    ),
}


@pytest.mark.parametrize(("name", "change", "operation"), BROKEN.values(), ids=BROKEN.keys())
def test_a_vendor_that_breaks_its_contract_is_found_out(
    name: str,
    change: Callable[[Heard, Said], Said],
    operation: str,
    pem: Path,
    tmp_path: Path,
) -> None:
    with staged(name, pem, tmp_path, change) as stage:
        report = stage.run()

    assert report.verdict == "violation"
    assert operation in {finding.operation for finding in report.findings}


SILENT = {
    "a fault": Said(500, b"<html>"),
    "no right": Said(403),
    "a proxy that is busy": Said(503),
    "no answer": Said(raw=lambda write: None),
    "no JSON": Said(200, b"<html>login</html>", (("Content-Type", "text/html"),)),
}


@pytest.mark.parametrize("said", [SILENT[name] for name in list(SILENT)[:4]], ids=list(SILENT)[:4])
@pytest.mark.parametrize("name", live_names())
def test_a_vendor_that_says_nothing_of_the_contract_does_not_conform(
    name: str, said: Said, pem: Path, tmp_path: Path
) -> None:
    with staged(name, pem, tmp_path, lambda heard, _: said) as stage:
        report = stage.run()

    assert (report.verdict, report.findings) == ("inconclusive", ())
    assert len(report.notes) > 1


def test_a_page_to_log_in_instead_of_an_answer_is_a_violation(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path, lambda heard, _: SILENT["no JSON"]) as stage:
        assert stage.run().verdict == "violation"


@pytest.mark.parametrize("name", live_names())
def test_who_is_refused_asks_once_and_is_not_told_that_all_is_well(
    name: str, pem: Path, tmp_path: Path
) -> None:
    refused = Said(401, b'{"errors": []}')
    with staged(name, pem, tmp_path, lambda heard, _: refused) as stage:
        report = stage.run()

        assert (report.verdict, len(stage.vendor.heard)) == ("inconclusive", 1)
        assert "the credentials were refused (401)" in " ".join(report.notes)


def test_only_being_refused_as_nobody_is_no_conformance(pem: Path, tmp_path: Path) -> None:
    def forbidden(heard: Heard, said: Said) -> Said:
        return Said(403) if "authorization" in heard.headers else said

    with staged("vonage", pem, tmp_path, forbidden) as stage:
        report = stage.run()

    assert "nobody" not in named(report.notes)
    assert report.verdict == "inconclusive"


def test_a_list_with_nothing_in_it_says_nothing(pem: Path, tmp_path: Path) -> None:
    none = lambda body: re.sub(rb'"data":\[.*?\]', b'"data":[]', body)  # noqa: E731
    empty = broken(r"/billing_groups\?", none)
    with staged("telnyx", pem, tmp_path, empty) as stage:
        report = stage.run()

    assert {"billing_groups", "billing_group"} <= named(report.notes)


def test_credentials_of_somebody_else_end_it_before_anything_else_is_asked(
    pem: Path, tmp_path: Path
) -> None:
    with staged("telnyx", pem, tmp_path) as stage:
        with pytest.raises(CheckError, match="not this account's"):
            stage.run(account="ffffffff-0000-4000-8000-000000000000")

        assert [heard.target.partition("?")[0] for heard in stage.vendor.heard] == [
            "/v2/charges_summary"
        ]


def test_who_does_not_say_whose_credentials_they_are_is_asked_nothing_more(
    pem: Path, tmp_path: Path
) -> None:
    with staged("telnyx", pem, tmp_path, lambda heard, said: Said(422)) as stage:
        report = stage.run()

        assert (report.verdict, len(stage.vendor.heard)) == ("inconclusive", 1)


def test_every_request_to_vonage_names_the_account(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path) as stage:
        stage.run(cases=6)

        about = [
            heard.target
            for heard in stage.vendor.heard
            if re.match(r"/v2/reports(/records)?\?", heard.target)
        ]
        assert about
        assert all(f"account_id={stage.account}" in target for target in about)


def test_a_day_that_is_spent_ends_the_run_and_what_was_seen_stands(
    pem: Path, tmp_path: Path
) -> None:
    with staged("vonage", pem, tmp_path) as stage:
        first = stage.run(daily="requests=4")
        second = stage.run(daily="requests=4")

        assert len(stage.vendor.heard) == first.requests == 4
    assert first.verdict == "conformant"
    assert (second.verdict, second.requests) == ("inconclusive", 0)
    assert "budget does not suffice" in " ".join(second.notes)


def test_money_that_is_spent_ends_the_run_before_the_request(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path) as stage:
        report = stage.run(daily="money=0.0003EUR")

        assert len(stage.vendor.heard) == 1
    assert "it may cost 1 requests, 1 records, 0.0004 EUR" in " ".join(report.notes)


def test_a_vendor_that_is_busy_ends_the_run(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path, lambda heard, said: Said(429)) as stage:
        report = stage.run()

        assert (report.verdict, len(stage.vendor.heard)) == ("inconclusive", 4)
    assert "wants to be left alone" in " ".join(report.notes)


@pytest.mark.parametrize("name", live_names())
def test_a_report_is_ordered_once_and_only_if_its_cost_was_allowed(
    name: str, pem: Path, tmp_path: Path
) -> None:
    currency = "EUR" if name == "vonage" else "USD"
    with staged(name, pem, tmp_path) as stage:
        cost = f"create_report=0.01{currency}"
        report = stage.run(allow_cost=(cost,), daily=f"money=0.02{currency}")

        ordered = [heard for heard in stage.vendor.heard if heard.method != "GET"]
        assert len(ordered) == 1
        assert orjson.loads(ordered[0].body)
    assert (report.verdict, report.findings) == ("conformant", ())
    assert not {"created", "created_report"} & named(report.notes)
    assert "0.01" in report.notes[-1]


def test_without_credentials_nothing_is_tried(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path) as stage:
        report = stage.run(environment={"VONAGE_API_KEY": "abcd1234"})

        assert (stage.vendor.dialled, report.verdict) == ([], "inconclusive")
    assert report.skipped == "Skipped: there are no credentials, nothing is in $VONAGE_API_SECRET."


@pytest.mark.parametrize(("name", "cases"), [("telnyx", 0), ("vonage", 5)])
def test_a_dry_run_tells_each_request_that_is_sent_then_and_sends_none(
    name: str, cases: int, pem: Path, tmp_path: Path
) -> None:
    with staged(name, pem, tmp_path) as stage:
        wish = Wish(account=stage.account, dry_run=True, cases=cases)
        edge = Edge(stage.vendor.wire, stage.turned.clock, stage.environment())
        plan = planned_live(name, wish, 0, edge)
        without = planned_live(name, wish, 0, replace(edge, environment={"HOME": str(tmp_path)}))
        dialled = list(stage.vendor.dialled)
        stage.run(cases=cases, daily="requests=25")

        asked = [heard.target for heard in stage.vendor.heard]
    told = [line.split()[1].rstrip(":") for line in plan.splitlines() if line[:6] == "  GET "]
    assert dialled == []
    assert list(dict.fromkeys(one for one in told if "{" not in one)) == list(
        dict.fromkeys(target for target in asked if target in told)
    )
    assert "Nothing was sent." in plan
    assert without.splitlines()[:5] == plan.splitlines()[:5]


def test_a_vendor_who_does_not_answer_is_not_asked_for_long(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path, lambda heard, said: SILENT["no answer"]) as stage:
        report = stage.run()

    assert (report.verdict, report.requests) == ("inconclusive", 3)
    assert "nobody answers" in " ".join(report.notes)


def test_equal_seeds_ask_equal_things(tmp_path: Path) -> None:
    edge = Edge(clock=Turned().clock, environment={"XDG_STATE_HOME": str(tmp_path)})
    wish = Wish(account=ACCOUNT, dry_run=True, cases=8)

    plans = [planned_live("vonage", wish, 1, edge) for _ in range(2)]

    assert plans[0] == plans[1]
