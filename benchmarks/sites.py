"""Makes the sites that the benchmarks build: the same prose, with different things where the pictures stand."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_imggen import meaning, record, settings
from mkdocs_imggen.directive import inline
from mkdocs_imggen.testing import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = (
    "a request handler returns the status of every queue worker when its cache index is stale and the page model has no budget left "
    "for another image so the client waits until the server stores what the replica sent before the snapshot was taken"
).split()

LEAST_HOOK = '''\
"""The least that a hook can do for a directive: one scan, one digest, one look-up, one file."""

import hashlib, json, os, re
from mkdocs.structure.files import File, InclusionLevel

FOUND = re.compile(r"^!\\[([^\\]\\n]*)\\]\\(imggen:\\)$", re.M)
STATE = {}


def on_config(config):
    STATE["root"] = os.path.dirname(config.config_file_path)
    with open(os.path.join(STATE["root"], "lock.json"), "rb") as file:
        STATE["lock"] = json.load(file)


def on_page_markdown(markdown, page, config, files):
    if "(imggen:)" not in markdown:
        return markdown

    def replace(match):
        name = STATE["lock"][hashlib.sha256(match[1].encode()).hexdigest()]
        uri = "assets/imggen/" + name
        if files.get_file_from_path(uri) is None:
            path = os.path.join(STATE["root"], "least", name)
            files.append(File.generated(config, uri, abs_src_path=path, inclusion=InclusionLevel.INCLUDED))
        return f"![{match[1][:60]}]({'../' * page.file.src_uri.count('/')}{uri})"

    return FOUND.sub(replace, markdown)
'''

KINDS = ("none", "plugin", "static", "least", "imggen", "fence")
"""No pictures; the plugin and no pictures; plain pictures; the least hook; ours in a line; ours in a fence."""


def make_site(root: Path, kind: str, *, pages: int, per_page: int, pool: int) -> Path:
    """Write a site; `pool` distinct pictures are shared by all `pages * per_page` places. Gives the config file."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "docs").mkdir(parents=True)
    prompts = [f"Figure {number} {' '.join(WORDS[number % 20 : number % 20 + 9])}" for number in range(pool)]
    number = 0
    for page in range(pages):
        lines = [f"# Page {page}\n"]
        for section in range(per_page):
            prompt = prompts[number % pool]
            prose = random.Random(f"{page}.{section}")
            lines += [f"## Section {section}\n", *_prose(prose), *_place(kind, prompt, number % pool), *_prose(prose)]
            number += 1
        (root / "docs" / ("index.md" if page == 0 else f"p{page:05}.md")).write_text("\n".join(lines), "utf-8")
    lines = ["site_name: bench", "nav: [{Home: index.md}]", "validation: {nav: {omitted_files: ignore}}", "theme: {name: mkdocs}"]
    if kind == "static":
        _static(root, pool)
    elif kind == "least":
        _least(root, prompts)
        lines.append("hooks: [least.py]")
    elif kind in {"imggen", "fence", "store"}:
        fill_store(root, prompts)
    plugins = "[search, {imggen: {widths: []}}]" if kind in {"plugin", "imggen", "fence"} else "[search]"
    path = root / "mkdocs.yml"
    path.write_text("\n".join([*lines, f"plugins: {plugins}"]) + "\n", "utf-8")
    return path


def fill_store(root: Path, prompts: list[str]) -> None:
    """Put a record and an original for each prompt, without paying for it."""
    chosen, _ = settings.load({}, root)
    chosen.store.mkdir(parents=True)
    data = picture(1536, 1024, format_="webp")
    for number, prompt in enumerate(prompts):
        mine = data + number.to_bytes(4, "big")
        asset = meaning.resolve(inline(alt=prompt, address="", title=None, attributes={}, text=""), chosen)
        made = record.Record(
            request=asset.request,
            directives=(asset.digest,),
            preset=asset.preset,
            sha256=hashlib.sha256(mine).hexdigest(),
            format="webp",
            width=1536,
            height=1024,
            alpha=False,
            provider="openai",
            model="gpt-image-1-mini",
            created="2026-11-22T12:00:00+00:00",
            usage={"input_tokens": 50, "output_tokens": 1568},
            cost="0.0126 exact",
        )
        stem = chosen.store / f"{asset.label}-{asset.request.key[:8]}"
        stem.with_name(stem.name + ".webp").write_bytes(mine)
        stem.with_name(stem.name + ".yml").write_text(record.write(made), "utf-8")


def _place(kind: str, prompt: str, number: int) -> Iterator[str]:
    if kind == "static":
        yield f"![{prompt}](img/i{number:05}.webp)\n"
    elif kind in {"least", "imggen"}:
        yield f"![{prompt}](imggen:)\n"
    elif kind == "fence":
        yield f"```imggen\nalt: {prompt}\nprompt: {prompt}\n```\n"


def _prose(chance: random.Random) -> Iterator[str]:
    for _ in range(3):
        yield " ".join(chance.choices(WORDS, k=chance.randint(30, 60))).capitalize() + f", see `{chance.choice(WORDS)}()`.\n"
    yield "\n".join(f"- {' '.join(chance.choices(WORDS, k=8))}" for _ in range(3)) + "\n"


def _static(root: Path, pool: int) -> None:
    folder = root / "docs" / "img"
    folder.mkdir()
    data = picture(1536, 1024, format_="webp")
    for number in range(pool):
        (folder / f"i{number:05}.webp").write_bytes(data)


def _least(root: Path, prompts: list[str]) -> None:
    (root / "least").mkdir()
    data = picture(1536, 1024, format_="webp")
    lock = {hashlib.sha256(prompt.encode()).hexdigest(): f"i{number:05}.webp" for number, prompt in enumerate(prompts)}
    for name in lock.values():
        (root / "least" / name).write_bytes(data)
    (root / "lock.json").write_text(json.dumps(lock), "utf-8")
    (root / "least.py").write_text(LEAST_HOOK, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("kind", choices=[*KINDS, "store"])
    for name in ("pages", "per-page", "pool"):
        parser.add_argument(f"--{name}", type=int, required=True)
    chosen = parser.parse_args()
    make_site(chosen.root, chosen.kind, pages=chosen.pages, per_page=chosen.per_page, pool=chosen.pool)
