"""What is wrong with a file of the store that is not what was reviewed, in one sentence each, and what mends it.

It looks at bytes and touches nothing. That they are wrong is known before: by SHA-256, or because a record cannot be read.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_POINTER = b"version https://git-lfs"
_CONFLICT = re.compile(rb"^(?=[<>|=]{7})(?:(?:<{7}|>{7}|\|{7}) |={7}\r?$)", re.MULTILINE)
_LAST_FIELD = re.compile(rb"^sha256: (?:[0-9a-f]{64}|.*\n)", re.MULTILINE)
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_WEBP_HEAD = 12
_ENDS_ENOUGH = 4
"""So many line feeds, each behind a carriage return, do not come by chance: in pictures 1 in 256 is."""
_SHOWN = 12


class Cure(StrEnum):
    """What mends a file."""

    RESTORE = "restore"
    LFS = "lfs"
    ATTRIBUTES = "attributes"
    MERGE = "merge"

    def hint(self, place: str) -> str:
        """Say what to do; `place` is the file as Git names it from where the person stands, such as `imggen/a-fox.webp`."""
        path = PurePosixPath(place)
        if self is Cure.LFS:
            return "run `git lfs pull`"
        if self is Cure.MERGE:
            return f"take picture and record from one side: `git checkout --ours -- {path.with_suffix('.*')}` (or `--theirs`)"
        if self is Cure.ATTRIBUTES:
            # Deleted first: Git takes a file that it wrote itself for unchanged and does not write it again.
            kind = "text eol=lf" if path.suffix == ".yml" else "binary"
            rule = f"`*{path.suffix} {kind}`"
            return f"see that the .gitattributes beside it says {rule}, delete it, then `git checkout -- {place}`"
        return f"restore it: `git checkout -- {place}`"


class Damage(NamedTuple):
    """What is wrong, as the rest of a sentence that begins with the file's name; what mends it; in which line, where one is."""

    what: str
    cure: Cure = Cure.RESTORE
    line: int | None = None


def of_original(data: bytes, sha256: str, others: Mapping[str, str]) -> Damage:
    """Say what happened to an original whose SHA-256 should be another.

    `others` gives the names of the store's originals by their SHA-256.
    """
    found = hashlib.sha256(data).hexdigest()
    if common := _of_any(data):
        return common
    if found in others:
        return Damage(f"holds the picture of `{others[found]}`")
    if _has_other_line_ends(data, sha256):
        return Damage("had its line ends converted, as if it were text", Cure.ATTRIBUTES)
    if cut := _cut(data):
        return Damage(f"is cut short: {cut}")
    return Damage(f"has SHA-256 {found[:_SHOWN]}… and the record says {sha256[:_SHOWN]}…")


def of_record(data: bytes) -> Damage | None:
    """Say what happened to the text of a record, as far as it shows; None where it is some other fault."""
    if common := _of_any(data):
        return common
    signs = (
        (0 if data.startswith((b"\xff\xfe", b"\xfe\xff")) else -1, "was saved as UTF-16", Cure.RESTORE),
        (data.find(b"\0"), "holds a NUL byte", Cure.RESTORE),
        (_not_utf8(data), "is not UTF-8", Cure.RESTORE),
        (-1 if _LAST_FIELD.search(data) else len(data), "is cut short: its last field, `sha256`, is missing", Cure.RESTORE),
        (0 if data.startswith(b"\xef\xbb\xbf") else -1, "begins with a byte order mark", Cure.RESTORE),
        (data.find(b"\r"), "has the line ends of Windows", Cure.ATTRIBUTES),
    )
    for at, what, cure in signs:
        if at >= 0:
            return Damage(what, cure, _line(data, at))
    return None


def _not_utf8(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as fault:
        return fault.start
    return -1


def _of_any(data: bytes) -> Damage | None:
    if not data.strip():
        return Damage("is empty", line=1)
    if data.startswith(_POINTER):
        return Damage("is a Git LFS pointer", Cure.LFS, line=1)
    if match := _CONFLICT.search(data):
        return Damage("holds the marks of a merge conflict", Cure.MERGE, _line(data, match.start()))
    return None


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _has_other_line_ends(data: bytes, sha256: str) -> bool:
    """Whether line feeds became pairs, or pairs line feeds, as far as it can be known without the original."""
    pairs = data.count(b"\r\n")
    if pairs and hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest() == sha256:
        return True
    if pairs >= _ENDS_ENOUGH and pairs == data.count(b"\n"):
        return True
    # The signature of PNG was made to show this.
    head = data[: len(_PNG) + 2]
    return not head.startswith(_PNG) and head.replace(b"\r", b"").startswith(_PNG.replace(b"\r", b""))


def _cut(data: bytes) -> str:
    """Say how much is missing by the picture's own format; nothing where it seems whole."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        whole = int.from_bytes(data[4:8], "little") + 8
        return f"{len(data):,} of {whole:,} bytes are there" if len(data) < whole else ""
    if len(data) < _WEBP_HEAD:
        return f"{len(data)} bytes are there"
    if (data.startswith(_PNG) and _PNG_END not in data) or (data.startswith(_JPEG) and _JPEG_END not in data):
        return "its end is missing"
    return ""
