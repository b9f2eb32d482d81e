"""What a live check would send, and what it may cost at most; nothing is sent to find out."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from contracts.api import Api
from contracts.laws import LAWS
from contracts.live.cost import amounts, worst_cost
from contracts.live.golden import golden, golden_request
from contracts.live.live import Amounts, Golden
from contracts.live.wish import Wish
from contracts.live.words import NothingLearned
from contracts.running.live_run import generated
from contracts.targets.live import Agreed, Edge, agreed


def planned_live(name: str, wish: Wish, seed: int, edge: Edge | None = None) -> str:
    """The plan in lines for people.

    Raises:
        MockServerError: what is wanted makes no sense.
    """
    about = agreed(name, wish, edge or Edge())
    lines, total = [], Amounts()
    for line, worst in planned(about, seed):
        total += worst
        lines.append(f"  {line}: {about.budget.told(worst)}")
    return "\n".join([*opening(about), *lines, *laws(about), *closing(about, total), ""])


def opening(about: Agreed) -> Iterator[str]:
    variables = ", ".join(f"${name}" for name in about.live.secrets.variables)
    yield f"https://{about.live.host} would be asked, with what is in {variables}."
    yield f"Account: {about.wish.account} ({about.live.account_is})."
    yield "Each request, and what it can cost at most:"


def planned(about: Agreed, seed: int) -> Iterator[tuple[str, Amounts]]:
    """Each request as it would be sent, and its worst case."""
    for one in golden(about.live, about.orders):
        yield shown(about, one, fixed(about, one))
    for one, request in generated(about, seed):
        yield shown(about, one, request)


def fixed(about: Agreed, one: Golden) -> httpx.Request | None:
    """The request; None where it needs what an answer before it would tell."""
    try:
        return golden_request(
            about.live.host, about.contract.promises[one.operation], one, about.words
        )
    except NothingLearned:
        return None


def shown(about: Agreed, one: Golden, request: httpx.Request | None) -> tuple[str, Amounts]:
    says = f" - {one.says}" if one.says else ""
    if request is None:
        return f"{one.operation}{says}", amounts(about.live, 0)
    who = ", without credentials" if one.anonymous else ""
    worst = worst_cost(about.live, about.permissions.permit(request), about.costs)
    place = request.url.raw_path.decode("ascii")
    return f"{request.method} {place}{says}{who}", worst


def laws(about: Agreed) -> Iterator[str]:
    """The laws, which stop where they would ask for what is not allowed."""
    # They are only asked whether they apply; the client can send nothing.
    with httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(503))) as client:
        api = Api(about.contract, client, "live")
        tried = [law for law in LAWS if not law.writes and law.applies(api)]
    yield "Then laws, as long as the worst case of each is left of the day:"
    for law in tried:
        money = amounts(about.live, law.cost).money
        worst = Amounts(law.requests, law.cost, money)
        yield f"  {law.name}: {about.budget.told(worst)}"


def closing(about: Agreed, total: Amounts) -> Iterator[str]:
    bounds = about.live.bounds
    yield f"Together without laws, at most: {about.budget.told(total)}."
    yield f"Whatever happens, on one day at most: {about.budget.told(about.budget.most)};"
    yield f"today already spent: {about.budget.told(about.budget.spent())} ({about.budget.file})."
    yield f"Only 429 is asked again, at most {bounds.retries} times. Nothing was sent."
