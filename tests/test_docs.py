"""The README, the changelog and the help say what the code does."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import fields
from importlib import metadata
from pathlib import Path

import pytest

from mkdocs_imggen import cli
from mkdocs_imggen.directive import HTML_ATTRIBUTES, OPTIONS
from mkdocs_imggen.models import MODELS, PRICES_AS_OF
from mkdocs_imggen.presets import BUILT_IN
from mkdocs_imggen.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_in_the_readme_with_its_help(setting: object) -> None:
    name, help_ = setting.name, setting.metadata["help"]  # type: ignore[attr-defined]
    assert re.search(rf"^\| `{name}` \| .+ \| {re.escape(help_)} \|$", README, re.MULTILINE)


def test_the_readme_names_no_setting_that_is_not_there() -> None:
    named = re.findall(r"^\| `([a-z_]+)` \|", README, re.MULTILINE)
    assert sorted(named) == sorted(setting.name for setting in fields(Settings))


def test_every_option_and_attribute_and_preset_is_in_the_readme() -> None:
    (words,) = re.findall(r"\*\*Options\*\*: `([^`]+)`", README)
    assert set(words.split()) == OPTIONS
    assert all(f" {name} " in README.replace("`", " ") for name in HTML_ATTRIBUTES)
    (presets,) = re.findall(r"house style: `([^`]+)` are built in", README)
    assert presets.split() == list(BUILT_IN)


def test_every_command_and_its_options_are_in_the_readme() -> None:
    assert set(cli.main.commands) == set(re.findall(r"^\| `imggen ([a-z]+)` \|", README, re.MULTILINE))
    shared = {"--help", "-h"}
    for command in cli.main.commands.values():
        options = {max(parameter.opts, key=len) for parameter in command.params} - shared
        assert all(option in README for option in options)


def test_prices_in_the_readme_are_those_of_the_table() -> None:
    assert f"prices of {PRICES_AS_OF}" in README
    mini = MODELS["gpt-image-1-mini"]
    for number, size in enumerate(("1024x1024", "1536x1024")):
        row = " | ".join(f"${mini.pictures[quality][number]:.3f}" for quality in ("low", "medium", "high"))
        assert f"| {size} | {row} |" in README
    assert mini.successor in README if mini.successor else False


def test_version_and_changelog_agree() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\n## {version} " in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_pictures_and_files_that_the_readme_names_are_there() -> None:
    links = re.findall(r"\]\(((?!https?:|imggen:)[^)#\s]+)\)", README)
    assert len(links) >= 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().endswith("exec make test")
    assert "make test    #" in README


def test_the_readme_names_the_hosts_and_plugins_of_the_tests_and_no_older_and_no_next_major_version_is_installed() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["test"]
    installed = {name: metadata.distribution(name) for name in [re.split("[^a-z0-9-]", line.lower())[0] for line in extra]}
    (materialx,) = metadata.distributions(name="mkdocs-materialx", path=[str(Path(sys.prefix) / "materialx")])
    installed |= {"mkdocs": metadata.distribution("mkdocs"), "mkdocs-materialx": materialx}
    used = {
        name: [int(number) for number in found.version.split(".")[:2]]
        for name, found in installed.items()
        if name == "zensical" or {entry.group for entry in found.entry_points} & {"mkdocs.plugins", "properdocs.plugins"}
    }
    assert len(used) == 18
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (\d+)\.(\d+) \|", README, re.MULTILINE)
    named = {name: [int(major), int(minor)] for name, major, minor in rows}
    assert named.keys() == used.keys()
    assert {name: used[name] for name in used if not (used[name] >= named[name] and used[name][0] == named[name][0])} == {}
