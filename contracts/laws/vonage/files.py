"""Files of reports are the records, and reports are listed by their states."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.asking import told
from contracts.laws.creations import Kind, identity
from contracts.laws.files import Spoilt, Table, cells, finished, table, unlike
from contracts.laws.law import Breach, Law, Told
from contracts.laws.series import Row, Series, busy_window
from contracts.laws.trial import each
from contracts.laws.vonage.bodies import ORDER
from contracts.laws.vonage.questions import REPORTS
from contracts.laws.vonage.series import RECORDS, VONAGE_SERIES, asked, product_of

NAME = "report_files_are_the_records"
REPORT = Kind(ORDER, "GET /v2/reports/{report_id}", "report_id", lambda api, window, chance: {})
ENDED = ("SUCCESS", "TRUNCATED")
DRAWN = 3
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    drawn = chance.sample(VONAGE_SERIES, DRAWN)
    yield from each(drawn, partial(_of, api=api, chance=chance))


def _of(series: Series, api: Api, chance: Random) -> Iterator[Told]:
    window = busy_window(series, api, chance)
    records = series.rows(api, window, {})
    order = told(api, ORDER, json=asked(api, window, product_of(series)))
    own = identity(REPORT, order)
    report = finished(REPORT, api, own, lambda one: one["request_status"] in ENDED)
    try:
        file = table(api, str(report["_links"]["download_report"]["href"]))
    except Spoilt as spoilt:
        yield broken(spoilt.operation, "an archive of one CSV file", str(spoilt), pointer="/zip")
        return

    yield from _same(series, records, file)
    if report["items_count"] != len(file.rows):
        said = f"items_count {len(file.rows)}, as many as the file has rows"
        yield broken(REPORT.one, said, str(report["items_count"]), pointer="/items_count")
    yield from _listed(api, report)


def _same(series: Series, records: list[Row], file: Table) -> Iterator[Told]:
    columns = tuple(records[0])
    if file.columns != columns:
        said = f"the {len(columns)} fields of records of {series.name} as columns, in their order"
        yield broken(file.operation, said, unlike(columns, file.columns), pointer="/columns")
        return
    rows = [cells(one) for one in records]
    if list(file.rows) == rows:
        return
    ids, found = ([one[series.identity] for one in some] for some in (rows, file.rows))
    yield broken(
        file.operation,
        f"the {len(ids)} records of {series.name} that {RECORDS} has, in its order",
        f"{len(found)} rows: {len(set(ids) - set(found))} are missing, "
        f"{len(set(found) - set(ids))} too many, {len(found) - len(set(found))} there twice, "
        f"{sum(one != other for one, other in zip(rows, file.rows, strict=False))} differ",
        pointer="/rows",
    )


def _listed(api: Api, report: Any) -> Iterator[Told]:
    """A list of one state has the reports of that state and no others."""
    for state in (str(report["request_status"]), "ABORTED"):
        params = {"account_id": str(report["account_id"]), "status": state}
        rows = told(api, REPORTS, params=params)["reports"]
        others = [one for one in rows if one["request_status"] != state]
        wanted = state == report["request_status"]
        if others or wanted != any(one["request_id"] == report["request_id"] for one in rows):
            said = f"all reports that are {state} and no others"
            found = f"{len(rows)}, of which {len(others)} are not, "
            found += "without one that is" if wanted else "with one that is not"
            yield broken(REPORTS, said, found, pointer="/status")


REPORT_FILES = Law(
    name=NAME,
    says="A report's file has the records of its period as the records' pages have them.",
    applies=lambda api: api.has(ORDER, RECORDS, REPORT.one, REPORTS),
    tried=_tried,
    writes=True,
    requests=50,
)
