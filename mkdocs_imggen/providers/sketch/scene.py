"""From a reading to a scene: chooses the layout, the place and what is lettered. A scene is a value and can be printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import actions, layouts, lexicon, relations
from mkdocs_imggen.providers.sketch.items import Board, Item, Placed
from mkdocs_imggen.providers.sketch.layouts import Frame
from mkdocs_imggen.providers.sketch.reading import Reading, Thing, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        lines += [f"  {item}" for item in self.items]
        return "\n".join(lines)


def compose(prompt: str, width: int = 1536, height: int = 1024, *, transparent: bool = False) -> Scene:
    """Understand a prompt and put what it names into a picture of these proportions."""
    reading = read(prompt)
    short = min(width, height)
    text = reading.texts[0] if reading.texts else ""
    crowned = bool(re.search(r"\bwith\b.*\bon top\b", reading.said))
    laden = bool(re.search(r"carr(?:y|ies)|\bback\b|\bhead\b|balanc|transport", reading.said))
    frame = Frame(width=width * 1000 / short, height=height * 1000 / short, text=text, crowned=crowned, laden=laden)
    kept = _kept(reading)
    place = "" if transparent else "yard" if reading.style == "isometric" else _setting(kept, reading)
    # A summit needs its mountain to be climbed; all other places swallow what they show anyway.
    parts = lexicon.PARTS.get(place, frozenset()) if place != "peak" else frozenset()
    things = tuple(thing for thing in kept if thing.name not in parts)
    if kept and not things and place in ("way", "highlands") and reading.style != "line" and not frame.text:
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
        things = tuple(_ordered(things, reading)) if layout == "flow" else things
        shown = {thing.name for thing in things[:5]}
        items = [item for item in items if isinstance(item, Board)]
        solids = things[:5]
    shown.update(lexicon.PARTS.get(place, ()))
    things = tuple(thing for thing in kept if thing.name in shown)
    shown.update(lexicon.SHOWN_BY.get(layout, ()))
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
    there = sum(isinstance(item, Placed) and item.name == thing.name for item in items)
    count = min(3, thing.count) if thing in solids else there
    name = f"{count} x {thing.name}" if count > 1 else thing.name
    return f"{name} with {thing.wears}" if thing.wears else name


def _sign(thing: Thing, reading: Reading) -> bool:
    """Whether a signpost is only the board that carries the text."""
    return bool(reading.texts) and "sign" in thing.word.split() and thing.name == "signpost"


def _kept(reading: Reading) -> tuple[Thing, ...]:
    """Drop what another thing shows already, and what would be too much."""
    things = [thing for thing in reading.things if not _sign(thing, reading)]
    names = {thing.name for thing in things}
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
    things = _turned(things, reading)
    related = _relations(things, reading)
    if transparent and "climb" in related:
        related.remove("climb")  # the mountain and its path are a place, and there is none
    land = not transparent and _setting(things, reading) in lexicon.LANDS
    if frame.text and not things and "empty" not in reading.relations:
        return "sign", layouts.sign(frame)
    if "empty" in related:
        subjects = [thing for thing in things if thing.name not in lexicon.SHOWN_BY["empty"]]
        return "empty", layouts.not_found(subjects, frame)
    if not things:
        return "cover", []
    if related:
        return related[0], layouts.caption(_related(related[0], things, reading, frame), frame)
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


def _relations(things: Sequence[Thing], reading: Reading) -> list[str]:
    """List the relations that can be shown with these things."""
    shown = [name for name in reading.relations if _suits(name, things)]
    if {"mountain", "flag"} <= {thing.name for thing in things}:
        return ["climb"]
    if "on" in shown:
        between = reading.said[things[0].start : things[1].start]
        if not re.search(r"\b(?:on|atop|riding)\b[^,.;:]*$", between):
            shown.remove("on")
    if "hub" in shown and things[0].name in ("bridge", "plug") and _suits("between", things):
        return ["between"]
    if shown[:1] == ["hub"] and all(thing.count == 1 for thing in things) and not re.search(lexicon.CENTRE, reading.said):
        return ["flow"]
    return shown


def _turned(things: Sequence[Thing], reading: Reading) -> list[Thing]:
    """Put the doer first where the prompt is in the passive ("a castle protected by a shield")."""
    passive = reading.position(r"(?:protect|guard|secur|defend|shield)ed by")
    if passive >= 0 and len(things) > 1:
        return [*(thing for thing in things if thing.start > passive), *(thing for thing in things if thing.start < passive)]
    return list(things)


def _suits(relation: str, things: Sequence[Thing]) -> bool:  # noqa: C901, PLR0911, PLR0912 - one line a relation reads best
    """Whether there is enough in the picture for a relation to be seen."""
    count, total = len(things), sum(thing.count for thing in things)
    first = things[0] if things else None
    if relation == "empty":
        return True
    if relation == "climb":
        return any(thing.name in ("mountain", "flag") for thing in things)
    if first is None:
        return False
    if relation in ("cycle", "steps", "queue", "tree"):
        return total > 1
    if relation == "stack":
        return count > 1 or total > 2  # noqa: PLR2004 - two are no pile
    if relation == "desk":
        return first.acts or count > 0
    if relation == "team":
        return any(thing.name == "person" for thing in things)
    if relation == "up":
        return count > 1 and first.name in ("ladder", "stairs")
    if relation == "between":
        return count > 2 or (count > 1 and things[1].count > 1)  # noqa: PLR2004 - it takes three
    if relation == "on":
        return count > 1 and first.count == 1 and things[1].name not in ("mountain", "island", "whiteboard")
    if relation == "flow":
        return count > 1 and not first.acts
    if relation == "hub":
        return count > 1 and total > 2  # noqa: PLR2004 - a hub needs two spokes
    if relation == "juggle":
        return count > 1 and first.acts
    if relation == "hold":
        return count > 1 and first.acts and first.count == 1 and things[1].name not in lexicon.UNHELD
    if relation == "inspect":
        return count > 1 and any(thing.name == "magnifier" for thing in things)
    return count > 1


def _related(relation: str, things: Sequence[Thing], reading: Reading, frame: Frame) -> list[Item]:
    things = [thing for thing in things if thing.name not in lexicon.SHOWN_BY.get(relation, ())] or things
    ordered = _ordered(things, reading) if relation == "flow" else things
    if relation == "on" and things[1].name in lexicon.SCREENS and not things[0].acts:
        return actions.inside(things, frame)
    layout = {
        "compare": relations.compare, "launch": actions.launch, "cycle": relations.cycle, "queue": relations.queue,
        "steps": relations.steps, "stack": relations.stack, "tree": relations.tree, "protect": relations.protect,
        "flow": relations.flow, "hub": relations.hub, "climb": actions.climb, "desk": actions.desk, "team": actions.team,
        "juggle": actions.juggle, "hold": actions.hold, "inspect": actions.inspect, "between": relations.between,
        "on": relations.on, "up": relations.up,
    }[relation]  # fmt: skip
    return layout(ordered, frame)


def _ordered(things: Sequence[Thing], reading: Reading) -> list[Thing]:
    """Bring the things of a flow into the order from, through, to."""
    stations = [thing for thing in things if thing.name != "pipeline"]
    if len(stations) < 2:  # noqa: PLR2004 - nothing leads from one thing to itself
        stations = list(things)
    start, end = reading.position(r"\bfrom\b"), reading.position(r"\b(?:to|into|onto)\b(?! the (?:left|right))")
    if start < 0 or end < start:
        return stations
    source = [thing for thing in stations if any(start < place < end for place in (thing.start, *thing.also))]
    target = [thing for thing in stations if thing not in source and any(place > end for place in (thing.start, *thing.also))]
    between = [thing for thing in stations if thing not in source and thing not in target]
    if not (source and target):
        return stations
    return [source[0], *between, *source[1:], *target]


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
    if any(thing.name == "road" for thing in things) and reading.setting in ("", "hills"):
        return "way"
    if reading.setting:
        return reading.setting
    # A thing is at home only when it is what the picture is about.
    main = things and things[0].count == 1 and len(things) <= 3  # noqa: PLR2004 - more is a collection
    return lexicon.HOMES.get(things[0].name, "") if main else ""
