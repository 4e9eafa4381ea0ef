"""What every test can rely on: an environment in which nobody has set anything, and no network beyond this machine."""

from __future__ import annotations

import os
import re
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from commands import PAGES
from contract import contract
from mkdocs.config.defaults import MkDocsConfig
from sites import Site

from mkdocs_imggen.testing import ImageServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOREIGN = re.compile(
    r"CI|READTHEDOCS.*|TF_BUILD|JENKINS_URL|CODEBUILD_BUILD_ID|NETLIFY|CF_PAGES|VERCEL|OPENAI_.*|IMGGEN_.*|.*_PROXY|"
    r"NO_COLOR|FORCE_COLOR|COLUMNS|SOURCE_DATE_EPOCH",
    re.IGNORECASE,
)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    """Trace no test that is marked `no_cover`: in a worker pytest-cov has two collectors, and lets the other go on."""
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    if tracer is None or not (item.get_closest_marker("no_cover") or "no_cover" in item.fixturenames):
        return (yield)
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)
        threading.settrace(of_threads)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if _FOREIGN.fullmatch(name):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def process_of_its_own() -> None:
    """MkDocs keeps plugin objects for the life of a process, and ours its budget; a test is such a life."""
    for name, option in MkDocsConfig._schema:
        if name == "plugins":
            option.plugin_cache.clear()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(name: object) -> None:
        host = name.decode() if isinstance(name, bytes) else name
        if host is not None and host not in _LOOPBACK:
            raise socket.gaierror(socket.EAI_NONAME, f"tests reach nothing beyond this machine, not even {host}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            check(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            check(address[0])
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **options: Any) -> Any:
        check(host)
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with ImageServer(validate=contract()) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site of two pictures, whose folder the commands run in."""
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    monkeypatch.setenv("IMGGEN_RESCUE", str(tmp_path / "rescue"))
    monkeypatch.chdir(tmp_path)
    settings = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": []}
    made = Site(root=tmp_path, imggen=settings)
    made.page(PAGES)
    made.config()
    return made
