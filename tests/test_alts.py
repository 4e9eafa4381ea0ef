"""`imggen check` lists alt texts that help no reader, with the place of each, and minds them when told to be strict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import run

from mkdocs_imggen.alts import Said, faults
from mkdocs_imggen.plan import Place

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Site

EMPTY = '```imggen\nprompt: A fox\nalt: ""\n```\n'


def said(alt: str, picture: str = "1", page: str = "index.md", line: int = 1, *, meant: bool = False) -> Said:
    return Said(place=Place(page=page, spot=lambda: f"{page}:{line}"), alt=alt, picture=picture, meant=meant)


@pytest.mark.parametrize(
    "alt",
    [
        "hero.png",
        "docs/images/hero-final_2.WEBP",
        "IMG_2034",
        "IMG-20240101-WA0007",
        "DSC01234",
        "DSCN0042",
        "PXL_20230804_101112",
        "image",
        "image1",
        "Image (2)",
        "figure 3",
        "Screenshot",
        "Screen Shot 2024-05-01 at 10.20.30",
        "Screenshot from 2024-05-01 10-20-30",
        "screenshot-3",
        "20240501_102030",
        "untitled",
    ],
)
def test_an_alt_text_like_a_files_name_is_listed(alt: str) -> None:
    assert faults([said(alt, line=7)]) == [f"index.md:7: the alt text `{alt}` is like a file's name; say what the picture shows"]


@pytest.mark.parametrize(
    "alt",
    [
        "A fox",
        "Lock",
        "Logo",
        "404",
        "3:2",
        "GPT-4",
        "Image of a fox",
        "Screenshot of the settings page",
        "Drop the file on hero.png",
        "Version 2.0",
        "example.com",
        "Photographers at work",
        "一只狐狸",
    ],
)
def test_words_are_left_alone(alt: str) -> None:
    assert faults([said(alt)]) == []


def test_an_empty_one_is_listed_where_nobody_said_that_it_is_meant() -> None:
    assert faults([said("", line=3), said("", meant=True)]) == [
        "index.md:3: the alt text is empty; say what the picture shows, or `decorative: true` if it carries no meaning"
    ]


def test_two_pictures_of_a_page_are_told_apart_and_one_picture_or_two_pages_are_not() -> None:
    twice = [said("A gear", "1"), said("A gear", "1", line=5), said("A gear", "2", page="b.md"), said("a Gear", "2", line=9)]
    assert faults(twice) == [
        "index.md:9: the alt text `a Gear` is also that of another picture, at index.md:1; say what tells them apart"
    ]


def test_what_is_rendered_twice_is_listed_once() -> None:
    assert len(faults([said("hero.png"), said("hero.png")])) == 1


def test_a_site_is_checked_with_the_line_of_each_and_fails_only_when_told_to_be_strict(site: Site) -> None:
    site.imggen = {"provider": "sketch", "widths": [], "assets": {"logo": {"prompt": "A key", "alt": "logo.svg", "size": "1:1"}}}
    site.page(
        f"# Home\n\n![hero.png](imggen: 'A hill')\n\n{EMPTY}\n![A gear](imggen:icon)\n\n![A gear](imggen:)\n\n"
        "![](imggen:?decorative=true 'A wave')\n\n![](imggen:@logo)\n\n![A key](imggen:@logo)\n"
    )
    site.config()
    assert run("generate").exit_code == 0
    done = run("check")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "index.md:3: the alt text `hero.png` is like a file's name; say what the picture shows",
        "index.md:5: the alt text is empty; say what the picture shows, or `decorative: true` if it carries no meaning",
        "index.md:12: the alt text `A gear` is also that of another picture, at index.md:10; say what tells them apart",
        "index.md:16: the alt text `logo.svg` is like a file's name; say what the picture shows",
        "assets: logo: the alt text `logo.svg` is like a file's name; say what the picture shows",
        "6 pictures: 0 missing, 0 stale, 0 damaged",
    ]
    assert run("check", "--strict").exit_code == 3
    assert len(json.loads(run("check", "--json").stdout)["lines"]) == 5
    assert "--strict" in run("check", "--help").stdout
    assert "poor alt" in run("check", "--help").stdout

    site.imggen["assets"]["logo"]["alt"] = "Our key"
    site.page("# Home\n\n![Hills](imggen: 'A hill')\n\n![](imggen:@logo)\n")
    site.config()
    assert run("check", "--strict").exit_code == 0


def test_an_alt_text_of_an_author_is_one_clean_line(site: Site) -> None:
    site.imggen = {"provider": "sketch", "widths": []}
    site.page('![\u202eoh`.png](imggen: "A hill")\n')
    site.config()
    run("generate")
    assert run("check").stdout.splitlines()[0] == (
        "index.md:1: the alt text `oh`.png` is like a file's name; say what the picture shows"
    )


def test_a_project_of_zensical_is_checked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = '[project]\nsite_name = "Test"\n[project.markdown_extensions]\nimggen.provider = "sketch"\nimggen.widths = []\n'
    (tmp_path / "zensical.toml").write_text(text, "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Home\n\n![IMG_2034](imggen: 'A hill')\n\n{EMPTY}", "utf-8")
    assert run("generate").exit_code == 0
    assert run("publish").exit_code == 0
    done = run("check", "--strict")
    assert done.exit_code == 3
    assert done.stdout.splitlines() == [
        "index.md:3: the alt text `IMG_2034` is like a file's name; say what the picture shows",
        "index.md:5: the alt text is empty; say what the picture shows, or `decorative: true` if it carries no meaning",
        "2 pictures: 0 missing, 0 stale, 0 damaged",
    ]
