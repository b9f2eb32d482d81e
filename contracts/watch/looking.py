"""From answers to findings: an API against its baseline, and two APIs against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from contracts.checks.documented import response_spec
from contracts.contract import Contract
from contracts.drift.finding import Finding
from contracts.drift.rules import BREAKING, RISKY, SAFE, Severity
from contracts.lattice.baseline import ARMED, Baseline
from contracts.lattice.compare import Difference
from contracts.lattice.settling import NOTED, Class, Observation
from contracts.lattice.watching import Look, both_ways, learn, look
from contracts.watch.shown import Shown
from contracts.watch.source import Source
from contracts.watch.verdict import in_plain_words, verdict_of, verdict_of_mock

SEVERITIES: dict[Class, Severity] = {"drift": BREAKING, "undocumented": RISKY, "novelty": SAFE}
"""Of what an API does differently from before, by what its document says."""


def watched(
    source: Source,
    baseline: Baseline,
    captures: int,
    published: Contract | None,
    accepted: frozenset[str] = frozenset(),
) -> Shown:
    """Look at an API as often as is wanted, and teach the baseline what is safe to learn.

    Args:
        captures: how many looks.
        published: what the vendor publishes now, where that is at hand.
        accepted: fingerprints of differences that are known, and are learned.
    """
    looks: list[Look] = []
    for _ in range(captures):
        looks.append(look(source.asked, baseline, source.contract))
        learn(baseline, looks[-1], accepted)
    found: dict[str, Finding] = {}
    for one in (observation for seen in looks for observation in seen.observations):
        plain = in_plain_words(one, published, baseline.salt)
        # The fingerprint is that of the pseudonym, whether or not a document tells the word.
        finding = replace(
            _finding(plain, verdict_of(plain, published)),
            fingerprint=one.fingerprint,
            place=_place(one, source.contract),
        )
        found.setdefault(finding.fingerprint, finding)
    young = _young(looks)
    is_judged = any(seen.judged > 0 for seen in looks)
    return Shown(
        list(found.values()),
        [*_notes(looks, source), *([_age(baseline, young)] if young else [])],
        is_judged,
        is_learning=bool(young) and not is_judged,
        trouble=sum((seen.trouble for seen in looks), Counter[str]()),
        silent=_silent(looks, source),
    )


def compared(one: Baseline, other: Baseline, contract: Contract) -> Shown:
    """Two APIs against each other: what the second sends that the first never does, and back."""
    young = [
        name
        for name in one.cases.keys() & other.cases.keys()
        if not (one.is_armed(name) and other.is_armed(name))
    ]
    well = {name for name in one.cases if one.is_armed(name) and other.is_armed(name)}
    cases = [{name: side.cases[name] for name in well} for side in (one, other)]
    forth, back = both_ways(cases[0], cases[1], contract)
    shown = Shown(is_judged=bool(well))
    shown.findings += _sent(forth, (other.source, one.source), contract)
    shown.findings += _sent(back, (one.source, other.source), contract)
    if young:
        shown.notes.append(
            f"Too few answers of {', '.join(sorted(young))}: it takes {ARMED} of each side."
        )
    return shown


def _sent(
    observations: Iterable[Observation], sides: tuple[str, str], contract: Contract
) -> Iterator[Finding]:
    who, never = sides
    for one in observations:
        finding = replace(_finding(one, verdict_of_mock(one)), place=_place(one, contract))
        seen = one.difference
        message = f"{who} sends {_thing(seen)} ({seen.sightings} of {seen.of}); {never} never does"
        if seen.kind == "magnitude":
            message = f"{who} sends numbers of {seen.now}, {never} of {seen.before}"
        yield replace(finding, message=message)


def _thing(seen: Difference) -> str:
    """What one side sends and the other does not."""
    if seen.kind == "property-added":
        return "this property"
    return f"the header {seen.what}" if seen.kind == "header-added" else seen.what


def _place(one: Observation, contract: Contract) -> str:
    """Where the document that we hold speaks of such answers."""
    promise = contract.promises.get(one.difference.operation)
    if promise is None:
        return ""
    spec = response_spec(promise.operation, one.difference.status)
    responses = f"{promise.file}#{promise.operation.pointer}/responses"
    return f"{responses}/{spec.status}" if spec else responses


def _finding(one: Observation, verdict: str) -> Finding:
    """An observation in the words of findings: a client meets it in what it receives."""
    seen = one.difference
    place = seen.pointer.replace("/*", "[]").replace("/", ".").removeprefix(".")
    where = f"response {seen.status}"
    if seen.pointer.startswith("header:"):
        where += f" {seen.pointer.removeprefix('header:')}"
    elif place:
        where += f".{place}"
    return Finding(
        kind=seen.kind,
        direction="response",
        severity=SAFE if seen.kind in NOTED else SEVERITIES[one.held],
        operations=(seen.operation,),
        where=where,
        old_pointer="",
        new_pointer="",
        message=f"{one.held}: it was {seen.before}, now it is {seen.now}",
        fingerprint=one.fingerprint,
        verdict=verdict,
    )


def _notes(looks: Sequence[Look], source: Source) -> Iterator[str]:
    """What all looks together leave to be said, each sentence once."""
    answered = {name for seen in looks for name in seen.answers}
    for name, reason in dict.fromkeys(it for seen in looks for it in seen.inconclusive.items()):
        if name in answered:
            yield f"{name} did not tell anything each time: {reason}."
        else:
            yield f"Nothing can be said of {name}: {reason}."
    if trouble := sum((seen.trouble for seen in looks), Counter[str]()):
        told = ", ".join(f"{count} x {what}" for what, count in sorted(trouble.items()))
        yield f"{source.name} was in trouble: {told}. That is no drift, and none of it is learned."
    confirmed = {one.difference.key for seen in looks for one in seen.observations}
    if passing := {one.key for seen in looks for one in seen.unconfirmed} - confirmed:
        yield f"Differences that were seen once and not again, which is noise: {len(passing)}."


def _silent(looks: Sequence[Look], source: Source) -> frozenset[str]:
    """The operations of golden requests that no look could judge."""
    judged = {name for seen in looks for name in seen.answers if name not in seen.unarmed}
    return frozenset(one.operation for one in source.asked if one.name not in judged)


def _young(looks: Sequence[Look]) -> list[str]:
    """The golden requests whose baseline was too young when they were answered last."""
    last = {name: name in seen.unarmed for seen in looks for name in seen.answers}
    return [name for name, is_young in last.items() if is_young]


def _age(baseline: Baseline, young: Sequence[str]) -> str:
    known = [baseline.cases[name].captures for name in young if name in baseline.cases]
    fewest = min(known, default=0)
    if fewest >= ARMED:
        return f"The baseline has {fewest} captures of every golden request: the next run judges."
    return f"The baseline is learning: {fewest} of {ARMED} captures. Nothing is judged before."
