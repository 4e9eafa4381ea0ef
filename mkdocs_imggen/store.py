"""The store of originals and records: the only writer of what was reviewed and is published.

Nothing here overwrites or deletes an original.
"""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_imggen import files
from mkdocs_imggen import record as records
from mkdocs_imggen.catalogue import Catalogue
from mkdocs_imggen.damage import Cure, of_original
from mkdocs_imggen.errors import StoreError
from mkdocs_imggen.imaging import EXTENSIONS
from mkdocs_imggen.record import State

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_imggen.cache import Facts
    from mkdocs_imggen.record import Entry, Index, Record
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
        self._catalogue = Catalogue(root, facts)
        self.index = self._catalogue.index
        self.record = self._catalogue.record
        self.remember = self._catalogue.remember
        self._named: tuple[Index, dict[str, str]] | None = None

    def find(self, asset: Asset) -> tuple[State, Entry | None]:
        """Say what there is for an asset; a directive that spells out what a picture was made with finds that picture."""
        index = self.index()
        state, entry = index.find(asset)
        if state is not State.MISSING:
            return state, entry
        for digest, left_out in asset.shorter() if index.by_directive else ():
            agreeing = [item for item in index.by_directive.get(digest, ()) if self._agrees(item, asset, left_out)]
            if agreeing:
                return State.STALE, index.used(records.latest(agreeing, asset.preset))
        return State.MISSING, None

    def _agrees(self, entry: Entry, asset: Asset, options: tuple[str, ...]) -> bool:
        record = self.record(entry)
        made_with = {"preset": record.preset}
        return all(asset.said[name] == made_with.get(name, getattr(record.request, name, None)) for name in options)

    def original(self, entry: Entry) -> Path:
        """Where the original of a record is: beside it, under the same stem."""
        return self.root / f"{entry.stem}.{EXTENSIONS[entry.format]}"

    def verify(self, entry: Entry) -> None:
        """Prove that an original is what was reviewed, by its SHA-256, or by its stamp when it was proven before.

        Raises:
            StoreError: it is missing, or its bytes are others.

        """
        if not self.proven(entry):
            self.read(entry)

    def proven(self, entry: Entry) -> bool:
        """Whether an original has the stamp that it had when its bytes were looked at."""
        if self._catalogue.facts is None:
            return False
        try:
            info = os.stat(self.original(entry), follow_symlinks=False)  # noqa: PTH116 - half the time of Path.stat
        except OSError:
            return False
        return self._catalogue.proven.get(entry.sha256) == files.stamp_of(info)

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
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            damage = of_original(data, entry.sha256, self._names())
            raise self._damaged(entry, damage.what, damage.cure)
        self._catalogue.prove(entry.sha256, stamp)
        return data

    def orphan(self, key: str) -> Path | None:
        """Give an original for a key that is in the folder without its record."""
        return next((path for path in self.orphans() if f"-{key[:8]}" in path.stem), None)

    def orphans(self) -> list[Path]:
        """Give the originals that are in the folder without their records.

        Raises:
            StoreError: the folder cannot be read.

        """
        try:
            names = files.names(self.root)
        except OSError as fault:
            raise StoreError(
                f"the store cannot be read ({fault.strerror})", where=str(self.root), kept="nothing was sent"
            ) from fault
        parted = [name.rpartition(".") for name in names if not name.startswith(".")]
        recorded = {stem for stem, _, extension in parted if extension == "yml"}
        pictures = set(EXTENSIONS.values())
        return [self.root / f"{stem}.{end}" for stem, _, end in parted if end in pictures and stem not in recorded]

    def restore(self, entry: Entry, data: bytes) -> None:
        """Put back an original that is missing.

        Raises:
            StoreError: other bytes are in its place, or the folder cannot be written.

        """
        try:
            files.write_new(self.original(entry), data, same_is_fine=True)
        except OSError as fault:
            raise self._damaged(entry, f"cannot be put back ({fault.strerror})") from fault

    def use(self, key: str, take: int) -> None:
        """Let another take stand for a picture; the only change that a record sees after it was written.

        Raises:
            StoreError: there is no such picture, or the folder cannot be written.

        """
        entry = self.index(again=True).by_key.get(key)
        if entry is None:
            raise StoreError("the picture that this is another take of is not in the store", where=str(self.root))
        old = self.record(entry)
        new = replace(old, use=None if take == old.request.take else take)
        try:
            files.replace(self.root / f"{entry.stem}.yml", records.write(new).encode())
        except OSError as fault:
            raise StoreError(f"the store cannot be written ({fault.strerror})", where=str(self.root)) from fault
        self.index(again=True)

    def _names(self) -> dict[str, str]:
        """Give the names of all originals by their SHA-256, made once for an index: a damaged store asks for each of them."""
        index = self.index()
        if self._named is None or self._named[0] is not index:
            self._named = (index, {other.sha256: self.original(other).name for other in index.by_key.values()})
        return self._named[1]

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
            entry = record.entry
            self._catalogue.add(entry, files.stamp_of(self.original(entry).lstat()))
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
            files.probe(self.root)
        except OSError as fault:
            raise StoreError(
                f"the store cannot be written ({fault.strerror})",
                where=str(self.root),
                kept="nothing was sent",
                hint="make it writable",
            ) from fault

    def _damaged(self, entry: Entry, what: str, cure: Cure = Cure.RESTORE) -> StoreError:
        name = f"{self.root.name}/{self.original(entry).name}"
        return StoreError(
            f"`{self.original(entry).name}` {what}", where=name, kept="nothing was published or sent", hint=cure.hint(name)
        )

    def _prepare(self) -> None:
        files.make_folder(self.root)
        attributes = self.root / ".gitattributes"
        if not attributes.exists():
            with suppress(FileExistsError):
                files.write_new(attributes, ATTRIBUTES.encode(), same_is_fine=False)

    def _free_stem(self, label: str, record: Record) -> str:
        """Give a name no other picture has: the key's first 8 digits nearly always, more where two keys begin alike."""
        later = f"-r{record.revision}" if record.revision > 1 else ""
        for digits in range(8, 65, 8):
            stem = f"{label}-{record.request.key[:digits]}{later}"
            if not (self.root / f"{stem}.yml").exists():
                original = self.root / f"{stem}.{EXTENSIONS[record.format]}"
                if not original.exists() or hashlib.sha256(files.read(original)[0]).hexdigest() == record.sha256:
                    return stem
        raise OSError(errno.EEXIST, f"every name for {label} is taken")
