"""The quarantine: paid answers that cannot be used as they are, and what `imggen gc` took out of the store.

Nothing here is ever the reason for a second payment, and nothing that was paid for is deleted. One unusable answer is up to
three files of one stem: `.answer` (as in the spool), `.txt` (why it is here, for a person) and, where a
picture was in it, the picture to look at.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mkdocs_imggen import files, spool
from mkdocs_imggen.errors import StoreError, clean

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_imggen.order import Order
    from mkdocs_imggen.spool import Spooled


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An unusable answer with the reason; `look_at` is the file that a person opens."""

    answer: Spooled
    why: str
    look_at: Path

    @property
    def order(self) -> Order:
        """What it is the answer to."""
        return self.answer.order


class Quarantine:
    """The folder of paid answers that a person has to decide about."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, answer: Spooled, why: str, picture: bytes | None, extension: str) -> Kept:
        """Take an answer out of the spool; the answer itself moves last, so that a crash finds it in one of the two.

        Raises:
            OSError: the folder cannot be written; then the answer is still in the spool.

        """
        files.make_folder(self.root, 0o700)
        stem = answer.path.stem
        files.replace(self.root / f"{stem}.txt", f"{why}\n".encode())
        if picture is not None:
            files.replace(self.root / f"{stem}.{extension}", picture)
        target = self.root / f"{stem}.answer"
        files.write_new(target, spool.pack(answer), same_is_fine=True)
        answer.path.unlink(missing_ok=True)
        return self._kept(replace(answer, path=target))

    def release(self, kept: Kept) -> None:
        """Forget an answer whose picture is in the store."""
        for path in self._beside(kept.answer):
            path.unlink(missing_ok=True)

    def find(self, key: str = "") -> list[Kept]:
        """Give what is kept, for a key or all, oldest first.

        Raises:
            StoreError: the folder, or a file that was paid for, cannot be read.

        """
        found, path = [], self.root
        try:
            for name in fnmatch.filter(files.names(self.root), f"*-{key[:8] or '*'}-*.answer"):
                path = self.root / name
                answer = spool.unpack(path, files.read(path)[0])
                if answer.order.key.startswith(key):
                    found.append(self._kept(answer))
        except (OSError, ValueError) as fault:
            raise StoreError(
                f"the paid answer `{path.name}` cannot be read ({fault})",
                where=str(self.root),
                kept="nothing was sent",
                hint="move it elsewhere",
            ) from fault
        return sorted(found, key=lambda kept: (kept.answer.created, kept.answer.path))

    def _kept(self, answer: Spooled) -> Kept:
        beside = {path.suffix: path for path in self._beside(answer) if path != answer.path}
        why = beside.pop(".txt", None)
        return Kept(
            answer=answer,
            why=clean(why.read_text(encoding="utf-8", errors="replace")) if why else "it could not be used",
            look_at=next(iter(beside.values()), answer.path),
        )

    def _beside(self, answer: Spooled) -> list[Path]:
        """Give the files of one answer.

        Raises:
            OSError: the folder cannot be read, which `Path.glob` would take for an empty one.

        """
        return [self.root / name for name in fnmatch.filter(files.names(self.root), f"{answer.path.stem}.*")]
