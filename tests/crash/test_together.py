"""Several processes want the same pictures at the same time."""

from __future__ import annotations

import random
import signal
import socket
import time
from typing import TYPE_CHECKING

import pytest

from crash.project import page
from crash.verdict import announced, published

if TYPE_CHECKING:
    from collections.abc import Callable

    from crash.bench import Bench
    from crash.children import Child
    from crash.project import Project

GENEROUS = 60
"""Seconds after which something hangs; no test waits that long when all is well."""


def wait_until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + GENEROUS
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


def test_32_processes_that_miss_one_picture_ask_once(bench: Bench) -> None:
    """[C1]: the others wait, and find it in the store."""
    together(bench, 32)


@pytest.mark.soak
def test_200_processes_that_miss_one_picture_ask_once(bench: Bench) -> None:
    together(bench, 200)


def together(bench: Bench, number: int) -> None:
    project = bench.project(prompts=("A fox",))
    bench.bank.server.latency = 0.3
    children = [project.start("imggen", "generate") for _ in range(number)]
    assert [child.wait().code for child in children] == [0] * number, children[0].text
    assert bench.bank.asked == ["A fox"]
    assert published(project) == []


def test_16_processes_with_40_pictures_in_any_order_ask_40_times(bench: Bench) -> None:
    """[C2]: one record each."""
    shuffled(bench, 16, 40)


@pytest.mark.soak
def test_32_processes_with_200_pictures_in_any_order_ask_200_times(bench: Bench) -> None:
    shuffled(bench, 32, 200)


def shuffled(bench: Bench, processes: int, pictures: int) -> None:
    prompts = tuple(f"Animal {number}" for number in range(pictures))
    project = bench.project(prompts=prompts, settings={"concurrency": 4, "budget": 1000})
    pages = sorted(path.name for path in (project.root / "docs").iterdir())
    children = []
    for number in range(processes):
        random.Random(number).shuffle(pages)
        children.append(project.start("imggen", "generate", "-f", project.another(f"mkdocs-{number}.yml", nav=pages)))
    assert [child.wait().code for child in children] == [0] * processes, children[0].text
    assert sorted(bench.bank.asked) == sorted(prompts)
    assert len(list((project.root / "imggen").glob("*.yml"))) == pictures
    assert published(project) == []


def test_serve_and_build_and_generate_at_once_pay_once_and_read_no_half_file(bench: Bench) -> None:
    """[C3]: what each of them publishes is what was answered."""
    project = bench.project(settings={"serve": "generate"})
    bench.bank.server.latency = 0.2
    server = serve(project)
    children = [project.start("mkdocs", "build", "-q", "-d", "built"), project.start("imggen", "generate")]
    assert [child.wait().code for child in children] == [0, 0], children[0].text + children[1].text
    wait_until(lambda: "Serving on" in server.text, "the server serves")
    end(server)
    assert sorted(bench.bank.asked) == ["A fox", "An owl"]
    assert len(list((project.root / "built" / "assets" / "imggen").iterdir())) == 2
    assert published(project) == []


def serve(project: Project) -> Child:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return project.start("mkdocs", "serve", "-a", f"127.0.0.1:{port}")


def end(server: Child) -> None:
    server.kill(signal.SIGINT)
    server.wait()
    assert server.code == 0, server.text


@pytest.fixture
def held(bench: Bench) -> tuple[Project, Child]:
    """A site of one picture, and a process whose request for it is on its way."""
    project = bench.project(prompts=("A fox",))
    bench.bank.server.latency = 2
    holder = project.start("imggen", "generate")
    wait_until(lambda: bench.bank.asked == ["A fox"], "the request is on its way")
    return project, holder


def test_when_the_holder_of_a_lock_is_killed_the_next_one_goes_on_at_once(bench: Bench, held: tuple[Project, Child]) -> None:
    """[C4]: within five seconds, most of which are for a slow machine; it names what was in flight and does not send it again."""
    project, holder = held
    next_one = project.start("imggen", "generate")
    time.sleep(0.3)
    began = time.monotonic()
    holder.kill()
    holder.wait()
    next_one.wait()
    assert time.monotonic() - began < 5
    assert (next_one.code, announced(next_one.text)) == (1, ["a-fox"])
    assert bench.bank.asked == ["A fox"]
    bench.bank.server.latency = 0
    assert project.run("imggen", "retry", "a-fox").code == 0
    assert bench.bank.asked == ["A fox", "A fox"]
    assert published(project) == []


def test_behind_a_stopped_holder_the_next_one_says_so_gives_up_and_pays_nothing(
    bench: Bench, held: tuple[Project, Child]
) -> None:
    """[C5]: it names the holder's process and page; with a patience of 0.2 seconds and a limit of one."""
    project, holder = held
    holder.kill(signal.SIGSTOP)
    project.values = {"mkdocs_imggen.locks.PATIENCE": 0.2}
    waiting = project.run("imggen", "generate", "-f", project.another("mkdocs-waiter.yml", settings={"timeout": 1}))
    assert waiting.code == 1
    assert f"process {holder.pid}" in waiting.text
    assert "index.md" in waiting.text
    assert "does not finish" in waiting.text
    assert bench.bank.asked == ["A fox"]
    holder.kill(signal.SIGCONT)
    assert holder.wait().code == 0
    assert published(project) == []


def test_a_page_saved_50_times_while_a_call_runs_is_one_request(bench: Bench) -> None:
    """[C9]: the page asks for the same picture each time."""
    project, server = serving(bench, "generate")
    save(project, [f"{page('A fox')}\nSaved {number} times.\n" for number in range(20)])
    wait_until(lambda: bench.bank.asked != [], "a quiet second is over, and the request on its way")
    save(project, [f"{page('A fox')}\nSaved {number} times.\n" for number in range(20, 50)])
    wait_until(lambda: stored(project) == 1, "the picture is stored")
    time.sleep(MORE_THAN_QUIET)
    end(server)
    assert bench.bank.asked == ["A fox"]


def test_words_that_are_being_typed_are_asked_for_when_they_rest(bench: Bench) -> None:
    """[C9]: the request after a quiet second is for what the page says then."""
    project, server = serving(bench, "generate")
    save(project, [page(f"A fox {number}") for number in range(1, 51)])
    wait_until(lambda: stored(project) > 0, "the picture is stored")
    time.sleep(MORE_THAN_QUIET)
    end(server)
    assert bench.bank.asked == ["A fox 50"]


def test_without_being_told_to_a_server_asks_for_nothing(bench: Bench) -> None:
    """[C9]: `serve: generate` is not set."""
    project, server = serving(bench, "draft")
    save(project, [f"{page('A fox')}\nSaved {number} times.\n" for number in range(50)])
    time.sleep(MORE_THAN_QUIET)
    end(server)
    assert bench.bank.asked == []


MORE_THAN_QUIET = 1.5
"""Seconds in which a request would have left if one were to come."""


def serving(bench: Bench, setting: str) -> tuple[Project, Child]:
    """Serve a site without a picture; an answer takes a second."""
    project = bench.project(prompts=("A fox",), settings={"serve": setting})
    bench.bank.server.latency = 1
    (project.root / "docs" / "index.md").write_text("Nothing yet.\n", "utf-8")
    server = serve(project)
    wait_until(lambda: "Serving on" in server.text, "the server serves")
    return project, server


def save(project: Project, texts: list[str]) -> None:
    """Save a page again and again, and wait for a build that came after all of it."""
    for text in texts:
        (project.root / "docs" / "index.md").write_text(text, "utf-8")
        time.sleep(0.03)
    last = f"last-{len(texts)}"
    (project.root / "docs" / f"{last}.md").write_text("The last one.\n", "utf-8")
    wait_until(lambda: any((project.base / "tmp").glob(f"*/{last}/index.html")), "a build that came after all of them")


def stored(project: Project) -> int:
    return len(list((project.root / "imggen").glob("*.yml")))
