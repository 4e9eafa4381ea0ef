"""A run that is ended from outside, as by Ctrl-C or by a build service."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from crash.test_together import wait_until
from crash.verdict import announced, in_words, published

if TYPE_CHECKING:
    from crash.bench import Bench

ENDS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}


@pytest.mark.parametrize("name", ENDS)
def test_one_signal_sends_nothing_new_and_stores_what_is_under_way(bench: Bench, name: str) -> None:
    """[M3]"""
    project = bench.project()
    bench.bank.server.latency = 1
    child = project.start("imggen", "generate")
    wait_until(lambda: bench.bank.asked == ["A fox"], "the request is on its way")
    child.kill(getattr(signal, name))
    assert child.wait().code == ENDS[name], child.text
    assert in_words(child.text) == []
    assert bench.bank.asked == ["A fox"]
    assert len(list((project.root / "imggen").glob("a-fox-*.yml"))) == 1
    bench.bank.server.latency = 0
    assert project.run("imggen", "generate").code == 0
    assert bench.bank.asked == ["A fox", "An owl"]
    assert published(project) == []


@pytest.mark.parametrize("name", ENDS)
def test_a_second_signal_leaves_at_once_and_the_next_run_names_what_was_under_way(bench: Bench, name: str) -> None:
    """[M3]"""
    project = bench.project(prompts=("A fox",))
    bench.bank.server.latency = 20
    child = project.start("imggen", "generate")
    wait_until(lambda: bench.bank.asked == ["A fox"], "the request is on its way")
    child.kill(getattr(signal, name))
    wait_until(lambda: "once more ends at once" in child.text, "it says that it ends")
    child.kill(getattr(signal, name))
    child.wait()
    assert "ended at once" in child.text
    bench.bank.server.latency = 0
    assert announced(project.run("imggen", "generate").text) == ["a-fox"]
    assert bench.bank.asked == ["A fox"]
    assert project.run("imggen", "retry", "a-fox").code == 0
    assert published(project) == []
