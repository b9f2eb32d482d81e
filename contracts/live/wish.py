"""What somebody wants of a live check, in the words of the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.accepted import Accepted
from contracts.errors import CheckError
from contracts.live.live import Amounts, Live

COST = re.compile(r"([a-z_]+)=(\d{1,6}(?:\.\d{1,6})?)([A-Z]{3})")
PART = re.compile(r"(requests|records|money)=(\d{1,6}(?:\.\d{1,6})?)([A-Z]{3})?")


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of a live check.

    Args:
        live: whether a vendor's own API was meant to be asked.
        account: whose data is asked for.
        dry_run: only say what would be sent.
        required: a check that cannot be made is no success.
        cases: generated requests, beside the fixed ones.
        allow_cost: what may be created, and what that may cost, such as
            "create_report=0.10EUR".
        daily: the day's allowance where it is not the live file's, such as
            "requests=200,records=100,money=0.05EUR".
        only: the operations and laws that are tried; all where nobody says.
        accepted: disagreements that are known.
    """

    live: bool = False
    account: str = ""
    dry_run: bool = False
    required: bool = False
    cases: int = 0
    allow_cost: tuple[str, ...] = ()
    daily: str = ""
    only: frozenset[str] = frozenset()
    accepted: tuple[Accepted, ...] = ()


def allowed_costs(live: Live, wish: Wish) -> Mapping[str, Decimal]:
    """What may be created, with what each may cost.

    Raises:
        CheckError: there is no such thing, or it is no amount in the vendor's currency.
    """
    known = {one.order for one in live.golden if one.order}
    costs = {}
    for text in wish.allow_cost:
        match = COST.fullmatch(text)
        if match is None or match[1] not in known or match[3] != live.price.currency:
            raise CheckError(
                "This cost cannot be allowed",
                where=f"--allow-cost {text}",
                why=f"{live.name} knows {', '.join(sorted(known))}, in {live.price.currency}",
                fix=f"write --allow-cost {min(known)}=0.10{live.price.currency}",
            )
        costs[match[1]] = Decimal(match[2])
    return costs


def daily_amounts(live: Live, wish: Wish) -> Amounts:
    """What may be spent on one day: the live file's, but for what was said otherwise.

    Raises:
        CheckError: it was not said so that it can be understood.
    """
    daily = live.daily
    for text in filter(None, wish.daily.split(",")):
        match = PART.fullmatch(text)
        if match is None or not _is_amount(match, live):
            raise CheckError(
                "This is no allowance for a day",
                where=f"--daily {wish.daily}",
                why=f"{text!r} is not requests=N, records=N or money=N{live.price.currency}",
                fix=f"write --daily requests=200,records=100,money=0.05{live.price.currency}",
            )
        daily = changed(daily, match[1], Decimal(match[2]))
    return daily


def changed(amounts: Amounts, name: str, number: Decimal) -> Amounts:
    """The amounts with one of them replaced."""
    if name == "money":
        return replace(amounts, money=number)
    if name == "records":
        return replace(amounts, records=int(number))
    return replace(amounts, requests=int(number))


def _is_amount(match: re.Match[str], live: Live) -> bool:
    """Money in the vendor's currency, all else whole and in none."""
    if match[1] == "money":
        return match[3] == live.price.currency
    return match[3] is None and match[2].isdecimal()


def check_wish(name: str, wish: Wish) -> None:
    """See that a vendor is not asked by mistake, nor about just anybody.

    Raises:
        CheckError: it was not said that it is to be asked, or for whom.
    """
    if not (wish.live or wish.dry_run):
        raise CheckError(
            "A vendor's own API is asked only when that is said",
            where=f"understudy check live:{name}",
            why="requests to it are counted, limited, and may be billed",
            fix="add --live; or --dry-run, to see what would be sent",
        )
    if not re.fullmatch(r"[A-Za-z0-9_-]{6,64}", wish.account):
        raise CheckError(
            "Whose account is asked about is not said" if not wish.account else "No such account",
            where=f"understudy check live:{name}",
            why="a live check asks for one account's data, and for nobody else's",
            fix="add --account with its id",
        )
