"""The spool: what was sent and what was answered, between a payment and the store.

A file here is one of two kinds, both named by the picture's label, 8 digits of its request key and a token of the attempt:

    a-fox-1a2b3c4d-5e6f7a8b.intent    written before a request leaves: from here on it may be billed
    a-fox-1a2b3c4d-5e6f7a8b.answer    the answer as it came, on disk before anybody looks; its intent is removed after it

So a crash leaves an answer that the next run uses and never buys again, or an intent that it names and never sends again
by itself. Both kinds check themselves: a line with the SHA-256 of the rest, a line of JSON, and of an answer its body.

It is long because what is written before and after a payment, and what is read of it later, is one format.
"""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import files
from mkdocs_imggen.errors import StoreError
from mkdocs_imggen.order import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mkdocs_imggen.providers.base import Answer

_NO_FILE = {errno.ELOOP, errno.EINVAL, errno.ENXIO, errno.EISDIR}
"""Errors of reading what is no regular file."""
OTHERS_WRITE = 0o022
"""Permission bits by which somebody else could plant an answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """A request that left, or was about to; `outcome` says what became of it: empty while nobody knows.

    `dollars` is the estimate, `sent` the time in UTC.
    """

    path: Path
    order: Order
    provider: str
    dollars: float
    sent: str
    outcome: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spooled:
    """A paid answer that is not yet in the store."""

    path: Path
    order: Order
    body: bytes
    provider: str
    model: str | None
    created: str
    notes: tuple[str, ...]


class Spool:
    """Intents, and answers as they came; `note` hears what is left alone because it is torn or not ours."""

    def __init__(self, root: Path, note: Callable[[str], None]) -> None:
        self.root = root
        self._note = note
        self._noted: set[str] = set()

    def probe(self) -> None:
        """Make sure, before anything is paid for, that the spool takes a file.

        Raises:
            OSError: it does not.

        """
        files.make_folder(self.root, 0o700)
        files.probe(self.root)

    def begin(self, order: Order, *, provider: str, dollars: float, sent: str) -> Intent:
        """Say, before a request leaves, that it does.

        Raises:
            OSError: the folder cannot be written; then nothing may be sent.

        """
        files.make_folder(self.root, 0o700)
        path = self.root / f"{order.label}-{order.key[:8]}-{secrets.token_hex(4)}.intent"
        intent = Intent(path=path, order=order, provider=provider, dollars=dollars, sent=sent)
        try:
            files.fill(path, _pack(_intent_head(intent)), 0o600)
            files.sync_folder(self.root)
        except OSError:
            with suppress(OSError):
                path.unlink()  # nothing leaves now, so it would say what is not so
            raise
        return intent

    def settle(self, intent: Intent, outcome: str) -> None:
        """Write down what became of a request that brought no answer and may not be sent again without being told to."""
        head = _intent_head(intent) | {"outcome": outcome}
        files.replace(intent.path, _pack(head))

    def write(self, intent: Intent, answer: Answer, *, created: str) -> Spooled:
        """Keep an answer's bytes before anybody looks at them, then drop its intent.

        Raises:
            OSError: the folder cannot be written.

        """
        files.make_folder(self.root, 0o700)
        spooled = self.spooled(intent, answer, created=created)
        files.fill(spooled.path, pack(spooled), 0o600)
        files.sync_folder(self.root)
        intent.path.unlink(missing_ok=True)
        return spooled

    def spooled(self, intent: Intent, answer: Answer, *, created: str) -> Spooled:
        """Give what `write` writes."""
        return Spooled(
            path=self.root / f"{intent.path.stem}.answer",
            order=intent.order,
            body=answer.body,
            provider=intent.provider,
            model=answer.model,
            created=created,
            notes=answer.notes,
        )

    def take(self, path: Path) -> Spooled:
        """Copy an answer from elsewhere into the spool, under its name.

        Raises:
            OSError: it cannot be read, or the folder cannot be written.
            ValueError: it is torn.

        """
        data, _ = files.read(path)
        _named(unpack(path, data))
        files.make_folder(self.root, 0o700)
        target = self.root / path.name
        try:
            files.write_new(target, data, same_is_fine=True)
        except FileExistsError:
            with suppress(ValueError):
                unpack(target, files.read(target)[0])
                raise
            files.replace(target, data)  # it is torn: the same answer, from before it was rescued
        return unpack(target, data)

    def answers(self, key: str = "") -> list[Spooled]:
        """Give the whole answers, for a key or all, oldest first; a torn one is left alone and named.

        Raises:
            StoreError: the spool cannot be looked into, so nobody knows what was paid for.

        """
        found = []
        for path, data in self._files(key, "answer"):
            try:
                answer = _named(unpack(path, data))
            except ValueError:
                self._tell(f"{path.name} in the spool is torn and was left alone")
                continue
            if answer.order.key.startswith(key):
                found.append(answer)
        return sorted(found, key=lambda answer: (answer.created, answer.path))

    def intents(self, key: str = "") -> list[Intent]:
        """Give what was sent and never answered, for a key or all, oldest first.

        One that was torn while it was written says that nothing had left.

        Raises:
            StoreError: the spool cannot be looked into.

        """
        found = []
        for path, data in self._files(key, "intent"):
            try:
                head, _ = _unpack(data)
                intent = Intent(
                    path=path,
                    order=Order.from_json(head["order"]),
                    provider=str(head["provider"]),
                    dollars=float(head["dollars"]),
                    sent=str(head["sent"]),
                    outcome=str(head["outcome"]),
                )
            except (ValueError, KeyError, TypeError):
                self._tell(f"{path.name} in the spool is torn and was left alone")
                continue
            if intent.order.key.startswith(key):
                found.append(intent)
        # Only a whole answer settles it; one that was torn while it was written is as good as none.
        answered = {answer.path.stem for answer in self.answers(key)} if found else set()
        return sorted(
            (intent for intent in found if intent.path.stem not in answered), key=lambda intent: (intent.sent, intent.path)
        )

    def remove(self, path: Path) -> None:
        """Forget an answer whose picture is in the store, or an intent that is settled."""
        path.unlink(missing_ok=True)

    def _files(self, key: str, kind: str) -> Iterator[tuple[Path, bytes]]:
        """Give the files of a kind that are ours, with their bytes."""
        try:
            if self.root.is_symlink() or (self.root.exists() and not os.access(self.root, os.R_OK | os.W_OK | os.X_OK)):
                raise OSError(errno.EACCES, "not ours")
            for name in fnmatch.filter(files.names(self.root), f"*-{key[:8] or '*'}-*.{kind}"):
                path = self.root / name
                try:
                    if self._ours(path):
                        yield path, files.read(path)[0]
                    else:
                        self._tell(f"{name} in the spool is another user's and was left alone")
                except FileNotFoundError:
                    continue  # another process is done with it
                except OSError as fault:
                    if fault.errno not in _NO_FILE:
                        raise  # nobody knows what it says about money
                    self._tell(f"{name} in the spool is no file and was left alone")
        except OSError as fault:
            raise StoreError(
                "the spool of paid answers is no folder that we can read and write",
                where=str(self.root),
                kept="nothing was sent",
                hint="make it a folder of yours, or remove it",
            ) from fault

    def _ours(self, path: Path) -> bool:
        """Whether a file is ours, or of the one whose folder the spool lies in and who could change everything anyway."""
        if not hasattr(os, "geteuid"):
            return True
        owners = {os.geteuid(), self.root.parent.stat().st_uid}
        folder, file = self.root.lstat(), path.lstat()
        return {folder.st_uid, file.st_uid} <= owners and not (folder.st_mode | file.st_mode) & OTHERS_WRITE

    def _tell(self, line: str) -> None:
        if line not in self._noted:
            self._noted.add(line)
            self._note(line)


def pack(answer: Spooled) -> bytes:
    """Give the bytes of an answer's file."""
    head = {
        "order": answer.order.to_json(),
        "provider": answer.provider,
        "model": answer.model,
        "created": answer.created,
        "notes": answer.notes,
    }
    return _pack(head, answer.body)


def unpack(path: Path, data: bytes) -> Spooled:
    """Read an answer's file.

    Raises:
        ValueError: it is torn, or not one of ours.

    """
    head, body = _unpack(data)
    try:
        order = Order.from_json(head["order"])
        model = head["model"]
        spooled = Spooled(
            path=path,
            order=order,
            body=body,
            provider=str(head["provider"]),
            model=None if model is None else str(model),
            created=str(head["created"]),
            notes=tuple(str(note) for note in head["notes"]),
        )
    except (KeyError, TypeError) as fault:
        raise ValueError("no answer") from fault
    return spooled


def _named(answer: Spooled) -> Spooled:
    if f"-{answer.order.key[:8]}-" not in answer.path.name:
        raise ValueError("an answer under the name of another")
    return answer


def _intent_head(intent: Intent) -> dict[str, Any]:
    return {
        "order": intent.order.to_json(),
        "provider": intent.provider,
        "dollars": intent.dollars,
        "sent": intent.sent,
        "outcome": intent.outcome,
    }


def _pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    rest = json.dumps(head).encode() + b"\n" + body
    return hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _unpack(data: bytes) -> tuple[dict[str, Any], bytes]:
    digest, _, rest = data.partition(b"\n")
    if hashlib.sha256(rest).hexdigest().encode() != digest:
        raise ValueError("torn")
    line, _, body = rest.partition(b"\n")
    try:
        return dict(json.loads(line)), body
    except (TypeError, RecursionError) as fault:
        raise ValueError("no head") from fault
