from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mock_server.calibration.jsontext import CHUNK
from mock_server.calibration.recording import read
from mock_server.calibration.sample import Sample
from mock_server.errors import ConfigError
from tests.calibration.traffic import BASE, entry, write_har


def samples(path: Path) -> list[Sample]:
    return list(read(path, lambda done: None))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "traffic.har"


def test_an_entry_took_what_sending_waiting_and_receiving_took(file: Path) -> None:
    write_har(file, [entry(0.25, path="/notes?page=2", size=900, day=3)])

    assert samples(file) == [
        Sample(
            method="GET",
            url=f"{BASE}/notes?page=2",
            status=200,
            took_s=0.25,
            size=900,
            at=datetime(2026, 10, 3, 21, 30, 0, 125_000, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    ("timings", "time", "took_s"),
    [
        ({}, 250, 0.25),
        ({"send": -1, "wait": -1, "receive": -1}, 250, 0.25),
        ({"send": 0, "wait": 100, "receive": 0}, 250, 0.1),
        ({"wait": 100}, 250, 0.1),
        ({"wait": "100"}, 250, 0.1),
        (None, 0, None),
        (None, -1, None),
        (None, None, None),
        (None, True, None),
        ([], [], None),
    ],
    ids=str,
)
def test_without_timings_the_whole_time_counts_and_nothing_is_no_duration(
    file: Path, timings: object, time: object, took_s: float | None
) -> None:
    write_har(file, [{**entry(None), "timings": timings, "time": time}])

    assert [sample.took_s for sample in samples(file)] == [took_s]


@pytest.mark.parametrize(
    ("response", "size"),
    [
        ({"content": {"size": 12}, "bodySize": 5}, 12),
        ({"content": {"size": -1}, "bodySize": 5}, 5),
        ({"content": {"size": 0, "text": "né"}}, 3),
        ({"content": {"text": "AAAAAA==", "encoding": "base64"}}, 4),
        ({"content": {"size": 0}, "bodySize": 0}, 0),
        ({"bodySize": -1}, None),
        ({}, None),
        (None, None),
    ],
    ids=str,
)
def test_the_size_is_that_of_the_body_before_it_was_compressed(
    file: Path, response: object, size: int | None
) -> None:
    write_har(file, [{**entry(0.1), "response": response}])

    assert [sample.size for sample in samples(file)] == [size]


def test_what_came_from_the_browsers_memory_is_known_as_such(file: Path) -> None:
    write_har(file, [entry(0.1), entry(0.001, _fromCache="disk")])

    assert [sample.is_cached for sample in samples(file)] == [False, True]


def test_a_file_may_begin_with_a_mark_of_its_encoding_and_have_no_line_breaks(file: Path) -> None:
    text = json.dumps({"log": {"entries": [entry(0.1), entry(0.2)]}}, separators=(",", ":"))
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert [sample.took_s for sample in samples(file)] == [0.1, 0.2]


def test_entries_of_any_content_are_told_apart_by_their_brackets(file: Path) -> None:
    odd = ['"', "\\", '\\"', "{[", "]}", '"entries":[', "\u2028", "}" * 1000, '\\\\"{']
    write_har(file, [entry(0.1, comment=text, nested=[{text: {}}]) for text in odd])

    assert len(samples(file)) == len(odd)


@pytest.mark.parametrize("start", range(7))
def test_entries_are_read_wherever_a_piece_of_the_file_ends(file: Path, start: int) -> None:
    """The end of the first piece comes to lie in every part of the second entry."""
    odd: dict[str, Any] = {
        "odd": [None, True, False, -1.5e-7, 'é\\"', "\U0001f600", {}, [], {"a": [1, {}]}]
    }
    write_har(file, [entry(0.1, comment="x"), entry(0.2, **odd)])
    text = file.read_bytes()
    second, end = text.rindex(b'"startedDateTime"'), len(text)

    for cut in range(second + start, end, 35):
        write_har(file, [entry(0.1, comment="x" * (CHUNK - cut)), entry(0.2, **odd)])
        assert [sample.took_s for sample in samples(file)] == [0.1, 0.2]


def test_an_entry_may_be_longer_than_a_piece_of_the_file(file: Path) -> None:
    write_har(file, [entry(0.1, comment="né" * CHUNK), entry(0.2)])

    assert [sample.took_s for sample in samples(file)] == [0.1, 0.2]


def test_an_archive_is_read_to_its_end_and_says_so(file: Path) -> None:
    write_har(file, [entry(0.1, comment="x" * 400_000) for _ in range(12)])
    told: list[int] = []

    assert len(list(read(file, told.append))) == 12
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == file.stat().st_size


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ('{"log": {"entries": [{"time": 1}, {"ti', "ends before"),
        ('{"log": {"version": "1.2"}}', "log.entries"),
        ('{"log": [{"entries": []}]}', "'{' should be"),
        ('{"log": {"entries": {}}}', "'[' should be"),
        ('{"log": {"entries": [1 2]}}', "',' should be"),
        ('{"log": {"entries": [' + "[" * 100_000, "nested too deeply"),
        ('{"log": {"entries": [{"time": nul}]}}' + " " * 99, "no JSON"),
        ('{"log": {"entries": [{"time": 1 2}]}}', "no JSON"),
        ('{"entries": []}', "log.entries"),
        ("[1, 2]", "log.entries"),
        ("just words", "log.entries"),
        ("{", "neither JSON nor YAML"),
        ("a: [b", "neither JSON nor YAML"),
        ("[" * 100_000, "neither JSON nor YAML"),
    ],
    ids=lambda text: repr(text)[:40],
)
def test_what_is_no_recording_is_refused_with_the_reason(file: Path, text: str, why: str) -> None:
    file.write_text(text)

    with pytest.raises(ConfigError) as refused:
        samples(file)

    assert why in refused.value.why
    assert refused.value.where == str(file)
    assert refused.value.fix


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        samples(file)
