"""The harness itself: whatever is broken on purpose, it notices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crash.mutants import MUTANTS
from crash.trials import TRIALS

if TYPE_CHECKING:
    from crash.bench import Bench


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_package_fails_a_trial(bench: Bench, name: str) -> None:
    """[mutants]: run until the first failure only, the trial first that is most likely to see it."""
    broken = replace(bench, mutants=(name,))
    order = sorted(TRIALS, key=lambda trial: trial != MUTANTS[name][1])
    assert next((fault for trial in order for fault in TRIALS[trial](broken)), None) is not None
