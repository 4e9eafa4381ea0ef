"""Real processes with several threads die at random moments."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from crash.project import label
from crash.trees import on_disk
from crash.verdict import announced, first_of, in_words, published

if TYPE_CHECKING:
    from crash.bench import Bench
    from crash.project import Project

PROMPTS = ("A fox", "An owl", "A bear", "A lynx", "A crow", "A deer")
AT_ONCE = 3
CHUNKS = 4


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_kills_lose_nothing_but_what_was_in_flight_and_that_is_announced(bench: Bench, chunk: int) -> None:
    """[M1]: 300 kills in all."""
    run_of_kills(bench, 300 // CHUNKS, seed=chunk)


@pytest.mark.soak
@pytest.mark.parametrize("chunk", range(10))
def test_thousands_of_random_kills_lose_nothing_either(bench: Bench, chunk: int) -> None:
    run_of_kills(bench, 500, seed=1000 + chunk)


def run_of_kills(bench: Bench, kills: int, *, seed: int) -> None:
    dice = random.Random(seed)
    project = bench.project(prompts=PROMPTS, settings={"concurrency": AT_ONCE, "budget": 100})
    bench.bank.server.latency = 0.01
    left, broken = kills, []
    while left > 0:
        project.lay({})
        bench.bank.begin()
        retried, used, faults = until_done(project, dice, left)
        left -= used
        broken += [*faults, *accounts(project, retried), *published(project)]
    assert not broken, first_of(broken)


def until_done(project: Project, dice: random.Random, most: int) -> tuple[Counter[str], int, list[str]]:
    """Kill the command again and again until its site is whole; give what was sent again, the kills, and what was broken."""
    retried: Counter[str] = Counter()
    names: list[str] = []
    kills, faults = 0, []
    while True:
        words = ("imggen", "retry", names.pop()) if names else ("imggen", "generate")
        retried.update(words[2:])
        child = project.start(*words)
        if kills < most:
            time.sleep(dice.uniform(0.01, 0.15))
            child.kill()
        child.wait()
        faults += in_words(child.text)
        if child.code is None:
            kills += 1
        elif words[1] == "generate":
            names = announced(child.text)
            if child.code == 0:
                return retried, kills, faults
            if not names:
                return retried, kills, [*faults, f"it failed: {child.text}"]


def accounts(project: Project, retried: Counter[str]) -> list[str]:
    """Say which money cannot be accounted for."""
    tree, bank = project.tree(), project.bank
    lost = Counter(label(one.prompt) for one in bank.paid if not on_disk(tree, one))
    return [
        *(
            f"{name}: {number} answers were lost and {retried[name]} announced"
            for name, number in lost.items()
            if number > retried[name]
        ),
        *(
            f"{prompt}: asked {number} times, {retried[label(prompt)]} of them by `imggen retry`"
            for prompt, number in bank.counts.items()
            if number > 1 + retried[label(prompt)]
        ),
    ]
