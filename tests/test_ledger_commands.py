"""`understudy ledger`, and the settings that its records are made of."""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from mock_server.cli import cli
from mock_server.commands.exporting import Plan, execute
from mock_server.config import Settings, configure
from mock_server.errors import ConfigError, MockServerError
from mock_server.lake.export import Export
from mock_server.ledger.settings import Books, DatasetSettings, Volume
from tests.serving import UNDERSTUDY

ACCOUNT = ("abcd1234", "--api", "vonage")
OCTOBER = ("--from", "2026-10-01", "--to", "2026-10-03", "--at", "2026-11-05T12:00Z")
EXPORT = ("export", *ACCOUNT, "--volume", "hobby", *OCTOBER, "--workers", "0")


@pytest.fixture(autouse=True)
def _away_from_other_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["ledger", *arguments], env={"COLUMNS": "200"})


def lines(*arguments: str) -> list[list[str]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return [line.split() for line in result.output.splitlines()]


def rows(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.csv.gz")):
        text = gzip.decompress(path.read_bytes()).decode()
        found += csv.DictReader(io.StringIO(text, newline=""))
    return found


def test_an_account_is_shown_at_a_glance() -> None:
    at = ("--volume", "hobby", "--at", "2026-10-03")

    shown = lines(*ACCOUNT, *at)

    assert ["account", "abcd1234"] in shown
    assert any(line[:1] == ["numbers"] and line[1].startswith("+") for line in shown)
    assert any(line[:1] == ["dataset"] and "(vonage," in line for line in shown)
    (call,) = (line for line in shown if line[:1] == ["call"])
    assert call[3] < "2026-10-02T23:00:00Z"  # an hour passes before the last call must be over
    assert shown == lines("show", *ACCOUNT, *at)


def test_the_glance_agrees_with_an_export_of_the_same_month(tmp_path: Path) -> None:
    (seen,) = (
        line
        for line in lines(*ACCOUNT, "--volume", "hobby", "--at", "2026-10-03")
        if line[:1] == ["message"]
    )
    out = ("--product", "message", "--out", str(tmp_path / "out"))

    lines("export", *ACCOUNT, "--volume", "hobby", *OCTOBER[:4], "--at", "2026-10-03", *out)

    read = rows(tmp_path / "out")
    assert int(seen[8].replace(",", "")) == len(read)
    assert Decimal(seen[10].replace(",", "")) == sum(Decimal(row["cost"]) for row in read)


def test_another_api_has_other_accounts_of_the_same_id() -> None:
    at = ("--volume", "hobby", "--at", "2026-10-03")

    assert lines(*ACCOUNT, *at) != lines("abcd1234", "--api", "telnyx", *at)


def test_parts_made_one_by_one_are_the_export(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    what = (*EXPORT, "--product", "call")
    lines(*what, "--out", str(whole))

    for part in ("2/3", "1/3", "3/3"):
        lines(*what, "--out", str(parts), "--shard", part)

    assert rows(parts) == rows(whole) != []
    assert "all there" in run("check", str(parts)).output


def test_a_filter_and_silence_are_kept_to(tmp_path: Path) -> None:
    chosen = ("--filter", "status=failed", "--filter", "status=expired", "--no-text")

    lines(*EXPORT, "--product", "message", "--out", str(tmp_path), *chosen)

    read = rows(tmp_path)
    assert {row["status"] for row in read} == {"failed", "expired"}
    assert {row["text"] for row in read} == {""}


def test_parquet_and_processes(tmp_path: Path) -> None:
    what = (*EXPORT[:-2], "--product", "message", "--out", str(tmp_path))

    told = lines(*what, "--format", "parquet", "--shards", "3", "--workers", "2")

    assert len(list(tmp_path.glob("*.parquet"))) == 3
    assert any(line[1:2] == ["of"] for line in told)


def test_a_check_finds_what_is_missing_and_ends_with_1(tmp_path: Path) -> None:
    lines(*EXPORT, "--product", "message", "--out", str(tmp_path), "--shards", "2")
    next(tmp_path.glob("*1-of-2.csv.gz")).unlink()

    result = run("check", str(tmp_path))

    assert result.exit_code == 1
    assert "NOT all right" in result.output
    assert "is not there" in result.output


def test_a_check_of_an_empty_folder_ends_with_1(tmp_path: Path) -> None:
    assert run("check", str(tmp_path)).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--product", "cal"), "the products are"),
        (("--product", "call", "--filter", "status"), "NAME=VALUE"),
        (("--product", "call", "--filter", "colour=red"), "can be chosen by"),
        (("--product", "call", "--filter", "number=1", "--filter", "number=2"), "one value"),
        (("--product", "call", "--shards", "0"), "1 to 100000 shards"),
        (("--product", "call", "--workers", "-1"), "less than none"),
        (("--product", "call", "--shard", "1/2", "--dask", "local"), "--shard and --dask"),
        (("--product", "call", "--volume", "huge"), "hobby, medium, large"),
        (("--product", "call", "--numbers", "real"), "fictional, plan"),
    ],
    ids=lambda case: " ".join(case[1:]) if isinstance(case, tuple) else "",
)
def test_what_makes_no_sense_is_told_with_a_remedy(arguments: tuple[str, ...], words: str) -> None:
    result = run(*EXPORT, *arguments)

    assert isinstance(result.exception, MockServerError)
    assert words in str(result.exception)


@pytest.mark.parametrize(
    ("option", "value"), [("--from", "tomorrow"), ("--shard", "3/2"), ("--shard", "0/2")]
)
def test_what_cannot_be_read_is_wrong_use(option: str, value: str) -> None:
    result = run(*EXPORT, "--product", "call", option, value)

    assert result.exit_code == 2
    assert value in result.output


def test_one_part_of_what_is_not_settled_needs_a_moment() -> None:
    span = ("--from", "2026-10-01", "--to", "2040-01-01")

    result = run("export", *ACCOUNT, *span, "--product", "call", "--shard", "1/2")

    assert isinstance(result.exception, ConfigError)
    assert "--at" in result.exception.fix


def test_progress_is_drawn_on_a_terminal(tmp_path: Path) -> None:
    screen = io.StringIO()
    settings = DatasetSettings(realm="vonage", volume=Volume(default="hobby"))
    begin, end = 1_790_812_800_000, 1_790_899_200_000
    export = Export(settings, "x", "message", begin, end, end)

    execute(export, Plan(None, 1, 0, None, tmp_path), Console(file=screen, force_terminal=True))

    assert "━" in screen.getvalue()
    assert "records" in screen.getvalue()


def test_help_needs_no_numpy_and_no_tables() -> None:
    program = (
        "import sys; from mock_server.cli import cli;"
        "cli(['--help'], standalone_mode=False); import mock_server.config;"
        "print([name for name in ('numpy', 'pyarrow', 'distributed') if name in sys.modules])"
    )

    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    ).stdout

    assert output.splitlines()[-1] == "[]"


def test_errors_of_ours_end_with_2_and_without_a_traceback(tmp_path: Path) -> None:
    command = (UNDERSTUDY, "ledger", *EXPORT, "--product", "cal", "--out", str(tmp_path))

    finished = subprocess.run(command, capture_output=True, check=False, text=True)

    assert finished.returncode == 2
    assert finished.stderr.startswith("Error: There is no product 'cal'")


def test_volumes_come_from_options_environment_and_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('volume = 20000\nnumbers = "plan"\n[accounts]\nabcd1234 = "large"\nother = 7\n')

    from_file = configure({}, {}, file).settings
    from_environment = configure({}, {"UNDERSTUDY_VOLUME": "hobby"}, file).settings

    assert from_file == Settings(
        volume="20000", numbers="plan", accounts={"abcd1234": "large", "other": 7}
    )
    assert from_environment.volume == "hobby"
    assert from_file.dataset(Books("acme", "USD"), "5") == DatasetSettings(
        seed="5",
        realm="acme",
        currency="USD",
        volume=Volume("20000", {"abcd1234": "large", "other": 7}),
        numbers="plan",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('volume = "huge"', "hobby, medium, large"),
        ("volume = 0", "1 to 1000000000 records a day"),
        ("volume = 2000000000", "1 to 1000000000 records a day"),
        ("volume = 1.5", "a text"),
        ('numbers = "real"', "fictional, plan"),
        ('[accounts]\nx = "busy"', "hobby, medium, large"),
        ("[accounts]\nx = true", 'x = "large"'),
        ("accounts = 3", "a table"),
    ],
)
def test_a_volume_that_makes_no_sense_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)

    with pytest.raises(ConfigError) as refusal:
        configure({}, {}, file)

    assert words in str(refusal.value)
