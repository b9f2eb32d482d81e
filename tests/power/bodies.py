"""Bodies that are not what the document says."""

from __future__ import annotations

from tests.power.mutant import TELNYX, VONAGE, Json, Mutant, body


def wrong_type(value: Json) -> None:
    value["data"]["currency"] = [value["data"]["currency"]]


def number_as_text(value: Json) -> None:
    value["meta"]["total_results"] = str(value["meta"]["total_results"])


def text_as_number(value: Json) -> None:
    value["data"]["pending"] = float(value["data"]["pending"])


def required_field_missing(value: Json) -> None:
    del value["data"]["summary"]["lines"][0]["name"]


def null(value: Json) -> None:
    value["data"][0]["name"] = None


def field_too_many(value: Json) -> None:
    value["data"][0]["shard"] = 7


def new_state(value: Json) -> None:
    value["data"]["status"] = "queued"


def moment_without_time(value: Json) -> None:
    value["data"][0]["created_at"] = value["data"][0]["created_at"][:10]


def shorter_uuid(value: Json) -> None:
    value["data"]["id"] = value["data"]["id"][:-1]


def comma_in_amount(value: Json) -> None:
    value["data"]["balance"] = value["data"]["balance"].replace(".", ",")


def date_with_slashes(value: Json) -> None:
    value["data"][-1]["period_start"] = value["data"][-1]["period_start"].replace("-", "/")


def renamed(value: Json) -> None:
    value["data"][0]["descr"] = value["data"][0].pop("currency")


def count_as_text(value: Json) -> None:
    value["items_count"] = str(value["items_count"])


def reports_missing(value: Json) -> None:
    del value["reports"]


def new_report_state(value: Json) -> None:
    value["request_status"] = "ARCHIVED"


def local_moment(value: Json) -> None:
    value["receive_time"] = value["receive_time"][:19].replace("T", " ")


def field_below_union(value: Json) -> None:
    value["records"][0]["tenant"] = "eu-3"


def price_as_number(value: Json) -> None:
    value["records"][0]["total_price"] = float(value["records"][0]["total_price"])


BODIES = (
    Mutant("wrong_type", TELNYX, "GET /balance", "a list instead of a text", body(wrong_type)),
    Mutant(
        "number_as_text", TELNYX, "GET /detail_records", "a number as a text", body(number_as_text)
    ),
    Mutant("text_as_number", TELNYX, "GET /balance", "a text as a number", body(text_as_number)),
    Mutant(
        "required_field_missing", TELNYX, "GET /charges_summary", "a required field is missing",
        body(required_field_missing),
    ),
    Mutant("null", TELNYX, "GET /billing_groups", "null where it may not be", body(null)),
    Mutant(
        "field_too_many", TELNYX, "GET /billing_groups", "a field that nobody documents",
        body(field_too_many),
    ),
    Mutant(
        "new_state", TELNYX, "POST /ledger_billing_group_reports", "a value is added to an enum",
        body(new_state),
    ),
    Mutant(
        "moment_without_time", TELNYX, "GET /billing_groups", "a date where a moment should be",
        body(moment_without_time),
    ),
    Mutant(
        "shorter_uuid", TELNYX, "POST /billing_groups", "a UUID with a digit too few",
        body(shorter_uuid),
    ),
    Mutant(
        "comma_in_amount", TELNYX, "GET /balance", "a decimal with a comma", body(comma_in_amount)
    ),
    Mutant(
        "date_with_slashes", TELNYX, "GET /invoices", "a date with slashes, in the last element",
        body(date_with_slashes),
    ),
    Mutant("renamed", TELNYX, "GET /reports/mdrs", "an optional field is renamed", body(renamed)),
    Mutant(
        "count_as_text", VONAGE, "GET /v2/reports/records", "a number as a text",
        body(count_as_text),
    ),
    Mutant(
        "reports_missing", VONAGE, "GET /v2/reports", "a required field is missing",
        body(reports_missing),
    ),
    Mutant(
        "new_report_state", VONAGE, "GET /v2/reports/{report_id}",
        "a value is added to an enum, below a union", body(new_report_state),
    ),
    Mutant(
        "local_moment", VONAGE, "POST /v2/reports", "a moment without its zone, below a union",
        body(local_moment),
    ),
    Mutant(
        "field_below_union", VONAGE, "GET /v2/reports/records",
        "a field that nobody documents, below a union", body(field_below_union),
    ),
    Mutant(
        "price_as_number", VONAGE, "GET /v2/reports/records", "a text as a number, below a union",
        body(price_as_number),
    ),
)  # fmt: skip
