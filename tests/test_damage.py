"""What is damaged in a store is found by a real locked build, named, never published and never bought again; and what is said of it.

A mark such as `[D4]` names a row of the fault matrix; `test_matrix.py` sees to it that every row has its test.
"""

from __future__ import annotations

import hashlib
import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from mkdocs_imggen.damage import Cure, Damage, of_original, of_record

if TYPE_CHECKING:
    from collections.abc import Callable


def sha(data: bytes) -> str:
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
