"""Every drawing in every look, pose and state; every layout and place; and how a few pictures look."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from mkdocs_imggen.providers.sketch import SketchProvider
from mkdocs_imggen.providers.sketch.backdrops import PLACES
from mkdocs_imggen.providers.sketch.isometric import Yard
from mkdocs_imggen.providers.sketch.items import Placed
from mkdocs_imggen.providers.sketch.layouts import Frame
from mkdocs_imggen.providers.sketch.lexicon import CHARACTERS, STATES
from mkdocs_imggen.providers.sketch.measure import measure
from mkdocs_imggen.providers.sketch.painter import draw_placed, figure, paint
from mkdocs_imggen.providers.sketch.palette import COLOURS, Palette, choose
from mkdocs_imggen.providers.sketch.props import CATALOGUE
from mkdocs_imggen.providers.sketch.props.base import Manner
from mkdocs_imggen.providers.sketch.props.faces import HATS
from mkdocs_imggen.providers.sketch.scene import compose
from mkdocs_imggen.providers.sketch.shapes import Canvas
from mkdocs_imggen.providers.sketch.stations import station
from mkdocs_imggen.providers.sketch.svg import Look, Writer
from mkdocs_imggen.providers.sketch.things import Thing
from mkdocs_imggen.request import Request

POSES = ("stand", "wave", "both", "hold", "point")
LOOKS: tuple[Look, ...] = ("filled", "line", "border")


@cache
def palette() -> Palette:
    return choose(["teal", "coral"], random.Random(1))


def written(canvas: Canvas, look: Look = "filled") -> str:
    writer = Writer(palette=palette(), look=look)
    return writer.write(canvas.root) + writer.definitions()


def drawn(prompt: str, *, size: tuple[int, int] = (120, 80), background: str = "opaque") -> tuple[Image.Image, tuple[str, ...]]:
    request = Request(
        prompt=prompt,
        provider="sketch",
        model="auto",
        width=size[0],
        height=size[1],
        quality="medium",
        background=background,
        format="png",
    )
    answer = SketchProvider().generate(request)
    return Image.open(io.BytesIO(answer.body)), answer.notes


def test_there_are_more_than_a_hundred_and_fifty_drawings() -> None:
    assert len(CATALOGUE) > 150


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_drawing_stands_on_the_ground_and_has_a_usual_size(name: str) -> None:
    canvas, box = figure(Placed(name=name, x=0, y=0, width=1, height=1))
    assert 40 <= max(box.width, box.height) <= 190
    assert -4 <= box.bottom <= 15 or CATALOGUE[name].air
    assert abs(box.left + box.right) < 60
    assert "None" not in written(canvas)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_drawing_works_in_every_look_pose_state_and_variant(name: str) -> None:
    for look in LOOKS:
        canvas = Canvas()
        CATALOGUE[name].draw(canvas, Manner())
        assert written(canvas, look)
    for pose in POSES if name in CHARACTERS else ():
        canvas = Canvas()
        CATALOGUE[name].draw(canvas, Manner(pose=pose))
        assert measure(canvas.root)
    for state in sorted({*STATES.values(), "blank", "search", "plain", "dark"}):
        canvas = Canvas()
        CATALOGUE[name].draw(canvas, Manner(states=frozenset({state})))
        assert canvas.root.parts
    for variant in range(5):
        canvas = Canvas()
        CATALOGUE[name].draw(canvas, Manner(variant=variant))
        assert not re.search(r"nan|inf\b", written(canvas))


@pytest.mark.parametrize("hat", HATS)
def test_a_hat_makes_its_wearer_taller_or_wider(hat: str) -> None:
    _, bare = figure(Placed(name="beaver", x=0, y=0, width=1, height=1))
    _, dressed = figure(Placed(name="beaver", x=0, y=0, width=1, height=1, wears=hat))
    assert dressed.height > bare.height or dressed.width > bare.width


def test_a_bound_colour_changes_only_what_it_is_bound_to() -> None:
    blue, _ = figure(Placed(name="padlock", x=0, y=0, width=1, height=1, colour="blue"))
    plain, _ = figure(Placed(name="padlock", x=0, y=0, width=1, height=1))
    assert palette().colour("blue5") in written(blue)
    assert palette().colour("blue5") not in written(plain)
    assert palette().colour("n5") in written(blue)


@pytest.mark.parametrize("word", COLOURS)
def test_every_colour_word_makes_a_palette(word: str) -> None:
    for options in ({}, {"dark": True}, {"pastel": True}, {"mono": True}):
        made = choose([word], random.Random(1), **options)
        assert made.words[0] == word
        assert all(re.fullmatch(r"#[0-9a-f]{6}", made.colour(role)) for role in ("p0", "s5", "a10", "ink", "red5", "dusk1"))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("mood", ["day", "dark", "sunset"])
def test_every_place_covers_the_picture(place: str, mood: str) -> None:
    canvas = Canvas()
    PLACES[place](canvas, Frame(width=1500, height=1000), random.Random(1), mood)
    assert written(canvas)


@pytest.mark.parametrize("name", CATALOGUE)
def test_everything_can_be_built_in_isometry(name: str) -> None:
    yard = Yard()
    station(yard, Thing(name=name, word=name, count=1, colour="red", wears="crown"), 0, 0)
    assert measure(yard.canvas.root)


@pytest.mark.parametrize(
    ("prompt", "note"),
    [
        ("Three servers", "drew 3 x server"),
        ("Seven stars", "drew 7 x star"),
        ("A garden with four trees and three flowers", "drew 3 x tree, 3 x flower"),
        ("A robot with clouds, gears, a plant, a tree and a key", "drew robot, cloud, gear, plant, tree, key"),
        ("A fox with a laptop, a coffee and a book", "drew fox, laptop, coffee, open book"),
        ("Packages moving from a laptop to the cloud", "drew 3 x package, laptop, cloud"),
        ("The cycle of a seedling and a plant", "drew seedling, plant"),
        ("A stack of an apple, a book and a laptop", "drew apple, open book, laptop"),
        ("A stack of six boxes", "drew 6 x package"),
        ("The hierarchy of a folder and three documents", "drew folder, 3 x document"),
        ("A folder versus two shelves", "drew folder, 2 x shelf"),
        ("Steps: a pencil, a package, a rocket", "drew pencil, package, rocket"),
        ("A queue of envelopes between two servers", "drew 3 x envelope, 2 x server"),
        ("Five laptops connected to a server", "drew 5 x laptop, server"),
        ("A shield protecting keys", "drew shield, 3 x key"),
        ("A gear and a shield protecting a server", "drew gear, shield, server"),
        ("An umbrella protecting a server from rain", "drew umbrella, server, rain"),
        ("A dragon guarding a treasure chest", "drew dragon, treasure chest"),
        ("A rocket launching from a laptop", "drew rocket, laptop"),
        ("A balloon rising from a box", "drew balloon, package"),
        ("A path with milestones to the summit of a mountain, a flag and a fox", "drew road, 3 x milestone, mountain, flag, fox"),
        ("A developer at a desk with two monitors", "drew person, 2 x monitor"),
        ("A team at a table with coffee", "drew 3 x person, coffee"),
        ("A team collaborating around a puzzle with chat bubbles", "drew 4 x person, puzzle, chat"),
        ("A team waving", "drew 4 x person"),
        ("A robot librarian sorting glowing documents", "drew robot, shelf, 3 x document"),
        ("A whale carrying containers on its back", "drew whale, 3 x container"),
        ("A whale carrying a container", "drew whale, container"),
        ("A road to the mountains", "drew road, mountain"),
        ("A cactus in the desert", "drew cactus"),
        ("A load balancer connected to three servers", "drew load balancer, 3 x server"),
        ("A snake reading a book", "drew snake, open book"),
        ("A rocket on a screen", "drew rocket, monitor"),
        ("A magnifying glass over documents", "drew magnifier, 3 x document"),
        ("A bridge connecting two islands", "drew bridge, 2 x island"),
        ("A parachute delivering a package", "drew parachute"),
        ("Two servers exchanging keys", "drew 2 x server, 3 x key"),
        ("An elephant balancing on a ball", "drew elephant, ball"),
        ("A ladder leaning against a cloud", "drew ladder, cloud"),
        ("A winding road", "drew road"),
        ("Mountains at sunset", "drew mountain"),
        ("A paper plane over the mountains, night", "drew paper plane, mountain"),
        ('A rocket with the text "Lift off now, dear readers"', "drew rocket"),
        ('404 page not found, "Oops"', "drew the text"),
        ("Data flowing from three databases to a dashboard, isometric, dark blue", "drew 3 x database, dashboard"),
        ("Isometric server surrounded by a laptop, a robot and a container", "drew server, laptop, robot, container"),
        ("A sticker of a cat in a crown", "drew cat with crown"),
        ("A tree, watercolour", "drew tree"),
        ("A team of penguins, line art", "drew 4 x penguin"),
    ],
)
def test_layouts_show_what_they_say(prompt: str, note: str) -> None:
    for background in ("opaque", "transparent"):
        image, notes = drawn(prompt, background=background)
        assert image.size == (120, 80)
        if background == "opaque":
            assert notes[0] == note


def test_what_lies_on_a_whale_takes_the_place_of_its_spout() -> None:
    whale = Placed(name="whale", x=0, y=0, width=1, height=1)
    _, alone = figure(whale)
    _, laden = figure(replace(whale, carries=Placed(name="key", x=0, y=0, width=1, height=1)))
    bare = Canvas()
    CATALOGUE["whale"].draw(bare, Manner(states=frozenset({"laden"})))
    box = measure(bare.root)
    assert box
    assert (round(alone.top), round(box.top)) == (-107, -78)
    assert laden.top < box.top


def test_a_road_to_mountains_leaves_them_at_the_horizon() -> None:
    scene = compose("A road to the mountains")
    assert (scene.place, scene.layout, scene.items) == ("foothills", "view", ())


def test_a_cactus_stands_in_the_desert_without_a_pot() -> None:
    assert [item.states for item in compose("A cactus in the desert").items if isinstance(item, Placed)] == [frozenset({"wild"})]
    assert [item.states for item in compose("A cactus").items if isinstance(item, Placed)] == [frozenset()]


def test_ships_of_a_fleet_float_side_by_side() -> None:
    ships = [item for item in compose("A lighthouse and three ships").items if isinstance(item, Placed) and item.name == "ship"]
    assert len({ship.y for ship in ships}) == 1
    assert len({ship.x for ship in ships}) == 3


def test_fog_veils_a_picture_but_neither_line_art_nor_a_cutout() -> None:
    def veiled(prompt: str, *, transparent: bool = False) -> bool:
        scene = compose(prompt, transparent=transparent)
        root = paint(scene, random.Random(1), transparent=transparent).subject.root
        return "r:white/.75>white/0" in repr(root)

    assert veiled("A bridge in the fog")
    assert not veiled("A bridge")
    assert not veiled("A bridge in the fog, line art")
    assert not veiled("A bridge in the fog", transparent=True)


@pytest.mark.parametrize("screen", ["laptop", "monitor", "phone", "tablet"])
@pytest.mark.parametrize("shown", ["padlock", "form", "thermometer", "map"])
def test_what_a_screen_shows_stays_on_it(screen: str, shown: str) -> None:
    below, above = (item for item in compose(f"A {shown} on a {screen}").items if isinstance(item, Placed))
    boxes = []
    for item in (below, above):
        canvas = Canvas()
        draw_placed(canvas, item)
        boxes.append(measure(canvas.root))
    outer, inner = boxes
    assert outer
    assert inner
    assert (below.name, above.name) == (screen, shown)
    assert outer.left < inner.left < inner.right < outer.right
    assert outer.top < inner.top < inner.bottom < outer.bottom


def test_a_holder_shows_what_it_holds_and_alone_it_is_empty() -> None:
    def states(prompt: str) -> list[frozenset[str]]:
        return [item.states for item in compose(prompt).items if isinstance(item, Placed)]

    assert states("A drone") == [frozenset()]
    assert states("A package delivered by a drone") == [frozenset({"loaded"})]
    assert states("A dashboard with gauges") == [frozenset({"loaded"})]


def test_what_a_lost_character_holds_is_in_its_hands() -> None:
    nought = next(item for item in compose("Page not found: a robot holding a plug").items if isinstance(item, Placed))
    assert nought.holds
    assert (nought.name, nought.holds.name) == ("robot", "plug")


def test_a_field_of_a_form_is_no_meadow() -> None:
    assert compose("A password field on a form").place == "studio"
    assert compose("A tree in a field").place == "hills"


def test_a_tree_in_line_art_is_a_trunk_and_one_crown() -> None:
    tree, _ = figure(Placed(name="tree", x=0, y=0, width=1, height=1))
    assert written(tree, "line").count("M") == 2


def test_a_subject_in_a_tall_landscape_grows_with_the_picture() -> None:
    def height(frame: tuple[int, int]) -> float:
        scene = compose("A tree on a hill", *frame)
        box = measure(paint(scene, random.Random(1), transparent=False).subject.root)
        assert box
        return box.height

    assert height((1000, 3000)) > 1.2 * height((1000, 1500))


THUMBNAILS = {
    "A padlock, teal": "f6f5e5e3f5f7efe5cdc9e2eeeadaa09cd2ebe7d0aaa8cee7",
    "A beaver in an orange hard hat, waving, blue": "f7f4e5eef4f7efe19ac6e5f1ece3b694dcede9d8b4a2d9e8",
    "A lighthouse at dawn": "9e9b96969ea4b1bebabab9b1a0b1aea69e9e5a5a5d5b595a",
    'A sign that says "Hello", green': "f2efefeff4f2e8e5afafe8e9cfdbbabddccc9c9e96979f9d",
    "Isometric server, dark purple": "28282929282821216d5721211b206853201b151517171515",
    "A rocket, line art, red": "fffdf5f6fefffdf4e3e4f5fefef5e3e3f4fdfffde8e7fbff",
}
"""Six by four grey values of pictures as they should look; a change here is a change of `VERSION`."""


def thumbnail(prompt: str) -> bytes:
    image, _ = drawn(prompt, size=(240, 160))
    return image.convert("L").resize((6, 4), Image.Resampling.BOX).tobytes()


@pytest.mark.parametrize("prompt", THUMBNAILS)
def test_a_picture_looks_as_it_did(prompt: str) -> None:
    found = thumbnail(prompt)
    assert all(abs(a - b) <= 3 for a, b in zip(found, bytes.fromhex(THUMBNAILS[prompt]), strict=True)), found.hex()
