"""The verdict over a state that a fault left: the command runs again without faults, and money and pictures are counted."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from crash.project import KEY, label
from crash.trees import fingerprint, on_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crash.bank import Paid
    from crash.project import Project
    from crash.trees import Tree

MAX_LINE = 300
_RETRY = re.compile(r"`imggen retry ([^`\s]+)`")
_LEVEL = re.compile(r"^(?:ERROR|WARNING|INFO) +-  ")
"""What MkDocs puts before a line of ours."""
_PIECES = {KEY[start : start + 8] for start in range(len(KEY) - 7)}


@dataclass(frozen=True, kw_only=True)
class State:
    """What a fault left: the folders, what was asked and what was paid, and what was lost before.

    `died` says that nobody had the time to keep an answer.
    """

    tree: Tree
    asked: tuple[str, ...]
    paid: tuple[Paid, ...]
    lost: tuple[Paid, ...]
    died: bool


class Judge:
    """Reaches each verdict once; `project` is where the command runs again, after that of `again`."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.again: tuple[str, ...] = ()
        self._known: dict[tuple[str, bool], list[str]] = {}
        self._published: dict[str, list[str]] = {}

    @property
    def states(self) -> int:
        """How many different states there were."""
        return len(self._known)

    def faults(self, state: State) -> list[str]:
        """Say what is broken."""
        name = fingerprint(state.tree, state.asked, state.paid), state.died
        if name not in self._known:
            self._known[name] = _faults(self.project, self.again, state, self._of_site)
        return self._known[name]

    def _of_site(self) -> list[str]:
        """Say what is wrong with what is published; nearly all states end in one and the same."""
        name = fingerprint(self.project.tree(), (), self.project.bank.paid)
        if name not in self._published:
            self._published[name] = published(self.project)
        return self._published[name]


def _faults(project: Project, again: tuple[str, ...], state: State, of_site: Callable[[], list[str]]) -> list[str]:
    bank = project.bank
    project.lay(state.tree)
    bank.begin(state.asked, state.paid)
    lost = [one for one in state.paid if not on_disk(state.tree, one)]
    said = [f"{one.prompt}: paid for, and in no file" for one in lost if not state.died and one not in state.lost]

    before = bank.counts
    first = project.run("imggen", "generate")
    output = first.text
    for prompt, number in (bank.counts - before).items():
        if number > 1 or before[prompt]:
            said.append(f"{prompt}: asked again, and nobody had said so")
    if first.code != 0 and not any(f"`imggen {word}" in output for word in ("retry", "rescue", *again[1:2])):
        said.append(f"`imggen generate` failed: {output}")
    if again:
        output += project.run(*again).text
    newly = [one for one in lost if one not in state.lost]
    if any(label(one.prompt) not in announced(output) for one in newly):
        output += project.run("imggen", "check").text
    names = announced(output)
    said += [f"{one.prompt}: an answer was lost and not announced" for one in newly if label(one.prompt) not in names]
    if "`imggen rescue`" in output:
        output += project.run("imggen", "rescue").text
    # The commands that ran meanwhile may have settled something.
    if names and (again or "`imggen rescue`" in output):
        names = announced(project.run("imggen", "generate").text)
    for name in names:
        before = bank.counts
        retried = project.run("imggen", "retry", name)
        output += retried.text
        if retried.code != 0:
            said.append(f"`imggen retry {name}` failed: {retried.text}")
        if any(label(one.prompt) == name and one not in lost and _usable(state.tree, one) for one in state.paid):
            said.append(f"`imggen retry {name}` was needed, though its answer is on disk")
        if any(label(prompt) != name or number > 1 for prompt, number in (bank.counts - before).items()):
            said.append(f"`imggen retry {name}` asked for more than that")
    said += [*in_words(output), *of_site()]
    after = project.tree()
    return [
        *said,
        *(f"{one.prompt}: a paid answer was deleted" for one in bank.paid if one not in lost and not on_disk(after, one)),
    ]


def _usable(tree: Tree, paid: Paid) -> bool:
    """Whether an answer is where the package takes it from by itself: not in quarantine, and not in the store already."""
    return any(
        node.data is not None and paid.text in node.data and name.endswith(".answer") and "/quarantine/" not in name
        for name, node in tree.items()
    )


def announced(text: str) -> list[str]:
    """Give the pictures that a command named as sent and not answered."""
    return list(dict.fromkeys(_RETRY.findall(text)))


def published(project: Project) -> list[str]:
    """Say what is wrong with the store and with the pictures that a locked build publishes."""
    said: list[str] = []
    check = project.run("imggen", "check")
    expected = f"{len(project.prompts)} pictures: 0 missing, 0 stale, 0 damaged"
    if check.code != 0 or expected not in check.text:
        said.append(f"`imggen check`: {check.text}")
    build = project.locked_build()
    if build.code != 0:
        return [*said, f"a locked build failed: {build.text}"]
    for prompt in project.prompts:
        right = {_pixels(one.picture) for one in project.bank.paid if one.prompt == prompt}
        found = sorted((project.root / "site" / "assets" / "imggen").glob(f"{label(prompt)}-*.png"))
        if len(found) != 1 or _pixels(found[0].read_bytes()) not in right:
            said.append(f"{prompt}: a wrong picture was published, or none")
    return said


def in_words(text: str) -> list[str]:
    """Say what is wrong with what a command printed: a traceback, a piece of the key, an error without an end."""
    said = []
    if "Traceback" in text:
        frames = re.findall(r'mkdocs_imggen/(\w+\.py)", line (\d+)', text)
        said.append(f"a traceback through {' '.join(':'.join(frame) for frame in frames[-4:])}: {text.splitlines()[-1]}")
    if any(piece in text for piece in _PIECES):
        said.append(f"a piece of the key: {text}")
    lines = [_LEVEL.sub("", line) for line in text.splitlines()]
    said += [f"a line of {len(line)} characters: {line}" for line in lines if "imggen: " in line and len(line) > MAX_LINE]
    return said


def no_key(tree: Tree) -> list[str]:
    """Say which files hold a piece of the key."""
    pieces = [piece.encode() for piece in _PIECES]
    return [
        f"{name} holds a piece of the key" for name, node in tree.items() if node.data and any(p in node.data for p in pieces)
    ]


def first_of(many: Iterable[str], limit: int = 5) -> str:
    """Join a few of many faults, for a message."""
    listed: Sequence[str] = list(many)
    return "\n".join([f"{len(listed)} broken", *listed[:limit]])


def _pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()
