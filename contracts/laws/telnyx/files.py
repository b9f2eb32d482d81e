"""Files of batch reports hold the records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.adding import EACH, added_by, difference
from contracts.laws.asking import told
from contracts.laws.creations import Kind, identity, thing
from contracts.laws.files import Table, alike, finished, table, unlike
from contracts.laws.law import Breach, Law, Told
from contracts.laws.series import Row, Series, Window, busy_window
from contracts.laws.telnyx.bodies import BATCH, SESSIONS_FILE, times
from contracts.laws.telnyx.series import DETAILS, dates
from contracts.laws.telnyx.sums import detailed
from contracts.laws.telnyx.tellings import TRAFFIC, Labels, Traffic
from contracts.laws.trial import each

NAME = "batch_files_hold_the_records"
DONE = ("COMPLETE", "complete", 2)
FIELDS = "/voice"
"""The files whose columns are chosen: their names are others than those of the records."""

broken = Breach(NAME)


@dataclass(frozen=True, slots=True)
class Batch:
    """A kind of file with a row for each record.

    Args:
        traffic: the records, by the name of their `Traffic`.
        orders: what is ordered beside the period; one file for each.
        link: the field with the file's address.
        labels, measures, of_records: as in a `Telling`.
    """

    make: str
    traffic: str
    labels: Labels
    measures: Labels
    of_records: Labels
    orders: tuple[dict[str, Any], ...] = field(default=({},))
    link: str = "report_url"

    @property
    def kind(self) -> Kind:
        one = f"GET {self.make.removeprefix('POST ')}/{{id}}"
        return Kind(self.make, one, "id", lambda api, window, chance: {})


CALLS = tuple(
    {"source": source, "include_all_metadata": True} for source in ("calls", "call-control")
)
BATCHES = (
    Batch(
        f"{BATCH}/messaging",
        "messages",
        ("direction", "message_type", "profile_id", "tags", "status"),
        (EACH, "parts", "cost", "carrier_fee"),
        (EACH, "parts", "cost", "carrier_fee"),
    ),
    Batch(
        f"{BATCH}/voice",
        "calls",
        ("direction", "connection_id", "tags", "billing_group_id"),
        (EACH, "call_sec", "billable_time", "cost"),
        (EACH, "call_sec", "billed_sec", "cost"),
        CALLS,
    ),
    Batch(
        f"{BATCH}/speech_to_text",
        "transcriptions",
        ("transcription_engine",),
        (EACH, "call_sec", "billed_sec", "cost"),
        (EACH, "call_sec", "billed_sec", "cost"),
        link="download_link",
    ),
    Batch(
        SESSIONS_FILE,
        "data sessions",
        ("sim_group_id", "mcc", "mnc"),
        (EACH, "data_cost", "uplink_data", "downlink_data"),
        (EACH, "data_cost", "uplink_data", "downlink_data"),
    ),
)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    there = [one for one in BATCHES if api.has(one.make, one.kind.one)]
    yield from each(there, partial(_of, api=api, chance=chance))


def _of(batch: Batch, api: Api, chance: Random) -> Iterator[Told]:
    traffic = next(one for one in TRAFFIC if one.name == batch.traffic)
    several = detailed(traffic)
    window = busy_window(several[0], api, chance)
    records: list[Row] = [row for one in several for row in one.rows(api, window, {})]
    files = [_file(batch, api, window, order) for order in batch.orders]
    rows = [row for one in files for row in one.rows]

    yield from _columns(batch, api, records, files[0])
    yield from _compared(batch, traffic, records, files[0].operation, rows)
    if FIELDS not in batch.make:
        yield from _rows(several[0], records, files[0])


def _columns(batch: Batch, api: Api, records: list[Row], file: Table) -> Iterator[Told]:
    """Those that a list of them has where there is one, else the fields of the records."""
    listed = f"GET {batch.make.removeprefix('POST ')}/fields"
    wanted = tuple(records[0])
    if FIELDS in batch.make:
        groups = told(api, listed) if api.has(listed) else {"": list(file.columns)}
        wanted = tuple(name for group in groups.values() for name in group)
    if file.columns != wanted:
        said = f"the {len(wanted)} columns that {batch.make} promises, in their order"
        yield broken(file.operation, said, unlike(wanted, file.columns), pointer="/columns")


def _rows(series: Series, records: list[Row], file: Table) -> Iterator[Told]:
    """A row is its record, field by field."""
    by_id = {str(row[series.identity]): row for row in records}
    for row in file.rows:
        one = by_id.get(row.get(series.identity, ""), {})
        other = sorted(name for name in one if not alike(one[name], row.get(name, "")))
        if other:
            said = f"the fields of the record of {series.name} with the same {series.identity}"
            yield broken(file.operation, said, f"other {', '.join(other)}", pointer="/rows")
            return


def _file(batch: Batch, api: Api, window: Window, order: dict[str, Any]) -> Table:
    period = dates(window) if batch.make.endswith("speech_to_text") else times(window)
    new = thing(told(api, batch.make, json={**period, **order}))
    own = identity(batch.kind, new)
    done = finished(batch.kind, api, own, lambda one: one["status"] in DONE)
    return table(api, str(done[batch.link]))


def _compared(
    batch: Batch, traffic: Traffic, records: list[Row], operation: str, rows: list[Any]
) -> Iterator[Told]:
    one = added_by(records, batch.labels, batch.of_records)
    other = added_by(rows, batch.labels, batch.measures)
    if one != other:
        expected, actual = difference(batch.measures, one, other)
        said = f"{expected}, as {len(records)} records of {traffic.name} in {DETAILS} come to"
        yield broken(operation, said, f"{actual} in the file that {batch.make} ordered")


BATCH_FILES = Law(
    name=NAME,
    says="The file of a batch report has the records of its period, and what they come to.",
    applies=lambda api: api.has(DETAILS) and any(api.has(one.make) for one in BATCHES),
    tried=_tried,
    writes=True,
    requests=60,
)
