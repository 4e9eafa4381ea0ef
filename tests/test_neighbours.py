"""What other plugins break in pictures, and how it looks afterwards."""

from __future__ import annotations

import pytest

from mkdocs_imggen.neighbours import lightbox, moved, printed

SOURCE = '<source srcset="../assets/imggen/a.avif 64w" type="image/avif">'
IMAGE = '<img alt="a > b" src="../assets/imggen/a.webp">'
BOX = '<a class="glightbox" data-type="image" href="../assets/imggen/a.webp" data-title="a > b">'
LINK = '<a href="../elsewhere/">'


@pytest.mark.parametrize(
    ("found", "left"),
    [
        (f"<picture>{SOURCE}{BOX}{IMAGE}</a></picture>", f"{BOX}<picture>{SOURCE}{IMAGE}</picture></a>"),
        (f"<p>{BOX}{IMAGE}</a></p>", f"<p>{BOX}{IMAGE}</a></p>"),
        (f"{LINK}<picture>{SOURCE}{BOX}{IMAGE}</a></picture></a>", f"{LINK}<picture>{SOURCE}{IMAGE}</picture></a>"),
        (f"{LINK}words <b>{BOX}{IMAGE}</a></b></a>", f"{LINK}words <b>{IMAGE}</b></a>"),
        (
            f"{LINK}words</a> </a><picture>{BOX}{IMAGE}</a></picture>",
            f"{LINK}words</a> </a>{BOX}<picture>{IMAGE}</picture></a>",
        ),
        (
            f"<!-- {LINK} --><script>'{LINK}'</script><picture>{BOX}{IMAGE}</a></picture>",
            f"<!-- {LINK} --><script>'{LINK}'</script>{BOX}<picture>{IMAGE}</picture></a>",
        ),
    ],
    ids=["picture", "image", "linked picture", "linked image", "after a link", "after what is no link"],
)
def test_an_anchor_that_enlarges_stands_around_a_whole_picture_and_not_inside_a_link(found: str, left: str) -> None:
    assert lightbox(found) == left
    assert lightbox(left) == left


def test_the_pictures_of_others_are_theirs() -> None:
    theirs = f"<picture>{SOURCE}{BOX}{IMAGE}</a></picture>".replace("assets/imggen", "photos")
    assert lightbox(theirs) == theirs
    assert printed(theirs) == theirs
    assert moved(theirs, "../..") == theirs


def test_a_page_that_took_a_picture_from_another_says_its_addresses_in_its_own_way() -> None:
    taken = '<img src="a" srcset="../../assets/imggen/b-640.webp 640w, ../../assets/imggen/b.webp 960w" sizes="9em">'
    assert moved(taken, "../assets/imggen") == (
        '<img src="a" srcset="../assets/imggen/b-640.webp 640w, ../assets/imggen/b.webp 960w" sizes="9em">'
    )
    absolute = '<img srcset="https://cdn.invalid/assets/imggen/b.webp 640w">'
    assert moved(absolute, "../assets/imggen") == absolute


def test_what_is_printed_is_the_one_file_that_src_names() -> None:
    assert printed(f'<picture>{SOURCE}<img sizes="9em" src="../assets/imggen/a.webp" srcset="x 1w" width="3"></picture>') == (
        '<picture><img src="../assets/imggen/a.webp" width="3"></picture>'
    )
