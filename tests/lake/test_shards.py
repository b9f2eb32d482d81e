"""Shards as files: whole, typed, never made twice, never mixed up."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from mock_server.lake.check import check, check_all
from mock_server.lake.errors import ExportError
from mock_server.lake.export import Export, shards
from mock_server.lake.manifest import SUFFIX
from mock_server.lake.run import Writer, run
from mock_server.lake.shard import write_shard
from mock_server.ledger.selection import Filter
from tests.lake.exports import EXPORT, PARQUET, come_to, longer, records, rows, total


def write(export: Export, count: int, folder: Path, workers: int = 0) -> list[int]:
    """Write all shards; the numbers of records that were told on the way."""
    told: list[int] = []
    run(Writer(export, folder), shards(export, count), workers, told.append)
    return told


@pytest.mark.parametrize("workers", [0, 2])
def test_all_shards_together_are_all_records_once(tmp_path: Path, workers: int) -> None:
    told = write(EXPORT, 3, tmp_path, workers)

    read = rows(EXPORT, 3, tmp_path)
    assert come_to(read) == total(EXPORT) == check(EXPORT, tmp_path).totals
    assert len({row["id"] for row in read}) == len(read) == sum(told) > 10_000
    assert [row["made_at"] for row in read] == sorted(row["made_at"] for row in read)
    assert check(EXPORT, tmp_path).faults == ()


def test_rows_do_not_depend_on_the_number_of_shards(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    write(EXPORT, 1, tmp_path / "one")
    write(EXPORT, 4, tmp_path / "new" / "four")

    assert rows(EXPORT, 1, tmp_path / "one") == rows(EXPORT, 4, tmp_path / "new" / "four")


@pytest.mark.parametrize(
    "wanted",
    [
        Filter({"status": frozenset({"failed", "expired"}), "direction": frozenset({"outbound"})}),
        Filter({"status": frozenset({"submitted"})}),
    ],
    ids=["settled", "pending"],
)
def test_a_filter_leaves_just_the_rows_that_it_names(tmp_path: Path, wanted: Filter) -> None:
    young = replace(EXPORT, as_of_ms=EXPORT.to_ms + 3_600_000)
    write(young, 1, tmp_path / "all")
    chosen = replace(young, wanted=wanted)
    write(chosen, 2, tmp_path / "chosen")

    everything = rows(young, 1, tmp_path / "all")

    assert rows(chosen, 2, tmp_path / "chosen") == [
        row
        for row in everything
        if all(row[name] in values for name, values in wanted.equal.items())
    ]


def test_parquet_holds_the_same_as_csv_in_types(tmp_path: Path) -> None:
    young = replace(EXPORT, as_of_ms=EXPORT.to_ms)
    typed = replace(young, format="parquet")
    write(young, 2, tmp_path)
    write(typed, 2, tmp_path)

    said = [
        {name: _as_text(value) for name, value in record.items()}
        for record in records(typed, 2, tmp_path)
    ]

    assert said == rows(young, 2, tmp_path)
    assert any(row["final_at"] == "" for row in said)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.")
            + f"{value.microsecond:06}Z"[:3]
            + "Z"
        )
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def test_columns_of_parquet_have_types(tmp_path: Path) -> None:
    write(PARQUET, 1, tmp_path)

    schema = pq.read_schema(tmp_path / shards(PARQUET, 1)[0].name)

    types = {name: str(schema.field(name).type) for name in schema.names}
    assert types["made_at"] == "timestamp[ms, tz=UTC]"
    assert types["cost"] == "decimal128(18, 8)"
    assert types["parts"] == types["latency_ms"] == "int64"
    assert types["status"].startswith("dictionary<values=string")
    assert types["id"] == types["to"] == types["text"] == "string"


@pytest.mark.parametrize("export", [EXPORT, PARQUET], ids=["csv.gz", "parquet"])
def test_a_shard_is_the_same_bytes_again(tmp_path: Path, export: Export) -> None:
    shard = shards(export, 5)[2]
    (tmp_path / "again").mkdir()

    first, second = (
        write_shard(export, shard, folder) for folder in (tmp_path, tmp_path / "again")
    )

    assert first == second
    assert (tmp_path / shard.name).read_bytes() == (tmp_path / "again" / shard.name).read_bytes()


def test_a_finished_shard_is_left_alone(tmp_path: Path) -> None:
    write(EXPORT, 2, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    told = write(EXPORT, 2, tmp_path)

    assert told == []
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_only_what_is_missing_is_made(tmp_path: Path) -> None:
    write(EXPORT, 3, tmp_path)
    lost = shards(EXPORT, 3)[1]
    (tmp_path / f"{lost.name}{SUFFIX}").unlink()

    told = write(EXPORT, 3, tmp_path)

    assert sum(told) == EXPORT.totals(lost.from_ms, lost.to_ms).rows
    assert check(EXPORT, tmp_path).faults == ()


@pytest.mark.parametrize("workers", [0, 2])
def test_another_export_in_the_same_place_is_told_with_its_differences(
    tmp_path: Path, workers: int
) -> None:
    write(EXPORT, 2, tmp_path)
    other = replace(EXPORT, wanted=Filter({"direction": frozenset({"inbound"})}))

    with pytest.raises(ExportError) as refusal:
        write(other, 2, tmp_path, workers)

    assert "it differs in wanted" in refusal.value.why
    assert "records instead of" in refusal.value.why


def test_a_changed_file_is_told(tmp_path: Path) -> None:
    write(EXPORT, 2, tmp_path)
    path = tmp_path / shards(EXPORT, 2)[0].name
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)

    with pytest.raises(ExportError) as refusal:
        write(EXPORT, 2, tmp_path)

    assert "other content" in refusal.value.why
    (fault,) = check(EXPORT, tmp_path).faults
    assert "shard 1 of 2" in fault


def test_what_is_missing_or_cut_off_is_told(tmp_path: Path) -> None:
    write(EXPORT, 3, tmp_path)
    first, second, third = shards(EXPORT, 3)
    (tmp_path / first.name).unlink()
    (tmp_path / f"{second.name}{SUFFIX}").unlink()
    (tmp_path / third.name).write_bytes(b"")

    faults = check(EXPORT, tmp_path).faults

    assert "is not there" in faults[0]
    assert faults[1] == "shard 2 of 3 is missing"
    assert "has 0 bytes" in faults[2]
    assert "should come to" in faults[3]


def test_a_folder_may_hold_several_exports(tmp_path: Path) -> None:
    write(EXPORT, 2, tmp_path)
    write(PARQUET, 3, tmp_path)

    found = check_all(tmp_path)

    assert sorted((one.export.format, one.shards) for one in found) == [
        ("csv.gz", 2),
        ("parquet", 3),
    ]
    assert all(one.faults == () and one.totals == total(EXPORT) for one in found)


def test_an_empty_folder_has_no_export(tmp_path: Path) -> None:
    assert check_all(tmp_path) == []
    assert check(EXPORT, tmp_path).faults == ("no shard of it is there",)


def test_a_manifest_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / f"x{SUFFIX}").write_text("[]")

    with pytest.raises(ExportError):
        check_all(tmp_path)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ExportError):
        write(EXPORT, 1, tmp_path / "file")
    with pytest.raises(ExportError):
        write_shard(EXPORT, shards(EXPORT, 1)[0], tmp_path / "nowhere")


def test_a_writer_that_is_killed_leaves_no_file_under_the_shards_name(tmp_path: Path) -> None:
    long = longer(EXPORT, 300)
    (shard,) = shards(long, 1)
    program = (
        "import pickle, sys; from pathlib import Path; from mock_server.lake.shard import *;"
        "export, shard = pickle.load(sys.stdin.buffer);"
        "write_shard(export, shard, Path(sys.argv[1]), lambda rows: print(rows, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(pickle.dumps((long, shard)))
        process.stdin.close()
        process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)

    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == []
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] != []


def test_what_a_killed_writer_left_goes_when_the_shard_is_made(tmp_path: Path) -> None:
    (shard,) = shards(EXPORT, 1)
    left = tmp_path / f".{shard.name}.0badc0de.part"
    left.write_bytes(b"half")

    write(EXPORT, 1, tmp_path)

    assert not left.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        shard.name,
        f"{shard.name}{SUFFIX}",
    ]


def test_an_error_of_ours_travels_between_processes_whole() -> None:
    error = ExportError("what", where="where", why="why", fix="fix")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert str(again) == str(error)
    assert type(again) is ExportError


@pytest.mark.parametrize("export", [EXPORT, PARQUET], ids=["csv.gz", "parquet"])
def test_an_export_without_records_is_files_without_rows(tmp_path: Path, export: Export) -> None:
    nothing = replace(export, as_of_ms=export.from_ms)

    write(nothing, 2, tmp_path)

    read = rows if export is EXPORT else records
    assert read(nothing, 2, tmp_path) == []
    assert check(nothing, tmp_path).faults == ()


def test_without_the_extra_it_says_what_to_install_for_parquet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "mock_server.lake.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ExportError) as refusal:
        write(PARQUET, 1, tmp_path)

    assert "understudy[lake]" in refusal.value.fix
    assert list(tmp_path.iterdir()) == []
