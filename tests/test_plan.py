"""What a build wants: names and who owns them, what the store has, and what the files on the site are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from engine import SERVER, SMALL, engine, plan, planned
from makers import inline

from mkdocs_imggen import directive as grammar
from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.plan import Place
from mkdocs_imggen.record import State
from mkdocs_imggen.report import places
from mkdocs_imggen.run import Run
from mkdocs_imggen.testing import ScriptedProvider

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.generator import Generator

HERE = Place(page="index.md")
SIZES = {**SERVER, "widths": [16, 32, 64, 128], "formats": ["avif", "webp"]}


@pytest.fixture
def generator(tmp_path: Path) -> Iterator[Generator]:
    made = engine(tmp_path, ScriptedProvider())
    yield made
    made.close()


def ref(name: str) -> Directive:
    return inline("", f"@{name}")


class TestPlaces:
    def test_the_exact_spot_is_looked_up_only_when_somebody_asks(self) -> None:
        looked: list[int] = []

        def spot() -> str | None:
            looked.append(1)
            return "a.md:12" if len(looked) == 1 else None

        place = Place(page="a.md", spot=spot)
        assert looked == []
        assert str(place) == "a.md:12"
        assert str(place) == "a.md"  # text that a macro made is nowhere to be found

    @pytest.mark.parametrize(
        ("number", "line"),
        [
            (1, "1.md"),
            (5, "1.md, 2.md, 3.md, 4.md, 5.md"),
            (6, "1.md, 2.md, 3.md, 4.md, 5.md and 1 more"),
            (40, "1.md, 2.md, 3.md, 4.md, 5.md and 35 more"),
        ],
    )
    def test_a_line_names_five_of_them_and_counts_the_rest(self, generator: Generator, number: int, line: str) -> None:
        assert places(item.where for item in plan(generator, *(f"Fox {one}" for one in range(number)))) == line


class TestNames:
    def test_one_name_for_two_pictures_names_both_places(self, generator: Generator) -> None:
        run = Run(generator)
        run.plan.add(inline("A fox", "?name=hero"), Place(page="a.md", spot=lambda: "a.md:3"))
        run.plan.add(inline("A fox", "?name=hero"), Place(page="b.md"))
        with pytest.raises(DirectiveError) as caught:
            run.plan.add(inline("An owl", "?name=hero"), Place(page="c.md"))
        assert str(caught.value) == (
            "imggen: the name `hero` is already that of another picture, at a.md:3; rename one of the two"
        )

    def test_a_reference_is_the_settings_asset_first(self, tmp_path: Path) -> None:
        def names() -> Mapping[str, tuple[Directive, Place]]:
            raise AssertionError("the sources were read although the settings know the name")

        generator = engine(tmp_path, settings=SERVER | {"assets": {"hero": {"prompt": "A fox", "alt": "Hero", "size": "64x64"}}})
        run = Run(generator, names=names)
        assert run.plan.add(ref("hero"), HERE).asset.request.prompt == "A fox"
        with pytest.raises(DirectiveError, match="the name `hero` is already that of another picture, at assets"):
            run.plan.add(inline("An owl", "?name=hero"), HERE)
        generator.close()

    def test_then_a_name_on_another_page_for_which_all_are_read_once(self, generator: Generator) -> None:
        read: list[int] = []

        def names() -> Mapping[str, tuple[Directive, Place]]:
            read.append(1)
            return {"hero": (inline("A fox", "?name=hero&size=64x64"), Place(page="z.md"))}

        run = Run(generator, names=names)
        for _ in range(3):
            assert run.plan.add(ref("hero"), HERE).asset.request.prompt == "A fox"
        with pytest.raises(DirectiveError):
            run.plan.add(ref("nobody"), HERE)
        assert read == [1]
        with pytest.raises(DirectiveError, match=r"the name `hero` is already that of another picture, at z\.md"):
            run.plan.add(inline("An owl", "?name=hero"), HERE)

    def test_then_a_record_of_which_the_newest_counts(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, ScriptedProvider())
        for prompt in ("A red fox", "A grey fox"):
            Batch(generator, orders(plan(generator, prompt, options="?size=64x64&name=hero"))).make()
        entries = generator.store.index().by_name["hero"]
        newest = max(entries, key=lambda entry: (entry.created, entry.key))
        found = Run(generator).plan.add(ref("hero"), HERE)
        assert (found.state, found.entry, found.asset.label, found.asset.name) == (State.FRESH, newest, "hero", "hero")
        assert found.asset.request == generator.store.record(newest).request
        assert found.renditions[-1].name.startswith("hero-")
        generator.close()

    def test_a_name_that_nobody_bears_is_an_error_with_the_nearest(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, settings=SERVER | {"assets": {"mascot": {"prompt": "A fox", "alt": "Fox"}}})
        with pytest.raises(DirectiveError) as caught:
            Run(generator).plan.add(ref("mascto"), HERE)
        assert str(caught.value) == (
            "imggen: there is no picture named `mascto` (did you mean `mascot`?); name one, on a page or in `assets:`"
        )
        generator.close()


class TestWhatIsPlanned:
    def test_equal_requests_are_one_picture_with_all_its_places(self, generator: Generator) -> None:
        run = Run(generator)
        first, second = planned(run, "A fox", "A fox")
        assert first is second
        assert [str(place) for place in first.places] == ["1.md", "2.md"]
        assert first.where == "1.md"
        assert len(first.digests) == 1

    def test_after_the_end_only_what_is_planned_may_be_shown_again(self, generator: Generator) -> None:
        run = Run(generator)
        (known,) = planned(run, "A fox")
        run.plan.closed = True
        assert run.plan.add(inline("A fox", SMALL), HERE) is known
        with pytest.raises(DirectiveError) as caught:
            run.plan.add(inline("An owl", SMALL), HERE)
        assert str(caught.value) == (
            "imggen: this directive was met only after all pictures were made; write it on a page too, or in `assets:`"
        )

    def test_a_picture_has_a_file_for_each_format_and_each_width_below_its_own(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, settings=SIZES)
        (item,) = plan(generator, "A fox")
        files = [(rendition.recipe.format, rendition.width) for rendition in item.renditions]
        assert files == [("avif", 16), ("avif", 32), ("avif", 64), ("webp", 16), ("webp", 32), ("webp", 64)]
        stems = {rendition.name.split(".")[0] for rendition in item.renditions if rendition.width == 64}
        assert len(stems) == 2
        assert all(rendition.uri == f"assets/imggen/{rendition.name}" for rendition in item.renditions)
        assert item.renditions[3].name == item.renditions[5].name.replace(".webp", "-16.webp")
        generator.close()

    def test_one_request_may_be_shown_trimmed_and_whole_and_encoded_in_two_ways(self, tmp_path: Path) -> None:
        presets = {"clear": {"background": "transparent"}, "photo": {"background": "transparent", "kind": "photo"}}
        generator = engine(tmp_path, settings=SERVER | {"presets": presets})
        run = Run(generator)
        items = [
            run.plan.add(inline("A fox", f"{how}&size=64x64"), HERE)
            for how in ("clear?take=1", "clear?trim=true", "photo?take=1", "clear?trim=false")
        ]
        assert len({item.asset.request.key for item in items}) == 1
        assert items[3] is items[0]
        recipes = [(item.renditions[0].recipe.trim, item.renditions[0].recipe.quality) for item in items]
        assert recipes == [(False, 85), (True, 85), (False, 75), (False, 85)]
        assert len({item.renditions[0].name for item in items}) == 3
        assert len(orders(items)) == 1
        generator.close()

    def test_a_picture_of_which_only_a_record_knows_is_treated_as_its_preset_says(self, tmp_path: Path) -> None:
        for presets, treated in (
            ({"cut": {"extends": "icon"}}, (False, 85)),
            ({"cut": {"extends": "icon", "trim": True, "kind": "photo"}}, (True, 75)),
            ({}, (False, 85)),
        ):
            generator = engine(tmp_path, ScriptedProvider(), settings=SERVER | {"presets": presets})
            if not generator.store.index().entries:
                Batch(generator, orders([Run(generator).plan.add(inline("A lock", "cut?size=64x64&name=lock"), HERE)])).make()
            (rendition,) = Run(generator).plan.add(ref("lock"), HERE).renditions
            assert (rendition.recipe.trim, rendition.recipe.quality) == treated
            generator.close()

    def test_a_draft_is_one_file_under_a_name_of_its_own(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, settings=SIZES, mode="draft")
        (draft,) = plan(generator, "A fox")
        assert (draft.state, draft.draft) == (State.MISSING, True)
        (rendition,) = draft.renditions
        assert rendition.name.startswith("draft-a-fox-")
        assert rendition.name.endswith(".webp")
        assert (rendition.width, draft.width, draft.height) == (64, 64, 64)
        generator.close()

    def test_a_page_is_the_same_before_and_after_its_picture_is_made(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, ScriptedProvider(), settings=SIZES)
        (missing,) = plan(generator, "A fox")
        Batch(generator, orders([missing])).make()
        (fresh,) = plan(generator, "A fox")
        assert (missing.state, fresh.state) == (State.MISSING, State.FRESH)
        assert missing.renditions == fresh.renditions
        generator.close()


class TestElements:
    def test_an_alt_text_is_required(self, generator: Generator) -> None:
        run = Run(generator)
        directive = replace(inline("A fox", SMALL), alt=None)
        item = run.plan.add(directive, HERE)
        with pytest.raises(DirectiveError, match="the alt text is missing; say what the picture shows, or `decorative=true`"):
            run.plan.element(directive, item, src="", url="", lazy=False)

    @pytest.mark.parametrize(
        ("lazy", "setting", "loading"), [(True, True, "lazy"), (True, False, "eager"), (False, True, "eager")]
    )
    def test_it_is_lazy_where_the_settings_allow_it(self, tmp_path: Path, lazy: bool, setting: bool, loading: str) -> None:
        generator = engine(tmp_path, settings=SERVER | {"lazy": setting})
        made = Run(generator).plan
        directive = inline("A fox", SMALL)
        item = made.add(directive, HERE)
        element = made.element(directive, item, src="../assets/imggen/", url="u/", lazy=lazy)
        assert element.get("loading") == loading
        assert element.get("src") == f"../assets/imggen/{item.renditions[-1].name}"
        assert (element.get("alt"), element.get("width"), element.get("height")) == ("A fox", "64", "64")
        generator.close()

    def test_sizes_are_those_of_the_preset_that_the_directive_names(self, tmp_path: Path) -> None:
        presets = {"default": {"sizes": "80vw"}, "small": {"sizes": "20em"}}
        assets = {"hero": {"prompt": "A fox", "alt": "Fox", "preset": "small", "size": "64x64"}}
        generator = engine(tmp_path, settings=SIZES | {"formats": ["webp"], "presets": presets, "assets": assets})
        made = Run(generator).plan

        def sizes(directive: Directive) -> str | None:
            return made.element(directive, made.add(directive, HERE), src="", url="", lazy=True).get("sizes")

        said = [
            inline("A fox", SMALL),
            inline("A fox", f"small{SMALL}"),
            inline("A fox", "@hero"),
            inline("A fox", f"icon{SMALL}"),
        ]
        # The built-in `icon` knows nothing of the site's `default`.
        assert [sizes(directive) for directive in said] == ["80vw", "20em", "20em", "(min-width: 60em) 50em, 100vw"]
        generator.close()

    def test_only_the_first_picture_of_a_page_is_fetched_before_others(self, tmp_path: Path) -> None:
        for setting in (True, False):
            generator = engine(tmp_path, settings=SERVER | {"lazy": setting})
            made = Run(generator).plan
            directive = inline("A fox", SMALL)
            item = made.add(directive, HERE)
            first, later = (made.element(directive, item, src="", url="", lazy=lazy) for lazy in (False, True))
            assert (first.get("fetchpriority"), later.get("fetchpriority")) == ("high", None)
            generator.close()

    def test_a_site_asset_that_is_written_wrongly_is_its_own_fault(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, settings=SERVER | {"assets": {"hero": {"promt": "A fox"}}})
        with pytest.raises(DirectiveError, match="promt"):
            Run(generator).plan.site_asset("hero")
        assert grammar.config_asset("hero", {"prompt": "A fox", "alt": "Fox"}).prompt == "A fox"
        generator.close()
