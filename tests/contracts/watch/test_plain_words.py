"""A value that only the vendor's published document names: a copy that is stale, in words."""

from __future__ import annotations

from itertools import chain, repeat
from pathlib import Path

from contracts.contract import Contract, contract
from contracts.lattice.baseline import ARMED, Baseline, write_baseline
from contracts.lattice.watching import Golden, learn, look
from contracts.observed import Observed
from contracts.watch.looking import watched
from contracts.watch.shown import Shown
from contracts.watch.source import Source
from contracts.watch.verdict import SHIPPED, STALE
from tests.contracts.lattice.answers import DOCUMENT, answered, bill, bills


def looked(folder: Path, published: Contract | None) -> tuple[Shown, Baseline]:
    promised = bills(folder)
    baseline = Baseline("live:bills", salt="salt")
    for _ in range(ARMED):
        learn(baseline, look([always(answered(promised, bill()))], baseline, promised))
    changed = [always(answered(promised, bill(status="void")))]
    source = Source("live:bills", promised, tuple(changed))
    return watched(source, baseline, 1, published), baseline


def always(answer: Observed) -> Golden:
    answers = chain(repeat(answer))
    return Golden("bills", lambda: next(answers), frozenset({200}), "GET /bills")


def published(folder: Path, values: str) -> Contract:
    file = folder / "published.yaml"
    file.write_text(DOCUMENT.replace("[open, paid]", values))
    return contract("published", (file,))


def test_a_value_that_the_vendor_documents_is_named_and_our_copy_is_stale(tmp_path: Path) -> None:
    shown, baseline = looked(tmp_path, published(tmp_path, "[open, paid, void]"))
    write_baseline(tmp_path / "b.json", baseline)

    (one,) = shown.findings
    assert one.verdict == STALE
    assert "now it is void" in one.message
    assert "void" not in (tmp_path / "b.json").read_text()


def test_a_value_that_nobody_documents_stays_a_pseudonym(tmp_path: Path) -> None:
    (one,) = looked(tmp_path, published(tmp_path, "[open, paid]"))[0].findings

    assert one.verdict == SHIPPED
    assert "void" not in one.message


def test_a_difference_is_the_same_whether_or_not_its_value_is_named(tmp_path: Path) -> None:
    named = looked(tmp_path, published(tmp_path, "[open, paid, void]"))[0].findings
    veiled = looked(tmp_path, None)[0].findings

    assert [one.fingerprint for one in named] == [one.fingerprint for one in veiled]


def test_a_finding_stands_where_our_document_speaks_of_the_answer(tmp_path: Path) -> None:
    (one,) = looked(tmp_path, None)[0].findings

    assert one.place == f"{tmp_path / 'bills.yaml'}#/paths/~1bills/get/responses/200"
