"""`mkdocs serve` with `serve: generate`: drafts at once, pictures after a quiet second, each request once."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_imggen import background
from mkdocs_imggen.testing import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from sites import Site

    from mkdocs_imggen.testing import ImageServer

FOX, OWL = "![A fox](imggen:)\n", "![An owl](imggen:)\n"


@pytest.fixture
def serving(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(background, "QUIET", 0.1)
    site.imggen["serve"] = "generate"
    return site


class Watcher:
    def __init__(self) -> None:
        self.watched: list[str] = []

    def watch(self, path: str) -> None:
        self.watched.append(path)


def rebuild(site: Site, text: str, *, begin: bool = False) -> MkDocsConfig:
    """Build as `mkdocs serve` does when a page was saved."""
    site.page(text)
    config = load_config(str(site.config()), site_dir=str(site.root / "site"))
    if begin:
        config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    return config


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "it did not happen within 20 seconds"
        time.sleep(0.01)


def shown(site: Site) -> str:
    html = (site.root / "site/index.html").read_text("utf-8")
    return html.split('src="assets/imggen/')[1].split('"')[0]


def test_a_draft_is_there_at_once_and_the_picture_after_a_quiet_moment(serving: Site, server: ImageServer) -> None:
    config = rebuild(serving, FOX, begin=True)
    assert shown(serving).startswith("draft-a-fox-")
    assert serving.store == []
    watcher: Any = Watcher()
    config.plugins.on_serve(watcher, config=config, builder=lambda: None)
    assert watcher.watched == [str(serving.root / "imggen")]
    until(lambda: len(serving.store) == 2)
    rebuild(serving, FOX)
    assert shown(serving).startswith("a-fox-")
    config.plugins.on_shutdown()
    assert len(server.requests) == 1


@pytest.mark.no_cover  # tracing keeps objects of its own
def test_fifty_rebuilds_leave_nothing_behind(serving: Site, server: ImageServer) -> None:
    config = rebuild(serving, FOX, begin=True)
    until(lambda: len(serving.store) == 2)
    left = []
    for number in range(60):
        rebuild(serving, f"{FOX}\n\n{number}\n")
        if number in {9, 59}:
            gc.collect()
            left.append((len(list(Path("/dev/fd").iterdir())), threading.active_count(), len(gc.get_objects())))
    config.plugins.on_shutdown()
    assert left[0][:2] == left[1][:2]
    assert left[1][2] - left[0][2] < 500  # ten objects a build; MkDocs and the test keep a few
    assert len(server.requests) == 1


def test_a_page_saved_many_times_sends_what_was_written_last(
    serving: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[C9]"""
    monkeypatch.setattr(background, "QUIET", 3.0)  # longer than a build takes on a busy machine
    config = rebuild(serving, "![A f](imggen:)\n", begin=True)
    for text in ("![A fo](imggen:)\n", "![A fox](imggen:)\n", "![A fox](imggen:)\n\nMore.\n"):
        rebuild(serving, text)
    until(lambda: len(serving.store) == 2)
    config.plugins.on_shutdown()
    assert [(request.body or {})["prompt"] for request in server.requests] == ["A fox"]


def test_what_failed_is_not_sent_again_before_its_words_change(serving: Site, server: ImageServer) -> None:
    server.script = [Reply.error(400, "moderation_blocked", "no foxes")]
    config = rebuild(serving, FOX, begin=True)
    until(lambda: len(server.requests) == 1)
    for _ in range(3):
        rebuild(serving, FOX)
    time.sleep(0.3)
    assert len(server.requests) == 1
    rebuild(serving, OWL)
    until(lambda: len(serving.store) == 2)
    config.plugins.on_shutdown()
    assert len(server.requests) == 2


def test_the_end_of_the_server_waits_for_what_is_paid_for(serving: Site, server: ImageServer) -> None:
    server.script = [Reply(wait=0.5), Reply(wait=0.5)]
    serving.imggen["concurrency"] = 1
    config = rebuild(serving, FOX + "\n" + OWL, begin=True)
    until(lambda: len(server.requests) == 1)
    config.plugins.on_shutdown()
    assert len(serving.store) == 2
    assert len(server.requests) == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "imggen-background"]


def test_the_end_of_a_server_that_made_nothing_is_at_once(
    serving: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "QUIET", 600.0)
    config = rebuild(serving, FOX, begin=True)
    config.plugins.on_shutdown()
    assert server.requests == []


def test_over_the_budget_nothing_is_sent_and_the_server_goes_on(serving: Site, server: ImageServer) -> None:
    serving.imggen["budget"] = 0.001
    config = rebuild(serving, FOX, begin=True)
    time.sleep(0.5)
    rebuild(serving, FOX)
    config.plugins.on_shutdown()
    assert server.requests == []


def test_without_the_setting_nothing_is_sent(site: Site, server: ImageServer) -> None:
    """[C9]"""
    config = rebuild(site, FOX, begin=True)
    time.sleep(0.2)
    config.plugins.on_shutdown()
    assert server.requests == []
    assert shown(site).startswith("draft-a-fox-")


def test_a_dark_twin_is_made_behind_its_picture(serving: Site, server: ImageServer) -> None:
    config = rebuild(serving, "![A fox](imggen:?dark=true)\n", begin=True)
    page = (serving.root / "site/index.html").read_text("utf-8")
    assert page.count('src="assets/imggen/draft-a-fox') == 2
    until(lambda: len(serving.store) == 4)
    rebuild(serving, "![A fox](imggen:?dark=true)\n")
    assert "draft" not in (serving.root / "site/index.html").read_text("utf-8")
    config.plugins.on_shutdown()
    assert [request.path for request in server.requests] == ["/v1/images/generations", "/v1/images/edits"]
