"""One job a request key, between threads and processes."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mkdocs_imggen import files
from mkdocs_imggen.errors import StoreError, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 5
"""Seconds before somebody who waits for another process says so."""
_MAX_HOLDER = 300
"""Bytes read of the note that a holder leaves."""


@contextmanager
def locked(
    folder: Path, key: str, *, holder: str = "", limit: float = 600, waiting: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Hold the one job that there may be for a key; the kernel frees it when we die.

    `holder` is what others are told of us. `waiting` is called, with what is known of the holder, when somebody else has
    held it for some seconds; after `limit` more seconds we give up.

    Raises:
        OSError: the folder cannot be written.
        StoreError: somebody else holds it for too long.

    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is made

    files.make_folder(folder)
    path, note = folder / f"{key}.lock", folder / f"{key}.holder"
    if path.is_symlink():  # filelock before 3.20 empties what a link points to
        raise OSError(errno.ELOOP, "a lock is a symbolic link")
    # thread_local=False: a lock belongs to the job, whichever thread runs it. The file stays: removing it would let a
    # third process lock a new file of the same name while the second one still holds the old one.
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        who = _holder(note)
        waiting(who)
        try:
            lock.acquire(timeout=limit)
        except Timeout as fault:
            raise StoreError(
                f"{who} is making this picture and does not finish",
                kept="nothing was sent by this one",
                hint="let it finish, or end it, and run again",
            ) from fault
    try:
        with suppress(OSError):  # a courtesy to who waits
            note.unlink(missing_ok=True)
            files.fill(note, f"process {os.getpid()}{f' ({holder})' if holder else ''}".encode(), 0o644, sync=False)
        yield
    finally:
        lock.release()


def busy(folder: Path, key: str) -> bool:
    """Whether somebody is at work on a key just now."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is made

    path = folder / f"{key}.lock"
    try:
        if path.is_symlink() or not path.exists():
            return False
        with FileLock(path, thread_local=False).acquire(timeout=0):
            return False
    except (Timeout, OSError):  # who cannot look leaves alone what may be somebody's
        return True


def _holder(note: Path) -> str:
    """Say who holds a lock, as far as it said so itself."""
    try:
        text = files.read(note)[0][:_MAX_HOLDER].decode("utf-8", "replace")
    except OSError:
        text = ""
    return clean(text) if text.startswith("process ") else "another process"
