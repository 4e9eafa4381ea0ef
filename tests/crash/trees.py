"""What a fault leaves on disk: copies of folders, and what a power loss takes from them."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crash.bank import Paid

STORE, CACHE = "imggen", ".cache/imggen"
LEFT_OUT = (f"{CACHE}/facts", f"{CACHE}/renditions", "docs", "theme", "site", "mkdocs.yml")
"""What no payment depends on: the facts are diskcache's, and all of it can be made again."""
LOSSES = ("kill", "empty", "zeros", "undone", "gone")
"""A kill; a power loss after which unsynced bytes are gone, or are zeros; one that takes every change of a name since the
last sync of its folder back; one that takes the new names only, so that removals hold."""


@dataclass(frozen=True)
class Node:
    """A file or a folder (`data` is None) of a tree."""

    data: bytes | None
    mode: int
    inode: int = 0


Tree = dict[str, Node]


def copy(folder: Path, name: str, found: Tree) -> None:
    with os.scandir(folder) as listing:
        for item in listing:
            inner = f"{name}/{item.name}"
            if inner in {f"project/{left}" for left in LEFT_OUT}:
                continue
            info = item.stat(follow_symlinks=False)
            if item.is_dir(follow_symlinks=False):
                found[inner] = Node(None, info.st_mode & 0o777)
                copy(Path(item.path), inner, found)
            else:
                found[inner] = Node(Path(item.path).read_bytes(), info.st_mode & 0o777, info.st_ino)


def after(loss: str, tree: Tree, said: Mapping[str, Any], base: Path) -> Tree:
    """Give what a kill, or a power loss of some kind, leaves of a tree; `said` is what the shim told with it."""
    if loss == "kill":
        return tree
    if loss in {"empty", "zeros"}:
        gone = set(said["unsynced"])
        return {
            name: replace(node, data=b"" if loss == "empty" else bytes(len(node.data)))
            if node.data is not None and node.inode in gone
            else node
            for name, node in tree.items()
        }
    left = dict(tree)
    for call, path, source, grave in reversed(said["names"]):
        name, origin = (os.path.relpath(item, base) for item in (path, source))
        if call in {"open", "link", "symlink", "mkdir"}:
            for inner in [item for item in left if item == name or item.startswith(f"{name}/")]:
                del left[inner]
        elif loss == "gone":
            continue
        elif call in {"rename", "replace"}:
            for inner in [item for item in left if item == name or item.startswith(f"{name}/")]:
                left[origin + inner[len(name) :]] = left.pop(inner)
        elif call == "rmdir":
            left[name] = Node(None, 0o777)
        if grave and loss != "gone":
            left[name] = Node(Path(grave).read_bytes(), 0o644)
    # What stood in a folder that is gone is gone with it.
    return {name: node for name, node in left.items() if all(str(p) in left for p in list(Path(name).parents)[:-2])}


_TOKEN = re.compile(rb"[0-9a-f]{8}(?=\.(?:answer|intent|tmp|json|txt|png)$)|(?<=probe-)[0-9a-f]{8}|(?<=tmp/tmp)\w+")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")


def fingerprint(tree: Tree, asked: Iterable[str], paid: Iterable[Paid]) -> str:
    """Name a state; what differs between two runs of the same thing (the time, random names, process ids) is left out."""
    lines = []
    for name, node in tree.items():
        if "/locks/" not in name:
            data = b"" if node.data is None else _essence(name, node.data)
            lines.append(b"%s %s %o" % (_TOKEN.sub(b"", name.encode()), hashlib.sha256(data).hexdigest().encode(), node.mode))
    money = repr((sorted(asked), sorted((one.prompt, hashlib.sha256(one.picture).hexdigest()) for one in paid))).encode()
    return hashlib.sha256(b"\n".join(sorted(lines)) + money).hexdigest()


def _essence(name: str, data: bytes) -> bytes:
    """Give a file's bytes without the time, and without its own digest, which depends on the time; a torn one stays torn."""
    if name.endswith((".answer", ".intent")):
        digest, _, rest = data.partition(b"\n")
        data = rest if hashlib.sha256(rest).hexdigest().encode() == digest else b"torn %d %d" % (len(data), any(data))
    return _MOMENT.sub(b"", data)


def on_disk(tree: Tree, paid: Paid) -> bool:
    """Whether an answer is in some file, as it came or as a picture."""
    return any(node.data and (paid.picture in node.data or paid.text in node.data) for node in tree.values())
