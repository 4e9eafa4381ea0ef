"""Pictures from pictures: what is sent, in which order, what is stale when something that went in changes."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from commands import run

from mkdocs_imggen.testing import Reply, picture

if TYPE_CHECKING:
    from sites import Site

    from mkdocs_imggen.testing import ImageServer, Received

GRAPH = """\
```imggen
name: both
alt: Both
prompt: Put the two side by side
references: ["@dawn", "logo: @dusk"]
```

```imggen
name: dawn
alt: At dawn
prompt: Make it dawn
edit: "@hero"
keep: [the window, the desk]
```

```imggen
name: dusk
alt: At dusk
prompt: Make it dusk
edit: "@hero"
mask: dusk-mask.png
```

```imggen
name: hero
alt: An office
prompt: An office
```
"""


@pytest.fixture
def graph(site: Site) -> Site:
    site.page(GRAPH)
    (site.root / "docs/dusk-mask.png").write_bytes(picture(1536, 1024, transparent=True))
    return site


def prompts(server: ImageServer) -> list[str]:
    return [str((request.body or {})["prompt"]) for request in server.requests]


def states(*words: str) -> dict[str, str]:
    document = json.loads(run("plan", "--json", *words).stdout)
    return {row["label"]: row["state"] for row in document["pictures"]}


class TestAGraph:
    def test_it_is_made_in_the_right_order_each_picture_once(self, graph: Site, server: ImageServer) -> None:
        both = threading.Barrier(2, timeout=10)

        def meet(received: Received) -> None:
            if (received.body or {})["prompt"].startswith("Make it"):
                both.wait()  # the two edits are under way at the same time

        server.script = meet
        done = run("generate")
        assert done.exit_code == 0, done.output
        sent = prompts(server)
        assert sent[0] == "An office"
        assert sorted(sent[1:3]) == ["Make it dawn. Keep unchanged: the window, the desk.", "Make it dusk"]
        assert sent[3] == "Put the two side by side. Picture 2 is the logo."
        assert [request.path for request in server.requests] == ["/v1/images/generations"] + ["/v1/images/edits"] * 3
        assert [len(request.uploads) for request in server.requests][3] == 2
        assert server.invalid == []
        assert set(states().values()) == {"fresh"}
        assert run("generate").stdout == "nothing to make\n"
        assert not graph.build().failed
        assert len(server.requests) == 4

    def test_a_build_gives_the_same_pages_before_and_after_it_is_made(self, graph: Site, server: ImageServer) -> None:
        def body(html: str) -> str:
            return html.partition("<!--\nMkDocs version")[0]

        graph.imggen["mode"] = "generate"
        first = graph.build()
        assert not first.failed
        assert body(first.html()) == body(graph.build().html())
        assert len(server.requests) == 4

    def test_what_goes_in_is_the_picture_itself(self, graph: Site, server: ImageServer) -> None:
        run("generate")
        dusk = next(request for request in server.requests if (request.body or {})["prompt"] == "Make it dusk")
        fields = [(upload.name, upload.filename, upload.type) for upload in dusk.uploads]
        assert fields == [("image[]", "hero.png", "image/png"), ("mask", "dusk-mask.png", "image/png")]

    def test_another_take_of_the_first_makes_what_is_made_from_it_stale(self, graph: Site, server: ImageServer) -> None:
        run("generate")
        run("reroll", "hero")
        assert states() == {"hero": "fresh", "dawn": "stale", "dusk": "stale", "both": "fresh"}
        assert "a picture that goes in changed" in run("plan").stdout
        run("generate", "--stale", "--only", "dawn", "--only", "dusk")
        assert states() == {"hero": "fresh", "dawn": "fresh", "dusk": "fresh", "both": "stale"}
        assert len(server.requests) == 7

    def test_a_mask_that_changed_makes_one_stale(self, graph: Site) -> None:
        run("generate")
        (graph.root / "docs/dusk-mask.png").write_bytes(picture(1536, 1024, transparent=True, hue=0.1))
        assert states() == {"hero": "fresh", "dawn": "fresh", "dusk": "stale", "both": "fresh"}

    def test_the_same_pixels_in_another_file_change_nothing(self, graph: Site) -> None:
        """[D14]"""
        run("generate")
        mask = graph.root / "docs/dusk-mask.png"
        data = mask.read_bytes()
        mask.unlink()
        mask.write_bytes(data)
        assert set(states().values()) == {"fresh"}

    def test_a_picture_of_ones_own_in_the_place_of_the_first_makes_the_others_stale(self, graph: Site) -> None:
        run("generate")
        (graph.root / "mine.webp").write_bytes(picture(1536, 1024, format_="webp", hue=0.2))
        run("adopt", "hero", "mine.webp")
        assert states() == {"hero": "fresh", "dawn": "stale", "dusk": "stale", "both": "fresh"}

    def test_the_plan_shows_a_tree_with_what_goes_in(self, graph: Site) -> None:
        lines = [line.split("  ") for line in run("plan").stdout.splitlines()]
        assert [line[1:4] for line in lines[:-1]] == [
            ["hero", "index.md:24", "never made"],
            ["└ dawn", "index.md:8", "never made, from @hero"],
            ["", "└ both", "index.md:1"],
            ["└ dusk", "index.md:16", "never made, from @hero, dusk-mask.png"],
        ]

    def test_only_one_of_them_brings_what_it_needs_along(self, graph: Site, server: ImageServer) -> None:
        assert run("generate", "--only", "dawn").exit_code == 0
        assert prompts(server) == ["An office", "Make it dawn. Keep unchanged: the window, the desk."]

    def test_a_stale_picture_goes_in_as_it_is_and_that_is_said(self, graph: Site, server: ImageServer) -> None:
        run("generate", "--only", "hero")
        graph.imggen["presets"] = {"default": {"prompt": "{prompt}, oil"}}
        graph.config()
        done = run("generate", "--only", "dawn")
        assert "`dawn` is made from `hero` as it is, which is stale" in done.stderr
        assert len(server.requests) == 2

    def test_what_is_stale_with_what_goes_into_it_is_made_of_the_new_one_and_once(self, graph: Site, server: ImageServer) -> None:
        run("generate")
        graph.imggen["presets"] = {"default": {"prompt": "{prompt}, oil"}}
        graph.config()
        assert set(states().values()) == {"stale"}
        done = run("generate", "--stale", "--limit", "2")
        assert done.exit_code == 0, done.output
        assert [prompt.partition(",")[0] for prompt in prompts(server)[4:]] == ["An office", "Make it dawn"]
        assert states() == {"hero": "fresh", "dawn": "fresh", "dusk": "stale", "both": "stale"}
        assert run("generate", "--stale").exit_code == 0
        assert set(states().values()) == {"fresh"}
        assert len(server.requests) == 8

    def test_what_goes_into_others_only_is_made_and_not_published(self, site: Site, server: ImageServer) -> None:
        site.imggen["assets"] = {"base": {"prompt": "A base", "alt": "Base"}}
        site.page("![On the base](imggen:?edit=@base)")
        assert not site.build().failed
        assert len(server.requests) == 2
        assert {path.name.partition("-")[0] for path in (site.root / "site/assets/imggen").iterdir()} == {"on", "base"}

    def test_where_the_first_fails_the_others_are_not_sent(self, graph: Site, server: ImageServer) -> None:
        server.script = [Reply.error(400, "moderation_blocked", "no offices")]
        done = run("generate")
        assert done.exit_code == 1
        assert len(server.requests) == 1
        assert "index.md:8: imggen: `hero`, which goes into `dawn`, could not be made; nothing was sent" in done.stderr
        assert "index.md:1: imggen: `dawn`, which goes into `both`, could not be made; nothing was sent" in done.stderr


class TestMistakes:
    @pytest.mark.parametrize(
        ("page", "line"),
        [
            (
                "```imggen\nname: a\nalt: A\nprompt: A\nedit: '@b'\n```\n\n```imggen\nname: b\nalt: B\nprompt: B\nedit: '@a'\n```\n",
                "index.md:1: imggen: a picture cannot be made from itself: a → b → a; take one of them out",
            ),
            ("![A](imggen:?edit=@nobody)", "index.md:1: imggen: there is no picture named `nobody`"),
            ("![A](imggen:?edit=nowhere.png)", "index.md:1: imggen: there is no picture `nowhere.png`"),
            ("![A](imggen:?edit=../mkdocs.yml)", "index.md:1: imggen: `../mkdocs.yml` leads out of the folders that may be read"),
            ("![A](imggen:?mask=m.png)", "index.md:1: imggen: a mask needs the picture that it lies over; add `edit: that picture`"),
            ("![A](imggen:?keep=sky)", "index.md:1: imggen: `keep` says what must stay of a picture that goes in"),
            ("![A](imggen:?input_fidelity=high)", "index.md:1: imggen: `input_fidelity` is about pictures that go in"),
            ("![A](imggen:?edit=in.png&input_fidelity=great)", "index.md:1: imggen: `input_fidelity` is `great`"),
            ("![A](imggen:?edit=in.png&mask=small.png)", "index.md:1: imggen: the mask `small.png` is 32x32, and its picture 64x64"),
            ("![A](imggen:?edit=in.png&mask=in.png)", "index.md:1: imggen: the mask `in.png` has no transparent pixel"),
            ("![A](imggen:?variants=11)", "index.md:1: imggen: `variants` is `11`; write a whole number from 1 to 10"),
            ("![A](imggen:?references=" + ",".join(["in.png"] * 17) + ")", "index.md:1: imggen: 17 pictures go in"),
            ('![A](imggen:?references=a$b:%20in.png "x")', "index.md:1: imggen: `a$b` cannot be the role of a picture"),
            ("![A](imggen:?edit=page.md)", "index.md:1: imggen: `page.md`: it is no PNG, JPEG or WebP"),
        ],
    )  # fmt: skip
    def test_they_are_told_with_their_place_before_anything_is_sent(
        self, site: Site, server: ImageServer, page: str, line: str
    ) -> None:
        site.page(page)
        (site.root / "docs/in.png").write_bytes(picture(64, 64))
        (site.root / "docs/small.png").write_bytes(picture(32, 32, transparent=True))
        (site.root / "docs/page.md").write_text("x" * 100)
        built = site.build()
        assert built.failed
        assert server.requests == []
        said = [text for text in built.said("ERROR", "CRITICAL") if line in text]
        assert said, built.lines

    def test_a_picture_that_changes_while_the_site_is_built_is_not_sent(self, site: Site, server: ImageServer) -> None:
        site.page("![One](imggen:)\n\n![Two](imggen:?edit=in.png)")
        path = site.root / "docs/in.png"
        path.write_bytes(picture(64, 64))

        def swap(_: Received) -> None:
            path.write_bytes(picture(64, 64, hue=0.1))

        server.script = swap
        site.imggen["concurrency"] = 1
        site.config()
        done = run("generate")
        assert done.exit_code == 1
        assert "index.md:3: imggen: `in.png` changed since the page was read; nothing was sent" in done.stderr
        assert len(server.requests) == 1


class TestVariants:
    def test_one_request_brings_several_takes_of_which_the_first_is_used(self, site: Site, server: ImageServer) -> None:
        site.page("![A fox](imggen:?variants=4)")
        done = run("generate")
        assert done.exit_code == 0, done.output
        assert [(request.body or {})["n"] for request in server.requests] == [4]
        assert sorted(record["asked"].get("take", 1) for record in site.records) == [1, 2, 3, 4]
        assert "4 takes came" in done.stderr
        assert "`imggen pick a-fox N` uses another" in done.stderr
        first = site.build().html()
        assert run("pick", "a-fox", "3").exit_code == 0
        assert site.build().html() != first
        assert run("pick", "a-fox", "1").exit_code == 0
        assert site.build().html().partition("<!--\nMkDocs")[0] == first.partition("<!--\nMkDocs")[0]
        done = run("pick", "a-fox", "5")
        assert (done.exit_code, done.stderr) == (
            2,
            "imggen: there is no take 5 of `a-fox` in the store; see `imggen show a-fox`\n",
        )
        assert len(server.requests) == 1

    def test_each_of_them_costs_its_share(self, site: Site) -> None:
        site.page("![A fox](imggen:?variants=2)")
        document = json.loads(run("plan", "--json").stdout)
        assert document["dollars"] == 0.03
        run("generate")
        costs = {str(record["cost"]) for record in site.records}
        assert len(costs) == 1

    @pytest.mark.parametrize("came", [1, 3])
    def test_fewer_than_asked_is_an_error_and_more_are_kept(self, site: Site, server: ImageServer, came: int) -> None:
        """[P22]"""
        site.page("![A fox](imggen:?variants=2)")
        server.script = [Reply(count=came)]
        done = run("generate")
        assert len(site.records) == came
        assert done.exit_code == (1 if came == 1 else 0)
        if came == 1:
            assert (
                "index.md:1: imggen: 2 pictures were asked and 1 came; what came is in the store;"
                " 0 of 1 pictures are in the store; `imggen reroll a-fox` makes another"
            ) in done.stderr
        assert run("check").exit_code == 0
        assert len(server.requests) == 1

    def test_one_that_cannot_be_used_keeps_the_answer_and_the_others_are_taken_in(self, site: Site, server: ImageServer) -> None:
        site.page("![A fox](imggen:?variants=2)")

        def spoil(answer: dict[str, Any]) -> dict[str, Any]:
            answer["data"][1]["b64_json"] = "AAAA"
            return answer

        server.script = [Reply(change=spoil)]
        done = run("generate")
        assert done.exit_code == 1
        assert len(site.records) == 1
        assert "the paid answer is kept in quarantine" in done.stderr
        assert run("check").exit_code == 0
