from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mock_server import __version__
from mock_server.catalogue import serve_named
from mock_server.cli import COMMANDS, cli, main
from mock_server.commands.serve import never_met, never_used
from mock_server.config import Settings
from mock_server.errors import ConfigError

DOCUMENT = """
openapi: 3.1.0
info: {title: Acme, version: "1"}
paths:
  /said:
    get: {responses: {"200": {description: ok, content: {text/plain: {example: hello}}}}}
  /drawn:
    get: {responses: {"200": {description: ok, content: {application/json: {schema: SCHEMA}}}}}
"""


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_help_lists_every_command_and_shows_examples() -> None:
    text = run("--help")

    for name in COMMANDS:
        assert name in text
        assert f"understudy {name}" in run(name, "--help")


def test_the_version_is_told() -> None:
    assert __version__ in run("--version")


def test_show_tells_how_each_operation_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(DOCUMENT.replace("SCHEMA", "{type: integer}"))

    lines = [line.split() for line in run("show", str(path)).splitlines()]

    assert ["GET", "/said", "example"] in lines
    assert ["GET", "/drawn", "generated"] in lines


def test_show_tells_what_an_answer_cannot_keep_to(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(DOCUMENT.replace("SCHEMA", "{type: integer, minimum: 5, maximum: 4}"))

    line = next(line for line in run("show", str(path)).splitlines() if "/drawn" in line)

    assert line.split()[:3] == ["GET", "/drawn", "generated"]
    assert len(line.split()) > 3


def test_config_tells_each_value_and_its_origin(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[credentials]\ntelnyx = ["KEY-THAT-NOBODY-SEES"]\n')

    store = "postgresql://user:WORD-THAT-NOBODY-SEES@host/name?password=NOR-THIS"
    text = run("config", "--seed", "7", "--store", store, "--config", str(file))

    lines = [line.split() for line in text.splitlines()]
    assert ["seed", "7", "--seed"] in lines
    assert ["store", "postgresql://user:***@host/name?***", "--store"] in lines
    assert [word for word in ("KEY-THAT", "WORD-THAT", "NOR-THIS") if word in text] == []


def test_our_errors_come_without_a_traceback_and_end_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["understudy", "show", "telnix"])

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 2
    assert "did you mean 'telnyx'?" in capsys.readouterr().err


def test_documents_of_one_name_get_prefixes_of_their_own(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "acme.yaml").write_text(DOCUMENT.replace("SCHEMA", "true"))

    served = serve_named([str(tmp_path / "a" / "acme.yaml"), str(tmp_path / "b" / "acme.yaml")])

    assert [one.vendor.name for one in served] == ["acme", "acme-2"]


def test_a_folder_of_documents_is_one_api(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yml"):
        (tmp_path / name).write_text(DOCUMENT.replace("SCHEMA", "true"))

    (served,) = serve_named([str(tmp_path)])

    assert len(served.documents) == 2
    assert served.operations == 4


def test_a_vendor_is_served_once() -> None:
    with pytest.raises(ConfigError):
        serve_named(["telnyx", "telnyx"])


def test_a_start_tells_which_of_the_rules_will_never_be_met() -> None:
    rules = [
        {"match": {"operation": "get-recrods"}, "fault": "reset"},
        {"match": {"path": "/v2/report"}, "latency": "1s"},
        {"match": {"path": "/v2/reports"}, "latency": "1s"},
        {"match": {"path": "/hooks/mine"}, "fault": "duplicate_callback"},
    ]

    told = list(never_met(Settings(faults={"rules": rules}), serve_named(["vonage"])))

    assert len(told) == 2
    assert "'get-recrods'; did you mean 'get-records'" in told[0]
    assert "'/v2/report'; did you mean '/v2/reports'" in told[1]


def test_a_start_tells_which_credentials_restrict_nothing() -> None:
    settings = Settings(credentials={"telnix": ("KEY",), "vonage": ("a:b",), "telnyx": ("KEY",)})

    (told,) = never_used(settings, serve_named(["vonage"]))

    assert "no API is called 'telnix'; did you mean 'telnyx'?" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [("[vendors.vonag]", "did you mean 'vonage'?"),
     ("[vendors.vonage]\nreport_sped = 1", "did you mean 'report_speed'?")],
)  # fmt: skip
def test_config_refuses_what_a_start_would_refuse(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)

    with pytest.raises(ConfigError) as refusal:
        run("config", "--config", str(file))

    assert words in str(refusal.value)


def test_a_slip_in_a_commands_name_is_told() -> None:
    result = CliRunner().invoke(cli, ["sevre"])

    assert result.exit_code == 2
    assert "Did you mean 'serve'?" in result.output
