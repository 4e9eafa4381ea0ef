"""Counts the file-system calls of a command, and lets one of them fail, or the machine die there.

Runs in the child, between Python and `os`: every call of `os` and every `open` for a path below the watched folders is a
point. What a power loss would take is modelled as the strictest file system that POSIX allows would behave: the bytes of a
file last once it was synced, a name lasts once its folder was.
"""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import shutil
import signal
import stat
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FREES = {"unlink", "remove", "rmdir"}
"""What a full disk still allows."""
_ENTRIES = {"link": 2, "symlink": 2, "rename": 2, "replace": 2, "unlink": 1, "remove": 1, "mkdir": 1, "rmdir": 1, "chmod": 1}
"""Calls that change a folder or a file by name, and how many names they take."""
_LOOKS = ("scandir", "listdir", "stat", "lstat")


class Shim:
    """The calls of one process.

    `order` says what happens: `watch` are the folders that count, `leave` those below them that do not; `mode` is `record`
    (tell the harness before each change, wait until it has a copy), `full` (the disk has hardly any room), `kill` (die before change number `at`: between two changes all is the same) or `fail` (call `at` raises
    `errno`; with `sticky` so does every later one that a full or read-only file system would refuse; with `changes_only` the
    others are not counted).
    """

    def __init__(self, order: dict[str, Any], channel: socket.socket) -> None:
        self._watch: tuple[str, ...] = tuple(order["watch"])
        self._leave: tuple[str, ...] = tuple(order["leave"])
        self._mode = order["mode"]
        self._at = order.get("at", 0)
        self._errno = order.get("errno", 0)
        self._changes_only = self._mode == "kill" or order.get("changes_only", False)
        self._sticky = order.get("sticky", False)
        self._graveyard = order["graveyard"]
        self._channel = channel
        self._guard = threading.RLock()
        self.count = 0
        self.failed = ""
        self._disk = ""
        self._handles: dict[int, str] = {}
        self._unsynced: set[int] = set()
        self._names: list[list[str]] = []
        self._graves = 0

    def install(self) -> None:
        """Put the shim between Python and the system."""
        for name, names in _ENTRIES.items():
            setattr(os, name, self._entry(name, getattr(os, name), names))
        for name in _LOOKS:
            setattr(os, name, self._look(name, getattr(os, name)))
        self._stat = os.stat.__wrapped__  # type: ignore[attr-defined]
        self._link = os.link.__wrapped__  # type: ignore[attr-defined]
        fsync, file = self._syncer(), self._filer(open)
        vars(os).update(open=self._opener(os.open), write=self._writer(os.write), fsync=fsync, close=self._closer(os.close))
        for module in (builtins, io):
            vars(module)["open"] = file
        if self._mode == "full":
            vars(shutil)["disk_usage"] = lambda _: SimpleNamespace(free=(20 << 20) - 1)

    def end(self) -> None:
        """Tell the harness of the end, which a power loss may follow."""
        if self._mode == "record":
            with self._guard:
                self._tell("end", "")

    # --- points ---------------------------------------------------------------------------------------------------

    def _path(self, name: Any) -> str | None:
        """Give the absolute path where it counts, else None."""
        if isinstance(name, int):
            return self._handles.get(name)
        path = os.path.abspath(os.fsdecode(name))  # noqa: PTH100 - pathlib would come back to us
        inside = any(path == folder or path.startswith(folder + os.sep) for folder in self._watch)
        left = any(path == folder or path.startswith(folder + os.sep) for folder in self._leave)
        return path if inside and not left else None

    def _point(self, name: str, path: str, *, changes: bool) -> None:
        """Count a call that is about to happen, and do what was ordered."""
        if self._changes_only and not changes:
            return
        self.count += 1
        if self._mode == "record":
            if changes:
                self._tell(name, path)
        elif self._mode == "kill":
            if self.count == self._at:
                os.kill(os.getpid(), signal.SIGKILL)
        elif self._mode == "fail" and (self.count == self._at or self._refused(name, path, changes=changes)):
            self._disk = self._disk or self._disk_of(path)
            self.failed = self.failed or f"{name} {path}"
            raise OSError(self._errno, os.strerror(self._errno), path)

    def _refused(self, name: str, path: str, *, changes: bool) -> bool:
        """Whether the disk of the first failure refuses this one too."""
        if not (self._sticky and self.count > self._at and changes and self._disk in {"", self._disk_of(path)}):
            return False
        return not (self._errno == errno.ENOSPC and name in _FREES)

    def _disk_of(self, path: str) -> str:
        """Each watched folder is a disk of its own."""
        return next(folder for folder in self._watch if path == folder or path.startswith(folder + os.sep))

    def _tell(self, name: str, path: str) -> None:
        said = {"point": self.count, "call": name, "path": path, "unsynced": sorted(self._unsynced), "names": self._names}
        self._channel.sendall(json.dumps(said).encode() + b"\n")
        if self._channel.recv(1) != b"+":
            os._exit(99)  # nobody listens any more

    # --- the model of what lasts ------------------------------------------------------------------------------------

    def _grave(self, path: str) -> str:
        """Keep what is about to lose its name, because a power loss may give it back."""
        try:
            if not stat.S_ISREG(self._stat(path, follow_symlinks=False).st_mode):
                return ""
        except OSError:
            return ""
        self._graves += 1
        grave = f"{self._graveyard}/{os.getpid()}-{self._graves}"
        self._link(path, grave)
        return grave

    def _there(self, path: str) -> bool:
        try:
            self._stat(path, follow_symlinks=False)
        except OSError:
            return False
        return True

    # --- the calls -------------------------------------------------------------------------------------------------

    def _entry(self, name: str, real: Callable[..., Any], names: int) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            below = any(options.get(word) is not None for word in ("dir_fd", "src_dir_fd", "dst_dir_fd"))
            path = None if below else self._path(args[names - 1]) or self._path(args[0])
            if path is None:
                return real(*args, **options)
            with self._guard:
                self._point(name, path, changes=True)
                source = os.path.abspath(os.fsdecode(args[0]))  # noqa: PTH100 - as above
                grave = self._grave(path) if name in {"unlink", "remove", "rename", "replace"} else ""
                done = real(*args, **options)
                if name != "chmod":
                    self._names.append([name, path, source, grave])
                return done

        call.__wrapped__ = real  # type: ignore[attr-defined]
        return call

    def _look(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            path = None if options.get("dir_fd") is not None else self._path(args[0] if args else ".")
            if path is None:
                return real(*args, **options)
            with self._guard:
                self._point(name, path, changes=False)
                return real(*args, **options)

        call.__wrapped__ = real  # type: ignore[attr-defined]
        return call

    def _opener(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(name: Any, flags: int, *args: Any, **options: Any) -> int:
            path = None if options.get("dir_fd") is not None else self._path(name)
            if path is None:
                handle = real(name, flags, *args, **options)
                self._handles.pop(handle, None)  # a file object that had this number is closed, which we do not see
                return handle
            with self._guard:
                new = bool(flags & os.O_CREAT) and not self._there(path)
                self._point("open", path, changes=new or bool(flags & os.O_TRUNC))
                handle = real(name, flags, *args, **options)
                self._opened(handle, path, new=new, writes=bool(flags & _WRITES))
                return handle

        return call

    def _filer(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(name: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
            path = None if isinstance(name, int) else self._path(name)
            if path is None:
                return real(name, mode, *args, **options)
            with self._guard:
                writes = not set(mode).isdisjoint("wxa+")
                new = writes and not self._there(path)
                self._point("open", path, changes=writes)
                file = real(name, mode, *args, **options)
                self._opened(file.fileno(), path, new=new, writes=writes)
                return file

        return call

    def _opened(self, handle: int, path: str, *, new: bool, writes: bool) -> None:
        self._handles[handle] = path
        if new:
            self._names.append(["open", path, path, ""])
        if writes:
            self._unsynced.add(os.fstat(handle).st_ino)

    def _writer(self, real: Callable[[int, Any], int]) -> Callable[[int, Any], int]:
        def call(handle: int, data: Any) -> int:
            path = self._handles.get(handle)
            if path is None:
                return real(handle, data)
            with self._guard:
                self._point("write", path, changes=True)
                self._unsynced.add(os.fstat(handle).st_ino)
                return real(handle, data)

        return call

    def _syncer(self) -> Callable[[Any], None]:
        def call(file: Any) -> None:
            """Nothing loses its power here, so that nothing has to reach a disk."""
            handle = file if isinstance(file, int) else file.fileno()
            path = self._handles.get(handle)
            if path is not None:
                with self._guard:
                    self._point("fsync", path, changes=True)
                    info = os.fstat(handle)
                    if stat.S_ISDIR(info.st_mode):
                        self._names = [entry for entry in self._names if os.path.dirname(entry[1]) != path]  # noqa: PTH120 - as above
                    else:
                        self._unsynced.discard(info.st_ino)

        return call

    def _closer(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def call(handle: int) -> None:
            self._handles.pop(handle, None)
            real(handle)

        return call
