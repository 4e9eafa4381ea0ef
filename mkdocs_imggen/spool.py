"""The spool of paid answers, and the locks: what stands between a payment and the store.

An answer is on disk before anybody looks at it; the next run uses what it finds here and never buys it again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_imggen import files
from mkdocs_imggen.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mkdocs_imggen.providers.base import Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Spooled:
    """A paid answer that is not yet in the store."""

    path: Path
    body: bytes
    provider: str
    model: str | None
    created: str
    notes: tuple[str, ...]


class Spool:
    """Answers as they came, kept from the moment they arrived until their picture is in the store.

    A file is one JSON line (key, size, SHA-256, provider, model, created, notes), then the body. It is written in place and
    checks itself, so that a crash between any two system calls leaves either nothing or something that says it is torn.
    """

    def __init__(self, root: Path, note: Callable[[str], None]) -> None:
        self.root = root
        self.note = note

    def probe(self) -> None:
        """Make sure, before anything is paid for, that the spool takes a file.

        Raises:
            OSError: it does not.

        """
        files.make_folder(self.root, 0o700)
        probe = self.root / f".probe-{secrets.token_hex(4)}"
        files.write_new(probe, b"probe", same_is_fine=False)
        probe.unlink()

    def write(self, key: str, answer: Answer, *, provider: str, created: str) -> Path:
        """Keep an answer's bytes before anybody looks at them.

        Raises:
            OSError: the folder cannot be written.

        """
        head = {
            "key": key,
            "size": len(answer.body),
            "sha256": hashlib.sha256(answer.body).hexdigest(),
            "provider": provider,
            "model": answer.model,
            "created": created,
            "notes": answer.notes,
        }
        files.make_folder(self.root, 0o700)
        path = self.root / f"{key}-{secrets.token_hex(4)}.answer"
        files.fill(path, json.dumps(head).encode() + b"\n" + answer.body, 0o600)
        files.sync_folder(self.root)
        return path

    def find(self, key: str) -> list[Spooled]:
        """Give the whole answers for a key, oldest first; a torn one is left alone and named.

        Raises:
            StoreError: the spool cannot be looked into, so nobody knows what was paid for.

        """
        if self.root.is_symlink() or (self.root.exists() and not os.access(self.root, os.R_OK | os.W_OK | os.X_OK)):
            raise StoreError(
                "the spool of paid answers is no folder that we can read and write",
                where=str(self.root),
                kept="nothing was sent",
                hint="make it a folder of yours, or remove it",
            )
        found = []
        for path in self.root.glob(f"{key}-*.answer"):
            try:
                data, _ = files.read(path)
                line, _, body = data.partition(b"\n")
                head = json.loads(line)
                if head["key"] != key or hashlib.sha256(body).hexdigest() != head["sha256"]:
                    raise ValueError("torn")
                found.append(
                    Spooled(
                        path=path,
                        body=body,
                        provider=str(head["provider"]),
                        model=None if head["model"] is None else str(head["model"]),
                        created=str(head["created"]),
                        notes=tuple(str(note) for note in head["notes"]),
                    )
                )
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                self.note(f"{path.name} in the spool is torn and was left alone")
        return sorted(found, key=lambda answer: (answer.created, answer.path))

    def remove(self, path: Path) -> None:
        """Forget an answer whose picture is in the store."""
        path.unlink(missing_ok=True)


PATIENCE = 5
"""Seconds before somebody who waits for another process says so."""


@contextmanager
def locked(folder: Path, key: str, *, limit: float = 600, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the one job that there may be for a key, between threads and processes; the kernel frees it when we die.

    `waiting` is called when somebody else has held it for some seconds; after `limit` more seconds we give up.

    Raises:
        OSError: the folder cannot be written.
        StoreError: somebody else holds it for too long.

    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is made

    files.make_folder(folder)
    path = folder / f"{key}.lock"
    if path.is_symlink():  # filelock before 3.20 empties what a link points to
        raise OSError(errno.ELOOP, "a lock is a symbolic link")
    # thread_local=False: a lock belongs to the job, whichever thread runs it. The file stays: removing it would let a
    # third process lock a new file of the same name while the second one still holds the old one.
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        waiting()
        try:
            lock.acquire(timeout=limit)
        except Timeout as fault:
            raise StoreError(
                "another process is making this picture and does not finish",
                kept="nothing was sent by this one",
                hint="let it finish, or end it, and run again",
            ) from fault
    try:
        yield
    finally:
        lock.release()
