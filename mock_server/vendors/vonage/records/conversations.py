"""Fields of conversations: who takes part in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mock_server.ledger.columns import Columns
from mock_server.ledger.fields import joined, uuid
from mock_server.ledger.mix import Integers, bits
from mock_server.vendors.vonage.records.chance import of_numbers, uuids
from mock_server.vendors.vonage.records.product import PRODUCTS
from mock_server.vendors.vonage.records.shared import Maker, said

USER_BITS = 10
"""An account's apps have 1,024 users. ASSUMED."""


def _members(product: str) -> Callable[[Columns], Integers]:
    """A number for each member: a conversation has two, and each record is of one of them."""
    group_bits = PRODUCTS[product].ids["conversation_id"].group_bits

    def members(columns: Columns) -> Integers:
        return columns.indexes >> group_bits << 1 | bits(columns.chance("member"), 0, 1)

    return members


def _users(product: str) -> Callable[[Columns], Integers]:
    """The user behind each member."""
    members = _members(product)
    return lambda columns: bits(of_numbers(columns, members(columns), "user"), 0, USER_BITS)


def _user(product: str) -> Maker:
    users = uuids(_users(product), "user id")
    return lambda _, name: joined(name, "USR-", uuid(name, users))


def _member(product: str) -> Maker:
    members = uuids(_members(product), "member id")
    return lambda _, name: joined(name, "MEM-", uuid(name, members))


CONVERSATIONS: Mapping[str, Mapping[str, Maker]] = {
    **{
        product: {"user_id": _user(product)}
        for product in ("IN-APP-VOICE", "CONVERSATION-EVENT", "CONVERSATIONS")
    },
    "CONVERSATION-MESSAGE": {
        "from_member_id": _member("CONVERSATION-MESSAGE"),
        "from_user_id": _user("CONVERSATION-MESSAGE"),
        "other_ids": said("[]"),
    },
}
"""By product, what other products do not have or have otherwise."""
