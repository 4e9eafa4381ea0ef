"""Icons for single things without a drawing of our own: which words mean them, where they are used, and what is said."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from test_sketch import asked, drawn

from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.providers.sketch import SketchProvider, icons, lexicon
from mkdocs_imggen.providers.sketch.icons import DRAWINGS, ICONS, paths_of
from mkdocs_imggen.providers.sketch.measure import measure
from mkdocs_imggen.providers.sketch.phrases import index_of
from mkdocs_imggen.providers.sketch.props.base import Manner
from mkdocs_imggen.providers.sketch.shapes import Canvas

if TYPE_CHECKING:
    from pathlib import Path


def said(prompt: str) -> tuple[str, ...]:
    return SketchProvider().generate(asked(prompt, size=(120, 80))).notes


@pytest.mark.parametrize(
    ("prompt", "notes"),
    [
        ("An airplane, line art", ("drew plane line icon",)),
        ("Three briefcases, line art", ("drew 3 x briefcase line icon",)),
        ("Glasses, line art", ("drew glasses line icon",)),
        ("A pizza and a robot, line art", ("drew pizza line icon, robot",)),
        ("A robot, line art", ("drew robot",)),
        ("A printer", ("drew printer icon",)),
        ("A sticker of a guitar", ("drew guitar icon",)),
        ("An isometric tractor", ("drew tractor icon",)),
        ("A QR code", ("drew qr-code icon",)),
        ("A croissant on a laptop", ("drew laptop", "not drawn: croissant")),
        ("A control plane", ("drew a neutral cover: nothing in the prompt was recognised", "not drawn: control, plane")),
    ],
)
def test_an_icon_stands_where_there_is_no_drawing_and_the_notes_say_so(prompt: str, notes: tuple[str, ...]) -> None:
    assert said(prompt) == notes


def test_no_word_means_both_an_icon_and_a_drawing() -> None:
    words = index_of(ICONS)
    assert not set(words) & {*index_of(lexicon.THINGS), *index_of(lexicon.IDEAS)}
    assert len(words) > len(ICONS) > 100


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_in_the_package_and_stays_in_its_square(name: str) -> None:
    canvas = Canvas()
    DRAWINGS[f"{name} line icon"].draw(canvas, Manner())
    box = measure(canvas.root)
    assert box
    assert -52 < box.left < box.right < 52
    assert -102 < box.top < box.bottom < 2


def test_what_is_closed_in_an_icon_takes_a_colour_of_the_palette() -> None:
    red, teal = (drawn(f"A gem, line art, {colour}").convert("RGB").tobytes() for colour in ("red", "teal"))
    assert red != teal
    assert [closed for _, closed in paths_of("wallet")] == [False, False]
    assert all(closed for _, closed in paths_of("volleyball")[-1:])


def test_flags_of_arcs_stand_apart_so_that_their_ends_are_found() -> None:
    assert (
        icons.ARCS.sub(
            lambda arcs: arcs[1] + " ".join(" ".join(arc.groups()) for arc in icons.ARC.finditer(arcs[2])), "M1 2a3 3 0 013-.5z"
        )
        == "M1 2a3 3 0 0 1 3 -.5z"
    )


def test_no_other_file_of_that_name_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lucide-icons.db").write_bytes(b"another one")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "LUCIDE_DB_PATH", str(tmp_path / "lucide-icons.db"))
    paths_of.cache_clear()
    assert hashlib.sha256(repr(paths_of("anvil")).encode()).hexdigest()[:12] == "9fc1cb2871b3"


@pytest.mark.parametrize(("table", "value"), [("PACKAGE", "no-such-package-of-icons"), ("DATA", "lucide/data/none.db")])
def test_a_package_that_is_damaged_is_named_with_what_to_do(table: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, table, value)
    paths_of.cache_clear()
    with pytest.raises(UnusableError, match=r"the icon 'anvil' cannot be read from the package .*; install that package anew"):
        paths_of("anvil")
