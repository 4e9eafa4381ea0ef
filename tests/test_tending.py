"""What a person decides, through the real commands: accept, retry, reroll, keep, adopt, rescue, gc and show."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from commands import PAGES, run

from mkdocs_imggen.locks import locked
from mkdocs_imggen.spool import Spool
from mkdocs_imggen.testing import Reply, picture

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Site

    from mkdocs_imggen.testing import ImageServer, Received

OTHER_SIZE = Reply(size="1024x1024")


def originals(site: Site) -> dict[str, bytes]:
    return {name: (site.root / "imggen" / name).read_bytes() for name in site.store if not name.endswith(".yml")}


def quarantine(site: Site) -> list[str]:
    return sorted(path.name for path in (site.root / ".cache/imggen/quarantine").glob("*"))


def spool(site: Site) -> list[Path]:
    return sorted((site.root / ".cache/imggen/spool").glob("*"))


def only(site: Site, name: str) -> str:
    """The one original whose name begins so."""
    (found,) = [original for original in originals(site) if original.startswith(name)]
    return found


def reworded(site: Site) -> None:
    site.imggen["presets"] = {"default": {"prompt": "{prompt}, oil"}}
    site.config()


class TestAccept:
    def test_it_takes_the_picture_that_was_delivered_and_the_page_has_its_size(self, site: Site, server: ImageServer) -> None:
        """[P20]"""
        server.script = [OTHER_SIZE]
        done = run("generate", "--only", "a-fox")
        assert done.exit_code == 1
        kept = next(name for name in quarantine(site) if name.endswith(".webp"))
        assert done.stderr == (
            "1 picture to make\n"
            "[1/1] a-fox: failed\n"
            "index.md:3: imggen: 1536x1024 was asked and 1024x1024 came; the paid answer is kept in quarantine and is not"
            f" bought again; 0 of 1 pictures are in the store; look at .cache/imggen/quarantine/{kept};"
            " `imggen accept a-fox` uses it as it is, `imggen retry a-fox` buys another\n"
        )
        assert site.store == []
        done = run("accept", "a-fox")
        (original,) = originals(site)
        assert (done.exit_code, done.stdout) == (0, f"accepted: imggen/{original}\n")
        assert original.endswith("-r2.webp")
        assert quarantine(site) == []
        (record,) = site.records
        assert (record["revision"], record["width"], record["height"]) == (2, 1024, 1024)
        run("generate")
        assert len(server.requests) == 2  # the fox once, the owl once
        html = site.build().html()
        fox = html[html.index('<img alt="A fox"') :].partition(">")[0]
        assert 'height="1024"' in fox
        assert 'width="1024"' in fox

    def test_an_opaque_picture_for_a_transparent_one_may_be_accepted(self, site: Site, server: ImageServer) -> None:
        server.script = [Reply(opaque=True)]
        assert run("generate", "--only", "owl").exit_code == 1
        assert run("accept", "owl").exit_code == 0
        assert [record["alpha"] for record in site.records] == [False]

    def test_what_is_no_picture_is_not_accepted_and_stays(self, site: Site, server: ImageServer) -> None:
        server.script = [Reply(body=b"<html>a proxy</html>")]
        run("generate", "--only", "owl")
        before = quarantine(site)
        done = run("accept", "owl")
        assert (done.exit_code, done.stderr) == (1, "imggen: not an image answer (a proxy?): `<html>a proxy</html>`\n")
        assert quarantine(site) == before
        assert len(before) == 2  # the answer and why it is there

    def test_a_name_that_is_not_there_is_an_error_with_the_nearest(self, site: Site, server: ImageServer) -> None:
        server.script = [OTHER_SIZE]
        run("generate", "--only", "a-fox")
        done = run("accept", "a-fix")
        assert (done.exit_code, done.stderr) == (
            2,
            "imggen: nothing called `a-fix` is in quarantine (did you mean `a-fox`?); see `imggen show`\n",
        )

    def test_of_two_pictures_of_one_label_the_key_decides(self, site: Site, server: ImageServer) -> None:
        site.page("![A fox](imggen:)\n\n![A fox](imggen:?quality=high)\n")
        server.script = [OTHER_SIZE, OTHER_SIZE]
        run("generate")
        done = run("accept", "a-fox")
        assert done.exit_code == 2
        assert done.stderr.startswith("imggen: `a-fox` is the name of several pictures in quarantine; use one of ")
        key = done.stderr.split()[-1]
        assert run("accept", key).exit_code == 0
        assert [record["request"][:8] for record in site.records] == [key]


class TestRetry:
    @pytest.mark.parametrize(
        "reply",
        [OTHER_SIZE, Reply(cut="in body"), Reply.error(400, "moderation_blocked", "no foxes")],
        ids=["unusable", "unclear", "refused"],
    )
    def test_it_sends_again_what_no_build_does(self, site: Site, server: ImageServer, reply: Reply) -> None:
        server.script = [reply]
        assert run("generate", "--only", "a-fox").exit_code == 1
        assert site.build().failed
        assert run("generate", "--only", "a-fox").exit_code == 1
        foxes = [request for request in server.requests if "fox" in (request.body or {})["prompt"]]
        assert len(foxes) == 1
        done = run("retry", "a-fox")
        fox = only(site, "a-fox")
        assert done.exit_code == 0
        assert done.stdout.startswith(f"made: imggen/{fox}\n1 made, 0 reused in ")
        assert not [path for path in spool(site) if path.suffix == ".intent"]
        assert site.build().failed is False

    def test_what_is_in_the_store_is_not_sent_again(self, site: Site, server: ImageServer) -> None:
        run("generate")
        done = run("retry", "a-fox")
        assert (done.exit_code, done.stderr) == (2, "imggen: there is nothing to send again of a-fox; see `imggen show`\n")
        assert len(server.requests) == 2

    def test_it_keeps_to_the_budget(self, site: Site, server: ImageServer) -> None:
        server.script = [OTHER_SIZE]
        run("generate", "--only", "a-fox")
        assert run("retry", "a-fox", "--budget", "0.001").exit_code == 4
        assert len(server.requests) == 1


class TestReroll:
    def test_the_next_take_is_made_and_used_and_the_first_one_stays(self, site: Site, server: ImageServer) -> None:
        run("generate")
        first = originals(site)
        before = site.build().html()
        done = run("reroll", "owl")
        assert done.exit_code == 0
        (new,) = set(originals(site)) - set(first)
        assert done.stdout.startswith(f"made: imggen/{new}\n1 made, 0 reused in ")
        assert first.items() <= originals(site).items()
        records = {str(record["asked"].get("take", 1)): record for record in site.records if record["preset"] == "icon"}
        assert records["1"]["use"] == 2
        assert "name" not in records["2"]
        after = site.build()
        assert after.html() != before
        assert len(server.requests) == 3
        assert run("check").exit_code == 0
        assert run("reroll", "owl").exit_code == 0
        assert {record.get("use") for record in site.records} == {None, 3}
        assert len(server.requests) == 4

    def test_a_reference_by_name_shows_the_take_that_is_used(self, site: Site) -> None:
        run("generate")
        run("reroll", "owl")
        site.page("![The owl](imggen:@owl)", "other.md")
        built = site.build()
        name = built.html().split('src="assets/imggen/owl')[1].split('"')[0]
        assert f"assets/imggen/owl{name}" in built.html("other/index.html")

    def test_what_is_not_there_yet_or_stale_is_told_what_comes_first(self, site: Site) -> None:
        done = run("reroll", "owl")
        assert (done.exit_code, done.stderr) == (2, "index.md:5: imggen: `owl` is missing; run `imggen generate`\n")
        run("generate")
        reworded(site)
        done = run("reroll", "a-fox")
        assert (done.exit_code, done.stderr) == (2, "index.md:3: imggen: `a-fox` is stale; `imggen keep` it first\n")

    def test_a_take_that_cannot_be_used_is_accepted_or_retried_under_the_same_name(self, site: Site, server: ImageServer) -> None:
        run("generate")
        server.script = [OTHER_SIZE, OTHER_SIZE]
        assert run("reroll", "a-fox").exit_code == 1
        assert run("reroll", "a-fox").exit_code == 1
        assert len(server.requests) == 3
        assert run("retry", "a-fox").exit_code == 1
        assert len(server.requests) == 4
        assert run("accept", "a-fox").exit_code == 0
        assert {record.get("use") for record in site.records} == {None, 2}
        assert run("check").exit_code == 0

    def test_a_take_that_was_paid_for_and_not_put_is_used_by_the_next_try(self, site: Site, server: ImageServer) -> None:
        run("generate")
        shutil.copytree(site.root / "imggen", site.root / "before")
        in_the_way(site, server)
        assert run("reroll", "owl").exit_code == 1
        assert len(spool(site)) == 1
        (site.root / "imggen").unlink()
        (site.root / "before").rename(site.root / "imggen")
        assert run("reroll", "owl").exit_code == 0
        assert len(server.requests) == 3
        assert {record.get("use") for record in site.records} == {None, 2}
        assert spool(site) == []


class TestKeep:
    def test_a_stale_picture_counts_as_fresh_and_costs_nothing(self, site: Site, server: ImageServer) -> None:
        run("generate")
        before = originals(site)
        reworded(site)
        assert "1 stale" in run("check").stdout
        html = site.build().html()
        done = run("keep")
        (new,) = set(originals(site)) - set(before)
        assert (done.exit_code, done.stdout) == (0, f"kept: imggen/{new}\n")
        assert originals(site)[new] == before[only_old(before, "a-fox")]
        assert "0 missing, 0 stale" in run("check").stdout
        assert len(server.requests) == 2
        record = next(record for record in site.records if record["asked"]["prompt"] == "A fox, oil")
        assert record["cost"] == 0
        assert record["notes"] == [f"kept from {only_old(before, 'a-fox').removesuffix('.webp')}"]
        assert site.build().html() != html  # a fresh picture has the address of its own key

    def test_a_picture_of_another_size_is_kept_as_a_later_revision(self, site: Site) -> None:
        run("generate")
        site.imggen["presets"] = {"default": {"size": "1:1"}}
        site.config()
        assert run("keep", "a-fox").exit_code == 0
        assert run("check").exit_code == 0
        assert sorted(record["revision"] for record in site.records) == [1, 1, 2]

    def test_where_nothing_is_stale_nothing_is_kept(self, site: Site) -> None:
        run("generate")
        done = run("keep", "owl")
        assert (done.exit_code, done.stdout) == (0, "nothing kept\n")


def only_old(names: dict[str, bytes], start: str) -> str:
    return next(name for name in names if name.startswith(start))


class TestAdopt:
    def test_a_picture_of_ones_own_is_used_for_a_name(self, site: Site, server: ImageServer) -> None:
        mine = picture(800, 600, format_="png")
        (site.root / "mine.png").write_bytes(mine)
        done = run("adopt", "owl", "mine.png")
        assert done.exit_code == 0
        assert originals(site) == {only(site, "owl"): mine}
        (record,) = site.records
        assert (record["provider"], record["cost"], record["revision"]) == ("person", 0, 2)
        assert server.requests == []

    def test_it_takes_the_place_of_one_that_is_there(self, site: Site) -> None:
        run("generate")
        (site.root / "mine.webp").write_bytes(picture(1536, 1024, format_="webp"))
        before = site.build().html()
        assert run("adopt", "a-fox", "mine.webp").exit_code == 0
        assert site.build().html() != before
        assert len(originals(site)) == 3  # the replaced one stays

    def test_an_original_that_lost_its_record_gets_one(self, site: Site, server: ImageServer) -> None:
        """[D6]"""
        run("generate", "--only", "a-fox")
        name = only(site, "a-fox")
        (site.root / "imggen" / name).with_suffix(".yml").unlink()
        done = run("check")
        assert done.exit_code == 1
        assert done.stdout.startswith(f"{name}: imggen: an original without its record")
        assert run("adopt", "a-fox").stdout == f"adopted: imggen/{name}\n"
        assert [record["provider"] for record in site.records] == ["unknown"]
        run("generate", "--only", "a-fox")
        assert len(server.requests) == 1

    def test_a_record_that_lost_its_original_gets_it_back(self, site: Site) -> None:
        """[D6]"""
        run("generate", "--only", "a-fox")
        name = only(site, "a-fox")
        (site.root / "imggen" / name).rename(site.root / "found.webp")
        assert run("check").exit_code == 1
        assert run("adopt", "a-fox", "found.webp").stdout == f"adopted: imggen/{name}\n"
        assert [record["revision"] for record in site.records] == [1]
        assert run("check", "--json").exit_code == 3  # the owl is missing, and nothing is damaged

    @pytest.mark.parametrize(
        ("words", "line"),
        [
            (("adopt", "owl"), "imggen: no original of `owl` is in the store without a record; give a FILE\n"),
            (("adopt", "owl", "mkdocs.yml"), "imggen: the bytes are no picture that can be used (UnidentifiedImageError)\n"),
        ],
    )
    def test_what_is_no_picture_is_not_adopted(self, site: Site, words: tuple[str, ...], line: str) -> None:
        done = run(*words)
        assert done.exit_code != 0
        assert done.stderr == line
        assert site.store == []


def in_the_way(site: Site, server: ImageServer) -> None:
    """Make the store unwritable as soon as something was sent."""

    def spoil(_: Received) -> None:
        with guard:
            store = site.root / "imggen"
            if store.is_dir():
                shutil.rmtree(store)
            store.write_text("in the way")

    guard = threading.Lock()
    server.script = spoil


class TestRescue:
    def test_answers_of_pages_that_are_gone_come_into_the_store(self, site: Site, server: ImageServer) -> None:
        in_the_way(site, server)
        assert run("generate").exit_code == 1
        paid = len(server.requests)
        assert [path.suffix for path in spool(site)] == [".answer"] * paid
        (site.root / "imggen").unlink()
        server.script = []
        site.page("# Nothing here any more\n")
        done = run("check")
        assert "paid for and not in the store; `imggen rescue` takes them in" in done.stdout
        done = run("rescue")
        assert done.exit_code == 0
        assert len(originals(site)) == paid
        assert spool(site) == []
        site.page(PAGES)
        run("generate")
        assert len(server.requests) == 2

    def test_a_file_that_is_no_whole_answer_is_left_alone(self, site: Site) -> None:
        (site.root / "x.answer").write_bytes(b"torn")
        done = run("rescue", "x.answer")
        assert (done.exit_code, done.stdout) == (1, "nothing rescued\n")
        assert done.stderr == "x.answer: imggen: this is no whole answer (torn); it was left alone\n"
        assert (site.root / "x.answer").exists()

    def test_a_second_answer_for_a_picture_that_is_there_becomes_another_take(self, site: Site, server: ImageServer) -> None:
        in_the_way(site, server)
        run("generate", "--only", "owl")
        (answer,) = spool(site)
        data = answer.read_bytes()
        (site.root / "imggen").unlink()
        server.script = []
        answer.unlink()
        run("generate", "--only", "owl")
        (site.root / answer.name).write_bytes(data)
        assert run("rescue", answer.name).exit_code == 0
        assert sorted(record["asked"].get("take", 1) for record in site.records) == [1, 2]
        assert [record.get("use") for record in site.records] == [None, None]
        (site.root / answer.name).write_bytes(data)
        assert run("rescue", answer.name).exit_code == 0  # a third time it is known by its bytes
        assert len(server.requests) == 2


class TestGarbage:
    def test_it_lists_first_and_moves_only_when_told_to(self, site: Site, server: ImageServer) -> None:
        """[C8]"""
        run("generate")
        site.page(PAGES.replace("![A fox]", "![A hen]"))
        run("generate")
        before = site.store
        fox = only(site, "a-fox").removesuffix(".webp")
        done = run("gc")
        assert done.stdout == f"{fox}: no page wants it\nnothing was changed; `imggen gc --apply` moves it to quarantine\n"
        assert site.store == before
        done = run("gc", "--apply")
        day = datetime.now(UTC).date().isoformat()
        assert done.stdout.endswith(f"1 moved to .cache/imggen/quarantine/gc-{day}, 0 old folders deleted\n")
        assert sorted({*before} - {*site.store}) == [f"{fox}.webp", f"{fox}.yml"]
        moved = site.root / f".cache/imggen/quarantine/gc-{day}"
        assert sorted(path.name for path in moved.iterdir()) == [f"{fox}.webp", f"{fox}.yml"]
        assert run("gc").stdout == "nothing to collect\n"
        assert len(server.requests) == 3

    def test_takes_stale_pictures_and_what_the_spool_names_are_kept(self, site: Site, server: ImageServer) -> None:
        """[C8]"""
        run("generate")
        run("reroll", "owl")
        run("reroll", "owl")
        reworded(site)
        assert run("gc").stdout == "nothing to collect\n"
        site.page("# Empty\n")
        server.script = [Reply(cut="in body")]
        assert len(run("gc").stdout.splitlines()) == 5  # two pictures, two more takes, and the last line

    def test_a_request_that_was_never_answered_is_forgotten_when_no_page_wants_its_picture(
        self, site: Site, server: ImageServer
    ) -> None:
        server.script = [Reply(cut="in body")]
        run("generate", "--only", "a-fox")
        assert run("gc").stdout == "nothing to collect\n"
        site.page(PAGES.replace("![A fox]", "![A hen]"))
        assert "`a-fox` was sent at " in run("generate", "--only", "a-hen").stderr
        done = run("gc", "--apply")
        assert done.stdout.startswith("a-fox: sent at ")
        assert done.stdout.endswith("0 old folders deleted, 1 requests forgotten\n")
        assert run("gc").stdout == "nothing to collect\n"
        assert "a-fox" not in run("check").stdout

    def test_it_refuses_when_a_page_could_not_be_read(self, site: Site) -> None:
        """[C8]"""
        run("generate")
        site.page("![A cat](imggen:?nosuch=1)", "broken.md")
        before = site.store
        done = run("gc", "--apply")
        assert done.exit_code == 1
        assert site.store == before

    def test_an_original_without_a_record_is_garbage_unless_a_page_wants_it(self, site: Site) -> None:
        run("generate")
        lost = site.root / "imggen/lost-00000000.webp"
        lost.write_bytes(b"x")
        (site.root / "imggen" / only(site, "a-fox")).with_suffix(".yml").unlink()
        done = run("gc", "--apply")
        assert "lost-00000000.webp: an original without a record" in done.stdout
        assert only(site, "a-fox")
        assert not lost.exists()
        (folder,) = (site.root / ".cache/imggen/quarantine").glob("gc-*")
        assert (folder / lost.name).read_bytes() == b"x"

    @pytest.mark.parametrize(
        ("reply", "told"),
        [(Reply(size="64x64"), []), (Reply(cut="in body"), ["owl: sent at "])],
        ids=["in quarantine", "never answered"],
    )
    def test_a_picture_of_which_another_take_is_undecided_is_kept_though_no_page_wants_it(
        self, site: Site, server: ImageServer, reply: Reply, told: list[str]
    ) -> None:
        """[C8]"""
        run("generate")
        server.script = [reply]
        run("reroll", "owl")
        site.page("# Empty\n")
        lines = run("gc").stdout.splitlines()
        assert [line[:13] for line in lines if line.startswith("owl")] == told
        assert [line[-16:] for line in lines if line.startswith("a-fox")] == ["no page wants it"]

    def test_a_picture_that_came_while_the_pages_were_read_is_kept(self, site: Site) -> None:
        """[C8] Another process makes it for a page that is being written."""
        run("generate", "--only", "a-fox")
        (site.root / "imggen").rename(site.root / "made")
        (site.root / "hooks.py").write_text(
            "import shutil\n"
            "def on_env(env, config, files):\n"
            f"    shutil.copytree({str(site.root / 'made')!r}, {str(site.root / 'imggen')!r})\n",
            "utf-8",
        )
        site.more["hooks"] = ["hooks.py"]
        site.config()
        site.page("# Empty\n")
        assert run("gc").stdout == "nothing to collect\n"
        assert only(site, "a-fox")

    def test_a_request_that_another_process_is_waiting_for_is_not_forgotten(self, site: Site, server: ImageServer) -> None:
        """[C8]"""
        server.script = [Reply(cut="in body")]
        run("generate", "--only", "a-fox")
        site.page("# Empty\n")
        (intent,) = Spool(site.root / ".cache/imggen/spool", print).intents()
        with locked(site.root / ".cache/imggen/locks", intent.order.key):
            assert run("gc").stdout == "nothing to collect\n"
        assert run("gc").stdout.startswith("a-fox: sent at ")

    def test_what_lay_in_quarantine_for_thirty_days_is_deleted_and_paid_answers_never(
        self, site: Site, server: ImageServer
    ) -> None:
        server.script = [OTHER_SIZE]
        run("generate", "--only", "a-fox")
        answers = quarantine(site)
        assert len(answers) == 3
        today = datetime.now(UTC).date()
        for days in (29, 30):
            folder = site.root / f".cache/imggen/quarantine/gc-{today - timedelta(days)}"
            folder.mkdir(parents=True)
            (folder / "old.webp").write_bytes(b"x")
        (site.root / ".cache/imggen/quarantine/gc-mine").mkdir()
        done = run("gc", "--apply")
        assert done.stdout.splitlines()[-1].endswith("1 old folders deleted")
        left = {f"gc-{today - timedelta(29)}", "gc-mine", f"gc-{today}", *answers}
        assert set(quarantine(site)) <= left
        assert set(answers) <= set(quarantine(site))


class TestShow:
    def test_it_tells_the_whole_story(self, site: Site, server: ImageServer) -> None:
        run("generate")
        run("reroll", "owl")
        server.script = [Reply(size="64x64")]
        run("reroll", "owl")
        lines = run("show", "owl").stdout.splitlines()
        story = [line.partition(":")[0] for line in lines]
        assert story == ["picture", "state", "used at", "prompt", "asked", "key", "original", "original", "undecided"]
        assert lines[0] == "picture:    owl"
        assert lines[1] == "state:      fresh"
        assert lines[2] == "used at:    index.md:5"
        assert "take 1, revision 1; openai gpt-image-1-mini, 1024x1024" in lines[6]
        assert "take 2, revision 1, used; openai gpt-image-1-mini, 1024x1024" in lines[7]
        assert "in quarantine (" in lines[8]

    def test_what_was_sent_and_never_answered_is_a_part_of_it(self, site: Site, server: ImageServer) -> None:
        server.script = [Reply(cut="in body")]
        run("generate", "--only", "a-fox")
        document = json.loads(run("show", "a-fox", "--json").stdout)
        (story,) = document["pictures"]
        assert story["state"] == "missing (sent before, see `imggen show`)"
        assert story["original"] == []
        assert len(story["undecided"]) == 1
        assert "the connection broke before the answer was complete" in story["undecided"][0]

    def test_a_name_that_nobody_bears_is_an_error(self, site: Site) -> None:
        done = run("show", "oul")
        assert (done.exit_code, done.stderr) == (
            2,
            "imggen: no picture is called `oul` (did you mean `owl`?); see `imggen plan`\n",
        )
