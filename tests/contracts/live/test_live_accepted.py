"""Known disagreements with a vendor's own API."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from contracts.accepted import Accepted
from tests.contracts.live.playing import staged
from tests.contracts.live.vendor import Heard, Said


def a_number_where_text_was(heard: Heard, said: Said) -> Said:
    if said.status == 200 and "/balance" in heard.target:
        return replace(said, body=re.sub(rb'"balance":"[^"]*"', b'"balance":1', said.body))
    return said


def test_what_is_accepted_of_a_vendor_is_no_violation(pem: Path, tmp_path: Path) -> None:
    with staged("telnyx", pem, tmp_path, a_number_where_text_was) as stage:
        found = stage.run().findings
        known = tuple(Accepted(one.fingerprint, "Known.", date.max) for one in found)
        report = stage.run(accepted=known, daily="requests=40")

    assert (report.verdict, report.findings) == ("conformant", ())
    assert {one.fingerprint for one, _ in report.accepted} == {one.fingerprint for one in found}
    assert found
