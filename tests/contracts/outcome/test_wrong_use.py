"""What is wrong is told before anybody is asked, and leaves all as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mock_server.errors import MockServerError
from tests.contracts.outcome.test_drift_command import DOCUMENT, GOLDEN, run, watch


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("acme.yaml", DOCUMENT), ("old.yaml", DOCUMENT), ("golden.toml", GOLDEN)):
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("url", ["http://example.com/x", "http://[::1/x", "x", "ftp://127.0.0.1/"])
def test_where_news_may_not_go_is_told_before_there_are_any(
    folder: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("UNDERSTUDY_WEBHOOK_SECRET", "s3cret")

    with pytest.raises(MockServerError, match="could not be sent"):
        run("old.yaml", "old.yaml", "--webhook", url)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--hold", "soon"), ("--hold", "2"), ("--uses", "none.txt"), ("--accept", "none.toml"),
        ("--history", "golden.toml"), ("--webhook", "http://example.com/"),
        ("--published", "none.yaml"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_before_a_baseline_learns(
    folder: Path, wrong: tuple[str, str]
) -> None:
    watch("--record", "--captures", "2")
    before = (folder / "b.json").read_bytes()

    with pytest.raises(MockServerError):
        watch(*wrong)

    assert (folder / "b.json").read_bytes() == before


def test_who_only_was_in_trouble_begins_no_baseline(folder: Path) -> None:
    result = run(
        "b.json", "api:http://127.0.0.1:9", "--spec", "acme.yaml", "--golden", "golden.toml",
        "--record", "--format", "json",
    )  # fmt: skip

    assert result.exit_code == 3
    assert json.loads(result.output)["judged"] is False
    assert not (folder / "b.json").exists()
