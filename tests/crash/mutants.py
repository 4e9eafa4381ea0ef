"""Ways to break the package on purpose, each in one line; the harness has to notice every one of them."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import files, maker, quarantine, spool, store
from mkdocs_imggen.errors import UnclearError
from mkdocs_imggen.providers import openai as provider

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mkdocs_imggen.order import Order
    from mkdocs_imggen.providers.base import Answer
    from mkdocs_imggen.quarantine import Kept
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.request import Request
    from mkdocs_imggen.spool import Intent, Spool, Spooled


def _no_fsync() -> None:
    def fill(path: Path, data: bytes, mode: int, *, sync: bool = True) -> None:
        handle = files.create(path, mode)
        os.write(handle, data)
        os.close(handle)

    _set(files, fill=fill)


def _no_sync_of_folders() -> None:
    _set(files, sync_folder=lambda _: None)


def _in_place() -> None:
    def write_new(path: Path, data: bytes, *, same_is_fine: bool) -> None:
        if not (same_is_fine and path.exists()):
            files.fill(path, data, 0o644)
        files.sync_folder(path.parent)

    _set(files, write_new=write_new)


def _no_spool() -> None:
    def write(self: Spool, intent: Intent, answer: Answer, *, created: str) -> Spooled:
        intent.path.unlink()
        return self.spooled(intent, answer, created=created)

    _set(spool.Spool, write=write)


def _no_intent() -> None:
    def begin(self: Spool, order: Order, *, provider: str, dollars: float, sent: str) -> Intent:
        intent = real(self, order, provider=provider, dollars=dollars, sent=sent)
        intent.path.unlink()
        return intent

    real = spool.Spool.begin
    _set(spool.Spool, begin=begin)


def _intent_first() -> None:
    def write(self: Spool, intent: Intent, answer: Answer, *, created: str) -> Spooled:
        intent.path.unlink()
        return real(self, intent, answer, created=created)

    real = spool.Spool.write
    _set(spool.Spool, write=write)


def _answer_first() -> None:
    def put(self: Any, record: Any, data: bytes, label: str) -> Entry:
        for path in self.root.parent.glob(".cache/imggen/spool/*.answer"):
            path.unlink()
        return real(self, record, data, label)

    real = store.Store.put
    _set(store.Store, put=put)


def _no_verify() -> None:
    def read(self: Any, entry: Entry) -> bytes:
        return files.read(self.original(entry))[0]

    _set(store.Store, read=read, verify=lambda *_: None)


def _no_lock() -> None:
    _set(maker, locked=lambda *_, **__: nullcontext())


def _deleted() -> None:
    def put(self: Any, answer: Spooled, why: str, picture: bytes | None, extension: str) -> Kept:
        kept = real(self, answer, why, picture, extension)
        self.release(kept)
        return kept

    real = quarantine.Quarantine.put
    _set(quarantine.Quarantine, put=put)


def _again_after_silence() -> None:
    def generate(self: Any, request: Request, **more: Any) -> Answer:
        try:
            return real(self, request, **more)
        except UnclearError:
            return real(self, request, **more)

    real = provider.OpenAIProvider.generate
    _set(provider.OpenAIProvider, generate=generate)


def _key_in_message() -> None:
    _set(provider, redact=lambda text, _: text)


def _no_rescue() -> None:
    def keep(*_: object) -> Path:
        raise OSError("no folder")

    _set(maker.rescue, keep=keep)  # type: ignore[attr-defined]


def _unread_is_none() -> None:
    def names(folder: Path) -> list[str]:
        try:
            return sorted(os.listdir(folder))  # noqa: PTH208 - as the real one
        except OSError:
            return []

    _set(files, names=names)


def _set(owner: object, **functions: Any) -> None:
    for name, function in functions.items():
        assert hasattr(owner, name), f"{owner} has no {name}"
        setattr(owner, name, function)


MUTANTS: dict[str, tuple[Callable[[], None], str]] = {
    "no fsync": (_no_fsync, "power"),
    "no sync of folders": (_no_sync_of_folders, "power"),
    "written in place": (_in_place, "power"),
    "no spool": (_no_spool, "power"),
    "no intent": (_no_intent, "power"),
    "the intent is dropped before the answer is kept": (_intent_first, "power"),
    "the answer is dropped before the picture is stored": (_answer_first, "power"),
    "no verification": (_no_verify, "bit"),
    "no lock": (_no_lock, "together"),
    "deleted instead of quarantined": (_deleted, "wrong_size"),
    "sent again after a timeout": (_again_after_silence, "silence"),
    "the key in a message": (_key_in_message, "echo"),
    "no rescue folder": (_no_rescue, "full"),
    "a spool that cannot be read is empty": (_unread_is_none, "unreadable"),
}
"""What is broken, and the trial that notices first."""


def apply(name: str) -> None:
    """Break the package in this process."""
    MUTANTS[name][0]()
