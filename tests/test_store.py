from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING, Any

import makers
import pytest
from makers import a_record, a_request

from mkdocs_imggen import files
from mkdocs_imggen.cache import Facts
from mkdocs_imggen.errors import RecordError, StoreError
from mkdocs_imggen.meaning import resolve
from mkdocs_imggen.record import write
from mkdocs_imggen.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mkdocs_imggen.record import Entry

KEY = a_request().key
STEM = f"lighthouse-{KEY[:8]}"
PICTURE = b"a picture\nof a lighthouse"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "imggen", None)


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[Facts]:
    facts = Facts(tmp_path / "facts", print)
    yield facts
    facts.close()


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.root.iterdir())


def put(store: Store, data: bytes = PICTURE, label: str = "lighthouse", **changes: Any) -> Entry:
    return store.put(a_record(data, **changes), data, label)


def test_a_picture_and_its_record_lie_side_by_side(store: Store) -> None:
    entry = put(store)
    assert names(store) == [".gitattributes", f"{STEM}.webp", f"{STEM}.yml"]
    assert store.original(entry).read_bytes() == PICTURE
    assert (store.root / f"{STEM}.yml").read_text() == write(a_record(PICTURE))
    assert entry.stem == STEM
    assert store.index().by_key == {KEY: entry}
    assert store.record(entry) == a_record(PICTURE, stem=STEM)
    assert store.read(entry) == PICTURE


def test_the_extension_is_that_of_the_real_format(store: Store) -> None:
    put(store, format="jpeg")
    assert f"{STEM}.jpg" in names(store)


def test_git_is_told_to_leave_pictures_and_line_ends_alone(store: Store) -> None:
    put(store)
    attributes = (store.root / ".gitattributes").read_text()
    assert attributes.splitlines()[1:] == ["*.webp binary", "*.png binary", "*.jpg binary", "*.yml text eol=lf"]
    (store.root / ".gitattributes").write_text("mine")
    put(store, b"two", request=a_request(take=2))
    assert (store.root / ".gitattributes").read_text() == "mine"


def test_another_process_finds_what_was_put(store: Store) -> None:
    entry = put(store)
    assert Store(store.root, None).index().by_key == {KEY: entry}


def test_what_others_put_is_seen_when_asked_to_look_again(store: Store) -> None:
    assert store.index().by_key == {}
    entry = put(Store(store.root, None))
    assert store.index().by_key == {}
    assert store.index(again=True).by_key == {KEY: entry}


def test_a_picture_put_into_a_store_that_was_looked_at_is_in_its_index(store: Store) -> None:
    index = store.index()
    entry = put(store)
    assert index.by_key == {KEY: entry}
    assert store.index(again=True) is index  # and is not read a second time


def test_a_removed_record_is_gone_when_looked_for_again(store: Store) -> None:
    entry = put(store)
    assert store.index().by_key == {KEY: entry}
    (store.root / f"{STEM}.yml").unlink()
    assert store.index(again=True).by_key == {}


def test_a_renamed_picture_is_found_all_the_same(store: Store) -> None:
    put(store)
    for name in (f"{STEM}.yml", f"{STEM}.webp"):
        (store.root / name).rename(store.root / name.replace("lighthouse", "beacon"))
    entry = Store(store.root, None).index().by_key[KEY]
    assert entry.stem == STEM.replace("lighthouse", "beacon")
    assert store.read(entry) == PICTURE


def test_the_same_picture_again_needs_its_record_only(store: Store) -> None:
    put(store)
    (store.root / f"{STEM}.yml").unlink()
    put(Store(store.root, None))
    assert names(store) == [".gitattributes", f"{STEM}.webp", f"{STEM}.yml"]


def test_a_name_that_is_taken_gets_more_digits_and_nothing_is_overwritten(store: Store) -> None:
    store.root.mkdir()
    (store.root / f"{STEM}.webp").write_bytes(b"reviewed")
    assert put(store).stem == f"lighthouse-{KEY[:16]}"
    assert (store.root / f"{STEM}.webp").read_bytes() == b"reviewed"


def test_a_record_of_the_same_name_is_never_replaced(store: Store) -> None:
    store.root.mkdir()
    (store.root / f"{STEM}.yml").write_text("mine")
    assert put(store).stem == f"lighthouse-{KEY[:16]}"
    assert (store.root / f"{STEM}.yml").read_text() == "mine"


def test_where_every_name_is_taken_nothing_is_written(store: Store) -> None:
    store.root.mkdir()
    for digits in range(8, 65, 8):
        (store.root / f"lighthouse-{KEY[:digits]}.webp").write_bytes(b"reviewed")
    with pytest.raises(StoreError, match="every name for lighthouse is taken"):
        put(store)
    assert {path.read_bytes() for path in store.root.glob("*.webp")} == {b"reviewed"}


def test_the_original_is_written_before_its_record(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = files.write_new

    def write_new(path: Path, data: bytes, *, same_is_fine: bool) -> None:
        if path.suffix == ".yml":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, data, same_is_fine=same_is_fine)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_new", write_new)
        with pytest.raises(StoreError) as caught:
            put(store)
    assert caught.value.what == "the store cannot be written (No space left on device)"
    assert names(store) == [".gitattributes", f"{STEM}.webp"]
    assert put(store).stem == STEM  # and the next try uses it


def flip(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (flip, "has SHA-256 "),
        (lambda path: path.write_bytes(PICTURE[:3]), "is cut short: 3 bytes are there"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.unlink(), "is missing"),
    ],
)
@pytest.mark.parametrize("way", ["verify", "read"])
def test_a_damaged_original_is_an_error_and_never_missing(store: Store, harm: Any, what: str, way: str) -> None:
    entry = put(store)
    harm(store.original(entry))
    with pytest.raises(StoreError) as caught:
        getattr(store, way)(entry)
    line = str(caught.value)
    assert line.startswith(f"imggen/{STEM}.webp: imggen: `{STEM}.webp` {what}")
    assert line.endswith(f"; nothing was published or sent; restore it: `git checkout -- imggen/{STEM}.webp`")
    assert store.index(again=True).by_key == {KEY: entry}


def test_a_damaged_original_is_named_with_both_digests(store: Store) -> None:
    entry = put(store)
    store.original(entry).write_bytes(b"another picture of it")
    with pytest.raises(StoreError) as caught:
        store.verify(entry)
    assert caught.value.what == f"`{STEM}.webp` has SHA-256 6ad6e5c3c74d… and the record says c7bc397dd31b…"


def test_every_bit_of_an_original_counts(store: Store) -> None:
    data = bytes(range(64))
    entry = put(store, data)
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        store.original(entry).write_bytes(changed)
        with pytest.raises(StoreError):
            store.verify(entry)


def test_an_original_whose_line_ends_were_converted_says_what_gits_attributes_are_for(store: Store) -> None:
    """[D4]"""
    entry = put(store)
    store.original(entry).write_bytes(PICTURE.replace(b"\n", b"\r\n"))
    with pytest.raises(StoreError) as caught:
        store.read(entry)
    assert str(caught.value) == (
        f"imggen/{STEM}.webp: imggen: `{STEM}.webp` had its line ends converted, as if it were text;"
        " nothing was published or sent; see that the .gitattributes beside it says `*.webp binary`, delete it,"
        f" then `git checkout -- imggen/{STEM}.webp`"
    )


def test_an_original_that_is_the_picture_of_another_record_names_it(store: Store) -> None:
    """[D3]"""
    entry = put(store)
    other = put(store, b"quite another picture", "owl", request=a_request(prompt="An owl"))
    store.original(entry).write_bytes(b"quite another picture")
    with pytest.raises(StoreError, match=f"`{STEM}.webp` holds the picture of `{other.stem}.webp`"):
        store.read(entry)


def test_a_git_lfs_pointer_says_what_to_run(store: Store) -> None:
    entry = put(store)
    store.original(entry).write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n")
    with pytest.raises(StoreError) as caught:
        store.read(entry)
    assert (
        str(caught.value)
        == f"imggen/{STEM}.webp: imggen: `{STEM}.webp` is a Git LFS pointer; nothing was published or sent; run `git lfs pull`"
    )


@pytest.mark.parametrize("way", ["verify", "read"])
def test_an_original_behind_a_link_is_not_read(store: Store, tmp_path: Path, way: str) -> None:
    entry = put(store)
    store.original(entry).rename(tmp_path / "outside")
    store.original(entry).symlink_to(tmp_path / "outside")
    with pytest.raises(StoreError, match="cannot be read"):
        getattr(store, way)(entry)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_text(""),
        lambda path: path.write_text("<<<<<<< HEAD\n" + path.read_text()),
        lambda path: (path.unlink(), path.symlink_to("/etc/hostname")),
        lambda path: (path.unlink(), path.mkdir()),
    ],
)
def test_a_record_that_cannot_be_read_is_an_error_and_never_nothing(store: Store, spoil: Any) -> None:
    put(store)
    spoil(store.root / f"{STEM}.yml")
    with pytest.raises(RecordError, match=f"{STEM}.yml"):
        Store(store.root, None).index()


def test_records_of_two_branches_with_one_key_are_both_named(store: Store) -> None:
    put(store)
    put(Store(store.root, None), b"theirs", label="theirs")
    with pytest.raises(RecordError, match=f"`{STEM}.yml` and `theirs-{KEY[:8]}.yml` hold two pictures"):
        Store(store.root, None).index()


def test_other_files_and_hidden_ones_are_left_alone(store: Store) -> None:
    entry = put(store)
    (store.root / "README.md").write_text("ours")
    (store.root / ".hidden.yml").write_text("not a record")
    (store.root / "old").mkdir()
    (store.root / "old" / "x.yml").write_text("not a record")
    assert Store(store.root, None).index().by_key == {KEY: entry}


def test_a_store_that_is_not_there_is_empty_and_is_not_made_by_looking(store: Store) -> None:
    assert store.index().by_key == {}
    assert not store.root.exists()


def test_a_file_or_a_link_in_the_stores_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        Store(tmp_path / "file", None).index()
    assert caught.value.what == "the store cannot be read (Not a directory)"
    (tmp_path / "outside").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "outside")
    linked = Store(tmp_path / "link", None)
    with pytest.raises(StoreError) as caught:
        linked.index()
    assert caught.value.what == "the store cannot be read (it is a symbolic link)"
    with pytest.raises(StoreError) as caught:
        put(linked)
    assert caught.value.what == "the store cannot be written (it is a symbolic link)"
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_record_that_vanishes_while_the_store_is_listed_hides_no_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, label="a")
    second = put(store, b"two", label="b", request=a_request(take=2))
    third = put(store, b"three", label="c", request=a_request(take=3))
    real = os.scandir

    class Listing:
        """What a listing gives while somebody removes the first record: its name, and then no such file."""

        def __init__(self, folder: Path) -> None:
            with real(folder) as listing:
                self.items = list(listing)

        def __enter__(self) -> list[os.DirEntry[str]]:
            (store.root / f"a-{KEY[:8]}.yml").unlink()
            return self.items

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Listing)
    assert Store(store.root, None).index().by_key == {second.key: second, third.key: third}


def test_the_probe_leaves_nothing_and_tells_what_cannot_be_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.probe()
    assert names(store) == [".gitattributes"]

    def write_new(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(files, "write_new", write_new)
    with pytest.raises(StoreError) as caught:
        store.probe()
    assert str(caught.value).endswith(
        "imggen: the store cannot be written (Read-only file system); nothing was sent; make it writable"
    )


def test_a_folder_that_somebody_else_prepares_at_the_same_time_is_fine(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.root.mkdir()
    real = files.write_new

    def write_new(path: Path, data: bytes, *, same_is_fine: bool) -> None:
        if path.name == ".gitattributes":
            path.write_text("theirs")
        real(path, data, same_is_fine=same_is_fine)

    monkeypatch.setattr(files, "write_new", write_new)
    store.probe()
    assert (store.root / ".gitattributes").read_text() == "theirs"


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_a_folder_that_cannot_be_listed_has_no_picture_without_a_record_that_anybody_knew_of(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store)
    monkeypatch.setattr(os, "listdir", refused)
    with pytest.raises(StoreError) as caught:
        store.orphans()
    assert (caught.value.what, caught.value.kept) == ("the store cannot be read (Read-only file system)", "nothing was sent")


def test_what_cannot_be_put_back_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = put(store)
    store.original(entry).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(files, "write_new", refused)
        with pytest.raises(StoreError, match=r"cannot be put back \(Read-only file system\)"):
            store.restore(entry, PICTURE)
    store.restore(entry, PICTURE)
    assert store.read(entry) == PICTURE


def test_another_take_is_used_where_the_record_can_say_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store)
    with pytest.raises(StoreError, match="the picture that this is another take of is not in the store"):
        store.use("0" * 64, 2)
    before = (store.root / f"{STEM}.yml").read_text()
    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", refused)
        with pytest.raises(StoreError, match=r"the store cannot be written \(Read-only file system\)"):
            store.use(KEY, 2)
    assert (store.root / f"{STEM}.yml").read_text() == before
    store.use(KEY, 2)
    assert (store.root / f"{STEM}.yml").read_text() != before


class Reads:
    """Counts the files that are really read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        real = files.read

        def read(path: Path) -> tuple[bytes, files.Stamp]:
            self.names.append(path.name)
            return real(path)

        monkeypatch.setattr(files, "read", read)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(monkeypatch)


def remembered(store: Store, facts: Facts) -> tuple[Store, Entry]:
    """Give a new process's store, after another one has learned and kept everything."""
    before = Store(store.root, facts)
    entry = put(before)
    before.index()
    before.remember()
    return Store(store.root, facts), entry


def test_a_warm_build_reads_no_record_and_no_picture(store: Store, facts: Facts, reads: Reads) -> None:
    warm, entry = remembered(store, facts)
    reads.names.clear()
    assert warm.index().by_key == {KEY: entry}
    warm.verify(entry)
    assert reads.names == []


def test_a_changed_file_is_read_again(store: Store, facts: Facts, reads: Reads) -> None:
    warm, entry = remembered(store, facts)
    flip(store.original(entry))
    os.utime(store.root / f"{STEM}.yml", ns=(1, 1))
    reads.names.clear()
    assert warm.index().by_key == {KEY: entry}
    with pytest.raises(StoreError, match="has SHA-256"):
        warm.verify(entry)
    assert reads.names == [f"{STEM}.yml", f"{STEM}.webp"]


def test_a_record_that_became_a_link_to_itself_elsewhere_is_not_taken_for_unchanged(
    store: Store, facts: Facts, tmp_path: Path
) -> None:
    warm, _ = remembered(store, facts)
    (store.root / f"{STEM}.yml").rename(tmp_path / "elsewhere.yml")
    (store.root / f"{STEM}.yml").symlink_to(tmp_path / "elsewhere.yml")
    with pytest.raises(RecordError, match="it is no regular file"):
        warm.index()


def test_without_facts_every_original_is_proven_each_time(store: Store, reads: Reads) -> None:
    entry = put(store)
    store.verify(entry)
    store.verify(entry)
    assert reads.names == [f"{STEM}.webp", f"{STEM}.webp"]


def test_an_original_is_proven_once_in_a_process(store: Store, facts: Facts, reads: Reads) -> None:
    put(store)
    cold = Store(store.root, facts)
    entry = cold.index().by_key[KEY]
    reads.names.clear()
    cold.verify(entry)
    cold.verify(entry)
    assert cold.read(entry) == PICTURE
    assert reads.names == [f"{STEM}.webp", f"{STEM}.webp"]  # by the first proof, and by the one who wants the bytes


def test_only_what_was_learned_is_kept(store: Store, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(facts, "keep", lambda name, _: kept.append(name))
    blank = Store(store.root, facts)
    blank.remember()
    assert kept == []  # nothing was looked at
    entry = put(blank)
    blank.index()
    blank.remember()
    blank.remember()
    blank.verify(entry)
    blank.remember()
    assert kept == [f"store-2:{store.root}"]
    (store.root / f"{STEM}.yml").unlink()
    blank.index(again=True)
    blank.remember()
    assert kept == [f"store-2:{store.root}"] * 2
    Store(store.root, None).remember()


def test_a_record_that_is_gone_is_forgotten(store: Store, facts: Facts) -> None:
    warm, _ = remembered(store, facts)
    (store.root / f"{STEM}.yml").unlink()
    assert warm.index().by_key == {}
    warm.remember()
    assert json.loads(facts.get(f"store-2:{store.root}") or "") == {"entries": {}, "proven": {}}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "not JSON",
        lambda _: "[]",
        lambda _: "[" * 200_000,
        lambda _: "{}",
        lambda _: '{"entries": [], "proven": {}}',
        lambda _: '{"entries": {}, "proven": {"x": [1, 2]}}',
        lambda text: text.replace(STEM, "../../outside").replace('"../../outside.yml"', f'"{STEM}.yml"'),
        lambda text: text.replace('"webp"', '"svg"'),
        lambda text: text.replace("[[", "[[["),
        lambda text: text.replace('["' + "d" * 64 + '"]', "[[]]"),
    ],
)
def test_spoilt_facts_are_as_good_as_none(store: Store, facts: Facts, reads: Reads, spoil: Any) -> None:
    warm, entry = remembered(store, facts)
    name = f"store-2:{store.root}"
    text = facts.get(name)
    assert text
    assert spoil(text) != text
    facts.keep(name, spoil(text))
    reads.names.clear()
    assert warm.index().by_key == {KEY: entry}
    warm.verify(entry)
    assert f"{STEM}.yml" in reads.names


def test_two_pictures_of_one_label_have_two_names(store: Store) -> None:
    other = a_request(take=2)
    assert put(store).stem == STEM
    assert put(store, b"two", request=other).stem == f"lighthouse-{other.key[:8]}"


def test_a_record_that_cannot_be_read_is_read_once_and_not_for_every_directive(store: Store) -> None:
    put(store)
    broken = store.root / "broken-01234567.yml"
    broken.write_text("<<<<<<< ours\n")
    fresh = Store(store.root, None)
    with pytest.raises(RecordError) as first:
        fresh.index()
    broken.unlink()
    with pytest.raises(RecordError) as second:
        fresh.index()
    assert second.value is first.value
    assert len(fresh.index(again=True).by_key) == 1


def test_a_directive_that_spells_out_what_a_picture_was_made_with_finds_it_stale(store: Store) -> None:
    then = makers.site(presets={"default": {"prompt": "{prompt}"}})
    now = makers.site(presets={"default": {"prompt": "{prompt}, oil"}})
    made = resolve(makers.inline("A fox"), then)
    store.put(a_record(request=made.request, directives=(made.digest,), preset="default"), b"picture", "a-fox")
    directives = ("", "?size=3:2", "?quality=medium&size=3:2", "default", "?size=1:1", "icon?size=3:2", "?take=2")
    states = {words: str(store.find(resolve(makers.inline("A fox", words), now))[0]) for words in directives}
    assert states == {
        "": "stale",
        "?size=3:2": "stale",
        "?quality=medium&size=3:2": "stale",
        "default": "stale",
        "?size=1:1": "missing",
        "icon?size=3:2": "missing",
        "?take=2": "missing",
    }
