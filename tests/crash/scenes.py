"""Every command that changes something, each in a project that is in the state in which somebody runs it."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from crash.faults import Scene, losses
from crash.trees import on_disk
from mkdocs_imggen.testing import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from crash.bench import Bench
    from crash.verdict import Judge, State

ONE = ("A fox",)
FOX = "a-fox"
_REWORDED = {"presets": {"default": {"prompt": "{prompt}, in oil", "quality": "medium"}}}


def scene(bench: Bench, name: str) -> tuple[Scene, Judge]:
    """Give the scene of that name, and who judges what it leaves."""
    words, make = SCENES[name]
    made = make(bench, words.split())
    project = made.project
    judge = bench.judge(prompts=project.prompts, settings=project.settings)
    judge.again = made.words if name not in {"generate", "build"} else ()
    return made, judge


def when_it_came(made: Scene) -> int:
    """Count the calls before the one that creates the file of the answer."""
    place = next(where for where, _ in losses(made) if " open " in where and where.endswith(".answer"))
    return int(place.split()[2]) - 1


def _fresh(bench: Bench, words: list[str]) -> Scene:
    return Scene(bench.project(prompts=ONE), words)


def _whole(bench: Bench, words: list[str]) -> Scene:
    project = bench.project(prompts=ONE)
    assert project.run("imggen", "generate").code == 0
    return Scene(project, words, now=True)


def _stale(bench: Bench, words: list[str]) -> Scene:
    whole = _whole(bench, words)
    whole.project.settings = _REWORDED
    return whole


def _unwanted(bench: Bench, words: list[str]) -> Scene:
    project = bench.project()
    assert project.run("imggen", "generate").code == 0
    project.prompts = ONE
    return Scene(project, words, now=True)


def _without_record(bench: Bench, words: list[str]) -> Scene:
    whole = _whole(bench, words)
    (record,) = (name for name in whole.tree if name.startswith(f"project/imggen/{FOX}") and name.endswith(".yml"))
    del whole.tree[record]
    return whole


def _refused(bench: Bench, words: list[str]) -> Scene:
    """An answer of the wrong size is in quarantine."""
    project = bench.project(prompts=ONE)
    project.bank.begin(odd=[Reply(size="32x32")])
    assert project.run("imggen", "generate").code == 1
    return Scene(project, words, now=True)


def _cut(bench: Bench, words: list[str], at: Callable[[str, State], bool]) -> Scene:
    """The command that makes the picture was killed at some place."""
    first = _fresh(bench, ["imggen", "generate"])
    state = next(state for where, state in losses(first) if where.startswith("kill") and at(where, state))
    first.project.lay(state.tree)
    first.project.bank.begin(state.asked, state.paid)
    return Scene(first.project, words, now=True)


def _in_flight(bench: Bench, words: list[str]) -> Scene:
    return _cut(bench, words, lambda _, state: bool(state.asked))


def _spooled(bench: Bench, words: list[str]) -> Scene:
    return _cut(bench, words, lambda where, state: bool(state.paid) and " link " in where and on_disk(state.tree, state.paid[0]))


def _rescued(bench: Bench, words: list[str]) -> Scene:
    """The answer is in the rescue folder, because the disk became read-only when it came."""
    fresh = _fresh(bench, ["imggen", "generate"])
    at = when_it_came(fresh) + 1
    fresh.set()
    child = fresh.project.run(*fresh.words, shim={"mode": "fail", "at": at, "errno": errno.EROFS, "sticky": True})
    assert "`imggen rescue`" in child.text
    return Scene(fresh.project, words, now=True)


SCENES: dict[str, tuple[str, Callable[[Bench, list[str]], Scene]]] = {
    "generate": ("imggen generate", _fresh),
    "build": ("mkdocs build -q", _fresh),
    "generate what is in the spool": ("imggen generate", _spooled),
    "retry what was in flight": (f"imggen retry {FOX}", _in_flight),
    "retry what is in quarantine": (f"imggen retry {FOX}", _refused),
    "accept": (f"imggen accept {FOX}", _refused),
    "reroll": (f"imggen reroll {FOX}", _whole),
    "keep": (f"imggen keep {FOX}", _stale),
    "adopt": (f"imggen adopt {FOX}", _without_record),
    "rescue": ("imggen rescue", _rescued),
    "gc": ("imggen gc --apply", _unwanted),
}
