"""The small site that every crash test builds, and the folders around it."""

from __future__ import annotations

import functools
import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import yaml

from crash.trees import LEFT_OUT, Tree, copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from crash.bank import Bank
    from crash.children import Child, Zygote

KEY = "test-key-1234567890"

SIZE = 64
"""Pixels of a picture's side."""


def write_project(root: Path, prompts: Iterable[str], settings: Mapping[str, Any], **more: Any) -> None:
    """Write a site of one page a picture, each picture named by its prompt."""
    for name in ("docs", "theme"):
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(_configuration(json.dumps([settings, more])), encoding="utf-8")
    (root / "theme" / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    for number, prompt in enumerate(prompts):
        name = "index" if number == 0 else label(prompt)
        (root / "docs" / f"{name}.md").write_text(page(prompt), encoding="utf-8")


@functools.cache
def _configuration(given: str) -> str:
    """Give `mkdocs.yml`; the same site is written thousands of times."""
    settings, more = json.loads(given)
    document = {
        "site_name": "Test",
        "theme": {"name": None, "custom_dir": "theme"},
        "markdown_extensions": ["attr_list"],
        "plugins": [
            {
                "imggen": {
                    "model": "gpt-image-1-mini",
                    "api_key_env": "TEST_IMAGE_KEY",
                    "widths": [],
                    "format": "png",
                    "formats": ["png"],
                    "concurrency": 1,
                    **settings,
                }
            }
        ],
        **more,
    }
    return yaml.safe_dump(document, sort_keys=False)


def page(prompt: str) -> str:
    return f"![{prompt}](imggen:?size={SIZE}x{SIZE}){{ name={label(prompt)} }}\n"


def label(prompt: str) -> str:
    return prompt.lower().replace(" ", "-")


@dataclass(kw_only=True)
class Project:
    """A site in a folder of its own, and what a command may write: project, rescue folder, temporary folder."""

    base: Path
    bank: Bank
    zygote: Zygote
    prompts: tuple[str, ...] = ("A fox", "An owl")
    settings: dict[str, Any] = field(default_factory=dict)
    mutants: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.base / "project"

    def make(self) -> Self:
        """Write the site."""
        for name in ("project", "rescue", "tmp", "graves", "output"):
            (self.base / name).mkdir(parents=True, exist_ok=True)
        write_project(self.root, self.prompts, {"base_url": self.bank.server.url, **self.settings})
        return self

    def another(self, name: str, *, settings: Mapping[str, Any] | None = None, **more: Any) -> str:
        """Write another configuration of the site, and give its name."""
        document = yaml.safe_load((self.root / "mkdocs.yml").read_text("utf-8"))
        document["plugins"][0]["imggen"] |= dict(settings or {})
        (self.root / name).write_text(yaml.safe_dump(document | more, sort_keys=False), "utf-8")
        return name

    def start(self, *words: str, shim: Mapping[str, Any] | None = None, **environment: str) -> Child:
        """Start a command in the project."""
        given = {
            "TEST_IMAGE_KEY": KEY,
            "IMGGEN_RESCUE": str(self.base / "rescue"),
            "TMPDIR": str(self.base / "tmp"),
            **environment,
        }
        output = self.base / "output" / f"{next(self.zygote.numbers)}.txt"
        if shim:
            left = [str(self.root / name) for name in LEFT_OUT]
            watch = [str(self.root), str(self.base / "rescue")]
            shim = {"watch": watch, "leave": left, "graveyard": str(self.base / "graves"), **shim}
        return self.zygote.start(
            words, self.root, environment=given, output=output, shim=shim, mutants=self.mutants, values=self.values
        )

    def run(self, *words: str, shim: Mapping[str, Any] | None = None, **environment: str) -> Child:
        return self.start(*words, shim=shim, **environment).wait()

    def locked_build(self) -> Child:
        return self.run("mkdocs", "build", "-q", IMGGEN_MODE="locked")

    # --- what is on disk ---

    def tree(self) -> Tree:
        """Copy what a fault may have changed, as it is now."""
        found: Tree = {}
        for top in ("project", "rescue", "tmp"):
            copy(self.base / top, top, found)
        return found

    def lay(self, tree: Tree) -> None:
        """Make the folders what a tree says."""
        for top in ("project", "rescue", "tmp", "graves"):
            shutil.rmtree(self.base / top, ignore_errors=True)
        self.make()
        for name, node in sorted(tree.items()):
            path = self.base / name
            if node.data is None:
                path.mkdir(exist_ok=True)
            else:
                path.write_bytes(node.data)
            path.chmod(node.mode)
