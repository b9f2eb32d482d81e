"""What tests of a vendor's own API say: one run for all, and nothing passes that tells nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.asking import AskingLive, Came
from contracts.errors import CheckError
from contracts.laws import LAWS
from contracts.live.wish import Wish
from contracts.report import FORMATS
from contracts.targets.live import Edge
from tests.contracts.live.guarded import ACCOUNT
from tests.contracts.live.playing import FEW, Stage, staged
from tests.contracts.live.vendor import Heard, Said

RECORDS, ONE, FILE = "GET /v2/reports/records", "GET /v2/reports/{report_id}", "POST /v2/reports"
HEAD = "head_agrees_with_get"


def asking(stage: Stage, *names: str, account: str = "", daily: str = FEW) -> AskingLive:
    wish = Wish(live=True, account=account or stage.account, daily=daily)
    edge = Edge(stage.vendor.wire, stage.turned.clock, stage.environment())
    return AskingLive(stage.name, wish, 0, lambda: frozenset(names), edge=edge)


def of(judge: AskingLive, key: str) -> Came:
    promises = judge.contract().promises
    return judge.operation(promises[key], len(promises))


def test_all_tests_share_one_run(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path) as stage:
        judge = asking(stage)

        first = of(judge, RECORDS)
        sent = len(stage.vendor.heard)
        others = [of(judge, ONE), of(judge, FILE)]

        assert first == Came()
        assert len(stage.vendor.heard) == sent > 1
        assert [one.unsaid for one in others] == [
            "",
            "the live file asks nothing of this operation",
        ]


def test_only_what_is_selected_is_asked(pem: Path, tmp_path: Path) -> None:
    with staged("vonage", pem, tmp_path) as stage:
        judge = asking(stage, ONE)

        assert of(judge, ONE) == Came()
        assert {heard.target.split("?")[0] for heard in stage.vendor.heard} != set()
        assert not any("/records" in heard.target for heard in stage.vendor.heard)


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_vendor_that_does_not_tell_is_skipped(pem: Path, tmp_path: Path, status: int) -> None:
    def refuses(heard: Heard, said: Said) -> Said:
        return replace(said, status=status, headers=(*said.headers, ("retry-after", "0")))

    with staged("vonage", pem, tmp_path, refuses) as stage:
        judge = asking(stage)

        came = of(judge, RECORDS)

        assert came.findings == ()
        assert came.unsaid
        assert not [law.name for law in LAWS if judge.law(law) == Came()]


def test_what_breaks_the_contract_fails(pem: Path, tmp_path: Path) -> None:
    def breaks(heard: Heard, said: Said) -> Said:
        return replace(said, body=b'["no"]') if said.status == 404 else said

    with staged("vonage", pem, tmp_path, breaks) as stage:
        judge = asking(stage)

        assert of(judge, ONE).findings
        assert not of(judge, RECORDS).findings


def test_somebody_elses_credentials_are_our_error_each_time(pem: Path, tmp_path: Path) -> None:
    with staged("telnyx", pem, tmp_path) as stage:
        judge = asking(stage, account=f"{ACCOUNT}-other")

        for _ in range(2):
            with pytest.raises(CheckError):
                of(judge, "GET /balance")

        assert len(stage.vendor.heard) == 1


def test_an_operation_that_told_nothing_is_no_passed_test_of_a_ci(
    pem: Path, tmp_path: Path
) -> None:
    def refuses(heard: Heard, said: Said) -> Said:
        return replace(said, status=403)

    with staged("vonage", pem, tmp_path, refuses) as stage:
        report = stage.run()

        told = FORMATS["junit"](report)
        cases = told.count("<testcase")
        assert cases > 0
        assert told.count("<skipped") == cases
