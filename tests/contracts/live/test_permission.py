"""What may leave: everything else is stopped, whoever asks."""

from __future__ import annotations

from decimal import Decimal

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.errors import Denied
from contracts.live.cost import worst_cost
from contracts.live.golden import golden, golden_request, orders
from contracts.live.live import Amounts
from contracts.live.permission import Permissions
from contracts.live.reading import live_names, live_of
from contracts.live.words import Words
from contracts.observed import ANONYMOUS
from tests.contracts.live.guarded import ACCOUNT, START, contract_of

LEARNED = {
    "reports": {"reports": [{"request_id": "r-1"}]},
    "billing_groups": {"data": [{"id": "g-1"}]},
    "created": {"request_id": "r-2", "data": {"id": "r-3"}},
}
WORDS = Words(ACCOUNT, START, LEARNED)
RECORDS = "https://api.nexmo.com/v2/reports/records"
WINDOW = "date_start=2026-01-01T00:00:00Z&date_end=2026-01-01T00:10:00Z"
MINE = f"account_id={ACCOUNT}"


def permissions(name: str, *allowed: str) -> Permissions:
    live = live_of(name)
    return Permissions(live, contract_of(name), ACCOUNT, orders(live, frozenset(allowed), WORDS))


VONAGE = permissions("vonage")
TELNYX = permissions("telnyx")


@pytest.mark.parametrize("name", live_names())
def test_every_request_of_a_live_file_may_be_sent_once_its_cost_is_allowed(name: str) -> None:
    live = live_of(name)
    names = frozenset({"create_report"})

    for one in golden(live, names):
        promise = contract_of(name).promises[one.operation]
        request = golden_request(live.host, promise, one, WORDS)

        assert permissions(name, *names).permit(request).key == one.operation


@pytest.mark.parametrize("name", live_names())
def test_what_is_always_asked_fits_into_a_days_budget_at_its_worst(name: str) -> None:
    live, total = live_of(name), Amounts()

    for one in golden(live):
        promise = contract_of(name).promises[one.operation]
        permit = permissions(name).permit(golden_request(live.host, promise, one, WORDS))
        total += worst_cost(live, permit, {})

    assert total.within(live.daily)
    assert total.money <= Decimal("0.001")


@pytest.mark.parametrize("name", live_names())
def test_a_live_file_names_operations_that_the_document_has_and_only_reads_them(name: str) -> None:
    live, promises = live_of(name), contract_of(name).promises

    assert {one.key for one in live.allowed} <= promises.keys()
    assert {one.method for one in live.allowed} == {"GET"}
    assert {one.operation for one in live.golden} <= promises.keys()
    assert {one.operation for one in live.golden if not one.operation.startswith("GET ")} == {
        one.operation for one in live.golden if one.body is not None
    }


STOPPED = {
    "another host": ("GET", "https://api.nexmo.com.example.org/v2/reports/x"),
    "a host that begins alike": ("GET", "https://api.nexmo.com@example.org/v2/reports/x"),
    "another vendor": ("GET", "https://api.telnyx.com/v2/reports/x"),
    "this machine": ("GET", "https://127.0.0.1/v2/reports/x"),
    "no TLS": ("GET", "http://api.nexmo.com/v2/reports/x"),
    "another port": ("GET", "https://api.nexmo.com:8443/v2/reports/x"),
    "credentials in the address": ("GET", "https://me:word@api.nexmo.com/v2/reports/x"),
    "an order": ("POST", "https://api.nexmo.com/v2/reports"),
    "a cancellation": ("DELETE", "https://api.nexmo.com/v2/reports/x"),
    "HEAD": ("HEAD", "https://api.nexmo.com/v2/reports/x"),
    "OPTIONS": ("OPTIONS", "https://api.nexmo.com/v2/reports/x"),
    "a method in small letters": ("post", "https://api.nexmo.com/v2/reports"),
    "a probe": ("GET", "https://api.nexmo.com/schemathesis-probe%5C%1B%01"),
    "the root": ("GET", "https://api.nexmo.com/"),
    "a path below": ("GET", "https://api.nexmo.com/v2/reports/x/y"),
    "a path in another case": ("GET", "https://api.nexmo.com/V2/reports/x"),
    "an encoded slash": ("GET", "https://api.nexmo.com/v2/reports/x%2Fy"),
    "two dots": ("GET", "https://api.nexmo.com/v2/reports/%2e%2e"),
    "a null": ("GET", "https://api.nexmo.com/v2/reports/x%00"),
    "somebody's file": (
        "GET",
        "https://api.nexmo.com/v3/media/aaaaaaaa-0000-4000-8000-000000000000",
    ),
    "no account": ("GET", f"{RECORDS}?product=SMS&{WINDOW}"),
    "another account": ("GET", f"{RECORDS}?account_id=ffff0000&product=SMS&{WINDOW}"),
    "two accounts": ("GET", f"{RECORDS}?{MINE}&account_id=ffff0000&product=SMS&{WINDOW}"),
    "a list of accounts": ("GET", f"{RECORDS}?{MINE},ffff0000&product=SMS&{WINDOW}"),
    "an account in brackets": ("GET", f"{RECORDS}?{MINE}&account_id[]=f&product=SMS&{WINDOW}"),
    "an unknown parameter": ("GET", f"{RECORDS}?{MINE}&{WINDOW}&include_subaccounts=true"),
    "bodies of messages": ("GET", f"{RECORDS}?{MINE}&{WINDOW}&include_message=true"),
    "no window": ("GET", f"{RECORDS}?{MINE}&product=SMS"),
    "half a window": ("GET", f"{RECORDS}?{MINE}&date_start=2026-01-01T00:00:00Z"),
    "a morning": ("GET", f"{RECORDS}?{MINE}&{WINDOW.replace('00:10', '09:00')}"),
    "a window backwards": ("GET", f"{RECORDS}?{MINE}&{WINDOW.replace('01-01T00:10', '01-00T')}"),
    "a window of words": ("GET", f"{RECORDS}?{MINE}&date_start=a&date_end=b"),
    "a window of two zones": ("GET", f"{RECORDS}?{MINE}&{WINDOW.removesuffix('Z')}"),
    "an empty id": ("GET", f"{RECORDS}?{MINE}&id="),
}


@pytest.mark.parametrize(("method", "url"), STOPPED.values(), ids=STOPPED.keys())
def test_at_vonage_it_is_stopped(method: str, url: str) -> None:
    with pytest.raises(Denied):
        VONAGE.permit(httpx.Request(method, url))


TOO_WIDE = {
    "a large page": "/billing_groups?page[size]=251",
    "a page of words": "/billing_groups?page[size]=all",
    "a negative page": "/billing_groups?page[size]=-1",
    "digits that are none of ours": "/billing_groups?page[size]=%C2%B2",
    "two sizes": "/billing_groups?page[size]=1&page[size]=250",
    "a report that is made when asked": "/reports/mdr_usage_reports/sync?aggregation_type=TAGS",
    "records without pages": "/reports/mdrs",
    "a download": "/downloads/x",
    "a header of the document": "/usage_reports?page[size]=1&authorization_bearer=x",
}


@pytest.mark.parametrize("path", TOO_WIDE.values(), ids=TOO_WIDE.keys())
def test_at_telnyx_it_is_stopped(path: str) -> None:
    with pytest.raises(Denied):
        TELNYX.permit(httpx.Request("GET", f"https://api.telnyx.com/v2{path}"))


@pytest.mark.parametrize("header", ["Authorization", "Proxy-Authorization"])
def test_credentials_of_its_own_stop_a_request(header: str) -> None:
    request = httpx.Request("GET", "https://api.nexmo.com/v2/reports/x", headers={header: "x"})

    with pytest.raises(Denied, match="stopped"):
        VONAGE.permit(request)


def test_what_only_reads_has_no_body() -> None:
    request = httpx.Request("GET", "https://api.nexmo.com/v2/reports/x", content=b"{}")

    with pytest.raises(Denied):
        VONAGE.permit(request)


def test_a_stranger_may_ask_anything_that_is_listed_for_nothing_can_be_charged() -> None:
    request = httpx.Request("GET", RECORDS, extensions={ANONYMOUS: True})

    assert VONAGE.permit(request).key == "GET /v2/reports/records"


def test_an_order_is_sent_as_the_live_file_has_it_or_not_at_all() -> None:
    allowed = permissions("vonage", "create_report")
    live, url = live_of("vonage"), "https://api.nexmo.com/v2/reports"
    body = orders(live, frozenset({"create_report"}), WORDS)[0].body

    assert allowed.permit(httpx.Request("POST", url, content=body)).order == "create_report"
    for other in (b"", b"{}", body.replace(b"REPORTS-USAGE", b"SMS"), body + b" "):
        with pytest.raises(Denied):
            allowed.permit(httpx.Request("POST", url, content=other))
    with pytest.raises(Denied):
        allowed.permit(httpx.Request("POST", f"{url}?x=1", content=body))


def test_what_was_stopped_is_told_without_its_query() -> None:
    with pytest.raises(Denied) as stopped:
        VONAGE.permit(httpx.Request("GET", "https://example.org/a?token=c4nary"))

    assert "c4nary" not in str(stopped.value)


PIECES = st.sampled_from(
    [
        *("https", "http", "://", "api.nexmo.com", "example.org", "@", ":443", ":80", "[::1]"),
        *("/v2/reports", "/x", "/..", "//", "%2f", "\\", ".", "\u200b"),
        *("?", "#", "account_id=abcd1234", "&", ";"),
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["GET", "POST", "DELETE", "TRACE"]))
def test_whatever_is_asked_is_for_the_vendor_or_is_not_sent(pieces: list[str], method: str) -> None:
    try:
        request = httpx.Request(method, "".join(pieces))
        permit = VONAGE.permit(request)
    except (Denied, httpx.InvalidURL):
        return

    assert request.method == "GET"
    assert str(request.url).startswith("https://api.nexmo.com/v2/reports")
    assert permit.key.startswith("GET /v2/reports")
