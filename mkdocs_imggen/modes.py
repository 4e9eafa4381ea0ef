"""What a run may do about pictures that are missing: one pure decision."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import SettingsError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CI_SIGNS = (
    "READTHEDOCS",
    "TF_BUILD",
    "JENKINS_URL",
    "CODEBUILD_BUILD_ID",
    "NETLIFY",
    "CF_PAGES",
    "VERCEL",
)
"""Variables that a build service sets, besides `CI`."""

MIKE = "MIKE_DOCS_VERSION"
"""What `mike deploy` sets in the `build` that it runs, to publish what comes of it."""


class Mode(StrEnum):
    """`generate` makes what is missing, `locked` refuses, `draft` draws stand-ins that are not kept."""

    GENERATE = "generate"
    LOCKED = "locked"
    DRAFT = "draft"


def in_ci(env: Mapping[str, str]) -> bool:
    """Whether a build service runs us; there, nothing in the repository may turn generation on."""
    return env.get("CI", "").lower() not in {"", "0", "false"} or any(env.get(name) for name in CI_SIGNS)


def decide(
    *,
    option: str | None,
    env: Mapping[str, str],
    command: str,
    serve: str,
    file_mode: str,
    provider_ready: Callable[[], bool],
) -> Mode:
    """Choose the mode; the first that speaks wins.

    `option` is `--mode`, `command` the host's command (`build`, `serve`, `gh-deploy`), `serve` and `file_mode` the settings
    of those names, `provider_ready` tells whether the provider could work (its key is there, or it needs none);
    it is asked last, so that a locked build looks at no key.
    """
    if option:
        return _named(option, "--mode")
    if env.get("IMGGEN_MODE"):
        return _named(env["IMGGEN_MODE"], "IMGGEN_MODE")
    if in_ci(env) or command == "gh-deploy" or env.get(MIKE):
        return Mode.LOCKED
    if command == "serve":
        return Mode.GENERATE if serve == "generate" and provider_ready() else Mode.DRAFT
    if file_mode != "auto":
        return Mode(file_mode)
    return Mode.GENERATE if provider_ready() else Mode.DRAFT


def _named(word: str, source: str) -> Mode:
    try:
        return Mode(word)
    except ValueError:
        raise SettingsError(f"{source} is `{word}`{nearest(word, Mode)}", hint=f"use one of {', '.join(Mode)}") from None
