from __future__ import annotations

import errno
import os
import tempfile
from typing import TYPE_CHECKING

import pytest
from makers import an_order

from mkdocs_imggen import rescue
from mkdocs_imggen.errors import StoreError
from mkdocs_imggen.spool import Spooled, unpack

if TYPE_CHECKING:
    from pathlib import Path


def answer(folder: Path) -> Spooled:
    path = folder / "beacon-12345678-5e6f7a8b.answer"
    return Spooled(path=path, order=an_order(), body=b"paid", provider="openai", model=None, created="", notes=())


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path / "site" / "imggen"


def test_the_best_folder_is_the_one_that_was_set_then_the_users_then_the_temporary_one(store: Path, tmp_path: Path) -> None:
    name = rescue.folders({}, store)[0].name.removeprefix("imggen-rescue-")
    assert name.startswith("site-")
    assert rescue.folders({}, store) == [tmp_path / "tmp" / f"imggen-rescue-{name}"]
    env = {"IMGGEN_RESCUE": f"{tmp_path}/set", "HOME": "/home/bo", "XDG_STATE_HOME": "/state"}
    assert [str(folder) for folder in rescue.folders(env, store)] == [
        f"{tmp_path}/set/{name}",
        f"/state/imggen/rescue/{name}",
        f"{tmp_path}/tmp/imggen-rescue-{name}",
    ]
    assert str(rescue.folders({"HOME": "/home/bo"}, store)[0]) == f"/home/bo/.local/state/imggen/rescue/{name}"


def test_two_projects_of_one_name_do_not_share_a_folder(tmp_path: Path) -> None:
    assert rescue.folders({}, tmp_path / "a/site/imggen") != rescue.folders({}, tmp_path / "b/site/imggen")


def test_an_answer_goes_to_the_first_folder_that_takes_it(store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    env = {"IMGGEN_RESCUE": f"{tmp_path}/file", "HOME": f"{tmp_path}/home"}
    path = rescue.keep(env, store, answer(tmp_path))
    assert path.is_relative_to(tmp_path / "home/.local/state/imggen/rescue")
    assert unpack(path, path.read_bytes()).body == b"paid"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert rescue.found(env, store) == [path]


def test_a_folder_behind_a_link_is_neither_written_nor_read(store: Path, tmp_path: Path) -> None:
    """[threat 13]"""
    (planted,) = rescue.folders({}, store)
    (tmp_path / "outside").mkdir()
    planted.symlink_to(tmp_path / "outside")
    (tmp_path / "outside" / "x.answer").write_bytes(b"planted")
    assert rescue.found({}, store) == []
    with pytest.raises(OSError, match="symbolic link"):
        rescue.keep({}, store, answer(tmp_path))


def test_a_folder_of_somebody_else_holds_nothing_of_ours(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[D11]"""
    path = rescue.keep({}, store, answer(tmp_path))
    assert rescue.found({}, store) == [path]
    owner = path.parent.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert rescue.found({}, store) == []
    monkeypatch.delattr(os, "geteuid")  # a system without users
    assert rescue.found({}, store) == [path]


@pytest.mark.parametrize("error", [errno.EIO, errno.EMFILE, errno.EACCES])
def test_a_folder_that_cannot_be_read_now_is_no_empty_one(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    rescue.keep({}, store, answer(tmp_path))

    def listdir(_: object) -> list[str]:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "listdir", listdir)
    if error == errno.EACCES:  # where we may not look we could not have put anything
        assert rescue.found({}, store) == []
    else:
        with pytest.raises(StoreError, match=r"the rescue folder cannot be read .*; nothing was sent"):
            rescue.found({}, store)
