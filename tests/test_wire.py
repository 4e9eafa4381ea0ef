"""What an author writes, the request that it causes on the wire, and the picture on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mkdocs_imggen.testing import picture

if TYPE_CHECKING:
    from sites import Site

    from mkdocs_imggen.testing import ImageServer

COMMON = {
    "model": "gpt-image-1-mini",
    "size": "1536x1024",
    "quality": "medium",
    "background": "opaque",
    "output_format": "webp",
    "output_compression": 95,
}
GENERATE, EDIT = "/v1/images/generations", "/v1/images/edits"
OFFICE, MASK = ("image[]", "office.png"), ("mask", "office-mask.png")


def fence(body: str) -> str:
    return f"```imggen\nalt: A picture\n{body}\n```\n"


@pytest.mark.parametrize(
    ("page", "path", "fields", "files"),
    [
        ("![A picture](imggen:)", GENERATE, {"prompt": "A picture", "n": 1}, []),
        (fence("prompt: At night\nedit: images/office.jpg"), EDIT, {"prompt": "At night", "n": 1}, [OFFICE]),
        (
            fence("prompt: At night\nedit: images/office.jpg\nkeep: [the desk, the lamp]"),
            EDIT,
            {"prompt": "At night. Keep unchanged: the desk, the lamp.", "n": 1},
            [OFFICE],
        ),
        (
            fence("prompt: At night\nedit: images/office.jpg\nmask: images/office-mask.png"),
            EDIT,
            {"prompt": "At night", "n": 1},
            [OFFICE, MASK],
        ),
        (
            fence("prompt: A sign\nreferences:\n  - images/office.jpg\n  - logo: images/logo.webp"),
            EDIT,
            {"prompt": "A sign. Picture 2 is the logo.", "n": 1},
            [OFFICE, ("image[]", "logo.png")],
        ),
        (
            '![A picture](imggen:?references=images/office.jpg,style:%20images/logo.webp "A sign")',
            EDIT,
            {"prompt": "A sign. Picture 2 is the style.", "n": 1},
            [OFFICE, ("image[]", "logo.png")],
        ),
        (
            fence('prompt: A sign\ntext: ["Getting started", Now]'),
            GENERATE,
            {
                "prompt": 'A sign. The picture contains exactly this text, legible and correctly spelt: "Getting started" and "Now".',
                "n": 1,
            },
            [],
        ),
        (fence("prompt: A sign\ntake: 2"), GENERATE, {"prompt": "A sign", "n": 1}, []),
        (fence("prompt: A sign\nvariants: 4"), GENERATE, {"prompt": "A sign", "n": 4}, []),
        (
            fence("prompt: A sign\npreset: brand"),
            EDIT,
            {"prompt": "A sign in teal, coral. Avoid: people. Picture 1 is the style.", "n": 1},
            [("image[]", "logo.png")],
        ),
        (
            fence("prompt: A sign\npreset: brand\nedit: images/office.jpg\ninput_fidelity: low"),
            EDIT,
            {"prompt": "A sign in teal, coral. Avoid: people. Picture 2 is the style.", "n": 1, "input_fidelity": "low"},
            [OFFICE, ("image[]", "logo.png")],
        ),
    ],
)  # fmt: skip
def test_a_directive_causes_this_request_and_this_picture(  # noqa: PLR0917 - pytest hands them by name
    site: Site, server: ImageServer, page: str, path: str, fields: dict[str, Any], files: list[tuple[str, str]]
) -> None:
    images = site.root / "docs/images"
    images.mkdir()
    (images / "office.jpg").write_bytes(picture(1536, 1024, format_="jpeg"))
    (images / "office-mask.png").write_bytes(picture(1536, 1024, transparent=True))
    (images / "logo.webp").write_bytes(picture(64, 64, format_="webp"))
    site.imggen["presets"] = {
        "brand": {
            "prompt": "{prompt} in {palette}",
            "palette": ["teal", "coral"],
            "avoid": ["people"],
            "references": [{"style": "images/logo.webp"}],
        }
    }
    site.page(page)
    built = site.build()
    assert not built.failed, built.lines
    (request,) = server.requests
    sent = dict(request.body or {})
    assert request.path == path
    # A form has no numbers, only text.
    assert {name: str(value) for name, value in sent.items()} == {name: str(value) for name, value in (COMMON | fields).items()}
    assert [(upload.name, upload.filename) for upload in request.uploads] == files
    assert server.invalid == []
    html = built.html()
    element = html[html.index("<img") :].partition(">")[0]
    assert 'alt="A picture"' in element
    assert 'width="1536"' in element
    assert 'src="assets/imggen/a-' in element or 'src="assets/imggen/at-night' in element
