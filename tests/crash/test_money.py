"""Money: what is asked for once, what is kept of an answer, and what is not asked for at all."""

from __future__ import annotations

import base64
import errno
import json
import os
from typing import TYPE_CHECKING

import openai
import pytest
from contract import contract
from engine import SERVER, engine, in_store, plan

from crash.project import KEY
from crash.trials import TRIALS
from crash.verdict import published
from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.testing import ImageServer, Received, Reply, picture

if TYPE_CHECKING:
    from pathlib import Path

    from crash.bench import Bench


@pytest.mark.parametrize("name", [name for name in TRIALS if name not in {"power", "full", "unreadable"}])
def test_the_package_stands_every_trial_that_a_mutant_fails(bench: Bench, name: str) -> None:
    """[M1] [M4] [C1]: the other trials are in `test_points.py`."""
    assert list(TRIALS[name](bench)) == []


@pytest.mark.parametrize("command", ["imggen generate", "mkdocs build -q"])
@pytest.mark.parametrize("error", ["ENOSPC", "EROFS", "EACCES"])
def test_a_disk_that_takes_nothing_is_noticed_before_anything_is_paid(bench: Bench, command: str, error: str) -> None:
    """[M6]: whatever is refused, from the first write on."""
    project = bench.project()
    child = project.run(*command.split(), shim={"mode": "fail", "at": 0, "errno": getattr(errno, error), "sticky": True})
    assert child.code == 1
    assert "cannot be written" in child.text
    assert bench.bank.asked == []


def test_a_disk_with_less_than_20_megabytes_is_full_before_anything_is_paid(bench: Bench) -> None:
    """[M6]"""
    project = bench.project()
    child = project.run("imggen", "generate", shim={"mode": "full"})
    assert child.code == 1
    assert "20 MB" in child.text
    assert bench.bank.asked == []
    assert project.run("imggen", "generate").code == 0


@pytest.mark.parametrize("event", ["on_env", "on_post_page", "on_post_build"])
def test_an_exception_in_another_plugin_after_the_payment_loses_nothing(bench: Bench, event: str) -> None:
    """[M15]: every picture was stored when it came."""
    project = bench.project()
    (project.root / "hooks.py").write_text(
        f"def {event}(*args, **options):\n    raise RuntimeError('another plugin')\n{event}.mkdocs_priority = -200\n", "utf-8"
    )
    failed = project.run("mkdocs", "build", "-q", "-f", project.another("mkdocs-hooks.yml", hooks=["hooks.py"]))
    assert failed.code == 1
    assert "another plugin" in failed.text
    assert sorted(bench.bank.asked) == ["A fox", "An owl"]
    assert published(project) == []
    assert project.run("imggen", "generate").text == "nothing to make\n"
    assert len(bench.bank.asked) == 2


def test_a_thousand_pictures_through_one_generator_are_one_client_and_no_leaked_descriptors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[C10]"""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # eight thousand of them; this is about descriptors

    clients: list[object] = []
    init = openai.OpenAI.__init__

    def counted(self: openai.OpenAI, **options: object) -> None:
        clients.append(self)
        init(self, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(openai.OpenAI, "__init__", counted)
    body = json.dumps({"data": [{"b64_json": base64.b64encode(picture(16, 16)).decode()}]}).encode()

    def reply(_: Received) -> Reply:
        return Reply(body=body)

    with ImageServer(script=reply, validate=contract()) as server:
        settings = {**SERVER, "base_url": server.url, "concurrency": 8, "format": "png", "budget": 100}
        generator = engine(tmp_path, settings=settings, env={"TEST_IMAGE_KEY": KEY})
        Batch(generator, orders(plan(generator, "The first", options="?size=16x16"))).make()
        before = handles()
        wanted = plan(generator, "The first", *(f"Picture {number}" for number in range(999)), options="?size=16x16")
        summary = Batch(generator, orders(wanted)).make()
        assert handles() <= before
        assert (summary.made, summary.reused) == (999, 1)
        assert len(server.requests) == 1000
        assert server.peak <= 8
        generator.close()
    assert len(clients) == 1
    assert len(in_store(tmp_path)) == 2000


def handles() -> int:
    return len(os.listdir("/dev/fd"))  # noqa: PTH208 - names are enough
