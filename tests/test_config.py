from __future__ import annotations

from pathlib import Path

import pytest

from mock_server.commands.config import shown
from mock_server.config import Settings, configure
from mock_server.errors import ConfigError


def test_options_win_over_environment_over_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('port = 1\nseed = 1\nhost = "::1"\napis = ["telnyx"]\n')
    environment = {"UNDERSTUDY_PORT": "2", "UNDERSTUDY_SEED": "2", "PATH": "/bin"}

    found = configure({"port": 3, "seed": None}, environment, file)

    assert found.settings == Settings(apis=("telnyx",), port=3, seed=2, host="::1")
    assert found.origins["port"] == "--port"
    assert found.origins["seed"] == "UNDERSTUDY_SEED"
    assert found.origins["host"] == str(file)
    assert found.origins["latency"] == "default"


def test_the_environment_speaks_text_and_settings_have_types(tmp_path: Path) -> None:
    environment = {
        "UNDERSTUDY_APIS": "telnyx, vonage",
        "UNDERSTUDY_RELOAD": "yes",
        "UNDERSTUDY_MOCK_HEADERS": "0",
        "UNDERSTUDY_CACHE": "/somewhere",
    }

    settings = configure({}, environment, _empty(tmp_path)).settings

    assert settings.apis == ("telnyx", "vonage")
    assert settings.reload is True
    assert settings.mock_headers is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 1", "did you mean 'port'?"),
        ('port = "1"', "a whole number"),
        ("port = true", "a whole number"),
        ("port = 70000", "between 0 and 65535"),
        ('latency = "soon"', "settings.toml"),
        ('profile = "faithfull"', "did you mean 'faithful'?"),
        ("[credentials]\ntelnyx = 'KEY'", 'telnyx = ["KEY1", "user:password"]'),
        ("port = ", "mend that line"),
        ('redact = "pin"', 'redact = ["x-our-key"]'),
        ("lenient = 1", "lenient = false"),
        ("accounts = 1", 'accounts = { abcd1234 = "large" }'),
    ],
    ids=lambda case: case,
)
def test_a_setting_that_makes_no_sense_is_refused_with_a_hint(
    tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)

    with pytest.raises(ConfigError) as refusal:
        configure({}, {}, file)

    assert words in str(refusal.value)


def test_an_unknown_variable_of_ours_is_a_slip(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        configure({}, {"UNDERSTUDY_SED": "7"}, _empty(tmp_path))

    assert refusal.value.where == "UNDERSTUDY_SED"
    assert refusal.value.fix == "did you mean 'seed'?"


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        configure({}, {}, tmp_path / "nowhere.toml")


def test_the_token_of_the_control_api_is_never_shown(tmp_path: Path) -> None:
    found = configure({}, {"UNDERSTUDY_CONTROL_TOKEN": "s3cret"}, _empty(tmp_path))
    file = tmp_path / "wrong.toml"
    file.write_text("control_token = 5318008")

    with pytest.raises(ConfigError) as refusal:
        configure({}, {}, file)

    assert found.settings.control_token == "s3cret"
    assert shown("control_token", found.settings.control_token) == "set"
    assert "s3cret" not in repr(found.settings)
    assert "5318008" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"), [("journal", -1), ("journal", "many"), ("redact", [""]), ("control", "no")]
)
def test_settings_of_the_control_api_are_checked(name: str, value: object) -> None:
    with pytest.raises(ConfigError):
        configure({name: value}, {})


def _empty(folder: Path) -> Path:
    file = folder / "empty.toml"
    file.touch()
    return file
