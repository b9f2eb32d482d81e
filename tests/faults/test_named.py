"""Named profiles, and what a configuration says of faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mock_server.cli import cli
from mock_server.config import Settings, configure
from mock_server.errors import ConfigError
from mock_server.faults.fault import TAKES
from mock_server.faults.named import configured, named, profile_names, summary

PROFILES = ("bad mobile network", "vendor brown-out", "month-end load", "rate limited")


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_there_and_says_where_its_numbers_are_from(name: str) -> None:
    profile = named(name)

    assert profile.rules.rules
    assert profile.about
    assert profile.sources
    assert profile.assumed <= {rule.id for rule in profile.rules.rules}
    assert ("ASSUMED" in profile.sources) == bool(profile.assumed)


def test_there_are_no_other_profiles() -> None:
    assert profile_names() == tuple(sorted(name.replace(" ", "-") for name in PROFILES))


def test_all_profiles_can_be_in_force_together() -> None:
    rules = configured({"profiles": PROFILES}, "test").rules

    assert len({rule.id for rule in rules}) == len(rules)
    assert len(rules) == sum(len(named(name).rules.rules) for name in PROFILES)


def test_rules_of_a_file_come_before_those_of_profiles(tmp_path: Path) -> None:
    path = tmp_path / "understudy.toml"
    path.write_text(
        """
        [faults]
        profiles = ["rate limited"]
        [[faults.rules]]
        latency = "1s"
        [[faults.scenarios]]
        steps = [{ fault = "reset" }]
        """
    )

    settings = configure({}, {}, path).settings

    rules = configured(settings.faults, "test")
    assert rules.rules[0].id == "config-rule-1"
    assert rules.rules[1:] == named("rate-limited").rules.rules
    assert [scenario.id for scenario in rules.scenarios] == ["config-scenario-1"]
    assert summary(settings.faults) == "rate limited, 1 rule, 1 scenario"


@pytest.mark.parametrize(
    ("options", "environment", "text"),
    [
        ({"faults": ("rate-limited", "vendor-brown-out")}, {}, ""),
        ({}, {"UNDERSTUDY_FAULTS": "rate-limited, vendor-brown-out"}, ""),
        ({}, {}, 'faults = ["rate-limited", "vendor-brown-out"]'),
        ({}, {}, 'faults = { profiles = ["rate-limited", "vendor-brown-out"] }'),
    ],
    ids=["options", "environment", "list", "table"],
)
def test_profiles_are_chosen_in_any_of_four_ways(
    options: dict[str, Any], environment: dict[str, str], text: str, tmp_path: Path
) -> None:
    path = tmp_path / "understudy.toml"
    path.write_text(text)

    settings = configure(options, environment, path).settings

    assert summary(settings.faults) == "rate-limited, vendor-brown-out"
    assert summary(Settings().faults) == "none"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"profiles": ["rate-limit"]}, "did you mean 'rate-limited'?"),
        ({"profiles": [{"fault": {"kind": "hang"}}]}, "[[faults.rules]] above each rule"),
        ({"profile": ["rate-limited"]}, "did you mean 'profiles'?"),
        ({"profiles": [3]}, "write [faults]"),
        ({"rules": [{"fault": "reste"}]}, "faults: rules[0].fault.kind"),
        ({"rules": "reset"}, "faults: rules"),
        ({"scenarios": [{}]}, "faults: scenarios[0]"),
    ],
    ids=str,
)
def test_a_configuration_that_makes_no_sense_is_refused_at_the_start(
    setting: dict[str, Any], told: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        configure({"faults": setting}, {}, None)

    assert told in str(refused.value)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_command_lists_every_profile_and_every_kind() -> None:
    text = run("faults")

    for word in (*profile_names(), *TAKES):
        assert word in text


@pytest.mark.parametrize("name", PROFILES)
def test_the_command_shows_the_rules_of_a_profile(name: str) -> None:
    text = run("faults", name)

    for rule in named(name).rules.rules:
        assert rule.id in text
    assert "Sources: " in text
