"""Real sites through the real MkDocs and the real `openai` client, against an image API on the loopback interface."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from contract import contract
from sites import Site, check_site, digests

from mkdocs_imggen.testing import ImageServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TWENTY = "".join(f"# Part {n}\n\n![A lighthouse number {n} at dawn](imggen:)\n\n" for n in range(12)) + "".join(
    f"![A pair {n}](imggen:icon)\n\nand again ![A pair {n}](imggen:icon)\n\n" for n in range(4)
)


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with ImageServer(validate=contract()) as running:
        yield running
        assert running.invalid == []


def prompts(server: ImageServer) -> list[str]:
    return [str(request.body["prompt"]) for request in server.requests if request.body]


@pytest.fixture
def site(tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # MkDocs writes the time of the build into pages
    settings = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": [640]}
    return Site(root=tmp_path, imggen=settings)


def in_a_build_service(site: Site, out: str, *, extra: str = "") -> tuple[int, str]:
    """Build in a process of its own with `CI` set, no key, no sockets and no `openai`; give exit code and output."""
    code = f"""
import sys
def forbid(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
        raise RuntimeError("no network in this test: " + event)
sys.addaudithook(forbid)
sys.modules["openai"] = None
sys.modules["httpx2"] = None
{extra}
from mkdocs.__main__ import cli
cli(["build", "-f", {str(site.config())!r}, "-d", {str(site.root / out)!r}])
"""
    env = {name: value for name, value in os.environ.items() if "KEY" not in name} | {"CI": "1", "PYTHONWARNINGS": "default"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_twenty_directives_of_which_eight_are_equal_in_pairs_cost_sixteen_requests_once(site: Site, server: ImageServer) -> None:
    site.page(TWENTY)
    first = site.build()
    assert not first.failed, first.lines
    assert len(server.requests) == 16
    assert len([name for name in site.store if name.endswith(".webp")]) == 16
    assert len([name for name in site.store if name.endswith(".yml")]) == 16
    assert first.html().count("<img") == 20

    again = site.build()
    assert len(server.requests) == 16
    assert again.digests == first.digests

    status, output = in_a_build_service(site, "ci")
    assert status == 0, output
    assert digests(site.root / "ci") == first.digests

    site.page(TWENTY.replace("number 7 at dawn", "number 7 at dusk"))
    edited = site.build()
    assert not edited.failed
    assert len(server.requests) == 17
    assert prompts(server)[-1] == "A lighthouse number 7 at dusk"


def test_a_reworded_preset_costs_nothing_and_is_told(site: Site, server: ImageServer) -> None:
    site.imggen["presets"] = {"default": {"prompt": "{prompt}, flat vector"}}
    site.page("![A fox](imggen:)\n\n![An owl](imggen:icon)\n")
    site.build()
    site.imggen["presets"] = {"default": {"prompt": "{prompt}, watercolour"}}
    reworded = site.build()
    assert not reworded.failed
    assert len(server.requests) == 2
    told = [text for _, text in reworded.lines if "stale" in text]
    assert told == [
        "imggen: 1 stale picture is used as it is (preset `default` was reworded): index.md:1; `imggen generate --stale` makes new ones"
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda site: site.page("![A fox](imggen:?name=fox)\n"),
        lambda site: site.page("![A fox](imggen:?size=3:2&quality=medium&background=opaque)\n"),
        lambda site: site.page("![A fox](imggen:default)\n"),
        lambda site: site.page("![Our fox](imggen: 'A fox')\n"),
        lambda site: site.page("```imggen\nprompt: |\n  A\n  fox\nalt: Somebody\n```\n"),
        lambda site: (site.page("nothing\n"), site.page("![A fox](imggen:)\n", "deep/er/page.md")),
        lambda site: site.imggen.update(presets={"other": {"prompt": "{prompt} in oil"}}),
        lambda site: site.imggen.update(presets={"other": {"prompt": "{prompt} in oil"}}, preset="other"),
        lambda site: site.imggen.update(widths=[320], formats=["avif", "webp"]),
    ],
    ids=[
        "named",
        "default spelt out",
        "preset spelt out",
        "other alt",
        "as a fence",
        "moved",
        "preset added",
        "other preset",
        "recipe",
    ],
)
def test_what_does_not_change_the_request_sends_none(site: Site, server: ImageServer, change: object) -> None:
    site.page("![A fox](imggen:)\n")
    site.build()
    assert callable(change)
    change(site)
    built = site.build()
    assert not built.failed, built.lines
    assert len(server.requests) == 1


def test_going_back_to_an_earlier_prompt_finds_its_picture(site: Site, server: ImageServer) -> None:
    for prompt in ("A fox", "A red fox", "A fox"):
        site.page(f"![{prompt}](imggen:)\n")
        assert not site.build().failed
    assert prompts(server) == ["A fox", "A red fox"]


@pytest.mark.parametrize(
    ("last_page", "settings", "line"),
    [
        (
            "# Z\n\n```imggen\nalt: [\n```\n",
            {},
            "z.md:3: imggen: ",
        ),
        (
            "![A fox](imggen:?name=hero)\n",
            {},
            "z.md:1: imggen: the name `hero` is already that of another picture, at index.md:1; rename one of the two",
        ),
        (
            "![A fox](imggen:)\n",
            {"budget": 0.01},
            "imggen: 2 pictures would cost about $0.030 and the budget is $0.010: index.md:1, z.md:1; nothing was sent; raise `budget:`, or use",
        ),
        ("![A fox](imggen:?sise=1:1)\n", {}, "z.md:1: imggen: unknown option `sise` (did you mean `size`?)"),
        ("![A fox](imggen:?size=4:3)\n", {}, "z.md:1: imggen: `size` is `4:3`"),
        ("![A fox](imggen:nopreset)\n", {}, "z.md:1: imggen: unknown preset `nopreset`"),
        ("![A fox](imggen:@nobody)\n", {}, "z.md:1: imggen: there is no picture named `nobody`"),
        ("[A fox](imggen:)\n", {}, "z.md:1: imggen: "),
        ('<img src="imggen:icon">\n', {}, "z.md:1: imggen: "),
    ],
    ids=["yaml", "name twice", "budget", "option", "size", "preset", "reference", "a link", "raw html"],
)
def test_a_fault_on_the_last_page_sends_nothing(
    site: Site, server: ImageServer, last_page: str, settings: dict[str, object], line: str
) -> None:
    site.imggen.update(settings)
    site.page("![A lighthouse](imggen:?name=hero)\n")
    site.page(last_page, "z.md")
    built = site.build()
    assert built.failed
    assert len(server.requests) == 0
    errors = [text for level, text in built.lines if level == "ERROR"]
    assert len(errors) == 1, errors
    assert errors[0].startswith(line), errors
    assert "\n" not in errors[0]
    assert len(errors[0]) <= 300


def test_all_faults_of_all_pages_are_told_together(site: Site, server: ImageServer) -> None:
    site.page("![A](imggen:?sise=1)\n\n![](imggen:)\n")
    site.page("![B](imggen:nopreset)\n", "b.md")
    built = site.build()
    assert built.failed
    assert [text.split(" imggen: ")[0] for level, text in built.lines if level == "ERROR"][:3] == [
        "index.md:1:",
        "index.md:3:",
        "b.md:1:",
    ]


def test_a_missing_picture_fails_a_locked_build_at_its_line(
    site: Site, monkeypatch: pytest.MonkeyPatch, server: ImageServer
) -> None:
    monkeypatch.setenv("CI", "true")
    site.imggen.update(mode="generate", budget=1000)
    site.page("# Home\n\n![A fox](imggen:)\n")
    built = site.build()
    assert built.failed
    assert len(server.requests) == 0
    assert [text for level, text in built.lines if level == "ERROR"] == [
        "index.md:3: imggen: the picture `a-fox` is not in the store, and this build makes none; run `imggen generate` and commit the store"
    ]


def test_without_a_key_pictures_are_drafts_with_a_warning_and_nothing_is_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_IMAGE_KEY")
    site.page("![A rocket](imggen:)\n")
    built = site.build()
    assert not built.failed
    assert site.store == []
    assert 'src="assets/imggen/draft-a-rocket-' in built.html()
    assert [text for level, text in built.lines if level == "WARNING"] == [
        "imggen: 1 picture is a draft and not kept: index.md:1; `imggen generate` makes it for about $0.015"
    ]


def test_the_generating_build_and_the_next_one_give_the_same_pages(site: Site) -> None:
    site.page("![A fox](imggen:)\n\n```imggen\nalt: A\ncaption: B\nprompt: C\nsize: 1:1\n```\n")
    assert site.build().html() == site.build().html()


@pytest.mark.parametrize("directory_urls", [True, False])
def test_addresses_are_right_on_every_page_and_below_a_path(site: Site, directory_urls: bool) -> None:
    site.more["use_directory_urls"] = directory_urls
    for name in ("index.md", "guide.md", "a/b/deep.md", "a/index.md"):
        site.page(f"# {name}\n\n![A fox](imggen:)\n\n[![Link](imggen:icon)](https://example.org)\n", name)
    built = site.build()
    assert not built.failed, built.lines
    assert check_site(built) == 4 * 2 * 3
    assert built.said() == []


def test_a_refused_picture_does_not_keep_the_others_from_being_made(site: Site, server: ImageServer) -> None:
    from mkdocs_imggen.testing import Reply  # noqa: PLC0415

    site.imggen["concurrency"] = 1
    server.script = [Reply.error(400, "moderation_blocked"), Reply()]
    site.page("![Bad](imggen:)\n\n![Good](imggen:)\n")
    built = site.build()
    assert built.failed
    assert len(server.requests) == 2
    assert [name.rpartition("-")[0] for name in site.store] == ["good", "good"]
    (error,) = [text for level, text in built.lines if level == "ERROR"]
    assert error.startswith("index.md:1: imggen: ")
    assert "1 of 2 pictures are in the store" in error


def test_an_answer_that_was_paid_for_is_taken_from_the_spool(
    site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs_imggen.store import Store  # noqa: PLC0415

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    site.page("![A fox](imggen:)\n")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "put", fail)
        assert site.build().failed
    assert len(server.requests) == 1
    assert not site.build().failed
    assert len(server.requests) == 1
    assert len(site.store) == 2


def test_a_swapped_original_fails_the_build(site: Site) -> None:
    site.page("![A fox](imggen:)\n\n![An owl](imggen:)\n")
    site.build()
    fox, owl = (site.root / "imggen" / name for name in site.store if name.endswith(".webp"))
    fox.write_bytes(owl.read_bytes())
    built = site.build()
    assert built.failed
    (error,) = [text for level, text in built.lines if level == "ERROR"]
    assert error.startswith(f"imggen/{fox.name}: imggen: `{fox.name}` holds the picture of `{owl.name}` ")
    assert "(used at index.md:1)" in error


def large_site(root: Path, *, with_plugin: bool) -> Site:
    site = Site(root=root, more={"plugins": ["search", "imggen"] if with_plugin else ["search"]}, extensions=["tables", "toc"])
    for number in range(300):
        lines = [f"# Page {number}\n", f"See [the next](page{(number + 1) % 300:03}.md) and `code {number}`.\n"]
        lines += [
            f"## Part {part}\n\n- one\n- two\n\n```python\nprint({part})\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
            for part in range(6)
        ]
        # Other tools have covers too.
        lines.insert(0, ("", "---\ncover: a.png\n---\n", "---\ncover:\n  image: a.png\n  alt: A\n---\n")[number % 3])
        site.page("\n".join(lines), "index.md" if number == 0 else f"page{number:03}.md")
    site.page("# Last\n", "page000.md")
    return site


def test_a_site_without_directives_does_not_notice_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    code = """
import sys
from mkdocs.__main__ import cli
try:
    cli(["build", "-q", "-f", sys.argv[1], "-d", sys.argv[2]])
except SystemExit as done:
    assert not done.code, done.code
heavy = {"openai", "httpx2", "pydantic", "PIL", "diskcache", "rich", "resvg_py", "filelock"}
print(sorted(heavy & sys.modules.keys()))
"""
    sites = {}
    for name in ("with", "without"):
        site = large_site(tmp_path / name, with_plugin=name == "with")
        command = [sys.executable, "-c", code, str(site.config()), str(tmp_path / f"site-{name}")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]", done.stdout
        assert done.stderr == ""
        sites[name] = digests(tmp_path / f"site-{name}")
    assert len(sites["with"]) > 300
    assert sites["with"] == sites["without"]
    assert not (tmp_path / "with" / "imggen").exists()
    assert not (tmp_path / "with" / ".cache").exists()


@pytest.mark.parametrize("order", [("", "?size=3:2", "{prompt}, oil"), ("", "", "{prompt}, oil", "?size=3:2&quality=medium")])
def test_spelling_out_what_a_picture_was_made_with_buys_nothing_when_the_preset_is_reworded(
    site: Site, server: ImageServer, order: tuple[str, ...]
) -> None:
    for step in order:
        if "{prompt}" in step:
            site.imggen["presets"] = {"default": {"prompt": step}}
        else:
            site.page(f"![A lighthouse](imggen:{step})\n")
        assert not site.build().failed
    assert len(server.requests) == 1


def test_leaving_out_an_option_is_another_directive(site: Site, server: ImageServer) -> None:
    site.page("![A lighthouse](imggen:?size=1:1)\n")
    site.build()
    site.page("![A lighthouse](imggen:)\n")
    site.build()
    assert len(server.requests) == 2


def test_the_budget_is_that_of_the_process_over_all_its_builds(site: Site, server: ImageServer) -> None:
    site.imggen["budget"] = 0.02
    failed = []
    for prompt in ("A fox", "An owl", "A hen"):
        site.page(f"![{prompt}](imggen:)\n")
        failed.append(site.build().failed)
    assert failed == [False, True, True]
    assert len(server.requests) == 1


def test_a_size_that_could_never_be_taken_in_is_refused_before_it_is_paid_for(site: Site, server: ImageServer) -> None:
    site.page("# Home\n\n![A fox](imggen:?size=9999x9999)\n")
    built = site.build()
    assert [text for level, text in built.lines if level == "ERROR"] == [
        "index.md:3: imggen: `size` is `9999x9999`, more than 50,000,000 pixels; ask for a smaller picture"
    ]
    assert server.requests == []


def test_a_rendition_that_was_cut_in_the_cache_is_made_again(site: Site) -> None:
    site.page("![A fox](imggen:)\n")
    site.build()
    for rendition in (site.root / ".cache" / "imggen" / "renditions").glob("*.webp"):
        rendition.chmod(0o644)
        rendition.write_bytes(b"")
    again = site.build()
    assert not again.failed
    assert "2 renditions written" in " ".join(text for _, text in again.lines)


@pytest.mark.parametrize("name", ["store", "cache"])
def test_a_store_inside_the_docs_would_be_published_and_is_refused(site: Site, name: str) -> None:
    site.imggen[name] = "docs/pictures"
    site.page("# Home\n")
    built = site.build()
    assert built.failed
    assert "lies in docs_dir and would be published; set it elsewhere" in built.lines[-1][1]


def test_an_address_in_capitals_is_no_picture_and_is_told(site: Site) -> None:
    site.page("![x](IMGGEN:)\n")
    built = site.build()
    (error,) = [text for level, text in built.lines if level == "ERROR"]
    assert error.startswith("index.md")
    assert "write it as a Markdown image with `imggen:` in lower case" in error


def test_a_reference_without_words_says_what_its_picture_says(site: Site) -> None:
    site.imggen["assets"] = {"hero": {"prompt": "A hill", "alt": "A green hill"}}
    site.page("![](imggen:@hero)\n")
    assert 'alt="A green hill"' in site.build().html()
