"""The rescue folder: where a paid answer goes when the project's own folders do not take it."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_imggen import files, spool
from mkdocs_imggen.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.spool import Spooled


def folders(env: Mapping[str, str], store: Path) -> list[Path]:
    """Give the folders of a store outside of its project, best first: `IMGGEN_RESCUE`, the user's state, the temporary one."""
    name = f"{store.parent.name}-{hashlib.sha256(os.fsencode(store)).hexdigest()[:8]}"
    state = env.get("XDG_STATE_HOME") or (f"{env['HOME']}/.local/state" if env.get("HOME") else "")
    bases = [env.get("IMGGEN_RESCUE", ""), f"{state}/imggen/rescue" if state else ""]
    return [*(Path(base) / name for base in bases if base), Path(tempfile.gettempdir()) / f"imggen-rescue-{name}"]


def keep(env: Mapping[str, str], store: Path, answer: Spooled) -> Path:
    """Write a paid answer into the first folder that takes it, and give its file.

    Raises:
        OSError: none takes it.

    """
    fault = OSError("no folder")
    for folder in folders(env, store):
        path = folder / answer.path.name
        try:
            files.make_folder(folder, 0o700)
            files.fill(path, spool.pack(answer), 0o600)
            files.sync_folder(folder)
        except OSError as problem:
            fault = problem
            continue
        return path
    raise fault


def found(env: Mapping[str, str], store: Path) -> list[Path]:
    """Give the answers that wait there; a folder that is somebody else's, or a link, holds none of ours.

    Raises:
        StoreError: a folder cannot be read now, so nobody knows what waits there.

    """
    waiting: list[Path] = []
    for folder in folders(env, store):
        try:
            info = folder.lstat()
            if stat.S_ISDIR(info.st_mode) and (not hasattr(os, "geteuid") or info.st_uid == os.geteuid()):
                waiting += [folder / name for name in files.names(folder) if name.endswith(".answer")]
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue  # where we may not look we could not have put anything
        except OSError as fault:
            raise StoreError(
                f"the rescue folder cannot be read ({fault.strerror})", where=str(folder), kept="nothing was sent"
            ) from fault
    return waiting
