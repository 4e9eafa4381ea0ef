"""Generators for tests of the engine: real stores and caches in a folder, and a reporter that remembers what it hears."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from makers import inline

from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.generator import Generator
from mkdocs_imggen.plan import Place
from mkdocs_imggen.run import Run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mkdocs_imggen.plan import Planned

SMALL = "?size=64x64"
"""What a provider of our own makes at once."""
SERVER = {"base_url": "http://127.0.0.1:9/v1", "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": []}
"""Settings of a server of one's own, whose model is in the table of prices."""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Heard:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, int]] = []
        self.steps: list[str] = []
        self.infos: list[str] = []
        self.warnings: list[str] = []
        self.ended = 0

    def begin(self, what: str, total: int) -> None:
        self.begun.append((what, total))

    def step(self, line: str) -> None:
        self.steps.append(line)

    def end(self) -> None:
        self.ended += 1

    def info(self, line: str) -> None:
        self.infos.append(line)

    def warn(self, line: str) -> None:
        self.warnings.append(line)


def engine(
    root: Path, provider: Any = None, *, env: Mapping[str, str] | None = None, settings: Mapping[str, Any] = SERVER, **more: Any
) -> Generator:
    """Give a generator of a site at `root`; it is noon of 2026-11-22."""
    read, faults = settings_module.load(settings, root)
    assert faults == []
    more.setdefault("mode", "generate")
    reporter = more.pop("reporter", None) or Heard()
    return Generator(read, env=env or {}, reporter=reporter, provider=provider, now=lambda: NOON, **more)


def plan(generator: Generator, *prompts: str, options: str = SMALL) -> list[Planned]:
    """Plan a small picture for each prompt, one a page: `1.md`, `2.md` …"""
    return planned(Run(generator), *prompts, options=options)


def planned(run: Run, *prompts: str, options: str = SMALL) -> list[Planned]:
    return [run.plan.add(inline(prompt, options), Place(page=f"{number}.md")) for number, prompt in enumerate(prompts, start=1)]


def in_store(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "imggen").glob("[!.]*"))


def in_spool(root: Path) -> list[Path]:
    return sorted((root / ".cache" / "imggen" / "spool").glob("*.answer"))


def api_answer(picture: bytes, **usage: Any) -> bytes:
    """What the Images API would answer."""
    return json.dumps({"data": [{"b64_json": base64.b64encode(picture).decode()}], "usage": usage}).encode()
