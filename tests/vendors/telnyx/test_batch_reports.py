"""Batch reports as jobs: told in the words of each dialect, listed, deleted, too old."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mock_server.state.store import open_store
from tests.vendors.telnyx.asking import KEY, Telnyx, fine
from tests.vendors.telnyx.batch_dialects import (
    CALLS,
    LEGACY,
    MESSAGES,
    NAMES,
    SESSIONS,
    SPEECH,
    Dialect,
    every_dialect,
    every_legacy,
    ordered,
    report,
)


@every_dialect
def test_a_report_is_pending_then_complete_then_too_old_and_has_a_link_only_while_complete(
    telnyx: Telnyx, dialect: Dialect
) -> None:
    new = ordered(telnyx, dialect)

    telnyx.now += timedelta(minutes=5)
    done = report(telnyx, dialect, new["id"])
    telnyx.now += timedelta(days=30)
    old = report(telnyx, dialect, new["id"])

    assert (new["status"], done["status"], old["status"]) == dialect.statuses
    assert [dialect.link in one for one in (new, done, old)] == [False, True, False]
    assert telnyx.ask("GET", done[dialect.link]).status_code == 404


@every_dialect
def test_the_link_of_a_complete_report_leads_to_csv(telnyx: Telnyx, dialect: Dialect) -> None:
    new = ordered(telnyx, dialect)
    telnyx.now += timedelta(minutes=5)

    file = telnyx.ask("GET", report(telnyx, dialect, new["id"])[dialect.link])

    assert file.status_code == 200
    assert file.headers["content-type"] == "text/csv"
    assert file.headers["content-disposition"].startswith("attachment; filename=")
    assert len(file.text.splitlines()) > 1


@every_dialect
def test_a_report_tells_its_period_and_its_kind(telnyx: Telnyx, dialect: Dialect) -> None:
    new = ordered(
        telnyx, dialect, begin="2026-11-14T18:00:00-06:00", end="2026-11-16T00:00:00-00:00"
    )

    begin, end = dialect.shown_times or dialect.times
    assert new[begin] == "2026-11-15T00:00:00.000Z"
    assert new[end] == "2026-11-16T00:00:00.000Z"
    assert new["record_type"] == dialect.record_type
    assert new["created_at"] == "2026-11-17T09:30:12.345Z"


@every_dialect
def test_a_list_has_the_callers_own_reports_of_the_kind_the_newest_first(
    telnyx: Telnyx, dialect: Dialect
) -> None:
    ids = [ordered(telnyx, dialect)["id"] for _ in range(3)]

    listed = {
        (one.path, key): [each["id"] for each in telnyx.data(one.path, key)]
        for one in (*LEGACY, SESSIONS)
        for key in (KEY, "KEYsomebody")
    }

    assert listed.pop((dialect.path, KEY)) == ids[::-1]
    assert not any(listed.values())


@pytest.mark.parametrize("dialect", [MESSAGES, CALLS], ids=NAMES[:2])
def test_lists_of_messages_and_calls_have_one_page_and_say_so(
    telnyx: Telnyx, dialect: Dialect
) -> None:
    none = fine(telnyx.get(dialect.path))["meta"]
    for _ in range(22):
        ordered(telnyx, dialect)

    many = fine(telnyx.get(dialect.path))

    empty = {"total_pages": 0, "total_results": 0, "page_number": 1, "page_size": 20}
    assert none == empty
    assert many["meta"] == {
        "total_pages": 1,
        "total_results": 22,
        "page_number": 1,
        "page_size": 22,
    }
    assert len(many["data"]) == 22


@pytest.mark.parametrize("dialect", [SPEECH, SESSIONS], ids=NAMES[2:])
def test_lists_of_speech_and_sessions_have_no_meta(telnyx: Telnyx, dialect: Dialect) -> None:
    ordered(telnyx, dialect)

    assert fine(telnyx.get(dialect.path)).keys() == {"data"}


def test_sessions_are_listed_page_by_page(telnyx: Telnyx) -> None:
    ids = [ordered(telnyx, SESSIONS)["id"] for _ in range(5)][::-1]

    pages = [
        [one["id"] for one in telnyx.data(SESSIONS.path, **{"page[number]": n, "page[size]": 2})]
        for n in (1, 2, 3, 4)
    ]

    assert pages == [ids[:2], ids[2:4], ids[4:], []]


@every_legacy
def test_deleting_a_legacy_report_answers_with_what_it_was_and_then_nobody_knows_it(
    telnyx: Telnyx, dialect: Dialect
) -> None:
    path = f"{dialect.path}/{ordered(telnyx, dialect)['id']}"
    telnyx.now += timedelta(minutes=5)
    before = telnyx.data(path)

    deleted = fine(telnyx.delete(path))["data"]

    assert deleted == before
    assert telnyx.ask("GET", before[dialect.link]).status_code == 404
    for answer in (telnyx.get(path), telnyx.delete(path)):
        assert (answer.status_code, answer.content) == (404, b"")
    assert telnyx.data(dialect.path) == []


def test_deleting_a_report_on_sessions_says_that_it_is_deleted_and_404_is_one_bare_error(
    telnyx: Telnyx,
) -> None:
    path = f"{SESSIONS.path}/{ordered(telnyx, SESSIONS)['id']}"
    telnyx.now += timedelta(minutes=5)
    before = telnyx.data(path)

    deleted = fine(telnyx.delete(path))["data"]

    url = before.pop("report_url")
    changed = {"status": "deleted", "updated_at": deleted["updated_at"]}
    assert deleted == before | changed
    assert deleted["updated_at"] > before["updated_at"]
    assert telnyx.ask("GET", url).status_code == 404
    for answer in (telnyx.get(path), telnyx.delete(path)):
        assert answer.status_code == 404
        assert answer.json() == {
            "code": "10005",
            "title": "Resource not found",
            "detail": "The requested resource or URL could not be found.",
            "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10005"},
        }


@every_dialect
def test_nobody_sees_or_deletes_another_accounts_report(telnyx: Telnyx, dialect: Dialect) -> None:
    path = f"{dialect.path}/{ordered(telnyx, dialect)['id']}"

    for answer in (telnyx.get(path, "KEYsomebody"), telnyx.delete(path, "KEYsomebody")):
        assert answer.status_code == 404
    assert telnyx.get(path).status_code == 200


@every_dialect
def test_a_report_has_failed_when_its_records_can_no_longer_be_made(dialect: Dialect) -> None:
    store = open_store("memory:")
    before, after = Telnyx(store=store), Telnyx(store=store, accounts={KEY: 7})
    new = ordered(before, dialect)
    before.now += timedelta(minutes=5)
    after.now += timedelta(minutes=5)

    done, failed = (report(one, dialect, new["id"]) for one in (before, after))
    for one in (before, after):
        one.close()

    assert done["status"] == dialect.statuses[1]
    assert failed["status"] in {"FAILED", "failed", 3}
    assert dialect.link not in failed
