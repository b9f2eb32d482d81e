"""Records in the answer itself: `GET /v2/reports/records`."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson

from mock_server.exchange import Request, Response
from mock_server.ledger.cursor import Place, Sealed
from mock_server.state.store import State
from mock_server.vendor import Context, generated
from mock_server.vendors.vonage.limits import limited
from mock_server.vendors.vonage.pages import Answered, of_ledger, of_usage
from mock_server.vendors.vonage.question import MOST, PAGING, Question, cursors, question
from mock_server.vendors.vonage.records import UsageRecord
from mock_server.vendors.vonage.unfit import SHOWING
from mock_server.vendors.vonage.usage_log import PRICES, new_id, note
from mock_server.vendors.vonage.window import moment_at, moment_text

PATH = "/v2/reports/records"


def get_records(request: Request, context: Context) -> Response:
    """Answer with a page of records, and note that it was asked for."""
    if request.preference is not None:
        return generated(request, context)
    limited(request, context, "sync")
    asked = question(request, context)
    answered = looked_up(asked, request, context)
    seal = sealed(asked, answered, request, context)
    with context.backing.state() as state:
        note(state, usage_record(state, asked, answered, request, context))
    around = envelope(asked, answered, request, seal)
    return Response(200, body(around, answered.records))


def looked_up(asked: Question, request: Request, context: Context) -> Answered:
    """The records, from the ledger or from what was noted here."""
    if asked.ledger is None:
        with context.backing.state() as state:
            return of_usage(asked, state)
    stream = context.backing.dataset(request.start).stream(asked.account, asked.ledger)
    return of_ledger(asked, stream)


def sealed(
    asked: Question, answered: Answered, request: Request, context: Context
) -> Sealed | None:
    """The cursor of the next page, if there is one."""
    if answered.next is None:
        return None
    place = Place(0, answered.next, asked.as_of_ms)
    return cursors(request, context).seal(place, asked.text())


def usage_record(
    state: State, asked: Question, answered: Answered, request: Request, context: Context
) -> UsageRecord:
    return UsageRecord(
        id=new_id(state, asked.account, asked.now),
        key=request.account,
        account_id=asked.account,
        main_account_id=request.account,
        product=asked.product.name,
        parameters=texts(request.query),
        job="SYNC_JOB_FROM_ID" if asked.span is None else "SYNC_JOB_FROM_DATES",
        status=status(answered),
        received_at=asked.now,
        started_at=None,
        finished_at=asked.now,
        items=len(answered.records),
        price=PRICES[str(context.backing.settings["plan"])],
    )


def status(answered: Answered) -> str:
    """`TRUNCATED` means that there is another page. Source: S4 of specs/vonage/SOURCE.toml."""
    return "SUCCESS" if answered.next is None else "TRUNCATED"


def envelope(
    asked: Question, answered: Answered, request: Request, seal: Sealed | None
) -> dict[str, Any]:
    """What stands around the records, in the order of the vendor's recorded answers.

    The price is 0 in every answer that was seen, whatever the records cost.
    """
    paging = {"cursor": seal.cursor, "iv": seal.iv} if seal else {}
    drawn = blake2b(request.seed, digest_size=16, person=b"records").digest()
    missing = {"ids_not_found": ",".join(answered.not_found)} if answered.not_found else {}
    return {
        "_links": links(request, paging),
        "request_id": str(UUID(bytes=drawn, version=4)),
        "request_status": status(answered),
        **paging,
        **({"id": ",".join(asked.ids)} if asked.span is None else {}),
        "received_at": asked.now.isoformat(timespec="seconds"),
        "price": 0.0,
        "currency": "EUR",
        "limit": asked.limit,
        **echo(asked),
        **missing,
        "items_count": len(answered.records),
    }


def links(request: Request, paging: Mapping[str, str]) -> dict[str, Any]:
    """This request's own address and, if there is a next page, that page's."""
    own, query = f"{request.base_url}{PATH}?", texts(request.query)
    found = {"self": {"href": own + urlencode(query)}}
    if paging:
        first = {name: one for name, one in query.items() if name not in PAGING}
        found["next"] = {"href": own + urlencode({**first, **paging})}
    return found


def echo(asked: Question) -> dict[str, Any]:
    """The request's parameters as answers repeat them."""
    given, takes = asked.parameters, {*asked.product.required, *asked.product.optional}
    span = [moment_text(moment_at(ms)) for ms in asked.span or ()]
    dates = {"date_start": span[0], "date_end": span[1]} if span else {}
    return {
        **({"direction": given["direction"]} if "direction" in given else {}),
        "product": asked.product.name,
        "account_id": asked.account,
        **dates,
        "include_subaccounts": False,
        **({"status": given["status"]} if "status" in given else {}),
        **{name: given.get(name, False) for name in sorted(SHOWING) if name in takes},
    }


def texts(query: Mapping[str, Any]) -> dict[str, str]:
    """The parameters as they are written, but for those that change nothing: they may be ours."""
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else _text(value)
        for name, value in query.items()
        if not (name in SHOWING and value is False) and (name, value) != ("limit", MOST)
    }


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def body(around: Mapping[str, Any], records: tuple[bytes, ...]) -> bytes:
    """One JSON object of both; the records stay the bytes that they are."""
    return b'%b,"records":[%b]}' % (orjson.dumps(around)[:-1], b",".join(records))
