"""The store of originals and records: the only writer of what was reviewed and is published.

Nothing here overwrites or deletes an original.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_imggen import files
from mkdocs_imggen import record as records
from mkdocs_imggen.errors import ImggenError, RecordError, StoreError
from mkdocs_imggen.imaging import EXTENSIONS
from mkdocs_imggen.record import Entry, Index, Record, State

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_imggen.cache import Facts
    from mkdocs_imggen.files import Stamp
    from mkdocs_imggen.request import Asset

ATTRIBUTES = """\
# Pictures are kept byte for byte; records have one line ending everywhere.
*.webp binary
*.png binary
*.jpg binary
*.yml text eol=lf
"""


class Store:
    """The folder of originals and records.

    `facts` remembers parsed records and verified originals by their stamps; without it everything is read again.
    """

    def __init__(self, root: Path, facts: Facts | None) -> None:
        self.root = root
        self._facts = facts
        self._entries: dict[str, tuple[Stamp, Entry]] | None = None
        self._proven: dict[str, Stamp] = {}
        self._index = Index(())
        self._dirty = False
        self._fault: ImggenError | None = None
        self._guard = threading.RLock()

    def index(self, *, again: bool = False) -> Index:
        """Give all records by identity; `again` looks for what other processes added.

        Raises:
            RecordError: a record cannot be read, or two records disagree.
            StoreError: the folder is no folder.

        """
        with self._guard:
            if again:
                self._fault = None
            if self._fault is not None:
                raise self._fault
            if self._entries is None or again:
                try:
                    self._look()
                except ImggenError as fault:
                    # Every directive asks; the whole folder is not read again for each of them.
                    self._fault = fault
                    raise
            return self._index

    def _look(self) -> None:
        """Read what is there now; what has the stamp it had is not read again."""
        remembered = self._entries if self._entries is not None else self._recall()
        entries: dict[str, tuple[Stamp, Entry]] = {}
        changed = False
        for name, stamp in self._scan():
            known = remembered.get(name)
            if known and known[0] == stamp:
                entries[name] = known
            else:
                entries[name] = (stamp, records.read(self._text(name), name).entry)
                changed = True
        if self._entries is None or changed or len(entries) != len(remembered):
            self._index = Index(entry for _, entry in entries.values())
            self._dirty = self._dirty or changed or len(entries) != len(remembered)
            self._entries = entries

    def find(self, asset: Asset) -> tuple[State, Entry | None]:
        """Say what there is for an asset; a directive that spells out what a picture was made with finds that picture."""
        index = self.index()
        state, entry = index.find(asset)
        if state is not State.MISSING:
            return state, entry
        for digest, left_out in asset.shorter() if index.by_directive else ():
            agreeing = [item for item in index.by_directive.get(digest, ()) if self._agrees(item, asset, left_out)]
            if agreeing:
                return State.STALE, max(agreeing, key=lambda item: (item.preset == asset.preset, item.created, item.key))
        return State.MISSING, None

    def _agrees(self, entry: Entry, asset: Asset, options: tuple[str, ...]) -> bool:
        record = self.record(entry)
        made_with = {"preset": record.preset}
        return all(asset.said[name] == made_with.get(name, getattr(record.request, name, None)) for name in options)

    def record(self, entry: Entry) -> Record:
        """Give the whole record of an entry."""
        name = f"{entry.stem}.yml"
        return records.read(self._text(name), name)

    def original(self, entry: Entry) -> Path:
        """Where the original of a record is: beside it, under the same stem."""
        return self.root / f"{entry.stem}.{EXTENSIONS[entry.format]}"

    def verify(self, entry: Entry) -> None:
        """Prove that an original is what was reviewed, by its SHA-256, or by its stamp when it was proven before.

        Raises:
            StoreError: it is missing, or its bytes are others.

        """
        try:
            stamp = files.stamp_of(os.stat(self.original(entry), follow_symlinks=False))  # noqa: PTH116 - half the time of Path.stat
        except OSError as fault:
            raise self._damaged(entry, "is missing") from fault
        if self._facts is None or self._proven.get(entry.sha256) != stamp:
            self.read(entry)

    def read(self, entry: Entry) -> bytes:
        """Read an original, proven by its SHA-256.

        Raises:
            StoreError: it is missing, or its bytes are others.

        """
        path = self.original(entry)
        try:
            data, stamp = files.read(path)
        except OSError as fault:
            raise self._damaged(
                entry, "is missing" if isinstance(fault, FileNotFoundError) else f"cannot be read ({fault.strerror})"
            ) from fault
        found = hashlib.sha256(data).hexdigest()
        if found != entry.sha256:
            if data.startswith(b"version https://git-lfs"):
                raise StoreError(
                    f"`{path.name}` is a Git LFS pointer", where=f"{self.root.name}/{path.name}", hint="run `git lfs pull`"
                )
            raise self._damaged(entry, f"has SHA-256 {found[:12]}… and the record says {entry.sha256[:12]}…")
        if self._proven.get(entry.sha256) != stamp:
            self._proven[entry.sha256] = stamp
            self._dirty = True
        return data

    def put(self, record: Record, data: bytes, label: str) -> Entry:
        """Take a paid picture in: original first, then its record; neither ever replaces a file.

        Raises:
            StoreError: the folder cannot be written.

        """
        try:
            self._prepare()
            stem = self._free_stem(label, record)
            record = replace(record, stem=stem)
            files.write_new(self.original(record.entry), data, same_is_fine=True)
            files.write_new(self.root / f"{stem}.yml", records.write(record).encode(), same_is_fine=False)
            name = f"{stem}.yml"
            entry = record.entry
            with self._guard:
                if self._entries is not None:
                    self._index.add(entry)
                    self._entries[name] = (files.stamp_of((self.root / name).lstat()), entry)
                self._proven[entry.sha256] = files.stamp_of(self.original(entry).lstat())
                self._dirty = True
        except OSError as fault:
            raise StoreError(f"the store cannot be written ({fault.strerror})", where=str(self.root)) from fault
        return entry

    def probe(self) -> None:
        """Make sure, before anything is paid for, that the store takes a file.

        Raises:
            StoreError: it does not.

        """
        try:
            self._prepare()
            probe = self.root / f".probe-{secrets.token_hex(4)}"
            files.write_new(probe, b"probe", same_is_fine=False)
            probe.unlink()
        except OSError as fault:
            raise StoreError(
                f"the store cannot be written ({fault.strerror})",
                where=str(self.root),
                kept="nothing was sent",
                hint="make it writable",
            ) from fault

    def remember(self) -> None:
        """Keep what was learned for the next process."""
        if self._facts is None or not self._dirty or self._entries is None:
            return
        used = {entry.sha256 for _, entry in self._entries.values()}
        blob = {
            "entries": {name: [stamp, entry] for name, (stamp, entry) in self._entries.items()},
            "proven": {digest: stamp for digest, stamp in self._proven.items() if digest in used},
        }
        self._facts.keep(self._fact_name, json.dumps(blob, separators=(",", ":"), ensure_ascii=False))
        self._dirty = False

    def _recall(self) -> dict[str, tuple[Stamp, Entry]]:
        """Read back what `remember` kept; whatever does not fit is as good as nothing."""
        text = self._facts.get(self._fact_name) if self._facts else None
        try:
            blob = json.loads(text) if text else {"entries": {}, "proven": {}}
            proven: dict[str, Stamp] = {digest: (a, b, c) for digest, (a, b, c) in blob["proven"].items()}
            revived = Entry.revive([fields for _, fields in blob["entries"].values()])
            stamps = [(a, b, c) for (a, b, c), _ in blob["entries"].values()]
            entries = dict(zip(blob["entries"], zip(stamps, revived, strict=True), strict=True))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}
        if any(name != f"{entry.stem}.yml" for name, (_, entry) in entries.items()):
            return {}  # a stem from outside would be a path from outside
        self._proven.update(proven)
        return entries

    @property
    def _fact_name(self) -> str:
        return f"store-1:{self.root}"

    def _scan(self) -> list[tuple[str, Stamp]]:
        """Give the records' file names in order, with their stamps."""
        found: list[tuple[str, Stamp]] = []
        try:
            if self.root.is_symlink():
                raise OSError(errno.ELOOP, "it is a symbolic link")
            with os.scandir(self.root) as listing:
                items = {item.name: item for item in listing if item.name.endswith(".yml") and not item.name.startswith(".")}
        except FileNotFoundError:
            return found
        except OSError as fault:
            raise StoreError(
                f"the store cannot be read ({fault.strerror})",
                where=str(self.root),
                hint="set `store:` to a folder of its own, and make it readable",
            ) from fault
        for name in sorted(items):
            try:
                found.append((name, files.stamp_of(items[name].stat(follow_symlinks=False))))
            except FileNotFoundError:
                continue  # somebody removed it just now, and only it
        return found

    def _text(self, name: str) -> str:
        try:
            data, _ = files.read(self.root / name)
            return data.decode()
        except (OSError, UnicodeError) as fault:
            raise RecordError(
                "this record cannot be read: it is no regular UTF-8 file",
                where=name,
                kept="its original was left alone",
                hint="restore it with `git checkout`",
            ) from fault

    def _damaged(self, entry: Entry, what: str) -> StoreError:
        name = f"{self.root.name}/{self.original(entry).name}"
        return StoreError(
            f"`{self.original(entry).name}` {what}",
            where=name,
            kept="nothing was published or sent",
            hint=f"restore it: `git checkout -- {name}`",
        )

    def _prepare(self) -> None:
        files.make_folder(self.root)
        attributes = self.root / ".gitattributes"
        if not attributes.exists():
            with suppress(FileExistsError):
                files.write_new(attributes, ATTRIBUTES.encode(), same_is_fine=False)

    def _free_stem(self, label: str, record: Record) -> str:
        """Give a name no other picture has: the key's first 8 digits nearly always, more where two keys begin alike."""
        for digits in range(8, 65, 8):
            stem = f"{label}-{record.request.key[:digits]}"
            if not (self.root / f"{stem}.yml").exists():
                original = self.root / f"{stem}.{EXTENSIONS[record.format]}"
                if not original.exists() or hashlib.sha256(files.read(original)[0]).hexdigest() == record.sha256:
                    return stem
        raise OSError(errno.EEXIST, f"every name for {label} is taken")
