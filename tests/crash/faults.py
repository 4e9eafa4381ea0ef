"""Faults at every call: each gives the states that it leaves, or what is broken at once."""

from __future__ import annotations

import errno
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

from crash.trees import LOSSES, after, on_disk
from crash.verdict import State, in_words, no_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crash.bank import Paid
    from crash.project import Project
    from crash.trees import Tree


_OF_CHANGES = {errno.ENOSPC, errno.EROFS}


class Scene:
    """A command in a project that is in a certain state, set anew for every fault; `now`: the state that it is in now."""

    def __init__(self, project: Project, words: Sequence[str], *, now: bool = False) -> None:
        self.project = project
        self.words = tuple(words)
        self.tree: Tree = project.tree() if now else {}
        self._asked: tuple[str, ...] = tuple(project.bank.asked) if now else ()
        self._paid: tuple[Paid, ...] = tuple(project.bank.paid) if now else ()

    def set(self) -> None:
        self.project.lay(self.tree)
        self.project.bank.begin(self._asked, self._paid)

    def state(self, *, died: bool, tree: Tree | None = None) -> State:
        """Give what there is now."""
        bank = self.project.bank
        tree = self.project.tree() if tree is None else tree
        lost = tuple(one for one in self._paid if not on_disk(self.tree, one))
        return State(tree=tree, asked=tuple(bank.asked), paid=tuple(bank.paid), lost=lost, died=died)

    def overspent(self) -> list[str]:
        """Say what the command asked for that was asked for before, though nobody told it to."""
        asked = self.project.bank.counts
        most = {prompt: before + 1 if self._told or not before else before for prompt, before in Counter(self._asked).items()}
        return [f"{prompt}: asked {number} times" for prompt, number in asked.items() if number > most.get(prompt, 1)]

    @property
    def _told(self) -> bool:
        return not {"retry", "reroll"}.isdisjoint(self.words)


def losses(scene: Scene) -> list[tuple[str, State]]:
    """Run the command once; give what a kill, or a power loss, would leave before each of its calls and after its end."""
    states: list[tuple[str, State]] = []
    project = scene.project

    def at_point(said: dict[str, Any]) -> None:
        tree = project.tree()
        where = f"{said['point']} {said['call']} {os.path.relpath(said['path'], project.base) if said['path'] else ''}"
        left = {loss: after(loss, tree, said, project.base) for loss in LOSSES}
        states.extend((f"{loss} before {where}", scene.state(died=True, tree=one)) for loss, one in left.items())

    scene.set()
    done = project.start(*scene.words, shim={"mode": "record"}).wait(at_point)
    assert (done.code, scene.overspent()) == (0, []), done.text
    return states


def kills(scene: Scene) -> Iterator[tuple[str, State]]:
    """Run the command again and again, killed before its first change, its second, and so on to the last."""
    at = 0
    while True:
        at += 1
        scene.set()
        child = scene.project.start(*scene.words, shim={"mode": "kill", "at": at}).wait()
        if child.code is not None:
            assert child.code == 0, child.text
            return
        yield f"killed before change {at}", scene.state(died=True)


def refusals(scene: Scene, errors: Sequence[int], *, sticky: bool, start: int = 0) -> Iterator[tuple[str, State | list[str]]]:
    """Run the command again and again; its first call after `start` fails, its second, and so on, with the errors in turn.

    Gives the states that it left, and what was wrong with what it said.
    """
    at = start
    while True:
        number = errors[at % len(errors)]
        at += 1
        scene.set()
        # No disk is too full, or too read-only, to be looked at.
        order = {"mode": "fail", "at": at, "errno": number, "sticky": sticky, "changes_only": {*errors} <= _OF_CHANGES}
        child = scene.project.run(*scene.words, shim=order)
        if not child.failed:
            assert child.code == 0, child.text
            return
        where = f"{os.strerror(number)} at {at} {child.failed.replace(str(scene.project.base), '')}"
        state = scene.state(died=False)
        yield where, state
        yield where, [*scene.overspent(), *in_words(child.text), *no_key(state.tree)]
