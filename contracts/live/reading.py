"""Live files: what they say, as values. They are ours, so what is wrong in one is a bug."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.errors import CheckError, TargetError
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


def golden_in(file: Path) -> tuple[Golden, ...]:
    """Golden requests from a file of somebody's own, with the fields that a live file's have.

    Raises:
        CheckError: it cannot be read, or an entry lacks something or has something else.
    """
    try:
        entries = tomllib.loads(file.read_text("utf-8"))["golden"]
        found = tuple(_checked(number, entry) for number, entry in enumerate(entries, 1))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise CheckError(
            "The golden requests cannot be read",
            where=str(file),
            why=str(error) if isinstance(error, (OSError, ValueError)) else "it has no [[golden]]",
            fix="write [[golden]] with name, says, operation, expect, and path and query if needed",
        ) from None
    return found


def _checked(number: int, table: Table) -> Golden:
    known = {"name", "says", "operation", "expect", "path", "query", "anonymous", "data"}
    lacking = {"name", "says", "operation", "expect"} - table.keys()
    strange = table.keys() - known
    if lacking or strange:
        wrong = f"has no {min(lacking)}" if lacking else f"may not have {min(strange)}"
        raise ValueError(f"entry {number} {wrong}")
    if not isinstance(table["expect"], list):
        raise ValueError(f"`expect` of entry {number} is no list of statuses")  # noqa: TRY004
    for name in ("path", "query"):
        if any(not isinstance(value, str) for value in dict(table.get(name, {})).values()):
            raise ValueError(f"a value in `{name}` of entry {number} is no text")
    return _golden(table)


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
