"""Billing groups: listed, made, renamed and deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

import orjson

from mock_server.exchange import Rejection, Request, Response
from mock_server.state.store import State
from mock_server.vendor import Context
from mock_server.vendors.telnyx.billing.billing_group import (
    BILLING_GROUP,
    BillingGroup,
    billing_group,
    billing_groups,
    key_of,
    wire,
)
from mock_server.vendors.telnyx.billing.customer import Customer, customer
from mock_server.vendors.telnyx.moments import moment_at
from mock_server.vendors.telnyx.pages import deep
from mock_server.vendors.telnyx.refusals import invalid_body, not_found

SIZE = 25
"""Of a page, when none is asked for. Source: M1 of specs/telnyx/SOURCE.toml, for an empty list;
the contract says 20, but shows pages of 25."""

MISSING = "Missing required parameter"
"""The title of code 10004. Source: the vendor's catalogue of errors, see errors.toml."""

LONGEST_NAME = 255
"""Characters. ASSUMED: the contract names no limit."""


def list_groups(request: Request, context: Context) -> Response:
    """The account's groups, the oldest first (ASSUMED: the contract names no order)."""
    page, whose = deep(request, SIZE), customer(request, context)
    with context.backing.state() as state:
        found = billing_groups(state, whose)
    told = [wire(one) for one in page.of(found)]
    return Response(200, orjson.dumps({"data": told, "meta": page.meta(len(found))}))


def create_group(request: Request, context: Context) -> Response:
    """A new group, which nothing is in."""
    name, whose = _name(request), customer(request, context)
    now = _now(whose)
    with context.backing.state() as state:
        _check_is_free(name, billing_groups(state, whose), Rejection("duplicate", 409))
        number = state.ordinal(BILLING_GROUP.name)
        made = BillingGroup(_id(request, number), whose.account_id, number, name, now, now)
        state.put(BILLING_GROUP, made)
    return _told(made)


def get_group(request: Request, context: Context) -> Response:
    """One of the account's groups."""
    with context.backing.state() as state:
        return _told(_found(state, request, customer(request, context)))


def rename_group(request: Request, context: Context) -> Response:
    """The group with another name. A name that is taken is a 422: there is no 409 here."""
    name, whose = _name(request), customer(request, context)
    with context.backing.state() as state:
        group = _found(state, request, whose)
        others = [one for one in billing_groups(state, whose) if one.id != group.id]
        _check_is_free(name, others, invalid_body("/name", "The name is taken.", 422))
        renamed = replace(group, name=name, updated_at=_now(whose))
        state.put(BILLING_GROUP, renamed)
    return _told(renamed)


def delete_group(request: Request, context: Context) -> Response:
    """The group as it was, unless it is in use: the groups that the account began with are."""
    whose = customer(request, context)
    with context.backing.state() as state:
        group = _found(state, request, whose)
        if group.is_in_use:
            raise Rejection("in_use", 409)
        state.delete(BILLING_GROUP, key_of(group.account_id, group.id))
    return _told(group, _now(whose))


def _told(group: BillingGroup, deleted_at: datetime | None = None) -> Response:
    return Response(200, orjson.dumps({"data": wire(group, deleted_at)}))


def _found(state: State, request: Request, whose: Customer) -> BillingGroup:
    group = billing_group(state, whose, str(request.path["id"]).lower())
    if group is None:
        raise not_found()
    return group


def _name(request: Request) -> str:
    """The name that the body gives; only its length is limited, and it cannot be blank."""
    name = request.body.get("name")
    if name is None:
        why = "The name is missing."
        raise Rejection("invalid", 422, why, pointer="/name", vendor_code="10004", title=MISSING)
    if not str(name).strip():
        raise invalid_body("/name", "The name must not be blank.", 422)
    if len(str(name)) > LONGEST_NAME:
        raise invalid_body("/name", f"The name has more than {LONGEST_NAME} characters.", 422)
    return str(name)


def _check_is_free(name: str, others: list[BillingGroup], otherwise: Rejection) -> None:
    if any(one.name == name for one in others):
        raise otherwise


def _now(whose: Customer) -> datetime:
    return moment_at(whose.now_ms)


def _id(request: Request, number: int) -> str:
    chance = blake2b(b"%b\0%d" % (request.seed, number), digest_size=16, person=b"telnyx group")
    return str(UUID(bytes=chance.digest(), version=4))
