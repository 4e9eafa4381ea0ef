"""Files that survive a crash: whole under their name or not there at all, never through a symbolic link.

Every write goes through the functions of `os` one call at a time, in an order that is safe to be cut anywhere.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Stamp = tuple[int, int, int]
"""Size, mtime in nanoseconds and inode: equal stamps mean unchanged bytes, where nobody fakes them."""

ROOM = 20 << 20
"""Bytes that have to be free before anything is paid for: some answers with their pictures."""

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOENT}
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)  # so that a named pipe is refused, not waited for


def create(path: Path, mode: int) -> int:
    """Open a file that must not exist yet, for writing; give its descriptor."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)


def read(path: Path) -> tuple[bytes, Stamp]:
    """Read a regular file, never through a symbolic link, with the stamp of what was really read."""
    handle = os.open(path, os.O_RDONLY | _NOFOLLOW | _NONBLOCK | _BINARY)
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(), stamp_of(info)
    finally:
        os.close(handle)  # `fdopen` would leave that of a folder open


def names(folder: Path) -> list[str]:
    """Give the names in a folder, in order; none where there is no folder.

    Raises:
        OSError: it cannot be read, which `Path.glob` would take for an empty one.

    """
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are enough
    except (FileNotFoundError, NotADirectoryError):
        return []


def fill(path: Path, data: bytes, mode: int, *, sync: bool = True) -> None:
    """Create a file where it is to stay; a crash may leave a part of it, and its name is not safe before its folder is synced."""
    handle = create(path, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def replace(path: Path, data: bytes) -> None:
    """Write a file in place of the one that may be there: after a crash it is the old one or the new one, whole."""
    temporary = _temporary(path)
    try:
        fill(temporary, data, 0o644)
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def move(path: Path, folder: Path) -> Path:
    """Take a file to another folder, also on another file system; a crash leaves one of the two, or both, whole.

    Raises:
        OSError: it is no regular file, or another one of its name is there.

    """
    data, _ = read(path)
    target = folder / path.name
    write_new(target, data, same_is_fine=True)
    path.unlink()
    sync_folder(path.parent)
    return target


def write_new(path: Path, data: bytes, *, same_is_fine: bool) -> None:
    """Write a file that must not exist yet: whole and synced under its name, or not there at all."""
    temporary = _temporary(path)
    try:
        fill(temporary, data, 0o644)
        try:
            os.link(temporary, path)  # fails where the name is taken, which a rename would not
        except FileExistsError:
            if not (same_is_fine and read(path)[0] == data):
                raise
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, "it exists", str(path)) from None
            temporary.rename(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def probe(folder: Path) -> None:
    """Make sure, before anything is paid for, that a folder takes a file and that its disk has room for answers.

    Raises:
        OSError: it does not, or has not.

    """
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, f"less than {ROOM >> 20} MB are free")
    path = folder / f".probe-{secrets.token_hex(4)}"
    write_new(path, b"probe", same_is_fine=False)
    path.unlink()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder of ours with its parents, each under a name that survives a power loss.

    Raises:
        OSError: it cannot be made, or a symbolic link stands in its place.

    """
    if folder.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link")
    if folder.is_dir():
        return
    if not folder.parent.exists():
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True, mode=mode)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name survive a power loss, where the system can sync a folder (Windows cannot).

    Raises:
        OSError: it can, and it failed.

    """
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as fault:
        if fault.errno not in _CANNOT_SYNC:
            raise


def stamp_of(info: os.stat_result) -> Stamp:
    """Give the stamp of what was looked at."""
    return info.st_size, info.st_mtime_ns, info.st_ino
