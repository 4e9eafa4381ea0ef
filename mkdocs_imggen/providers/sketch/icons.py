"""Line icons for single things that have no drawing of our own: Lucide's, as the package `python-lucide` ships them.

Only what is listed here is used, since many names in that set are of signs and not of things ("view", "text"), and a wrong
object is worse than none. The icons are read from the package's data file: its functions would look for one in the working
directory and in the environment too, and then the same prompt could give other pixels elsewhere.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.providers.sketch.props import CATALOGUE
from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import oval, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.providers.sketch.shapes import Canvas

ICONS: Mapping[str, str] = MappingProxyType(
    {
        # work and office
        "briefcase": "briefcase|suitcase",
        "wallet": "wallet|purse",
        "printer": "printer|laser printer",
        "projector": "projector|beamer",
        "stamp": "stamp|rubber stamp",
        "ticket": "ticket|admission ticket",
        "receipt": "receipt|till receipt",
        "paperclip": "paperclip|paper clip",
        "barcode": "barcode",
        "qr-code": "qr code",
        "webcam": "webcam",
        "usb": "usb symbol",
        "speaker": "loudspeaker box|speaker box",
        "antenna": "antenna|aerial",
        "cctv": "cctv|security camera|surveillance camera",
        "gavel": "gavel",
        "scroll": "scroll of parchment|parchment|parchment scroll",
        "podium": "podium",
        "lectern": "lectern",
        "shredder": "shredder|paper shredder",
        "highlighter": "highlighter|text marker",
        "eraser": "eraser|rubber eraser",
        "feather": "feather|quill",
        "glasses": "glasses|eyeglasses|spectacles",
        "binoculars": "binoculars|field glasses",
        "handshake": "handshake",
        # tools and workshops
        "anvil": "anvil",
        "axe": "axe|hatchet",
        "drill": "drill|power drill|electric drill",
        "shovel": "shovel|spade",
        "pickaxe": "pickaxe",
        "broom": "broom",
        "bomb": "bomb",
        "fan": "ventilator|electric fan",
        "flashlight": "flashlight|pocket torch",
        "forklift": "forklift|forklift truck",
        "fuel": "fuel pump|petrol pump|gas pump",
        "faucet": "faucet|water tap",
        "radar": "radar|radar screen",
        "siren": "siren|emergency siren",
        "syringe": "syringe|vaccine",
        "stethoscope": "stethoscope",
        "pill": "pill",
        "dna": "dna|double helix",
        "atom": "atom",
        "weight": "kettlebell",
        "dumbbell": "dumbbell",
        "warehouse": "warehouse",
        "spool": "spool|thread spool",
        "metronome": "metronome",
        # travel
        "plane": "airplane|aeroplane|aircraft|jet plane",
        "helicopter": "helicopter",
        "motorbike": "motorbike|motorcycle",
        "bus": "school bus|city bus",
        "tractor": "tractor",
        "ambulance": "ambulance",
        "caravan": "caravan|camper van",
        "cable-car": "cable car",
        "luggage": "luggage|travel case",
        "backpack": "backpack|rucksack",
        "tent": "tent|camping tent",
        "footprints": "footprint|footstep",
        "hotel": "hotel",
        "hospital": "hospital",
        "school": "school|school building",
        "university": "university",
        "landmark": "bank building|museum|courthouse",
        "store": "store front|shop|storefront",
        "church": "church",
        "fence": "fence|garden fence",
        "tornado": "tornado|whirlwind",
        # home
        "armchair": "armchair",
        "sofa": "sofa|couch",
        "bed": "bed",
        "bath": "bathtub",
        "refrigerator": "refrigerator|fridge",
        "microwave": "microwave",
        "washing-machine": "washing machine",
        "blender": "blender",
        "cooking-pot": "cooking pot|saucepan",
        "utensils": "cutlery|fork and knife",
        "chef-hat": "chef hat|chef's hat",
        "candy": "candy",
        "cookie": "cookie",
        "croissant": "croissant",
        "pizza": "pizza|slice of pizza",
        "sandwich": "sandwich",
        "hamburger": "hamburger|burger",
        "salad": "salad",
        "soup": "bowl of soup",
        "donut": "donut|doughnut",
        "ice-cream-cone": "ice cream|ice cream cone",
        "popcorn": "popcorn",
        "beer": "beer|glass of beer",
        "wine": "wine|glass of wine",
        "milk": "milk|bottle of milk",
        "carrot": "carrot",
        "cherry": "cherry",
        "grape": "grape|bunch of grapes",
        "banana": "banana",
        "citrus": "lemon|citrus",
        "avocado": "avocado",
        "wheat": "wheat|ear of wheat",
        "bone": "bone",
        "toothbrush": "toothbrush",
        "shirt": "t-shirt|shirt",
        "gem": "gem|diamond|jewel",
        "drum": "drum",
        "guitar": "guitar",
        "piano": "piano",
        "tombstone": "tombstone|gravestone",
        "volleyball": "volleyball",
        "swords": "crossed swords",
        "sword": "sword",
        "skull": "skull",
        "baby": "baby",
        "amphora": "amphora",
        "pyramid": "pyramid",
        "dessert": "pudding",
        "drama": "theatre mask|theater mask",
        "clapperboard": "clapperboard|film clapper",
        "turntable": "turntable|record player",
        "rat": "rat|lab rat",
        "squirrel": "squirrel",
        "shrimp": "shrimp|prawn",
        "worm": "worm|earthworm",
        "birdhouse": "birdhouse|nesting box",
        "shell": "sea shell|seashell",
        "clover": "clover|four-leaf clover",
        "rose": "rose",
        "lollipop": "lollipop",
        "lasso": "lasso",
    }
)
"""Names of icons, and the words that mean exactly what they show, in the singular."""
PACKAGE = "python-lucide"
DATA = "lucide/data/lucide-icons.db"
VALUE = r"[\s,]*+(-?(?:\d++\.?\d*+|\.\d++))"
ARCS = re.compile(r"([aA])([^a-zA-Z]*)")
ARC = re.compile(VALUE * 3 + r"[\s,]*+([01])[\s,]*+([01])" + VALUE * 2)
"""An arc in path data, whose flags may stand without a blank after them; ours are always apart."""
BOX = 24.0
"""Side of the square that icons are drawn in."""
HAIR = 0.2
"""Thinner than any pen of line art, which then draws these lines as it draws all others."""
PEN = 1.7
"""Width of the lines of an icon on a tile, in that square."""


def icon(name: str, c: Canvas, _: Manner) -> None:
    """Draw an icon in lines; what is closed is filled, so that line art gives it its light wash of the palette."""
    with c.at(-50, -100, 100 / BOX):
        paths = paths_of(name)
        for data, closed in paths:
            if closed:
                c.path(data, "p3")
        for data, _closed in paths:
            c.line(data, "ink", HAIR)


def tile(name: str, c: Canvas, _: Manner) -> None:
    """Draw an icon white on a tile, for the styles that have no lines."""
    c.shadow(0, 0, 48)
    c.solid(rounded(-56, -112, 112, 112, 26), "p4>p6", "p7", -4, -3)
    with c.at(-37, -93, 74 / BOX):
        for data, _closed in paths_of(name):
            c.line(data, "white", PEN, keep=True)
    c.sheen("M-46 -84Q-45 -101 -28 -102", 3, 0.5)


@cache
def paths_of(name: str) -> tuple[tuple[str, bool], ...]:
    """Give the path data of an icon, each with whether all of it is closed.

    Raises:
        UnusableError: the package's data cannot be read or lacks the icon.

    """
    try:
        place = Path(str(distribution(PACKAGE).locate_file(DATA))).resolve()
        with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True)) as data:
            (text,) = data.execute("SELECT svg FROM icons WHERE name = ?", (name,)).fetchone()
        parts = [_path(part.tag.rpartition("}")[2], part.attrib) for part in ET.fromstring(text)]  # noqa: S314 - ours
    except (PackageNotFoundError, sqlite3.Error, TypeError, KeyError, ET.ParseError) as fault:
        said = f"the icon {name!r} cannot be read from the package {PACKAGE}; install that package anew"
        raise UnusableError(said) from fault
    return tuple((data, data.upper().count("Z") == data.upper().count("M")) for data in parts)


def _path(tag: str, said: Mapping[str, str]) -> str:
    """Write an element of an icon as path data."""
    if tag == "path":
        return ARCS.sub(lambda arcs: arcs[1] + " ".join(" ".join(arc.groups()) for arc in ARC.finditer(arcs[2])), said["d"])
    if tag == "rect":
        x, y, width, height = (float(said[key]) for key in ("x", "y", "width", "height"))
        return rounded(x, y, width, height, float(said.get("rx", 0)))
    radius = float(said.get("r", said.get("rx", 0)))
    return oval(float(said["cx"]), float(said["cy"]), radius, float(said.get("ry", radius)))


LINE = " line icon"
TILE = " icon"
DRAWINGS: Mapping[str, Prop] = MappingProxyType(
    {
        **CATALOGUE,
        **{f"{name}{LINE}": Prop(name=f"{name}{LINE}", draw=partial(icon, name), air=True) for name in ICONS},
        **{f"{name}{TILE}": Prop(name=f"{name}{TILE}", draw=partial(tile, name)) for name in ICONS},
    }
)
"""All that can be drawn: our own drawings, and the icons in lines and on tiles."""
