"""What is damaged in a store is found by a real locked build, named, never published and never bought again; and what is said of it.

A row of the fault matrix stands in brackets in the docstring of its test; `test_matrix.py` sees to it that each has one.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from contract import contract
from PIL import Image
from sites import Built, Site, digests

from mkdocs_imggen.cli import main
from mkdocs_imggen.damage import Cure, Damage, of_original, of_record
from mkdocs_imggen.errors import RecordError
from mkdocs_imggen.store import Store
from mkdocs_imggen.testing import ImageServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOX = "![A fox](imggen:?size=64x64)\n"
OWL = "![An owl](imggen:?size=64x64)\n"


def sha(data: bytes | bytearray) -> str:
    return hashlib.sha256(data).hexdigest()


def noise(format_: str, side: int = 64) -> bytes:
    """Give a picture whose bytes are as irregular as those of a photograph."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(1).randbytes(3 * side * side)).save(out, format_, quality=90)
    return out.getvalue()


def windows(data: bytes) -> bytes:
    """Convert line ends as Git does when it takes a file for text: a pair stays a pair."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


PICTURES = {name: noise(name) for name in ("PNG", "JPEG", "WEBP")}
WEBP = PICTURES["WEBP"]
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 7\n"
CONFLICT = b"<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n"
RECORD = b"# Made by mkdocs-imggen.\nversion: 1\nname: beacon\npreset: default\nsha256: " + b"a" * 64 + b"\n"


class TestWhatIsSaidOfAnOriginal:
    @pytest.mark.parametrize(
        ("data", "damage"),
        [
            (b"", Damage("is empty", line=1)),
            (POINTER, Damage("is a Git LFS pointer", Cure.LFS, 1)),
            (CONFLICT, Damage("holds the marks of a merge conflict", Cure.MERGE, 1)),
            (WEBP[:10], Damage("is cut short: 10 bytes are there")),
            (WEBP[:100], Damage(f"is cut short: 100 of {len(WEBP):,} bytes are there")),
            (PICTURES["PNG"][:-1], Damage("is cut short: its end is missing")),
            (PICTURES["JPEG"][:-1], Damage("is cut short: its end is missing")),
            (b"somebody's own words", Damage("has SHA-256 9b8b61ca5706… and the record says aaaaaaaaaaaa…")),
            (WEBP + b"more", Damage(f"has SHA-256 {sha(WEBP + b'more')[:12]}… and the record says aaaaaaaaaaaa…")),
            (PICTURES["PNG"], Damage(f"has SHA-256 {sha(PICTURES['PNG'])[:12]}… and the record says aaaaaaaaaaaa…")),
            (PICTURES["JPEG"], Damage(f"has SHA-256 {sha(PICTURES['JPEG'])[:12]}… and the record says aaaaaaaaaaaa…")),
        ],
    )
    def test_it_is_the_plainest_reason_that_fits(self, data: bytes, damage: Damage) -> None:
        assert of_original(data, "a" * 64, {}) == damage

    def test_the_picture_of_another_record_is_named(self) -> None:
        others = {sha(WEBP): "an-owl-12345678.webp"}
        assert of_original(WEBP, "a" * 64, others) == Damage("holds the picture of `an-owl-12345678.webp`")

    @pytest.mark.parametrize(
        ("original", "convert"),
        [
            (b"RIFF\n\0\0\0WEBPVP8 one\n", windows),
            (WEBP, windows),
            (PICTURES["JPEG"], windows),
            (PICTURES["PNG"], windows),
            (PICTURES["PNG"], lambda data: data.replace(b"\n", b"\r\n")),
            (PICTURES["PNG"], lambda data: data.replace(b"\r\n", b"\n")),
        ],
        ids=["a single one", "webp", "jpeg", "png", "png twice", "png to line feeds"],
    )
    def test_converted_line_ends_are_known_in_every_format(self, original: bytes, convert: Callable[[bytes], bytes]) -> None:
        data = convert(original)
        assert data != original
        converted = Damage("had its line ends converted, as if it were text", Cure.ATTRIBUTES)
        assert of_original(data, sha(original), {}) == converted


class TestWhatIsSaidOfARecord:
    @pytest.mark.parametrize(
        ("data", "damage"),
        [
            (b"", Damage("is empty", line=1)),
            (b"\n\r\n \n", Damage("is empty", line=1)),
            (POINTER, Damage("is a Git LFS pointer", Cure.LFS, 1)),
            (RECORD.replace(b"preset:", CONFLICT + b"preset:"), Damage("holds the marks of a merge conflict", Cure.MERGE, 4)),
            (RECORD.replace(b"preset:", b"=======\r\npreset:"), Damage("holds the marks of a merge conflict", Cure.MERGE, 4)),
            (RECORD.decode().encode("utf-16"), Damage("was saved as UTF-16", line=1)),
            (RECORD.replace(b"preset", b"pre\0set"), Damage("holds a NUL byte", line=4)),
            (RECORD.replace(b"preset", b"pre\xffset"), Damage("is not UTF-8", line=4)),
            (RECORD[:60], Damage("is cut short: its last field, `sha256`, is missing", line=4)),
            (RECORD[:-10], Damage("is cut short: its last field, `sha256`, is missing", line=5)),
            (b"\xef\xbb\xbf" + RECORD, Damage("begins with a byte order mark", line=1)),
            (windows(RECORD), Damage("has the line ends of Windows", Cure.ATTRIBUTES, 1)),
            (RECORD.replace(b"version: 1", b"version: 9"), None),
            (RECORD.replace(b"a" * 64, b"../../etc/passwd"), None),
            (RECORD, None),
        ],
    )
    def test_it_is_the_plainest_reason_that_fits(self, data: bytes, damage: Damage | None) -> None:
        assert of_record(data) == damage

    def test_wherever_it_was_cut_it_is_said_to_be_cut_or_empty(self) -> None:
        said = {damage.what for end in range(len(RECORD) - 1) if (damage := of_record(RECORD[:end]))}
        assert said == {"is empty", "is cut short: its last field, `sha256`, is missing"}


@pytest.mark.parametrize(
    ("cure", "place", "hint"),
    [
        (Cure.RESTORE, "imggen/a.webp", "restore it: `git checkout -- imggen/a.webp`"),
        (Cure.LFS, "imggen/a.webp", "run `git lfs pull`"),
        (
            Cure.MERGE,
            "imggen/a.yml",
            "take picture and record from one side: `git checkout --ours -- imggen/a.*` (or `--theirs`)",
        ),
        (
            Cure.ATTRIBUTES,
            "imggen/a.webp",
            "see that the .gitattributes beside it says `*.webp binary`, delete it, then `git checkout -- imggen/a.webp`",
        ),
        (
            Cure.ATTRIBUTES,
            "imggen/a.yml",
            "see that the .gitattributes beside it says `*.yml text eol=lf`, delete it, then `git checkout -- imggen/a.yml`",
        ),
    ],
)
def test_each_kind_of_damage_has_its_own_cure(cure: Cure, place: str, hint: str) -> None:
    assert cure.hint(place) == hint


def a_site(root: Path, server: ImageServer) -> Site:
    settings = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": []}
    made = Site(root=root, imggen=settings)
    made.more["theme"] = {"name": None, "custom_dir": str(Path(__file__).parent / "golden" / "theme")}
    return made


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with ImageServer(validate=contract()) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site without a picture yet, whose key is set, so that every build outside a build service could buy."""
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    monkeypatch.chdir(tmp_path)
    return a_site(tmp_path, server)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two pictures, made by a real build."""
    with ImageServer(validate=contract()) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
        patch.setenv("IMGGEN_MODE", "generate")
        made = a_site(tmp_path_factory.mktemp("stock"), server)
        made.imggen["budget"] = 1000  # of the process: MkDocs keeps the plugin, and earlier tests have spent
        made.page(FOX + "\n" + OWL)
        assert not made.build().failed
        return made.root / "imggen"


@pytest.fixture
def stocked(site: Site, stock: Path) -> Site:
    """The same with two pictures in its store."""
    site.page(FOX + "\n" + OWL)
    shutil.copytree(stock, site.root / "imggen")
    return site


@pytest.fixture(params=["locked", "generate"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both modes that ship pictures: a build service's, and that of somebody who has the key."""
    monkeypatch.setenv("IMGGEN_MODE", request.param)
    return str(request.param)


def file_of(site: Site, label: str, end: str) -> Path:
    (path,) = (site.root / "imggen").glob(f"{label}-*{end}")
    return path


def errors(built: Built) -> list[str]:
    return [text for level, text in built.lines if level == "ERROR"]


def refused(site: Site, server: ImageServer) -> str:
    """Build; see that it failed with one line, published, bought and changed nothing; give the line."""
    before = digests(site.root / "imggen")
    built = site.build()
    assert built.failed
    assert [name for name in digests(site.root / "site") if "assets/imggen" in name] == []
    assert digests(site.root / "imggen") == before
    assert server.requests == []
    (line,) = errors(built)
    assert len(line) <= 300
    return line


class TestOriginals:
    @pytest.mark.no_cover  # tracing doubles its time, and hundreds of builds take the same way
    @pytest.mark.no_cover  # tracing doubles its time, and its many builds all take the same way
    def test_one_bit_flipped_in_2000_places_is_found_2000_times(self, site: Site, server: ImageServer) -> None:
        """[D1] In places all over the picture: 50 originals a build with one bit flipped in each, and a whole one beside them."""
        site.imggen["budget"] = 10
        site.page("\n".join(f"![Fox {number}](imggen:?size=64x64)\n" for number in range(51)))
        assert not site.build().failed
        records = [site.root / "imggen" / name for name in site.store if name.endswith(".yml")]
        for record in records:
            drawn = record.with_suffix(".webp")
            record.write_text(record.read_text("utf-8").replace(sha(drawn.read_bytes()), sha(WEBP)), "utf-8")
            drawn.write_bytes(WEBP)
        site.imggen["mode"] = "locked"
        server.requests.clear()
        places = random.Random(1).sample(range(8 * len(WEBP)), 2000)
        for start in range(0, len(places), 50):
            for record, place in zip(records[1:], places[start : start + 50], strict=True):
                data = bytearray(WEBP)
                data[place // 8] ^= 1 << place % 8
                record.with_suffix(".webp").write_bytes(data)
            built = site.build()
            assert built.failed
            found = re.findall(r"^imggen/(\S+): imggen: `\1` ", "\n".join(errors(built)), re.MULTILINE)
            assert (len(found), set(found)) == (50, {record.with_suffix(".webp").name for record in records[1:]})
            assert [name for name in digests(site.root / "site") if name.endswith(".webp")] == []
        assert server.requests == []

    def test_a_flipped_bit_is_named_with_both_digests_and_what_restores_it(
        self, stocked: Site, server: ImageServer, mode: str
    ) -> None:
        """[D1]"""
        path = file_of(stocked, "a-fox", ".webp")
        reviewed = sha(path.read_bytes())
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        line = refused(stocked, server)
        assert line.startswith(f"imggen/{path.name}: imggen: `{path.name}` has SHA-256 {sha(data)[:12]}… and the record says ")
        assert reviewed[:12] in line
        assert "(used at index.md:1)" in line
        assert line.endswith(f"; nothing was published or sent; restore it: `git checkout -- imggen/{path.name}`")

    def test_a_bit_flipped_behind_the_back_of_the_clock_is_found_where_it_is_published(
        self, stocked: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[D1] Same size, same inode and the old time of change: a build service believes none of them."""
        assert not stocked.build().failed  # which remembers that it has proven every original
        path = file_of(stocked, "a-fox", ".webp")
        info = path.stat()
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
        os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))
        monkeypatch.setenv("CI", "1")
        assert f"`{path.name}` has SHA-256 " in refused(stocked, server)

    @pytest.mark.parametrize("keep", [0, 1, 11, 12, 60, -1])
    def test_one_that_was_cut_is_refused(self, stocked: Site, server: ImageServer, mode: str, keep: int) -> None:
        """[D2] Cut short anywhere, or empty."""
        path = file_of(stocked, "a-fox", ".webp")
        path.write_bytes(path.read_bytes()[:keep])
        assert refused(stocked, server).startswith(f"imggen/{path.name}: imggen: `{path.name}` ")

    def test_one_that_is_missing_is_refused_and_not_bought_again(self, stocked: Site, server: ImageServer, mode: str) -> None:
        """[D2] [D6] A record without its original."""
        path = file_of(stocked, "a-fox", ".webp")
        path.unlink()
        assert refused(stocked, server).startswith(f"imggen/{path.name}: imggen: `{path.name}` is missing (used at index.md:1)")

    def test_a_git_lfs_pointer_says_git_lfs_pull(self, stocked: Site, server: ImageServer, mode: str) -> None:
        """[D2]"""
        path = file_of(stocked, "a-fox", ".webp")
        path.write_bytes(POINTER)
        line = refused(stocked, server)
        assert line.startswith(f"imggen/{path.name}: imggen: `{path.name}` is a Git LFS pointer")
        assert line.endswith("; run `git lfs pull`")

    @pytest.mark.parametrize("other", ["that of another record", "a stranger's"])
    def test_another_valid_picture_in_its_place_is_refused(
        self, stocked: Site, server: ImageServer, mode: str, other: str
    ) -> None:
        """[D3]"""
        path = file_of(stocked, "a-fox", ".webp")
        path.write_bytes(WEBP if other == "a stranger's" else file_of(stocked, "an-owl", ".webp").read_bytes())
        assert refused(stocked, server).startswith(f"imggen/{path.name}: imggen: `{path.name}` ")

    def test_two_that_changed_places_are_both_named(self, stocked: Site, server: ImageServer, mode: str) -> None:
        """[D3]"""
        fox, owl = (file_of(stocked, label, ".webp") for label in ("a-fox", "an-owl"))
        first, second = fox.read_bytes(), owl.read_bytes()
        fox.write_bytes(second)
        owl.write_bytes(first)
        built = stocked.build()
        assert [line.split(": ")[0] for line in errors(built)][:2] == [f"imggen/{fox.name}", f"imggen/{owl.name}"]
        assert server.requests == []

    def test_line_ends_that_git_converted_are_found_and_git_is_told_not_to(
        self, stocked: Site, server: ImageServer, mode: str
    ) -> None:
        """[D4]"""
        attributes = (stocked.root / "imggen" / ".gitattributes").read_text("utf-8").splitlines()
        assert {"*.webp binary", "*.png binary", "*.jpg binary", "*.yml text eol=lf"} <= set(attributes)
        record, path = file_of(stocked, "a-fox", ".yml"), file_of(stocked, "a-fox", ".webp")
        record.write_text(record.read_text("utf-8").replace(sha(path.read_bytes()), sha(WEBP)), "utf-8")
        path.write_bytes(windows(WEBP))
        assert refused(stocked, server).startswith(f"imggen/{path.name}: imggen: `{path.name}` ")


def cut_record(data: bytes) -> bytes:
    return data[: len(data) // 2]


class TestRecords:
    @pytest.mark.parametrize(
        "spoil",
        [
            lambda data: b"",
            cut_record,
            lambda data: data[:-2],
            lambda data: CONFLICT + data,
            lambda data: b"<<<<<<< HEAD\n" + data + b"=======\n" + data.replace(b"medium", b"high") + b">>>>>>> theirs\n",
            lambda data: data.decode().encode("utf-16"),
            lambda data: data.replace(b"preset", b"pre\0set"),
            lambda data: data + b"\0" * 512,
            lambda data: data.replace(b"preset", b"pre\xffset"),
            lambda data: data + b"# " + b"x" * 10_000_000,
            lambda data: data.replace(b"preset: default", b"preset: default\npreset: default"),
            lambda data: data.replace(b"version: 1", b"version: 0"),
            lambda data: data.replace(b"version: 1", b"version: latest"),
            lambda data: data.replace(b"preset: ", b"file: ../../x.webp\npreset: "),
            lambda data: data.replace(b"preset: ", b"preset: &x "),
            lambda data: data.replace(b"A fox", b"A red fox"),
            lambda data: POINTER,
        ],
        ids=[
            "empty",
            "cut",
            "cut in its digest",
            "merge marks",
            "both sides of a merge",
            "utf-16",
            "nul",
            "zeros behind it",
            "not utf-8",
            "10 MB",
            "a key twice",
            "version 0",
            "version of no number",
            "unknown field",
            "an anchor",
            "other words",
            "lfs pointer",
        ],
    )
    def test_one_that_cannot_be_read_is_never_taken_for_none(
        self, stocked: Site, server: ImageServer, mode: str, spoil: Callable[[bytes], bytes]
    ) -> None:
        """[D5]"""
        path = file_of(stocked, "a-fox", ".yml")
        assert spoil(path.read_bytes()) != path.read_bytes()
        path.write_bytes(spoil(path.read_bytes()))
        line = refused(stocked, server)
        assert path.name in line.split(" imggen: ")[0]
        assert "its original was left alone" in line

    def test_one_that_was_cut_at_any_byte_is_never_taken_for_none(self, stocked: Site, server: ImageServer) -> None:
        """[D5] Every byte by the store itself, every fortieth by a whole build."""
        path = file_of(stocked, "a-fox", ".yml")
        text = path.read_bytes()
        for end in range(len(text) - 1):  # without its last line break it is whole
            path.write_bytes(text[:end])
            with pytest.raises(RecordError, match=re.escape(path.name)):
                Store(stocked.root / "imggen", None).index()
            if end % 40 == 0:
                assert path.name in refused(stocked, server)

    @pytest.mark.parametrize("spell", [windows, lambda data: b"\xef\xbb\xbf" + data], ids=["crlf", "bom"])
    def test_what_editors_do_to_its_line_ends_changes_nothing_and_buys_nothing(
        self, stocked: Site, server: ImageServer, mode: str, spell: Callable[[bytes], bytes]
    ) -> None:
        """[D5] What every editor may do to text is read all the same, since every field proves itself."""
        before = stocked.build().digests
        path = file_of(stocked, "a-fox", ".yml")
        path.write_bytes(spell(path.read_bytes()))
        again = stocked.build()
        assert not again.failed, again.lines
        assert again.digests == before
        assert server.requests == []

    def test_an_original_without_its_record_is_neither_published_nor_overwritten(
        self, stocked: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[D6]"""
        record, orphan = file_of(stocked, "a-fox", ".yml"), file_of(stocked, "a-fox", ".webp")
        record.unlink()
        reviewed = orphan.read_bytes()
        monkeypatch.setenv("IMGGEN_MODE", "locked")
        assert refused(stocked, server).startswith("index.md:1: imggen: the picture `a-fox` is not in the store")
        monkeypatch.setenv("IMGGEN_MODE", "generate")
        line = refused(stocked, server)
        assert line.startswith(f"index.md:1: imggen: the original `{orphan.name}` is in the store without its record")
        assert "imggen adopt a-fox" in line
        assert orphan.read_bytes() == reviewed

    @pytest.mark.parametrize("same", [True, False])
    def test_two_for_one_request_are_fine_only_with_the_same_picture(
        self, stocked: Site, server: ImageServer, mode: str, same: bool
    ) -> None:
        """[D7]"""
        record, path = file_of(stocked, "a-fox", ".yml"), file_of(stocked, "a-fox", ".webp")
        before = stocked.build().digests
        twin = path.with_name("theirs-01234567.webp")
        twin.write_bytes(path.read_bytes() if same else WEBP)
        text = record.read_text("utf-8").replace(sha(path.read_bytes()), sha(twin.read_bytes()))
        twin.with_suffix(".yml").write_text(text, "utf-8")
        if same:
            assert stocked.build().digests == before
            assert server.requests == []
        else:
            line = refused(stocked, server)
            assert f"`{record.name}` and `theirs-01234567.yml` hold two pictures for one request" in line
            assert "keep one record with its original" in line

    def test_one_of_a_newer_version_says_to_update(self, stocked: Site, server: ImageServer, mode: str) -> None:
        """[D9]"""
        path = file_of(stocked, "a-fox", ".yml")
        path.write_text(path.read_text("utf-8").replace("version: 1", "version: 2") + "palette: warm\n", "utf-8")
        line = refused(stocked, server)
        assert line.startswith(f"{path.name}: imggen: this record cannot be read: its form is version 2")
        assert line.endswith("; update mkdocs-imggen")


def test_names_are_the_same_on_file_systems_that_fold_case_or_decompose_letters(site: Site, server: ImageServer) -> None:
    """[D8]"""
    site.page(
        "\n\n".join(f"![{words}](imggen:?size=64x64)" for words in ("Cat", "cat", "café", "cafe\u0301", "Å", "straße", "STRASSE"))
    )
    built = site.build()
    assert not built.failed, built.lines
    before = built.digests
    published = [path.name for path in (site.root / "site" / "assets" / "imggen").iterdir()]
    for names in (site.store, published):
        assert all(re.fullmatch(r"[a-z0-9-]+\.(?:webp|yml)", name) for name in names), names
        assert {unicodedata.normalize("NFD", name).casefold() for name in names} == set(names)
    assert len(published) == len(server.requests) == 6
    assert site.build().digests == before
    assert len(server.requests) == 6


def renditions(site: Site) -> list[Path]:
    return sorted((site.root / ".cache" / "imggen" / "renditions").glob("*.webp"))


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def spoilt(change: Callable[[bytes], bytes]) -> Callable[[Site], None]:
    """Change the bytes of every rendition."""

    def act(site: Site) -> None:
        for path in renditions(site):
            overwrite(path, change(path.read_bytes()))

    return act


def swap(site: Site) -> None:
    one, two = renditions(site)
    first, second = one.read_bytes(), two.read_bytes()
    assert first != second
    overwrite(one, second)
    overwrite(two, first)


def link(site: Site) -> None:
    one, two = renditions(site)
    one.unlink()
    one.symlink_to(two)


def rename(site: Site) -> None:
    one, two = renditions(site)
    one.replace(two)


def remove(site: Site) -> None:
    renditions(site)[0].unlink()


HARM: dict[str, Callable[[Site], Any]] = {
    "flipped": spoilt(lambda data: data[:-1] + bytes([data[-1] ^ 1])),
    "cut": spoilt(lambda data: data[:50]),
    "empty": spoilt(lambda data: b""),
    "swapped": swap,
    "linked": link,
    "renamed": rename,
    "removed": remove,
    "all removed": lambda site: shutil.rmtree(site.root / ".cache"),
    "facts spoilt": lambda site: (site.root / ".cache/imggen/facts/cache.db").write_bytes(b"no database " * 1000),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_damaged_cache_is_made_again_from_the_originals_for_nothing(
    stocked: Site, server: ImageServer, mode: str, harm: Callable[[Site], Any]
) -> None:
    """[D10]"""
    before = stocked.build().digests
    harm(stocked)
    again = stocked.build()
    assert not again.failed, again.lines
    assert again.digests == before
    assert server.requests == []


@pytest.fixture
def spooled(site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A paid answer that a full disk kept from the store."""
    site.page(FOX)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "put", full_disk)
        assert site.build().failed
    (path,) = (site.root / ".cache" / "imggen" / "spool").glob("*.answer")
    return path


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-20]), "is torn"),
        (lambda path: path.write_bytes(path.read_bytes()[:20]), "is torn"),
        (lambda path: path.write_bytes(b""), "is torn"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\xff"), "is torn"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"A fox", b"A cat")), "is torn"),
        (lambda path: path.chmod(0o666), "is another user's"),
    ],
    ids=["cut", "cut in its head", "empty", "flipped", "other words", "open to everybody"],
)
def test_a_spoilt_answer_in_the_spool_is_told_left_alone_and_never_used(
    site: Site, server: ImageServer, spooled: Path, harm: Callable[[Path], Any], what: str
) -> None:
    """[D11]"""
    assert spooled.parent.stat().st_mode & 0o777 == 0o700
    harm(spooled)
    kept = spooled.read_bytes()
    built = site.build()
    assert not built.failed, built.lines
    assert len(server.requests) == 2
    assert spooled.read_bytes() == kept
    assert [text for text in built.said("WARNING") if spooled.name in text and what in text and "was left alone" in text]


def test_an_answer_to_another_request_is_not_used_under_our_name(site: Site, server: ImageServer, spooled: Path) -> None:
    """[D11]"""
    site.page(OWL)
    (key,) = (plan["key"][:8] for plan in plans(site))
    planted = spooled.with_name(re.sub(r"^a-fox-[0-9a-f]{8}", f"an-owl-{key}", spooled.name))
    assert planted != spooled
    shutil.copy(spooled, planted)
    built = site.build()
    assert not built.failed, built.lines
    assert len(server.requests) == 2
    assert [record["asked"]["prompt"] for record in site.records] == ["An owl"]
    assert [text for text in built.said("WARNING") if planted.name in text and "was left alone" in text]
    assert planted.read_bytes() == spooled.read_bytes()


def plans(site: Site) -> list[dict[str, Any]]:
    """Give what the command plans for a site."""
    done = CliRunner().invoke(main, ["plan", "--json", "-f", str(site.config())], catch_exceptions=False)
    pictures: list[dict[str, Any]] = json.loads(done.stdout)["pictures"]
    return pictures


def full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


class TestDirectives:
    PAGE = """# Home

![A fox](imggen:?sise=1:1)

- one
    - two ![An owl](imggen:?size=huge)

| a | b |
|---|---|
| x | ![A hen](imggen:?quality=best) |

```imggen
alt: [
```

![](imggen:)

--8<-- "part.md"

```imggen
name: bird
alt: A bird
prompt: A robin
```

![A wren](imggen:?name=bird)

![A pig](imggen:@nobody)

```markdown
![A goat](imggen:?sise=1:1)
```

    ![A goat](imggen:?sise=1:1)

`![A goat](imggen:?sise=1:1)`
"""

    def test_a_mistake_is_told_at_its_own_line_wherever_it_stands_and_code_is_left_alone(
        self, site: Site, server: ImageServer
    ) -> None:
        """[D12]"""
        site.extensions = ["attr_list", "tables", "pymdownx.superfences", "pymdownx.snippets"]
        (site.root / "part.md").write_text("# Part\n\n![A cow](imggen:?background=red)\n", "utf-8")
        site.page(self.PAGE)
        site.page("```imggen\nalt: Long\nprompt: " + "word " * 8000 + "\n```\n", "long.md")
        built = site.build()
        assert built.failed
        said = [tuple(line.partition(" imggen: ")[::2]) for line in errors(built)]
        assert [(place, what[:40]) for place, what in said[:-1]] == [
            ("index.md:3:", "unknown option `sise` (did you mean `siz"),
            ("index.md:6:", "`size` is `huge`; use 1:1, square, 3:2, "),
            ("index.md:10:", "`quality` is `best`; use one of low, med"),
            ("index.md:12:", "the fence is not plain YAML: line 2 of i"),
            ("index.md:16:", "the prompt is empty; ![what to draw](img"),
            ("part.md:3:", "`background` is `red`; use one of opaque"),
            ("index.md:26:", "the name `bird` is already that of anoth"),
            ("index.md:28:", "there is no picture named `nobody`; name"),
            ("long.md:1:", "the fence is not plain YAML: line 1 of i"),
        ]
        assert server.requests == []

    @pytest.mark.parametrize(
        ("data", "line"),
        [
            (b"\xef\xbb\xbf# Home\n\n![A fox](imggen:?sise=1)\n", 3),
            (b"# Home\r\n\r\n![A fox](imggen:?sise=1)\r\n", 3),
            (b"# Home\r\r![A fox](imggen:?sise=1)\r", 3),
            (b"# Home\r\n\n\rtext\n\r\n![A fox](imggen:?sise=1)\n", 6),
            ("# Zu Hause «ü»\n\n![Füchse](imggen:?sise=1)\n".encode(), 3),
            (b"<!-- " + b"word\n" * 1_000_000 + b"-->\n\n![A fox](imggen:?sise=1)\n", 1_000_003),
        ],
        ids=["bom", "crlf", "cr", "mixed", "utf-8", "5 MB"],
    )
    def test_lines_are_counted_as_editors_count_them(self, site: Site, server: ImageServer, data: bytes, line: int) -> None:
        """[D13]"""
        site.page("")
        (site.root / "docs" / "index.md").write_bytes(data)
        (error,) = errors(site.build())
        assert error.startswith(f"index.md:{line}: imggen: unknown option `sise`")

    def test_the_lines_of_1000_directives_are_right(self, site: Site, server: ImageServer) -> None:
        """[D13]"""
        for page in ("index", "z"):
            site.page("".join(f"![Fox {number}](imggen:?sise=1)\n\n" for number in range(500)), f"{page}.md")
        lines = [line.partition(": imggen: ")[0] for line in errors(site.build())]
        assert lines[:1000] == [f"{page}.md:{2 * number + 1}" for page in ("index", "z") for number in range(500)]

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
    def test_a_page_that_is_not_utf8_is_mkdocs_own_error_and_nothing_is_bought(
        self, site: Site, server: ImageServer, encoding: str
    ) -> None:
        """[D13]"""
        site.page(FOX)
        (site.root / "docs" / "z.md").write_bytes(("# Füchse\n\n" + OWL).encode(encoding))
        with pytest.raises(UnicodeDecodeError):
            site.build()
        assert server.requests == []
        assert site.store == []
