from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from pathlib import Path
from subprocess import run
from types import SimpleNamespace
from typing import Any

import pytest

from mkdocs_imggen import files


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_a_new_file_is_written_whole_and_leaves_nothing_else(tmp_path: Path) -> None:
    files.write_new(tmp_path / "a.webp", b"picture", same_is_fine=False)
    assert (tmp_path / "a.webp").read_bytes() == b"picture"
    assert names(tmp_path) == ["a.webp"]


@pytest.mark.parametrize("same_is_fine", [True, False])
def test_a_file_is_never_overwritten(tmp_path: Path, same_is_fine: bool) -> None:
    path = tmp_path / "a.webp"
    path.write_bytes(b"reviewed")
    with pytest.raises(FileExistsError):
        files.write_new(path, b"another", same_is_fine=same_is_fine)
    assert path.read_bytes() == b"reviewed"
    assert names(tmp_path) == ["a.webp"]


def test_the_same_bytes_again_are_fine_only_where_said(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    path.write_bytes(b"reviewed")
    files.write_new(path, b"reviewed", same_is_fine=True)
    with pytest.raises(FileExistsError):
        files.write_new(path, b"reviewed", same_is_fine=False)


@pytest.fixture
def no_hard_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)


@pytest.mark.usefixtures("no_hard_links")
def test_a_file_system_without_hard_links_is_written_too(tmp_path: Path) -> None:
    files.write_new(tmp_path / "a.webp", b"picture", same_is_fine=False)
    assert (tmp_path / "a.webp").read_bytes() == b"picture"
    assert names(tmp_path) == ["a.webp"]


@pytest.mark.usefixtures("no_hard_links")
def test_a_file_system_without_hard_links_overwrites_nothing_either(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(b"reviewed")
    (tmp_path / "b.webp").symlink_to("nowhere")
    for name in ("a.webp", "b.webp"):
        with pytest.raises(FileExistsError):
            files.write_new(tmp_path / name, b"another", same_is_fine=False)
    assert (tmp_path / "a.webp").read_bytes() == b"reviewed"
    assert names(tmp_path) == ["a.webp", "b.webp"]


@pytest.mark.parametrize("target", ["outside.txt", "nowhere"])
@pytest.mark.parametrize("same_is_fine", [True, False])
def test_nothing_is_written_through_a_symbolic_link(tmp_path: Path, target: str, same_is_fine: bool) -> None:
    (tmp_path / "outside.txt").write_bytes(b"mine")
    (tmp_path / "a.webp").symlink_to(target)
    with pytest.raises(OSError, match=r"File exists|symbolic links"):
        files.write_new(tmp_path / "a.webp", b"mine", same_is_fine=same_is_fine)
    assert (tmp_path / "outside.txt").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space left"):
        files.write_new(tmp_path / "a.webp", b"picture", same_is_fine=False)
    assert names(tmp_path) == []


def test_bytes_are_synced_before_the_name_and_the_name_before_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real_fsync, real_link = os.fsync, os.link

    def fsync(handle: int) -> None:
        seen.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        real_fsync(handle)

    def link(*names: Any) -> None:
        seen.append("name")
        real_link(*names)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", link)
    files.write_new(tmp_path / "a.webp", b"picture", same_is_fine=False)
    assert seen == ["sync file", "name", "sync folder"]


def test_a_file_is_read_with_the_stamp_of_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    path.write_bytes(b"picture")
    data, stamp = files.read(path)
    assert data == b"picture"
    assert stamp == files.stamp_of(path.stat())
    assert stamp == (7, path.stat().st_mtime_ns, path.stat().st_ino)


def test_a_symbolic_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a.webp").symlink_to("secret")
    with pytest.raises(OSError, match="symbolic links"):
        files.read(tmp_path / "a.webp")


def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.webp")
    code = f"from pathlib import Path; from mkdocs_imggen.files import read; read(Path({str(tmp_path)!r}) / 'a.webp')"
    ended = run([sys.executable, "-c", code], capture_output=True, text=True, timeout=10, check=False)
    assert ended.stderr.splitlines()[-1] == "OSError: [Errno 22] not a regular file"


def test_a_device_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not a regular file"):
        files.read(Path("/dev/null"))
    with pytest.raises(OSError, match=r"not a regular file|directory"):
        files.read(tmp_path)


def test_a_file_is_created_once(tmp_path: Path) -> None:
    os.close(files.create(tmp_path / "a", 0o600))
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "a", 0o600)
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "link", 0o600)


def test_a_folder_is_made_with_its_parents_and_may_be_there(tmp_path: Path) -> None:
    files.make_folder(tmp_path / "a" / "b", 0o700)
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_folder_behind_a_symbolic_link_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "a").symlink_to(target)
    with pytest.raises(OSError, match="it is a symbolic link"):
        files.make_folder(tmp_path / "a")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_synced_is_no_fault(tmp_path: Path) -> None:
    files.sync_folder(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_whose_sync_fails_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="Input/output"):
        files.sync_folder(tmp_path)


def test_every_new_folder_is_synced_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    files.make_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a"]
    files.make_folder(tmp_path / "a" / "b")
    assert len(synced) == 2


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yml"
    files.replace(path, b"one")
    files.replace(path, b"two")
    assert (path.read_bytes(), names(tmp_path)) == (b"two", ["a.yml"])

    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space left"):
        files.replace(path, b"three")
    assert (path.read_bytes(), names(tmp_path)) == (b"two", ["a.yml"])


def test_a_file_that_takes_several_writes_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    files.fill(tmp_path / "a", b"a picture", 0o644)
    assert (tmp_path / "a").read_bytes() == b"a picture"


def test_a_moved_file_is_in_one_place_and_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(b"mine")
    (tmp_path / "there").mkdir()
    assert files.move(tmp_path / "a.webp", tmp_path / "there") == tmp_path / "there" / "a.webp"
    assert (names(tmp_path), names(tmp_path / "there")) == (["there"], ["a.webp"])
    (tmp_path / "a.webp").write_bytes(b"another")
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "a.webp", tmp_path / "there")
    assert (tmp_path / "a.webp").read_bytes() == b"another"


def test_names_are_in_order_and_a_folder_that_cannot_be_read_is_no_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b").touch()
    (tmp_path / ".a").touch()
    assert files.names(tmp_path) == [".a", "b"]
    assert files.names(tmp_path / "nowhere") == []
    assert files.names(tmp_path / "b") == []

    def listdir(_: object) -> list[str]:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "listdir", listdir)
    with pytest.raises(OSError, match="Too many"):
        files.names(tmp_path)


def test_a_folder_is_probed_with_a_file_that_does_not_stay(tmp_path: Path) -> None:
    files.probe(tmp_path)
    assert names(tmp_path) == []
    with pytest.raises(FileNotFoundError):
        files.probe(tmp_path / "nowhere")


@pytest.mark.parametrize(("free", "enough"), [(20 * 1024 * 1024, True), (20 * 1024 * 1024 - 1, False)])
def test_a_disk_with_less_than_20_megabytes_has_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, enough: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    if enough:
        files.probe(tmp_path)
    else:
        with pytest.raises(OSError, match="less than 20 MB are free"):
            files.probe(tmp_path)
    assert names(tmp_path) == []
