"""The catalogue: the records of a store, read strictly, found by identity, and remembered from one build to the next."""

from __future__ import annotations

import errno
import json
import os
import threading
from typing import TYPE_CHECKING

from mkdocs_imggen import files
from mkdocs_imggen import record as records
from mkdocs_imggen.damage import Cure, of_record
from mkdocs_imggen.errors import ImggenError, RecordError, StoreError
from mkdocs_imggen.record import Entry, Index, Record

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_imggen.cache import Facts
    from mkdocs_imggen.files import Stamp


class Catalogue:
    """The records in a folder.

    `facts` remembers parsed records and proven originals by their stamps; without it everything is read again.
    `proven` are the stamps of originals that were found to be what their records say, by SHA-256.
    """

    def __init__(self, root: Path, facts: Facts | None) -> None:
        self.root = root
        self.facts = facts
        self.proven: dict[str, Stamp] = {}
        self._entries: dict[str, tuple[Stamp, Entry]] | None = None
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
                entries[name] = (stamp, self._read(name).entry)
                changed = True
        if self._entries is None or changed or len(entries) != len(remembered):
            self._index = Index(entry for _, entry in entries.values())
            self._dirty = self._dirty or changed or len(entries) != len(remembered)
            self._entries = entries

    def record(self, entry: Entry) -> Record:
        """Give the whole record of an entry."""
        return self._read(f"{entry.stem}.yml")

    def prove(self, sha256: str, stamp: Stamp) -> None:
        """Hear that an original was found to be what its record says."""
        if self.proven.get(sha256) != stamp:
            self.proven[sha256] = stamp
            self._dirty = True

    def add(self, entry: Entry, original: Stamp) -> None:
        """Take in a record that was just written, with the stamp of its original."""
        name = f"{entry.stem}.yml"
        with self._guard:
            if self._entries is not None:
                self._index.add(entry)
                self._entries[name] = (files.stamp_of((self.root / name).lstat()), entry)
            self.proven[entry.sha256] = original
            self._dirty = True

    def remember(self) -> None:
        """Keep what was learned for the next process."""
        if self.facts is None or not self._dirty or self._entries is None:
            return
        used = {entry.sha256 for _, entry in self._entries.values()}
        blob = {
            "entries": {name: [stamp, entry] for name, (stamp, entry) in self._entries.items()},
            "proven": {digest: stamp for digest, stamp in self.proven.items() if digest in used},
        }
        self.facts.keep(self._fact_name, json.dumps(blob, separators=(",", ":"), ensure_ascii=False))
        self._dirty = False

    def _recall(self) -> dict[str, tuple[Stamp, Entry]]:
        """Read back what `remember` kept; whatever does not fit is as good as nothing."""
        text = self.facts.get(self._fact_name) if self.facts else None
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
        self.proven.update(proven)
        return entries

    @property
    def _fact_name(self) -> str:
        return f"store-2:{self.root}"

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

    def _read(self, name: str) -> Record:
        try:
            data, _ = files.read(self.root / name)
        except OSError as fault:
            raise self._unreadable(name, "cannot be read: it is no regular file", Cure.RESTORE) from fault
        try:
            return records.read(data.decode(), name)
        except (UnicodeError, RecordError) as fault:
            damage = of_record(data)
            if damage is None:
                raise
            where = f"{name}:{damage.line}" if damage.line else name
            raise self._unreadable(where, damage.what, damage.cure) from fault

    def _unreadable(self, where: str, what: str, cure: Cure) -> RecordError:
        hint = cure.hint(f"{self.root.name}/{where.partition(':')[0]}")
        return RecordError(f"this record {what}", where=where, kept="its original was left alone", hint=hint)
