from __future__ import annotations

from typing import Any, NoReturn

import pytest

from mkdocs_imggen.errors import SettingsError
from mkdocs_imggen.modes import Mode, decide, in_ci

CI = {"CI": "true"}


@pytest.mark.parametrize(
    ("env", "ci"),
    [
        ({}, False),
        ({"CI": ""}, False),
        ({"CI": "0"}, False),
        ({"CI": "false"}, False),
        ({"CI": "False"}, False),
        ({"CI": "FALSE"}, False),
        ({"CI": "1"}, True),
        ({"CI": "true"}, True),
        ({"CI": "woodpecker"}, True),
        ({"READTHEDOCS": "True"}, True),
        ({"TF_BUILD": "True"}, True),
        ({"JENKINS_URL": "https://ci.example/"}, True),
        ({"CODEBUILD_BUILD_ID": "x:1"}, True),
        ({"NETLIFY": "true"}, True),
        ({"CF_PAGES": "1"}, True),
        ({"VERCEL": "1"}, True),
        ({"VERCEL": ""}, False),
        ({"CI": "false", "NETLIFY": "true"}, True),
        ({"GITHUB_TOKEN": "x", "HOME": "/ci"}, False),
    ],
)
def test_a_build_service_is_known_by_its_variables(env: dict[str, str], ci: bool) -> None:
    assert in_ci(env) is ci


@pytest.mark.parametrize("ready", [True, False])
@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ({"option": "generate", "env": {"IMGGEN_MODE": "locked"}}, "generate"),
        ({"option": "generate", "env": CI}, "generate"),
        ({"option": "locked", "command": "serve"}, "locked"),
        ({"option": "draft", "file_mode": "generate"}, "draft"),
        ({"env": {"IMGGEN_MODE": "generate", "CI": "1"}}, "generate"),
        ({"env": {"IMGGEN_MODE": "draft"}, "command": "gh-deploy"}, "draft"),
        ({"env": CI}, "locked"),
        ({"env": CI, "file_mode": "generate"}, "locked"),
        ({"env": CI, "file_mode": "draft"}, "locked"),
        ({"env": CI, "command": "serve", "serve": "generate"}, "locked"),
        ({"command": "gh-deploy"}, "locked"),
        ({"command": "gh-deploy", "file_mode": "generate"}, "locked"),
        ({"env": {"MIKE_DOCS_VERSION": "1.0"}, "file_mode": "generate"}, "locked"),
        ({"command": "serve"}, "draft"),
        ({"command": "serve", "file_mode": "generate"}, "draft"),
        ({"file_mode": "generate"}, "generate"),
        ({"file_mode": "locked"}, "locked"),
        ({"file_mode": "draft"}, "draft"),
        ({"env": {"CI": "0", "IMGGEN_MODE": ""}, "file_mode": "generate"}, "generate"),
    ],
)
def test_the_first_that_speaks_wins_whether_or_not_the_provider_is_ready(said: dict[str, Any], mode: str, ready: bool) -> None:
    assert _decide(ready=ready, **said) == mode


@pytest.mark.parametrize(
    ("said", "ready", "mode"),
    [
        ({}, True, "generate"),
        ({}, False, "draft"),
        ({"command": "serve", "serve": "generate"}, True, "generate"),
        ({"command": "serve", "serve": "generate"}, False, "draft"),
        ({"command": "generate"}, True, "generate"),
    ],
)
def test_where_nobody_speaks_the_provider_decides(said: dict[str, Any], ready: bool, mode: str) -> None:
    assert _decide(ready=ready, **said) == mode


@pytest.mark.parametrize("said", [{"env": CI}, {"option": "locked"}, {"env": {"IMGGEN_MODE": "locked"}}, {"file_mode": "locked"}])
def test_a_locked_build_looks_at_no_key(said: dict[str, Any]) -> None:
    def ask() -> NoReturn:
        raise AssertionError("the key was looked at")

    arguments: dict[str, Any] = {"option": None, "env": {}, "command": "build", "serve": "draft", "file_mode": "auto"}
    assert decide(**{**arguments, **said}, provider_ready=ask) is Mode.LOCKED


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            {"option": "genrate"},
            "imggen: --mode is `genrate` (did you mean `generate`?); use one of generate, locked, draft",
        ),
        ({"env": {"IMGGEN_MODE": "on"}}, "imggen: IMGGEN_MODE is `on`; use one of generate, locked, draft"),
        ({"option": "auto"}, "imggen: --mode is `auto`; use one of generate, locked, draft"),
    ],
)
def test_an_unknown_mode_is_an_error_that_names_its_source(said: dict[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        _decide(ready=True, **said)
    assert str(caught.value) == line


def _decide(*, ready: bool, **said: Any) -> str:
    arguments: dict[str, Any] = {"option": None, "env": {}, "command": "build", "serve": "draft", "file_mode": "auto"}
    return decide(**{**arguments, **said}, provider_ready=lambda: ready).value
