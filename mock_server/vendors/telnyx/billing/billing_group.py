"""Billing groups: those that an account has from the start, and those that it makes.

Every connection of the ledger has a billing group of its own, with the connection's UUID and name
(ASSUMED): so each record and each number is in one of them. Numbers and connections are put into
groups by endpoints that are not played here, so the groups that a client makes stay empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import blake2b

from mock_server.spec.operation import Json
from mock_server.state.kind import Kind
from mock_server.state.store import State
from mock_server.vendors.telnyx.billing.customer import Customer
from mock_server.vendors.telnyx.moments import to_ms
from mock_server.vendors.telnyx.people import organization_id

READ_AT_ONCE = 500
"""Groups of a list."""


@dataclass(frozen=True, slots=True)
class BillingGroup:
    """A label which splits costs.

    Args:
        id: a UUID.
        number: in order of creation; 0 for those that an account begins with, which are in use.
    """

    id: str
    account_id: str
    number: int
    name: str
    created_at: datetime
    updated_at: datetime

    @property
    def is_in_use(self) -> bool:
        return not self.number


def _key(group: BillingGroup) -> str:
    return key_of(group.account_id, group.id)


BILLING_GROUP = Kind("telnyx.billing_group", BillingGroup, id_of=_key)


def key_of(account_id: str, group_id: str) -> str:
    """Under which an account's group is kept: all of an account stand together."""
    # An account is named by whoever asks: not every such text is short enough for a key.
    account = blake2b(account_id.encode(), digest_size=16).hexdigest()
    return f"{account}.{group_id}"


def billing_groups(state: State, whose: Customer) -> list[BillingGroup]:
    """All of an account's groups, in order of creation."""
    kept = {group.id: group for group in _kept(state, whose.account_id)}
    first = [kept.get(group.id, group) for group in first_groups(whose)]
    made = sorted((one for one in kept.values() if one.number), key=lambda one: one.number)
    return [*first, *made]


def billing_group(state: State, whose: Customer, group_id: str) -> BillingGroup | None:
    """The account's group of this id."""
    return next((one for one in billing_groups(state, whose) if one.id == group_id), None)


def first_groups(whose: Customer) -> list[BillingGroup]:
    """Those that an account begins with, as they are then; none before it is opened."""
    if whose.today < whose.opened:
        return []
    opened = datetime.combine(whose.opened, time(), UTC)
    return [
        BillingGroup(one.id, whose.account_id, 0, one.name, opened, opened)
        for one in whose.account.connections
    ]


def wire(group: BillingGroup, deleted_at: datetime | None = None) -> dict[str, Json]:
    """A group as JSON."""
    return {
        "record_type": "billing_group",
        "id": group.id,
        "organization_id": organization_id(group.account_id),
        "name": group.name,
        "created_at": to_ms(group.created_at),
        "updated_at": to_ms(group.updated_at),
        "deleted_at": to_ms(deleted_at) if deleted_at else None,
    }


def _kept(state: State, account_id: str) -> Iterator[BillingGroup]:
    """Those that were made, and those of the first ones that were renamed."""
    place: str | None = key_of(account_id, "")
    while place is not None:
        lines = state.page(BILLING_GROUP, place, READ_AT_ONCE)
        ours = [line for line in lines if line.account_id == account_id]
        yield from ours
        place = _key(ours[-1]) if len(ours) == READ_AT_ONCE else None
