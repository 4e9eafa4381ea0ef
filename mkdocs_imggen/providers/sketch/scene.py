"""From a reading to a scene: chooses the layout, the place and what is lettered. A scene is a value and can be printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import actions, layouts, lexicon, staging
from mkdocs_imggen.providers.sketch.items import Board, Item, Placed
from mkdocs_imggen.providers.sketch.layouts import Frame
from mkdocs_imggen.providers.sketch.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_imggen.providers.sketch.things import Reading, Thing

MAIN = 6
"""Different things in one picture; more would be a crowd of stamps."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What stands where, and what was understood of the prompt."""

    prompt: str
    layout: str
    place: str
    mood: str
    drawn: tuple[str, ...]
    not_drawn: tuple[str, ...]
    reading: Reading
    frame: Frame
    items: tuple[Item, ...]
    solids: tuple[Thing, ...] = ()

    def __str__(self) -> str:
        """Say in a few lines, for people: what was understood, what was not, and the layout."""
        lines = [
            f"prompt     {self.prompt}",
            f"style      {', '.join([self.reading.style, self.mood, *self.reading.colours])}",
            f"layout     {self.layout} in {self.place}",
            f"drawn      {', '.join(self.drawn) or 'a neutral cover'}",
        ]
        if self.not_drawn:
            lines.append(f"not drawn  {', '.join(self.not_drawn)}")
        lines += [f"  {_told(item)}" for item in self.items]
        return "\n".join(lines)


def _told(item: Item) -> str:
    """Say of an item only what sets it apart."""
    said = [(spec, getattr(item, spec.name)) for spec in fields(item)]
    words = [f"{spec.name}={_value(value)}" for spec, value in said if value != spec.default]
    return f"{type(item).__name__}({', '.join(words)})"


def _value(value: object) -> str:
    if isinstance(value, Placed):
        return _told(value)
    if isinstance(value, frozenset):
        return "+".join(sorted(value))
    return f"{value:.0f}" if isinstance(value, float) else repr(value)


def compose(prompt: str, width: int = 1536, height: int = 1024, *, transparent: bool = False) -> Scene:
    """Understand a prompt and put what it names into a picture of these proportions."""
    reading = read(prompt)
    short = min(width, height)
    text = " ".join(reading.texts)
    crowned = bool(re.search(r"\bwith\b.*\bon top\b", reading.said))
    laden = bool(re.search(r"carr(?:y|ies)|\bback\b|\bhead\b|balanc|transport", reading.said))
    frame = Frame(width=width * 1000 / short, height=height * 1000 / short, text=text, crowned=crowned, laden=laden)
    kept = _kept(reading)
    place = "" if transparent else "yard" if reading.style == "isometric" else _setting(kept, reading)
    # A summit needs its mountain to be climbed; all other places swallow what they show anyway.
    parts = lexicon.PARTS.get(place, frozenset()) if place != "peak" else frozenset()
    things = tuple(thing for thing in kept if thing.name not in parts)
    if place == "desert":
        things = tuple(replace(thing, states=thing.states | {"wild"}) if thing.name == "cactus" else thing for thing in things)
    if kept and not things and place in ("way", "foothills", "highlands") and reading.style != "line" and not frame.text:
        layout, items = "view", list[Item]()
    else:
        things = things or kept
        layout, items = _arrange(things, reading, frame, transparent=transparent)
    solids: tuple[Thing, ...] = ()
    place = place if layout == "view" else _place(kept, reading, layout)
    mood = "sunset" if reading.sunset else "dark" if reading.dark or place == "space" else "day"
    shown = {name for item in items if isinstance(item, Placed) for name in _names(item)}
    if reading.style == "isometric" and layout not in ("sign", "empty", "climb"):
        # Solids stand on platforms; only the order of the things and their relation matter.
        things = tuple(staging.ordered(things, reading)) if layout == "flow" else things
        shown = {thing.name for thing in things[:5]}
        items = [item for item in items if isinstance(item, Board)]
        solids = things[:5]
    shown.update(lexicon.PARTS.get(place, ()))
    things = tuple(thing for thing in kept if thing.name in shown)
    shown.update(lexicon.SHOWN_BY.get(layout, ()), *(lexicon.HOLDING.get(thing.name, ()) for thing in things))
    if shown & lexicon.SCREENS:
        shown.add("code editor")
    lost = [thing.word for thing in reading.things if thing.name not in shown and not thing.idea and not _sign(thing, reading)]
    return Scene(
        prompt=prompt,
        layout=layout,
        place="none" if transparent else place,
        mood=mood,
        drawn=tuple(dict.fromkeys(_label(thing, items, solids) for thing in things)),
        not_drawn=tuple(dict.fromkeys([*lost, *reading.unknown])),
        reading=reading,
        frame=frame,
        items=tuple(items),
        solids=solids,
    )


def _names(item: Placed) -> Iterator[str]:
    """Name a placed thing and all it holds and carries."""
    yield item.name
    for other in (item.holds, item.carries):
        if other:
            yield from _names(other)


def _label(thing: Thing, items: Sequence[Item], solids: Sequence[Thing]) -> str:
    """Name a thing with as many of it as are really there."""
    there = sum(name == thing.name for item in items if isinstance(item, Placed) for name in _names(item))
    count = min(3, thing.count) if thing in solids else there
    name = f"{count} x {thing.name}" if count > 1 else thing.name
    return f"{name} with {thing.wears}" if thing.wears else name


def _sign(thing: Thing, reading: Reading) -> bool:
    """Whether a signpost is only the board that carries the text."""
    return bool(reading.texts) and thing.name == "signpost"


def _kept(reading: Reading) -> tuple[Thing, ...]:
    """Drop what another thing shows already, and what would be too much."""
    things = [thing for thing in reading.things if not _sign(thing, reading)]
    names = {thing.name for thing in things}
    held = {name for thing in things for name in lexicon.HOLDING.get(thing.name, ())}
    loads = {thing.name: thing.states | {"loaded"} for thing in things if names & lexicon.HOLDING.get(thing.name, frozenset())}
    things = [replace(thing, states=loads.get(thing.name, thing.states)) for thing in things if thing.name not in held]
    if names & lexicon.SCREENS and names & lexicon.ON_SCREENS and len(things) > 1:
        # Code on a laptop is what is on its screen, no window of its own.
        things = [thing for thing in things if thing.name != "code editor"]
    if things and things[0].idea:
        specific = [thing for thing in things if thing.name not in lexicon.VAGUE] or things
        things = specific[:2]
    return tuple(things[:MAIN])


def _arrange(  # noqa: PLR0911 - one line a layout reads best
    things: Sequence[Thing], reading: Reading, frame: Frame, *, transparent: bool
) -> tuple[str, list[Item]]:
    """Choose a layout by relations first, then by how many things there are."""
    things = staging.turned(things, reading)
    related = staging.possible(things, reading)
    if transparent and "climb" in related:
        related.remove("climb")  # the mountain and its path are a place, and there is none
    land = not transparent and _setting(things, reading) in lexicon.LANDS
    if frame.text and not things and "empty" not in reading.relations:
        return "sign", layouts.sign(frame)
    if "empty" in related:
        subjects = [thing for thing in things if thing.name not in lexicon.SHOWN_BY["empty"]]
        return "empty", layouts.not_found(subjects, frame, held="hold" in reading.relations)
    if not things:
        return "cover", []
    if len(things) == 2 and things[1].name == "arrow" and things[1].states & {"up", "down"}:  # noqa: PLR2004 - a thing and its mark
        return "marked", layouts.caption(layouts.marked(things, frame), frame)
    if related:
        return related[0], layouts.caption(staging.arrange(related[0], things, reading, frame), frame)
    if len(things) == 1 and things[0].count == 1:
        return "hero", layouts.caption(layouts.hero(things, frame), frame)
    if len(things) == 1:
        return "crowd", layouts.caption(layouts.crowd(things, frame, land=land), frame)
    if things[0].name == "person" and things[0].count > 1:
        return "team", layouts.caption(actions.team(things, frame), frame)
    total = sum(thing.count for thing in things)
    if len(things) == 2 and total <= 4 and (things[0].acts or not frame.wide or things[1].count > 1):  # noqa: PLR2004 - a pair
        return "pair", layouts.caption(layouts.pair(things, frame), frame)
    if things[0].count == 1 and (things[0].acts or total > (5 if frame.wide else 4)):
        return "companions", layouts.caption(layouts.companions(things, frame), frame)
    return "crowd", layouts.caption(layouts.crowd(things, frame, land=land), frame)


def _place(things: Sequence[Thing], reading: Reading, layout: str) -> str:  # noqa: PLR0911 - as above
    if layout == "sign":
        return "hills"
    if layout == "climb":
        return "peak"
    if layout == "compare":
        return "plain"
    if reading.style == "line":
        return "paper"
    if reading.style == "isometric":
        return "yard"
    if reading.white:
        return "plain"
    if layout not in ("hero", "pair", "companions", "hold", "crowd", "view"):
        return "studio"
    return _setting(things, reading) or "studio"


def _setting(things: Sequence[Thing], reading: Reading) -> str:
    """Find the place that the prompt names, or where its main thing is at home."""
    if {"mountain", "flag"} <= {thing.name for thing in things}:
        return "peak"
    names = {thing.name for thing in things}
    if {"mountain", "road"} <= names and reading.setting in ("", "hills", "highlands") and "climb" not in reading.relations:
        return "foothills"
    if "road" in names and reading.setting in ("", "hills"):
        return "way"
    if reading.setting:
        return reading.setting
    # A thing is at home only when it is what the picture is about.
    main = things and things[0].count == 1 and len(things) <= 3  # noqa: PLR2004 - more is a collection
    return lexicon.HOMES.get(things[0].name, "") if main else ""
