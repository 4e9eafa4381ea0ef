"""The cache: renditions, and facts that can be learned again. Deleting it costs nothing but time.

Facts live in diskcache behind a `Disk` that stores and returns text only, since the library's own one unpickles what it
finds and a stranger may write a shared cache (CVE-2025-69872 has no fixed release). Before the library opens a database,
its files, schema and settings are looked at without it: the library would run planted triggers and pragmas, set attributes
of its own by the names it finds, and write through symbolic links.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from diskcache import Cache as DiskCache

    from mkdocs_imggen.files import Stamp

_TRIGGER = re.compile(
    r"CREATE TRIGGER Settings_(?:count|size)_(?:insert|update|delete) AFTER (?:INSERT|UPDATE|DELETE) ON Cache FOR EACH ROW BEGIN"
    r' UPDATE Settings SET value = value(?: [+-] (?:1|NEW\.size|OLD\.size)){1,2} WHERE key = "(?:count|size)"; END'
)
_TABLE = re.compile(
    r"CREATE TABLE (?:Settings \( key TEXT NOT NULL UNIQUE, value\)|Cache \( rowid INTEGER PRIMARY KEY, [A-Za-z0-9_, ]+\))"
)
_INDEX = re.compile(r"CREATE (?:UNIQUE )?INDEX Cache_[a-z_]+ ON Cache ?\([a-z_, ]+\)(?: WHERE [a-z_]+ IS NOT NULL)?")
_RENDITIONS = "renditions-1"
_INLINE = 1 << 30
"""Values stay in the database up to this many bytes, so that no row ever names a file."""
_NOT_ITS_FAULT = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM,
)  # fmt: skip
"""What SQLite says of a sound database that others hold, or that cannot be written here and now."""


class Cache:
    """The folder of renditions and facts.

    `trusted` says whether what lies there may be believed. Where it may not (a build service may share it with strangers),
    facts are not read and renditions are made anew in a folder of this process, removed by `close`.
    """

    def __init__(self, root: Path, *, trusted: bool, note: Callable[[str], None]) -> None:
        self.root = root
        self.trusted = trusted
        self.facts = Facts(root / "facts", note) if trusted else None
        self._written: dict[str, Stamp] = {}

    def rendition(self, family: str, width: int, format_: str) -> Path:
        """Where a rendition is, or will be; the name says what it was made from."""
        return self._folder / f"{family}-{width}.{format_}"

    def has(self, path: Path) -> bool:
        """Whether a rendition is there as we wrote it: what was cut, changed or put there by somebody else is made again."""
        try:
            info = path.lstat()
        except OSError:
            return False
        return stat.S_ISREG(info.st_mode) and self._stamps.get(path.name) == files.stamp_of(info)

    def write(self, path: Path, data: bytes) -> None:
        """Write a rendition: whole or not at all, read-only, since it may be linked into a site.

        Raises:
            OSError: the folder cannot be written.

        """
        if self.trusted:
            files.make_folder(self.root)
            files.make_folder(path.parent)
            with suppress(FileExistsError):
                files.write_new(self.root / ".gitignore", b"*\n", same_is_fine=False)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o444)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        self._stamps[path.name] = self._written[path.name] = files.stamp_of(path.lstat())

    def remember(self) -> None:
        """Keep for the next process what this one wrote."""
        if self.facts and self._written:
            # Others may have written in the meantime.
            self.facts.keep(_RENDITIONS, json.dumps(_read_stamps(self.facts) | self._written, separators=(",", ":")))
            self._written = {}

    def close(self) -> None:
        """Close the facts, and remove what only this process could believe."""
        if self.facts:
            self.facts.close()
        elif "_folder" in self.__dict__:
            shutil.rmtree(self._folder, ignore_errors=True)

    @cached_property
    def _folder(self) -> Path:
        if self.trusted:
            return self.root / "renditions"
        fresh = self.root / f"fresh-{os.getpid()}-{secrets.token_hex(4)}"
        try:
            files.make_folder(self.root)
            files.make_folder(fresh)
        except OSError:  # a checkout that cannot be written builds all the same
            return Path(tempfile.mkdtemp(prefix="imggen-"))
        return fresh

    @cached_property
    def _stamps(self) -> dict[str, Stamp]:
        return _read_stamps(self.facts) if self.facts else {}


def _read_stamps(facts: Facts) -> dict[str, Stamp]:
    """Give the stamps of renditions that were written; what does not fit is as good as nothing."""
    try:
        found = json.loads(facts.get(_RENDITIONS) or "{}")
        return {str(name): (int(a), int(b), int(c)) for name, (a, b, c) in found.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


class Facts:
    """Text by name, across processes; any doubt about the database moves it aside, and nothing is lost but time."""

    def __init__(self, folder: Path, note: Callable[[str], None]) -> None:
        self._folder = folder
        self._note = note
        self._cache: DiskCache | None = None
        self._off = False

    def get(self, name: str) -> str | None:
        """Give a fact, or None when it is not known."""
        value = self._try(lambda cache: cache.get(name))
        return value if isinstance(value, str) else None

    def keep(self, name: str, text: str) -> None:
        """Keep a fact; a cache that cannot be written forgets it."""
        # retry=False: the library would wait for ever on a database that was turned read-only.
        self._try(lambda cache: cache.set(name, text, retry=False))

    def close(self) -> None:
        """Close the database."""
        if self._cache is not None:
            self._cache.close()
            self._cache = None

    def _try(self, act: Callable[[DiskCache], Any]) -> Any:
        if self._off:
            return None
        try:
            if self._cache is None:
                self._cache = self._open()
            return act(self._cache)
        # A planted database makes the library stumble over anything: types, missing keys, several statements in one.
        except Exception as fault:  # noqa: BLE001 - as the line above says
            self.close()
            self._off = True
            why = f"{type(fault).__name__}: {fault}"[:80]
            if _is_damage(fault):
                self._move_aside(why)
            else:
                self._note(f"the cache's facts are not used this time; nothing is lost but time ({why})")
            return None

    def _open(self) -> DiskCache:
        import diskcache  # noqa: PLC0415 - 27 ms, only for sites that use us

        class TextDisk(diskcache.Disk):  # type: ignore[misc] # the library has no types
            """Stores and returns text that is in the row itself; refuses everything else, above all pickles and file names."""

            def put(self, key: Any) -> tuple[str, bool]:
                if not isinstance(key, str):
                    raise TypeError("names of facts are text")
                return key, True

            def get(self, key: Any, raw: Any) -> str:
                if not isinstance(key, str) or not raw:
                    raise ValueError("the name of a fact is not text")
                return key

            def store(self, value: Any, read: Any, key: Any = None) -> tuple[int, int, None, str]:  # noqa: ARG002 - its signature
                if not isinstance(value, str) or read:
                    raise TypeError("facts are text")
                return 0, diskcache.core.MODE_RAW, None, value

            def fetch(self, mode: Any, filename: Any, value: Any, read: Any) -> str:
                if mode != diskcache.core.MODE_RAW or filename is not None or not isinstance(value, str) or read:
                    raise ValueError("a fact is not text")
                return value

            def remove(self, file_path: Any) -> None:
                raise ValueError(f"a fact names a file: {file_path!r}")

        # Every setting is passed, because the library believes those it finds in the database otherwise.
        settings = dict(diskcache.DEFAULT_SETTINGS)
        settings.update(eviction_policy="none", cull_limit=0, statistics=0, tag_index=0, disk_min_file_size=_INLINE)
        _check_place(self._folder)
        if not self._looks_right(settings, set(diskcache.core.METADATA)):
            self._move_aside("it is not as we leave it")
        files.make_folder(self._folder, 0o700)
        return diskcache.Cache(str(self._folder), timeout=1, disk=TextDisk, **settings)

    def _looks_right(self, settings: dict[str, Any], counters: set[str]) -> bool:
        """Whether the database, if there is one, holds what the library itself would have made.

        Raises:
            sqlite3.Error: it cannot be read or not be written now.

        """
        path = self._folder / "cache.db"
        if self._folder.is_symlink() or not all(
            _is_plain(path.with_name(path.name + end)) for end in ("", "-journal", "-wal", "-shm")
        ):
            return False
        if not path.exists():
            return True
        address = path.absolute().as_uri()
        with closing(sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=1)) as database:
            shapes = {"trigger": _TRIGGER, "table": _TABLE, "index": _INDEX}
            schema = database.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            if not all(kind in shapes and shapes[kind].fullmatch(" ".join(sql.split())) for kind, sql in schema):
                return False
            for name, value in database.execute("SELECT key, value FROM Settings") if schema else ():
                if type(value) is not int if name in counters else settings.get(name) != value:
                    return False
        # The library would wait a minute for a lock that somebody holds; we ask for it once.
        with closing(sqlite3.connect(f"{address}?mode=rw", uri=True, timeout=1, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
        return True

    def _move_aside(self, why: str) -> None:
        target = self._folder.with_name(f"{self._folder.name}.bad-{secrets.token_hex(4)}")
        with suppress(OSError):
            self._folder.rename(target)
            self._note(f"the cache's facts were moved to {target.name} and start anew; nothing is lost but time ({why})")


def _check_place(folder: Path) -> None:
    """See that the library will write where we mean."""
    if folder.parent.is_symlink():
        raise PermissionError("the cache is a symbolic link")
    if os.path.expandvars(folder) != str(folder):
        raise PermissionError(f"the library would replace the variable in {str(folder)!r}")


def _is_plain(path: Path) -> bool:
    """Whether there is nothing, or a regular file under this one name: SQLite writes through links of both kinds."""
    try:
        info = path.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(info.st_mode) and info.st_nlink == 1


def _is_damage(fault: Exception) -> bool:
    """Whether a fault is the database's own, and not that of a lock, of permissions or of the disk."""
    if isinstance(fault, sqlite3.Error):
        code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        # A journal that has to be rolled back may name other files to be removed, so it is never rolled back.
        return code == sqlite3.SQLITE_READONLY_ROLLBACK or code & 0xFF not in _NOT_ITS_FAULT
    if isinstance(fault, OSError):
        return isinstance(fault, FileExistsError | NotADirectoryError)
    return type(fault).__name__ != "Timeout"  # the library's word for a lock
