"""Pictures that go in: finds the file that an author names, inside the folders that may be read, and makes it fit to send.

Whoever writes a page, or a pull request, chooses the name; so nothing outside the folders is ever opened, no symbolic link is
followed below them, and what leaves is made of the picture's pixels alone.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from mkdocs_imggen import imaging
from mkdocs_imggen.directive import slug
from mkdocs_imggen.errors import DirectiveError, UnusableError
from mkdocs_imggen.files import Stamp, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_BYTES = 50_000_000
"""An image model takes less than this, as a file and as what is sent of it."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FILE = _READ | getattr(os, "O_NONBLOCK", 0)  # so that a named pipe is refused, not waited for
_FOLDER = _READ | getattr(os, "O_DIRECTORY", 0)
_STEPWISE = os.open in os.supports_dir_fd
_LINK = "a symbolic link is on its way, and none is followed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A file that may be read: `parts` lead to it from `folder`, which may be reached through links of the site's owner.

    `written` is the author's word for it; `stamp` tells whether the file is the one that was looked at before.
    """

    written: str
    folder: Path
    parts: tuple[str, ...]
    stamp: Stamp

    @property
    def path(self) -> Path:
        """Where it is, for people and for watching."""
        return self.folder.joinpath(*self.parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A picture fit to send: `data` is a PNG without metadata, `name` a plain file name for it, `pixels` what it shows."""

    name: str
    data: bytes = field(repr=False)
    type: str = "image/png"
    pixels: imaging.Pixels


def find(written: str, *, docs_dir: Path, folders: Sequence[Path], page: str | None = None) -> Place:
    """Find the file that an author names: from the page's own folder, from the docs folder, or from a folder that is listed.

    `folders` are those that may be read, `page` is the path of the page inside the docs folder. The file is not read.

    Raises:
        DirectiveError: it is not there, leads elsewhere, or is not a plain file of an acceptable size.

    """
    if fault := _oddity(written):
        raise DirectiveError(f"`{written}` {fault}", hint="write a path such as `images/office.jpg`")
    bases = [f"{docs_dir}/{page}/.."] if page else []
    inside = False
    for spot in dict.fromkeys(os.path.normpath(f"{base}/{written}") for base in (*bases, docs_dir, *folders)):
        for folder in folders:
            root = os.path.normpath(folder).rstrip(os.sep) + os.sep
            if not spot.startswith(root):
                continue
            inside = True
            parts = tuple(spot[len(root) :].split(os.sep))  # noqa: PTH206 - five times as fast as `Path`
            with _named(written), _opened(folder, parts) as handle:
                if handle is not None:
                    return Place(written=written, folder=folder, parts=parts, stamp=stamp_of(_checked(handle)))
    if inside:
        raise DirectiveError(f"there is no picture `{written}`", hint="paths start at the page, the docs folder or a listed one")
    raise DirectiveError(f"`{written}` leads out of the folders that may be read", hint="list its folder under `inputs:`")


def look(place: Place) -> imaging.Pixels:
    """Say what a picture shows; its digest enters the key.

    Raises:
        DirectiveError: it cannot be read, or is no picture that can be used.

    """
    with _named(place.written):
        return imaging.look(_bytes(place))


def read(place: Place) -> Input:
    """Read a picture and make it fit to send: turned upright, stripped of metadata, as PNG.

    Raises:
        DirectiveError: it cannot be read, is no picture that can be used, or is too large to send.

    """
    with _named(place.written):
        data = _bytes(place)
        sent = imaging.upright_png(data)
        if len(sent) >= MAX_BYTES:
            raise UnusableError(f"as PNG it has {len(sent) / 1e6:.1f} MB, and {MAX_BYTES / 1e6:g} are too many")
        return Input(name=f"{slug(PurePath(place.parts[-1]).stem)}.png", data=sent, pixels=imaging.look(data))


def check_mask(mask: imaging.Pixels, picture: imaging.Pixels, *, written: str) -> None:
    """See that a mask lies over its picture and lets something change.

    Raises:
        DirectiveError: it does not; `written` is the author's word for the mask.

    """
    if (mask.width, mask.height) != (picture.width, picture.height):
        sizes = f"{mask.width}x{mask.height}, and its picture {picture.width}x{picture.height}"
        raise DirectiveError(f"the mask `{written}` is {sizes}", hint="make it as large as the picture")
    if mask.clearest:
        hint = "make it transparent where the picture may change; black and white say nothing"
        raise DirectiveError(f"the mask `{written}` has no transparent pixel, so nothing could change", hint=hint)


def _oddity(written: str) -> str | None:
    """Say why a name cannot be a relative path that means the same on every system."""
    parts = written.split("/")
    if not written or not written.isprintable():
        return "is no path"
    if "\\" in written or ":" in written:
        return "holds a backslash or a colon"
    if written.startswith("/"):
        return "is an absolute path"
    if any(_DEVICE.fullmatch(part.strip(" .")) for part in parts):
        return "is the name of a device"
    return None


@contextmanager
def _named(written: str) -> Iterator[None]:
    """Turn what goes wrong with a file into an error of the author's, with the name that the author gave it."""
    try:
        yield
    except UnusableError as fault:
        raise DirectiveError(f"`{written}`: {fault.what}", hint="give a PNG, JPEG or WebP") from fault
    except OSError as fault:
        raise DirectiveError(f"`{written}` cannot be read ({fault.strerror})") from fault


def _bytes(place: Place) -> bytes:
    """Read a file whole, if it is still one that may be read."""
    with _opened(place.folder, place.parts) as handle:
        if handle is None:
            raise UnusableError("it is gone")
        _checked(handle)
        with os.fdopen(os.dup(handle), "rb") as file:
            data = file.read(MAX_BYTES)
    if len(data) >= MAX_BYTES:
        raise UnusableError("it grew while it was read")
    if not data.startswith(_STARTS) or (data.startswith(b"RIFF") and data[8:12] != b"WEBP"):
        raise UnusableError("it is no PNG, JPEG or WebP")
    return data


def _checked(handle: int) -> os.stat_result:
    """See that an open file is a plain one of an acceptable size."""
    info = os.fstat(handle)
    if not stat.S_ISREG(info.st_mode):
        raise UnusableError("it is not a plain file")
    if info.st_size >= MAX_BYTES:
        raise UnusableError(f"it has {info.st_size / 1e6:.1f} MB, and {MAX_BYTES / 1e6:g} are too many")
    return info


@contextmanager
def _opened(folder: Path, parts: tuple[str, ...]) -> Iterator[int | None]:
    """Open a file below a folder, never through a symbolic link; None where there is none."""
    try:
        handle = (_open_stepwise if _STEPWISE else _open_whole)(folder, parts)
    except FileNotFoundError:
        handle = None
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def _open_stepwise(folder: Path, parts: tuple[str, ...]) -> int:
    """Open folder by folder, each from the one before, so that nobody can put a link into a part that was already looked at."""
    handle = os.open(folder, _FOLDER & ~getattr(os, "O_NOFOLLOW", 0))
    for number, part in enumerate(parts, 1):
        above = handle
        try:
            handle = os.open(part, _FILE if number == len(parts) else _FOLDER, dir_fd=above)
        except OSError as fault:
            # Systems differ in what they call a link here.
            with suppress(FileNotFoundError):  # gone by now, which is said below
                if stat.S_ISLNK(os.stat(part, dir_fd=above, follow_symlinks=False).st_mode):
                    raise UnusableError(_LINK) from fault
            if isinstance(fault, NotADirectoryError):
                raise FileNotFoundError from fault
            raise
        finally:
            os.close(above)
    return handle


def _open_whole(folder: Path, parts: tuple[str, ...]) -> int:
    """Open a file where folders cannot be opened (Windows): look for links before and after, and that it is the same file."""
    path = folder.resolve().joinpath(*parts)

    def is_plain() -> bool:
        return path.resolve() == path

    if not is_plain():
        raise UnusableError(_LINK)
    handle = os.open(path, _FILE)
    if not (is_plain() and os.path.samestat(os.fstat(handle), path.lstat())):
        os.close(handle)
        raise UnusableError(_LINK)
    return handle
