"""A command dies, or one of its calls fails, at every file-system call that it makes."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from crash.faults import kills, losses, refusals
from crash.scenes import SCENES, scene
from crash.verdict import State, first_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crash.bench import Bench

ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS", "EMFILE")


@pytest.mark.parametrize("name", SCENES)
def test_a_power_loss_before_any_call_breaks_nothing_and_pays_nothing_twice(bench: Bench, name: str) -> None:
    """[M1] [M2]: a kill, and a power loss of four kinds, before every call that changes something, and after the last."""
    made, judge = scene(bench, name)
    states = losses(made)
    broken = [f"{where}: {fault}" for where, state in states for fault in judge.faults(state)]
    assert not broken, first_of(broken)
    assert len(states) > 20


def test_a_process_that_is_killed_at_any_call_leaves_what_was_modelled(bench: Bench) -> None:
    """[M1]: it really dies, by SIGKILL, before every change."""
    made, judge = scene(bench, "generate")
    broken, number = [], 0
    for where, state in kills(made):
        number += 1
        broken += [f"{where}: {fault}" for fault in judge.faults(state)]
    assert not broken, first_of(broken)
    assert number > 40


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_at_any_call_loses_no_paid_answer(bench: Bench, error: str) -> None:
    """[M4] [M5]: one call fails, and the next run finds everything that was paid for."""
    assert_kept(bench, "generate", [error], sticky=False)


@pytest.mark.parametrize("name", [name for name in SCENES if name != "generate"])
def test_an_error_at_any_call_of_any_command_loses_no_paid_answer(bench: Bench, name: str) -> None:
    """[M4] [M5]: the first call fails with the first error, the second with the second, and so on in turn."""
    assert_kept(bench, name, ERRORS, sticky=False)


@pytest.mark.parametrize("error", ["ENOSPC", "EROFS"])
def test_a_disk_that_refuses_from_any_call_on_loses_no_paid_answer(bench: Bench, error: str) -> None:
    """[M4] [M5]: the disk is full, or read-only, from a call on; the answer goes to the rescue folder."""
    assert_kept(bench, "generate", [error], sticky=True)


@pytest.mark.soak
@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("error", ERRORS)
def test_every_error_at_any_call_of_any_command_loses_no_paid_answer(bench: Bench, name: str, error: str, sticky: bool) -> None:
    assert_kept(bench, name, [error], sticky=sticky)


def assert_kept(bench: Bench, name: str, errors: Sequence[str], *, sticky: bool) -> None:
    made, judge = scene(bench, name)
    broken, number = [], 0
    for where, left in refusals(made, [getattr(errno, error) for error in errors], sticky=sticky):
        number += 1
        broken += [f"{where}: {fault}" for fault in (judge.faults(left) if isinstance(left, State) else left)]
    assert not broken, first_of(broken)
    assert number > 50
