"""Many pictures at once are drawn by processes of their own, and look as if one had drawn them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import ClassVar

import pytest
from makers import a_request

from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.providers.base import Answer, InputPicture
from mkdocs_imggen.providers.sketch import SketchProvider, answer, workers
from mkdocs_imggen.providers.sketch.workers import WORTH, Worker
from mkdocs_imggen.request import Input, Request
from mkdocs_imggen.testing import picture

PROMPTS = ("A red lock", "Three servers", "A fox, line art", "A rocket, isometric", "A sign that says hello", "A qzxv")


def asked(prompt: str, **more: object) -> Request:
    return a_request(prompt=prompt, provider="sketch", width=192, height=128, **more)


REQUESTS = [asked(prompt, format=format_) for prompt in PROMPTS for format_ in ("webp", "png")]
EDIT = asked("Make it teal", inputs=(Input("edit", "0" * 64),), take=2)


class Known(Worker):
    """A worker that is remembered."""

    all: ClassVar[list[Known]] = []

    def __init__(self) -> None:
        super().__init__()
        self.all.append(self)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 2)
    monkeypatch.setattr(workers, "Worker", Known)
    monkeypatch.setattr(Known, "all", [])


def together(provider: SketchProvider, requests: list[Request]) -> list[Answer]:
    """Ask for all at the same time."""
    ready = Barrier(len(requests))

    def ask(request: Request) -> Answer:
        ready.wait()
        return provider.generate(request)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(ask, requests))


def test_their_pictures_and_notes_are_those_of_one_process() -> None:
    assert together(SketchProvider(), REQUESTS) == [answer(request, (), 1) for request in REQUESTS]


def test_a_worker_also_changes_pictures_and_draws_several_takes() -> None:
    worker = Worker()
    data = InputPicture(role="edit", name="a.png", data=picture(64, 64, transparent=True))
    try:
        assert worker.draw(EDIT, [data], 2) == answer(EDIT, [data], 2)
        assert worker.draw(REQUESTS[0], [], 3) == answer(REQUESTS[0], [], 3)
    finally:
        worker.end()


def test_few_pictures_are_drawn_here_and_many_leave_no_process_and_no_descriptor_behind() -> None:
    provider, before = SketchProvider(), len(list(Path("/dev/fd").iterdir()))
    together(provider, REQUESTS[: WORTH - 1])
    assert Known.all == []
    together(provider, REQUESTS)
    assert len(Known.all) == 2
    assert [worker._process.returncode for worker in Known.all] == [-signal.SIGKILL, -signal.SIGKILL]
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_what_a_worker_cannot_do_is_told_as_ever() -> None:
    provider = SketchProvider()
    clear = asked("Make it teal", inputs=(Input("edit", "0" * 64),), background="transparent")
    opaque = [InputPicture(role="edit", name="a.png", data=picture(64, 64))]
    with ThreadPoolExecutor(WORTH + 2) as pool:
        under_way = [pool.submit(provider.generate, clear, opaque) for _ in range(WORTH + 2)]
        for one in under_way:
            with pytest.raises(DirectiveError, match="the picture that goes in is opaque"):
                one.result()


def test_a_worker_that_is_killed_costs_no_picture() -> None:
    provider = SketchProvider()
    with ThreadPoolExecutor(8) as pool:
        under_way = [pool.submit(provider.generate, request) for request in REQUESTS]
        while not Known.all:
            time.sleep(0.001)
        Known.all[0]._process.kill()
        made = [one.result() for one in under_way]
    assert made == [answer(request, (), 1) for request in REQUESTS]


def test_on_one_processor_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 1)
    monkeypatch.setattr(workers, "Worker", None)
    assert len(together(SketchProvider(), REQUESTS)) == len(REQUESTS)


def test_a_program_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from mkdocs_imggen.providers.sketch import SketchProvider\n"
        "from mkdocs_imggen.request import Request\n"
        "print('begun')\n"
        "request = Request(prompt='A lock', provider='sketch', model='auto', width=64, height=64, quality='low',\n"
        "                  background='opaque', format='png')\n"
        "provider = SketchProvider()\n"
        "with ThreadPoolExecutor(6) as pool:\n"
        "    print(len(set(pool.map(provider.generate, [request] * 12))))\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, tmp_path / "program.py"], capture_output=True, text=True, check=True)
    assert done.stdout == "begun\n1\n"
