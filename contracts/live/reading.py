"""Live files: what they say, as values. They are ours, so what is wrong in one is a bug."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.errors import TargetError
from contracts.live.live import (
    Allowed,
    Amounts,
    Billing,
    Bounds,
    Golden,
    Identity,
    Live,
    Pace,
    Price,
    Secrets,
    Window,
)

Table = Mapping[str, Any]

FOLDER = Path(__file__).parent


def live_names() -> tuple[str, ...]:
    """The vendors whose own APIs can be judged."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def live_of(name: str) -> Live:
    """What may be asked of a vendor.

    Raises:
        TargetError: there is no live file for it.
    """
    if name not in live_names():
        raise TargetError(
            f"What may be asked of {name!r} is not known",
            where=f"live:{name}",
            why=f"there are live files for {', '.join(live_names())}",
            fix="name one of them, or judge it by URL with --spec if asking it costs nothing",
        )
    return _live(name, tomllib.loads((FOLDER / f"{name}.toml").read_text()))


def _live(name: str, table: Table) -> Live:
    return Live(
        name=name,
        host=table["host"],
        account_is=table["account_is"],
        secrets=_secrets(table["credentials"]),
        price=Price(Decimal(table["price"]["record"]), table["price"]["currency"]),
        pace=_pace(table["pace"]),
        bounds=_bounds(table["bounds"]),
        daily=_daily(table["daily"]),
        allowed=tuple(_allowed(key, one) for one in table["operation"] for key in one["keys"]),
        golden=tuple(_golden(one) for one in table["golden"]),
        identity=Identity(**table["identity"]) if "identity" in table else None,
        reset_header=table.get("reset_header", ""),
    )


def _secrets(table: Table) -> Secrets:
    return Secrets(table["scheme"], tuple(table["variables"]), tuple(table["secret"]))


def _pace(table: Table) -> Pace:
    return Pace(table["requests"], table["seconds"])


def _bounds(table: Table) -> Bounds:
    return Bounds(table["answer_s"], table["answer_bytes"], table["patience_s"], table["retries"])


def _daily(table: Table) -> Amounts:
    return Amounts(table["requests"], table["records"], Decimal(table["money"]))


def _allowed(key: str, table: Table) -> Allowed:
    return Allowed(
        key=key,
        must=table.get("must", {}),
        most=table.get("most", {}),
        never=frozenset(table.get("never", ())),
        window=Window(**table["window"]) if "window" in table else None,
        billing=_billing(table) if "records" in table else None,
        pace=_pace(table["pace"]) if "pace" in table else None,
        cases=table.get("cases", False),
    )


def _billing(table: Table) -> Billing:
    free = {name: frozenset(values) for name, values in table.get("free", {}).items()}
    return Billing(table["records"], table["most_records"], table.get("one_for_each", ""), free)


def _golden(table: Table) -> Golden:
    return Golden(
        name=table["name"],
        operation=table["operation"],
        says=table["says"],
        expect=frozenset(table["expect"]),
        path=table.get("path", {}),
        query=tuple(table.get("query", {}).items()),
        anonymous=table.get("anonymous", False),
        data=table.get("data", ""),
        order=table.get("order", ""),
        body=table.get("body"),
    )
