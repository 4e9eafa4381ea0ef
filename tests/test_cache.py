from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import diskcache
import pytest

from mkdocs_imggen.cache import Cache, Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAMILY = "f" * 64


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "facts"


@contextmanager
def opened(folder: Path, notes: list[str]) -> Iterator[Facts]:
    facts = Facts(folder, notes.append)
    yield facts
    facts.close()


@pytest.fixture
def known(folder: Path) -> Path:
    """A sound database with one fact, written by an earlier process."""
    with opened(folder, []) as facts:
        facts.keep("answer", "42")
    return folder


def database(folder: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(folder / "cache.db", isolation_level=None))


def aside(folder: Path) -> list[Path]:
    return list(folder.parent.glob("facts.bad-*"))


def test_a_fact_is_known_to_the_next_process(known: Path, notes: list[str]) -> None:
    code = (
        "import sys; from pathlib import Path; from mkdocs_imggen.cache import Facts;"
        "facts = Facts(Path(sys.argv[1]), print); print(facts.get('answer')); facts.keep('answer', '43'); facts.close()"
    )
    other = subprocess.run([sys.executable, "-c", code, str(known)], capture_output=True, text=True, check=True)
    assert other.stdout == "42\n"
    with opened(known, notes) as facts:
        assert facts.get("answer") == "43"
        assert facts.get("question") is None
    assert notes == []


def test_a_long_fact_stays_in_the_database(folder: Path, notes: list[str]) -> None:
    text = "é\n" * 5_000_000
    with opened(folder, notes) as facts:
        facts.keep("long", text)
        assert facts.get("long") == text
    assert {path.name for path in folder.iterdir()} == {"cache.db"}


def test_facts_can_be_used_after_they_were_closed(known: Path, notes: list[str]) -> None:
    facts = Facts(known, notes.append)
    facts.close()
    assert facts.get("answer") == "42"
    facts.close()
    assert facts.get("answer") == "42"
    facts.close()


def test_nothing_is_imported_or_made_before_a_fact_is_wanted(folder: Path) -> None:
    Facts(folder, print).close()
    assert not folder.parent.exists()


class Exploit:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        return os.mkdir, (str(self.path),)


def plant(sql: str, *values: object) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        with database(folder) as connection:
            connection.execute(sql, values)

    return act


def plant_row(mode: int, filename: str | None, value: object) -> Callable[[Path], None]:
    return plant(f"UPDATE Cache SET mode = {mode}, filename = ?, value = ?", filename, value)


def plant_exploit(folder: Path) -> None:
    plant_row(4, None, pickle.dumps(Exploit(folder.parent / "executed")))(folder)


def plant_exploit_file(folder: Path) -> None:
    (folder / "x.val").write_bytes(pickle.dumps(Exploit(folder.parent / "executed")))
    plant_row(4, "x.val", None)(folder)


def plant_schema(old: str, new: str) -> Callable[[Path], None]:
    """Edit the schema itself, past all of SQLite's checks."""

    def act(folder: Path) -> None:
        with database(folder) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            done = connection.execute(
                "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE sql LIKE ?", (old, new, f"%{old}%")
            )
            assert done.rowcount > 0

    return act


def plant_view(folder: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS key, i AS value FROM n"
    with database(folder) as connection:
        connection.execute("DROP TABLE Settings")
        connection.execute(f"CREATE VIEW Settings AS {endless}")


def flip(folder: Path) -> None:
    data = bytearray((folder / "cache.db").read_bytes())
    data[4096:] = bytes(byte ^ 0xA5 for byte in data[4096:])
    (folder / "cache.db").write_bytes(data)


def cut(folder: Path) -> None:
    data = (folder / "cache.db").read_bytes()
    (folder / "cache.db").write_bytes(data[: len(data) // 2])


def other_library(folder: Path) -> None:
    shutil.rmtree(folder)
    with closing(diskcache.Cache(str(folder))) as cache:
        cache["answer"] = 42


def database_is_a_folder(folder: Path) -> None:
    (folder / "cache.db").unlink()
    (folder / "cache.db").mkdir()


def database_is_a_link(folder: Path) -> None:
    (folder / "cache.db").rename(folder.parent / "real.db")
    (folder / "cache.db").symlink_to(folder.parent / "real.db")


def link_to_canary(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(folder.parents[1] / "canary")


def folder_is_a_link(folder: Path) -> None:
    folder.rename(folder.parent / "real")
    folder.symlink_to(folder.parent / "real")


def folder_is_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"x")


HARM: dict[str, Callable[[Path], Any]] = {
    "a pickle in a row": plant_exploit,
    "a pickle in a file": plant_exploit_file,
    "text in a file outside": plant_row(3, "../../canary", None),
    "bytes in a file outside": plant_row(2, "../../canary", None),
    "a file name beside the text": plant_row(1, "../../canary", "42"),
    "bytes": plant_row(1, None, b"42"),
    "a number": plant_row(1, None, 42),
    "nothing": plant_row(1, None, None),
    "a mode of its own": plant_row(9, None, "42"),
    "a trigger": plant("CREATE TRIGGER t AFTER UPDATE ON Settings BEGIN DELETE FROM Cache; END"),
    "a trigger of our name": plant_schema("value + 1", "value + 1, key = load_extension('x')"),
    "a view": plant_view,
    "a table": plant("CREATE TABLE other (x)"),
    "a virtual table": plant_schema("CREATE TABLE Cache (", "CREATE VIRTUAL TABLE Cache USING fts5("),
    "an index with a call": plant("CREATE INDEX Cache_x ON Cache (abs(size))"),
    "a setting that would be an attribute": plant("INSERT INTO Settings VALUES ('_disk', 'x')"),
    "a setting that would be a method": plant("INSERT INTO Settings VALUES ('get', 'x')"),
    "a setting that would be a pragma": plant("INSERT INTO Settings VALUES ('sqlite_temp_store_directory', '/tmp')"),
    "a setting for the disk": plant("INSERT INTO Settings VALUES ('disk_directory', '/tmp')"),
    "a pragma with a second statement": plant("UPDATE Settings SET value = 'wal; SELECT 1' WHERE key = 'sqlite_journal_mode'"),
    "another policy": plant("UPDATE Settings SET value = 'least-recently-used' WHERE key = 'eviction_policy'"),
    "a counter of words": plant("UPDATE Settings SET value = 'many' WHERE key = 'count'"),
    "no settings": plant("DROP TABLE Settings"),
    "other columns": plant_schema(" mode INTEGER DEFAULT 0,", " mode INTEGER DEFAULT (random()),"),
    "a cut file": cut,
    "flipped pages": flip,
    "no database": lambda folder: (folder / "cache.db").write_bytes(b"not a database, but long enough to look like one" * 100),
    "another library's settings": other_library,
    "a folder in the database's place": database_is_a_folder,
    "a link to the database": database_is_a_link,
    "a second name of the database": lambda folder: os.link(folder / "cache.db", folder.parent / "real.db"),
    "a link for the log": link_to_canary("cache.db-wal"),
    "a link for the journal": link_to_canary("cache.db-journal"),
    "a pipe for the shared memory": lambda folder: os.mkfifo(folder / "cache.db-shm"),
    "a link to the folder": folder_is_a_link,
    "a file in the folder's place": folder_is_a_file,
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_planted_or_damaged_database_is_moved_aside_with_one_line(
    known: Path, notes: list[str], tmp_path: Path, harm: Callable[[Path], Any]
) -> None:
    canary = tmp_path / "canary"
    canary.write_text("mine")
    harm(known)
    with opened(known, notes) as facts:
        assert facts.get("answer") is None
        facts.keep("answer", "43")
    assert canary.read_text() == "mine"
    assert not (known.parent / "executed").exists()
    assert len(aside(known)) == 1
    assert len(notes) == 1
    assert notes[0].startswith(
        f"the cache's facts were moved to {aside(known)[0].name} and start anew; nothing is lost but time ("
    )
    with opened(known, notes) as facts:
        facts.keep("answer", "44")
        assert facts.get("answer") == "44"
    assert len(notes) == 1


def test_a_planted_file_name_is_not_removed_when_its_fact_is_replaced(known: Path, notes: list[str], tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("mine")
    plant_row(1, "../../canary", "42")(known)
    with opened(known, notes) as facts:
        facts.keep("answer", "43")
    assert canary.read_text() == "mine"
    assert len(notes) == len(aside(known)) == 1


def test_what_a_fact_is_and_what_it_is_called_is_text(folder: Path, notes: list[str]) -> None:
    for name, value in ((7, "x"), ("x", 7), ("x", b"x"), ("x", None)):
        with opened(folder, notes) as facts:
            facts.keep(name, value)  # type: ignore[arg-type] # that it is refused is the point
        assert "TypeError" in notes.pop()


def test_the_disk_of_the_library_refuses_everything_but_text(folder: Path, notes: list[str]) -> None:
    with opened(folder, notes) as facts:
        facts.keep("x", "y")
        disk = facts._cache.disk  # type: ignore[union-attr] # it was opened by the line above
        assert disk.get("name", True) == "name"
        for key, raw in ((b"pickle", False), ("name", False), (b"name", True)):
            with pytest.raises(ValueError, match="not text"):
                disk.get(key, raw)


def test_a_journal_that_names_another_file_is_not_rolled_back(known: Path, notes: list[str], tmp_path: Path) -> None:
    """SQLite removes the super-journal that a journal names, wherever it is, once it has rolled the journal back."""
    canary = tmp_path / "canary"
    canary.write_text("mine")
    name = str(canary).encode()
    page = (known / "cache.db").read_bytes()[:4096]
    head = bytes.fromhex("d9d505f920a163d7") + b"".join(n.to_bytes(4, "big") for n in (0, 0, 1, 512, 4096))
    total = sum(name).to_bytes(4, "big")
    tail = (0x40000000 // 4096 + 1).to_bytes(4, "big") + name + len(name).to_bytes(4, "big") + total + head[:8]
    (known / "cache.db-journal").write_bytes(head.ljust(512, b"\0") + tail)
    assert page.startswith(b"SQLite format 3")
    with opened(known, notes) as facts:
        assert facts.get("answer") is None
    assert canary.read_text() == "mine"
    assert len(aside(known)) == len(notes) == 1


@pytest.mark.parametrize("lock", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"])
def test_a_locked_database_is_left_where_it_is_and_waited_for_only_briefly(known: Path, notes: list[str], lock: str) -> None:
    with database(known) as holder:
        holder.execute(lock)
        with opened(known, notes) as facts:
            assert facts.get("answer") is None
            facts.keep("answer", "43")
            assert facts.get("answer") is None
        holder.execute("ROLLBACK")
    assert aside(known) == []
    assert notes == ["the cache's facts are not used this time; nothing is lost but time (OperationalError: database is locked)"]
    with opened(known, notes) as facts:
        assert facts.get("answer") == "42"


def test_a_database_that_is_locked_later_is_left_where_it_is(known: Path, notes: list[str]) -> None:
    with opened(known, notes) as facts:
        assert facts.get("answer") == "42"
        with database(known) as holder:
            holder.execute("BEGIN IMMEDIATE")
            facts.keep("answer", "43")
    assert aside(known) == []
    assert len(notes) == 1
    assert "not used this time" in notes[0]
    assert "Timeout" in notes[0]


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that other users can reach."""
    folder = Path(tempfile.mkdtemp(prefix="imggen-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    shutil.rmtree(folder)


@contextmanager
def somebody() -> Iterator[None]:
    """Be an ordinary user, since root may write everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


@pytest.mark.parametrize("frozen", ["folder", "database", "parent"])
def test_a_cache_that_may_only_be_read_is_left_where_it_is(shared: Path, notes: list[str], frozen: str) -> None:
    facts = shared / "cache" / "facts"
    if frozen == "parent":
        facts.parent.mkdir()
        facts.parent.chmod(0o555)
    else:
        with opened(facts, []) as learned:
            learned.keep("answer", "42")
        (facts / "cache.db").chmod(0o444)
        facts.chmod(0o555 if frozen == "folder" else 0o777)
    with somebody(), opened(facts, notes) as reader:
        assert reader.get("answer") is None
        reader.keep("answer", "43")
    assert len(notes) == 1
    assert notes[0].startswith("the cache's facts are not used this time; nothing is lost but time (")
    assert [path.name for path in shared.rglob("*.bad-*")] == []
    if frozen != "parent":
        with database(facts) as connection:
            assert connection.execute("SELECT key, value FROM Cache").fetchall() == [("answer", "42")]


def test_a_name_in_which_the_library_would_replace_a_variable_is_not_used(
    tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_SECRET", "canary")
    with opened(tmp_path / "$MY_SECRET" / "facts", notes) as facts:
        facts.keep("answer", "42")
        assert facts.get("answer") is None
    assert list(tmp_path.iterdir()) == []
    assert len(notes) == 1
    assert "canary" not in notes[0]


def test_an_empty_database_is_a_new_one(folder: Path, notes: list[str]) -> None:
    folder.mkdir(parents=True)
    (folder / "cache.db").touch()
    with opened(folder, notes) as facts:
        facts.keep("answer", "42")
        assert facts.get("answer") == "42"
    assert notes == []


def test_where_moving_aside_is_impossible_there_is_no_error(
    known: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(known)

    def rename(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", rename)
    with opened(known, notes) as facts:
        assert facts.get("answer") is None
    assert notes == []


def test_many_processes_may_begin_at_once(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mkdocs_imggen.cache import Facts; notes = [];"
        "facts = Facts(Path(sys.argv[1]), notes.append); facts.keep(sys.argv[2], 'x'); facts.close();"
        "assert not [note for note in notes if 'moved' in note], notes"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(folder), str(number)]) for number in range(6)]
    assert [process.wait(30) for process in processes] == [0] * 6
    assert aside(folder) == []


def test_a_rendition_is_written_whole_and_cannot_be_changed(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", trusted=True, note=print)
    path = cache.rendition(FAMILY, 640, "webp")
    assert path == tmp_path / "cache" / "renditions" / f"{FAMILY}-640.webp"
    cache.write(path, b"one")
    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    cache.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert [item.name for item in path.parent.iterdir()] == [path.name]
    cache.close()
    assert path.exists()


def test_git_ignores_the_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", trusted=True, note=print)
    cache.write(cache.rendition(FAMILY, 640, "webp"), b"one")
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"
    (tmp_path / "cache" / ".gitignore").write_text("mine\n")
    again = Cache(tmp_path / "cache", trusted=True, note=print)
    again.write(again.rendition(FAMILY, 1280, "webp"), b"two")
    assert (tmp_path / "cache" / ".gitignore").read_text() == "mine\n"


def test_a_rendition_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache", trusted=True, note=print)
    path = cache.rendition(FAMILY, 640, "webp")
    (path.parent / path.name).mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        cache.write(path, b"one")
    assert [item.name for item in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("place", ["cache", "cache/renditions"])
def test_renditions_are_not_written_through_a_link(tmp_path: Path, place: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).symlink_to(tmp_path / "outside")
    cache = Cache(tmp_path / "cache", trusted=True, note=print)
    with pytest.raises(OSError, match="symbolic link"):
        cache.write(cache.rendition(FAMILY, 640, "webp"), b"one")
    assert list((tmp_path / "outside").iterdir()) == []


def test_nothing_is_made_where_a_planted_link_points(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / ".gitignore").symlink_to(tmp_path / "made")
    cache = Cache(tmp_path / "cache", trusted=True, note=print)
    path = cache.rendition(FAMILY, 640, "webp")
    cache.write(path, b"one")
    assert path.read_bytes() == b"one"
    assert not (tmp_path / "made").exists()


def test_a_shared_cache_is_not_believed(tmp_path: Path) -> None:
    trusted = Cache(tmp_path / "cache", trusted=True, note=print)
    assert trusted.facts
    trusted.facts.keep("answer", "42")
    trusted.write(trusted.rendition(FAMILY, 640, "webp"), b"planted")
    trusted.close()
    fresh, other = (Cache(tmp_path / "cache", trusted=False, note=print) for _ in range(2))
    assert fresh.facts is None
    path = fresh.rendition(FAMILY, 640, "webp")
    assert not path.exists()
    assert path != other.rendition(FAMILY, 640, "webp")
    fresh.write(path, b"made anew")
    assert path.read_bytes() == b"made anew"
    assert trusted.rendition(FAMILY, 640, "webp").read_bytes() == b"planted"
    fresh.close()
    assert not path.parent.exists()
    assert trusted.rendition(FAMILY, 640, "webp").exists()


def test_a_rendition_is_believed_only_as_it_was_written(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", trusted=True, note=print)
    path = cache.rendition(FAMILY, 640, "webp")
    assert not cache.has(path)
    cache.write(path, b"picture")
    assert cache.has(path)
    cache.remember()
    cache.close()

    again = Cache(tmp_path / "cache", trusted=True, note=print)
    assert again.has(path)
    path.chmod(0o644)
    path.write_bytes(b"pickled")
    assert not again.has(path)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert not again.has(path)
    again.close()


def test_two_processes_remember_what_both_wrote(tmp_path: Path) -> None:
    one, two = (Cache(tmp_path / "cache", trusted=True, note=print) for _ in range(2))
    paths = [cache.rendition(FAMILY, width, "webp") for cache, width in ((one, 640), (two, 1280))]
    for cache, path in zip((one, two), paths, strict=True):
        cache.write(path, b"picture")
    for cache in (one, two):
        cache.remember()
        cache.close()
    third = Cache(tmp_path / "cache", trusted=True, note=print)
    assert [third.has(path) for path in paths] == [True, True]
    third.close()


@pytest.mark.parametrize("planted", ["[]", '{"a": 1}', '{"a": ["x", 1, 2]}', "[" * 100_000])
def test_what_is_remembered_of_renditions_and_is_no_stamp_is_nothing(tmp_path: Path, planted: str) -> None:
    cache = Cache(tmp_path / "cache", trusted=True, note=print)
    assert cache.facts
    cache.facts.keep("renditions-1", planted)
    path = cache.rendition(FAMILY, 640, "webp")
    assert not cache.has(path)
    cache.write(path, b"picture")
    cache.remember()
    assert cache.has(path)
    cache.close()


def test_where_a_build_service_cannot_write_the_cache_renditions_go_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should be")
    cache = Cache(tmp_path / "cache", trusted=False, note=print)
    path = cache.rendition(FAMILY, 640, "webp")
    cache.write(path, b"picture")
    assert cache.has(path)
    assert tmp_path not in path.parents
    cache.close()
    assert not path.exists()
