"""`understudy calibrate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from mock_server.errors import ConfigError
from mock_server.faults.latency import BySize, LogNormal
from mock_server.faults.profile import Profile, read_profile
from mock_server.spec.operation import Operation
from tests.calibration.commanding import calibrate, learned
from tests.calibration.traffic import (
    NOTE,
    SECRET,
    distance,
    entry,
    log_normal,
    write_har,
    write_yaml,
)

LIST = Operation("list-notes", "GET", "/notes", "")
READ = Operation("read-note", "GET", "/notes/{id}", "")


def test_large_answers_take_as_long_as_large_ones_took() -> None:
    small_s, large_s = log_normal(500, 0.1, 0.3), log_normal(500, 0.9, 0.3, seed=2)
    profile = learned(
        *(entry(seconds, size=800) for seconds in small_s),
        *(entry(seconds, size=90_000) for seconds in large_s),
    )
    found = profile.latency_for(LIST)
    assert isinstance(found, BySize)

    drawn = [(found.draw(b"%d" % n, 500), found.draw(b"%d" % n, 2_000_000)) for n in range(1_000)]

    assert distance([small for small, _ in drawn], small_s) < 0.1
    assert distance([large for _, large in drawn], large_s) < 0.1


def test_each_entry_says_from_what_and_from_how_much_it_was_learned() -> None:
    entries = [entry(seconds, day=1 + n % 5) for n, seconds in enumerate(log_normal(40, 0.2, 0.3))]

    found = learned(*entries).entry_for(LIST)

    assert found is not None
    assert (found.count, found.assumed) == (40, False)
    assert found.source.startswith("traffic.har, recorded 2026-10-01 to 2026-10-05: 40 answers")


def test_an_operation_that_was_hardly_seen_is_assumed_to_be_like_all() -> None:
    few = [entry(9.0, path=f"/notes/{n}") for n in range(3)]

    profile = learned(*few, *(entry(seconds) for seconds in log_normal(60, 0.2, 0.3)))

    found = profile.entry_for(READ)
    assert profile.by_operation.keys() == {"GET /notes"}
    assert found == profile.default
    assert found is not None
    assert found.assumed
    assert "GET /notes/{id}: 3 answers" in Path("profile.toml").read_text()


def test_without_enough_of_anything_nothing_is_said_of_latency() -> None:
    assert learned(*(entry(0.2) for _ in range(19))) == Profile(api="notes")


def test_errors_are_counted_and_take_no_part_in_latency() -> None:
    fine = [entry(seconds) for seconds in log_normal(170, 0.2, 0.3)]
    failed = [entry(30.0, status=504) for _ in range(20)]
    busy = [entry(0.001, status=429) for _ in range(10)]

    profile = learned(*fine, *failed, *busy)

    (errors,) = profile.errors.values()
    assert (dict(errors.rates), errors.count) == ({429: 0.05, 504: 0.1}, 200)
    found = profile.latency_for(LIST)
    assert isinstance(found, LogNormal)
    assert 0.1 < found.median_s < 0.3
    assert found.cap_s < 2


def test_nothing_that_was_said_is_in_the_profile() -> None:
    learned(
        *(
            entry(seconds, path=f"/notes/SECRET-{n}?page=SECRET", postData={"text": SECRET})
            for n, seconds in enumerate(log_normal(40, 0.2, 0.3))
        )
    )

    profile = Path("profile.toml").read_text()

    assert 'latency."GET /notes/{id}"' in profile
    assert not any(said in profile for said in ("SECRET", SECRET, NOTE, "notes.example"))


def test_requests_are_found_by_base_path_and_prefix_and_in_sessions() -> None:
    ways = ("https://x.example/v1", "http://127.0.0.1:4010", "http://[::1]:4010/notes/v1",
            "http://localhost/_session/my-test/v1")  # fmt: skip

    profile = learned(*(entry(0.2, base=base) for base in ways for _ in range(10)))

    found = profile.entry_for(LIST)
    assert found is not None
    assert found.count == 40


def test_what_is_no_request_for_the_api_is_told_and_left_out() -> None:
    result_of = [
        *(entry(0.2) for _ in range(30)),
        *(entry(0.2, path="/nothing") for _ in range(1_200)),
        entry(0.2, method="HEAD"),
        entry(0.2, method="OPTIONS"),
        entry(0.2, base="http://[::1"),
        entry(0.2, base="nonsense"),
        *(entry(0.2, status=0) for _ in range(2)),
        *(entry(0.2, _fromCache="memory") for _ in range(3)),
    ]
    write_har(Path("traffic.har"), result_of)

    output = calibrate("traffic.har").output

    assert "1,204 requests are for no operation" in output
    assert "2 requests had no answer" in output
    assert "3 answers came from the client's own cache" in output
    assert "30 answers, recorded 2026-10-01." in output
    assert "Nothing was written" in output


def test_only_the_hosts_that_are_named_count() -> None:
    ours = [entry(0.2) for _ in range(30)]
    theirs = [entry(9.0, base="https://other.example/v1") for _ in range(300)]
    write_har(Path("traffic.har"), [*ours, *theirs])

    output = calibrate("traffic.har", "--host", "API.notes.example").output

    assert "30 answers" in output
    assert "300 requests are for no operation" in output


def test_several_recordings_are_learned_from_together() -> None:
    write_har(Path("one.har"), [entry(0.2, day=3) for _ in range(15)])
    write_har(Path("two.har"), [entry(0.2, day=1) for _ in range(15)])

    result = calibrate("one.har", "two.har", "--out", "profile.toml")

    found = read_profile(Path("profile.toml")).entry_for(LIST)
    assert result.exit_code == 0
    assert found is not None
    assert found.latency == LogNormal(0.2, 0, 0.2)
    assert found.source.startswith("one.har, two.har, recorded 2026-10-01 to 2026-10-03: 30")


def test_a_cassette_without_durations_still_tells_how_often_calls_fail() -> None:
    request = {"method": "GET", "uri": "https://api.notes.example/v1/notes"}
    answers = [{"status": {"code": 500 if n % 10 == 0 else 200}} for n in range(50)]
    interactions = [{"request": request, "response": response} for response in answers]
    write_yaml(Path("tests.yaml"), {"version": 1, "interactions": interactions})

    result = calibrate("tests.yaml", "--out", "profile.toml")

    profile = read_profile(Path("profile.toml"))
    assert "50 answers are errors, or do not say how long they took" in result.output
    assert "which does not say when" in result.output
    assert (profile.by_operation, profile.default) == ({}, None)
    assert dict(profile.errors["GET /notes"].rates) == {500: 0.1}


def test_odd_names_of_files_and_operations_are_written_so_that_they_are_read_again() -> None:
    odd = Path('a "quoted" \\ né\x7f.har')
    write_har(odd, [entry(0.2) for _ in range(30)])

    result = calibrate(str(odd), "--out", "profile.toml")

    found = read_profile(Path("profile.toml")).entry_for(LIST)
    assert result.exit_code == 0
    assert found is not None
    assert found.source.startswith(odd.name)


def test_a_recording_of_another_api_is_refused_with_what_to_compare() -> None:
    write_har(Path("traffic.har"), [entry(0.2, path="/other")])

    result = calibrate("traffic.har", "--out", "profile.toml")

    assert isinstance(result.exception, ConfigError)
    assert "understudy show" in result.exception.fix
    assert not Path("profile.toml").exists()


def test_a_profile_that_cannot_be_written_is_told() -> None:
    write_har(Path("traffic.har"), [entry(0.2) for _ in range(30)])

    result = calibrate("traffic.har", "--out", "nowhere/profile.toml")

    assert isinstance(result.exception, ConfigError)
    assert "cannot be written" in result.exception.what


def shuffled(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return Random(3).sample(entries, len(entries))


def test_the_order_of_a_recording_does_not_matter() -> None:
    entries = [
        entry(seconds, size=10 ** (2 + n % 5), status=500 if n % 40 == 0 else 200)
        for n, seconds in enumerate(log_normal(400, 0.2, 0.5))
    ]

    assert learned(*entries) == learned(*shuffled(entries))
