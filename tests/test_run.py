"""One build's end: faults together, what is missing made or refused, originals proven, renditions written, one line said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engine import SERVER, SMALL, Heard, engine, in_store, plan, planned
from makers import a_record, inline

from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.errors import DirectiveError, MissingPictureError, SeveralErrors, StoreError
from mkdocs_imggen.plan import Place
from mkdocs_imggen.run import Run
from mkdocs_imggen.testing import ScriptedProvider

if TYPE_CHECKING:
    from pathlib import Path


def made(root: Path, *prompts: str) -> None:
    """Put pictures into the store of a site."""
    generator = engine(root, ScriptedProvider())
    Batch(generator, orders(plan(generator, *prompts))).make()
    generator.close()


class TestFaults:
    def test_equal_ones_are_told_once_and_all_before_anything_is_sent(self, tmp_path: Path) -> None:
        provider = ScriptedProvider()
        generator = engine(tmp_path, provider)
        run = Run(generator)
        planned(run, "A fox")
        for _ in range(3):
            run.fault(DirectiveError("it is wrong"), Place(page="a.md"))
        run.fault(DirectiveError("it is wrong"), Place(page="b.md"))
        run.fault(DirectiveError("so is this", where="c.md:7"), Place(page="c.md"))
        with pytest.raises(SeveralErrors) as caught:
            run.finish()
        assert str(caught.value).splitlines() == [
            "a.md: imggen: it is wrong",
            "b.md: imggen: it is wrong",
            "c.md:7: imggen: so is this",
        ]
        assert provider.requests == []
        run.raise_faults()  # told is told
        generator.close()


class TestTheEnd:
    def test_a_record_that_vouches_for_what_is_no_picture_is_told_with_both_places(self, tmp_path: Path) -> None:
        """[threat 6]"""
        generator = engine(tmp_path, mode="locked")
        (missing,) = plan(generator, "A fox")
        svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
        record = a_record(svg, request=missing.asset.request, directives=(missing.asset.digest,), width=64, height=64)
        entry = generator.store.put(record, svg, "a-fox")
        run = Run(generator)
        planned(run, "A fox")
        with pytest.raises(StoreError) as caught:
            run.finish()
        assert str(caught.value).startswith(f"imggen/{entry.stem}.webp: imggen: `{entry.stem}.webp` cannot be used: ")
        assert "(used at 1.md); nothing was published" in str(caught.value)
        generator.close()

    def test_of_a_build_without_pictures_nothing_is_said(self, tmp_path: Path) -> None:
        generator = engine(tmp_path)
        assert Run(generator).finish() is None
        assert not (tmp_path / "imggen").exists()

    def test_of_a_collection_nothing_is_made_or_drawn(self, tmp_path: Path) -> None:
        heard = Heard()
        generator = engine(tmp_path, mode="draft", reporter=heard)
        run = Run(generator, collecting=True)
        (item,) = planned(run, "A fox")
        assert run.finish() is None
        assert item.draft is False
        ((address, file),) = run.files(item)
        assert address == f"assets/imggen/{item.renditions[0].name}"
        assert not file.exists()
        assert (heard.begun, heard.infos, heard.warnings) == ([], [], [])
        generator.close()

    def test_a_first_build_makes_and_renders_and_a_second_only_looks(self, tmp_path: Path) -> None:
        provider = ScriptedProvider()
        for making, reused, renditions in ((2, 0, 4), (0, 2, 0)):
            generator = engine(tmp_path, provider, settings=SERVER | {"widths": [32]})
            run = Run(generator)
            planned(run, "A fox", "An owl")
            summary = run.finish()
            assert summary is not None
            assert (summary.made, summary.reused, summary.drafts, summary.renditions) == (making, reused, 0, renditions)
            assert all(path.exists() for item in run.pictures for _, path in run.files(item))
            generator.close()
        assert len(provider.requests) == 2

    def test_only_the_renditions_that_are_gone_are_written_again(self, tmp_path: Path) -> None:
        made(tmp_path, "A fox")
        written = []
        for _ in range(2):
            generator = engine(tmp_path, settings=SERVER | {"widths": [16, 32]})
            run = Run(generator)
            (item,) = planned(run, "A fox")
            summary = run.finish()
            assert summary is not None
            written.append(summary.renditions)
            gone = run.files(item)[1][1]
            gone.unlink()
            generator.close()
        assert written == [3, 1]

    def test_a_locked_build_refuses_what_is_missing_at_its_places(self, tmp_path: Path) -> None:
        made(tmp_path, "A fox")
        generator = engine(tmp_path, env={"CI": "1"}, mode=None)
        run = Run(generator)
        planned(run, "A fox", "An owl", "A hen")
        with pytest.raises(SeveralErrors) as caught:
            run.finish()
        assert caught.value.exit_code == 3
        assert all(isinstance(error, MissingPictureError) for error in caught.value.errors)
        assert str(caught.value).splitlines()[0] == (
            "2.md: imggen: the picture `an-owl` is not in the store, and this build makes none;"
            " run `imggen generate` and commit the store"
        )
        generator.close()

    def test_every_damaged_original_is_named_with_where_it_is_used(self, tmp_path: Path) -> None:
        made(tmp_path, "A fox", "An owl", "A hen")
        fox, hen, _ = sorted((tmp_path / "imggen").glob("*.webp"))
        fox.write_bytes(b"somebody's else")
        hen.unlink()
        generator = engine(tmp_path)
        run = Run(generator)
        planned(run, "A fox", "An owl", "A hen")
        with pytest.raises(SeveralErrors) as caught:
            run.finish()
        first, second = str(caught.value).splitlines()
        assert f"{fox.name}` has SHA-256 " in first
        assert "(used at 1.md)" in first
        assert f"{hen.name}` is missing (used at 3.md); nothing was published or sent; restore it: `git checkout -- " in second
        generator.close()

    def test_a_cache_that_takes_no_rendition_is_an_error_and_the_original_is_kept(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, ScriptedProvider())
        run = Run(generator)
        planned(run, "A fox")
        (tmp_path / ".cache" / "imggen" / "renditions").write_text("in the way")
        with pytest.raises(StoreError) as caught:
            run.finish()
        assert caught.value.where == str(tmp_path / ".cache" / "imggen")
        assert (caught.value.what, caught.value.hint) == ("the cache cannot be written (File exists)", "make the folder writable")
        assert len(in_store(tmp_path)) == 2
        generator.close()

    def test_a_picture_without_an_original_is_an_error_and_not_an_empty_file(self, tmp_path: Path) -> None:
        generator = engine(tmp_path)
        run = Run(generator)
        (item,) = planned(run, "A fox")
        with pytest.raises(StoreError) as caught:
            run._render_one(item)
        assert str(caught.value) == "1.md: imggen: `a-fox` has no original"
        generator.close()


class TestStale:
    @pytest.mark.parametrize(
        ("prompts", "line"),
        [
            (
                ["A fox"],
                "1 stale picture is used as it is (preset `default` was reworded): 1.md; `imggen generate --stale` makes new ones",
            ),
            (
                ["A fox", "An owl"],
                "2 stale pictures are used as they are (preset `default` was reworded): 1.md, 2.md; `imggen generate --stale` makes new ones",
            ),
        ],
    )
    def test_they_are_used_and_counted_in_one_line(self, tmp_path: Path, prompts: list[str], line: str) -> None:
        made(tmp_path, *prompts)
        heard, provider = Heard(), ScriptedProvider()
        settings = SERVER | {"presets": {"default": {"prompt": "{prompt}, in oil"}}}
        generator = engine(tmp_path, provider, settings=settings, reporter=heard)
        run = Run(generator)
        planned(run, *prompts)
        summary = run.finish()
        assert summary is not None
        assert (summary.made, summary.reused) == (0, len(prompts))
        assert heard.infos == [line]
        assert heard.warnings == []
        assert provider.requests == []
        generator.close()


class TestDrafts:
    def test_they_are_counted_with_what_they_would_cost(self, tmp_path: Path) -> None:
        heard = Heard()
        generator = engine(tmp_path, mode="draft", reporter=heard)
        run = Run(generator)
        planned(run, "A rocket", "A gear")
        summary = run.finish()
        assert summary is not None
        assert (summary.made, summary.drafts, summary.renditions, summary.dollars) == (0, 2, 2, 0.0)
        assert heard.warnings == ["2 pictures are drafts and not kept: 1.md, 2.md; `imggen generate` makes them for about $0.022"]
        assert in_store(tmp_path) == []
        generator.close()

    def test_of_a_picture_that_its_model_cannot_make_the_author_hears_now(self, tmp_path: Path) -> None:
        heard = Heard()
        generator = engine(tmp_path, mode="draft", reporter=heard, settings={"widths": []})
        run = Run(generator)
        run.plan.add(inline("A rocket", SMALL), Place(page="a.md", spot=lambda: "a.md:3"))
        run.finish()
        first, second = heard.warnings
        assert first.startswith(
            "a.md:3: imggen: `gpt-image-1-mini` takes the sizes 1024x1024, 1536x1024 and 1024x1536, not 64x64"
        )
        assert second == "1 picture is a draft and not kept: a.md:3; `imggen generate` makes it for about $0.00"
        generator.close()
