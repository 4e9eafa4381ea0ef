"""A process that has imported everything once and forks a child for every command: a command costs a fraction of a second.

    python -m crash.zygote HANDLE

reads orders (one JSON document, with one end of a socket) from the socket HANDLE. A child says `{"pid": N}` through its own
end when it begins and `{"exit": N, "calls": N, "failed": CALL}` when it is done; an end without that line is a death.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import logging
import os
import random
import signal
import socket
import sys
import tempfile
import traceback
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NoReturn

from crash import mutants
from crash.project import write_project
from crash.shim import Shim

_IMPORTS = [
    "mkdocs.__main__",
    "mkdocs.commands.build",
    "mkdocs.commands.serve",
    "mkdocs.contrib.search",
    "mkdocs_imggen.cli",
    "mkdocs_imggen.plugin",
    "mkdocs_imggen.build",
    "mkdocs_imggen.batch",
    "mkdocs_imggen.maker",
    "mkdocs_imggen.extension",
    "mkdocs_imggen.standalone",
    "mkdocs_imggen.providers.openai",
    "openai",
    "httpx2",
    "diskcache",
    "filelock",
    "PIL.PngImagePlugin",
    "PIL.WebPImagePlugin",
    "concurrent.futures.thread",
    "markdown.extensions.toc",
    "markdown.extensions.tables",
    "markdown.extensions.fenced_code",
    "encodings.idna",
    "difflib",
]


def main() -> None:
    """Fork a child for each order, until the harness closes its end."""
    harness = socket.socket(fileno=int(sys.argv[1]))
    for name in _IMPORTS:
        importlib.import_module(name)
    vars(os)["fsync"] = lambda _: None  # nothing here loses its power; the shim counts these calls all the same
    _warm()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a child: the end of its socket says that it is gone
    harness.sendall(b"+")
    while True:
        text, handles, _, _ = socket.recv_fds(harness, 1 << 16, 1)
        if not text:
            return
        if os.fork() == 0:
            harness.close()
            _run(json.loads(text), socket.socket(fileno=handles[0]))
        os.close(handles[0])


def _warm() -> None:
    """Make a picture and a site once: every lazy import is done, every pattern compiled."""
    import httpcore2  # noqa: PLC0415 - the harness itself needs none of this
    import mkdocs.plugins  # noqa: PLC0415 - as above
    from mkdocs.config.defaults import MkDocsConfig  # noqa: PLC0415 - as above

    from mkdocs_imggen.testing import ImageServer  # noqa: PLC0415 - as above

    # A search through all installed packages, which takes as long as everything else in a small build.
    vars(mkdocs.plugins)["entry_points"] = functools.cache(entry_points)
    # Certificates take a third of a small command, and every server here speaks plain HTTP.
    vars(httpcore2)["default_ssl_context"] = functools.cache(httpcore2.default_ssl_context)
    before = os.getcwd()  # noqa: PTH109 - a place to come back to
    with tempfile.TemporaryDirectory() as folder, ImageServer() as server, open(os.devnull, "w") as nowhere:  # noqa: PTH123 - as short
        write_project(Path(folder), ("A fox",), {"base_url": server.url})
        os.chdir(folder)
        os.environ["TEST_IMAGE_KEY"] = "test-key-1234567890"
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            codes = [_command(words.split()) for words in ("imggen generate", "imggen check", "mkdocs build -q")]
        os.chdir(before)
    assert codes == [0, 0, 0], codes
    for name in ("mkdocs", "imggen"):
        logging.getLogger(name).handlers.clear()  # they write to nowhere
    for name, option in MkDocsConfig._schema:
        if name == "plugins":
            option.plugin_cache.clear()  # type: ignore[attr-defined]


def _run(order: dict[str, Any], channel: socket.socket) -> NoReturn:
    """Be one command."""
    code = 98
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        channel.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
        os.chdir(order["folder"])
        os.environ.update(order["environment"])
        tempfile.tempdir = None
        random.seed()
        output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(output, 1)
        os.dup2(output, 2)
        for name, value in order["values"].items():
            module, _, attribute = name.rpartition(".")
            setattr(importlib.import_module(module), attribute, value)
        for mutant in order["mutants"]:
            mutants.apply(mutant)
        shim = Shim(order["shim"], channel) if order["shim"] else None
        if shim:
            shim.install()
        code = _command(order["words"])
        if shim:
            shim.end()
        sys.stdout.flush()
        sys.stderr.flush()
        said = {"exit": code, "calls": shim.count if shim else 0, "failed": shim.failed if shim else ""}
        channel.sendall(json.dumps(said).encode() + b"\n")
    except BaseException:  # noqa: BLE001 - the harness reads it as a failure of the command
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(code)


def _command(words: list[str]) -> int:
    """Run `imggen …` or `mkdocs …` as its script does, and give its exit code."""
    if words[0] == "imggen":
        from mkdocs_imggen.cli import main as command  # noqa: PLC0415 - after mutants were applied
    else:
        from mkdocs.__main__ import cli as command  # noqa: PLC0415 - as above
    try:
        command(words[1:], prog_name=words[0])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as a script would end
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main()
