"""Usage reports of the first version: their lists, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.vendors.telnyx.asking import Telnyx, fine, refusal
from tests.vendors.telnyx.test_legacy_usage_reports import MESSAGING, OCTOBER, VOICE, both, complete


@both
def test_a_list_is_paged_by_page_and_per_page(telnyx: Telnyx, path: str) -> None:
    order = {"aggregation_type": 0, **OCTOBER}
    ids = [fine(telnyx.post(path, order))["data"]["id"] for _ in range(5)]

    pages = [fine(telnyx.get(path, page=number, per_page=2)) for number in (1, 2, 3, 4)]

    assert [one["id"] for page in pages for one in page["data"]] == ids[::-1]
    assert [page["meta"] for page in pages] == [
        {"total_pages": 3, "total_results": 5, "page_number": number, "page_size": 2}
        for number in (1, 2, 3, 4)
    ]


@both
def test_an_empty_list_has_no_pages(telnyx: Telnyx, path: str) -> None:
    assert fine(telnyx.get(path)) == {
        "data": [],
        "meta": {"total_pages": 0, "total_results": 0, "page_number": 1, "page_size": 20},
    }


@both
@pytest.mark.parametrize("wrong", [{"page": 0}, {"per_page": 0}, {"per_page": 251}], ids=str)
def test_a_page_that_there_cannot_be_is_refused(
    telnyx: Telnyx, path: str, wrong: dict[str, int]
) -> None:
    status, errors = refusal(telnyx.get(path, **wrong))

    assert status == 400
    assert [(each["code"], each["title"]) for each in errors] == [("10015", "Bad Request")]
    assert all(set(each) <= {"code", "title", "detail"} for each in errors)


@both
def test_deleting_tells_what_was_and_forgets_it(telnyx: Telnyx, path: str) -> None:
    report = complete(telnyx, path)
    one = f"{path}/{report['id']}"

    assert fine(telnyx.delete(one))["data"] == report
    assert [telnyx.get(one).status_code, telnyx.delete(one).status_code] == [404, 404]
    assert telnyx.get(report["report_url"]).status_code == 404
    assert telnyx.data(path) == []


@both
def test_an_unknown_id_is_not_found_without_a_word(telnyx: Telnyx, path: str) -> None:
    answer = telnyx.get(f"{path}/0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b")

    assert (answer.status_code, answer.content) == (404, b"")


@both
def test_a_report_of_one_dialect_is_none_of_another(telnyx: Telnyx, path: str) -> None:
    report = complete(telnyx, path)
    other = VOICE if path == MESSAGING else MESSAGING

    assert telnyx.get(f"{other}/{report['id']}").status_code == 404


WRONG: dict[str, dict[str, Any]] = {
    "it ends before it starts": {
        "start_time": "2026-10-02T00:00:00Z", "end_time": "2026-10-01T00:00:00Z",
    },
    "it ends a day from now": {"end_time": "2026-11-18T09:30:13Z"},
    "there is no such aggregation": {"aggregation_type": 4},
    "an aggregation is no word": {"aggregation_type": "PROFILE"},
}  # fmt: skip


@both
@pytest.mark.parametrize("case", WRONG)
def test_an_order_that_makes_no_sense_is_refused_without_a_word(
    telnyx: Telnyx, path: str, case: str
) -> None:
    answer = telnyx.post(path, {"aggregation_type": 0, **OCTOBER, **WRONG[case]})

    assert (answer.status_code, answer.content) == (400, b"")
    assert telnyx.data(path) == []


def test_an_end_less_than_a_day_from_now_is_fine(telnyx: Telnyx) -> None:
    until = {"end_time": "2026-11-18T09:30:12Z"}

    assert fine(telnyx.post(VOICE, {**OCTOBER, **until}))["data"]["status"] == 1


@pytest.mark.parametrize(
    ("path", "order"),
    [(MESSAGING, OCTOBER), (VOICE, {"start_time": OCTOBER["start_time"]}), (VOICE, {})],
    ids=["messaging without an aggregation", "voice without an end", "voice without anything"],
)
def test_what_an_order_needs_is_asked_for(telnyx: Telnyx, path: str, order: dict[str, Any]) -> None:
    answer = telnyx.post(path, order)

    assert (answer.status_code, answer.content) == (400, b"")


def test_a_messaging_period_that_is_not_told_is_the_month_until_now(telnyx: Telnyx) -> None:
    report = fine(telnyx.post(MESSAGING, {"aggregation_type": 1}))["data"]

    assert report["start_time"] == "2026-11-01T00:00:00.000Z"
    assert report["end_time"] == "2026-11-17T09:30:12.345Z"


def test_the_permissive_profile_has_a_full_answer_to_placeholders() -> None:
    api = Telnyx(lenient=True)
    unknown = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
    order = {"aggregation_type": 7, "start_time": "string", "end_time": "string"}

    told = [
        fine(answer)
        for path in (MESSAGING, VOICE)
        for answer in (
            api.post(path, order),
            api.get(f"{path}/{unknown}"),
            api.delete(f"{path}/{unknown}"),
            api.get(path, page=0, per_page=0),
        )
    ]

    api.close()
    assert all("data" in each for each in told)
