"""Which relations can be shown with the things at hand, and in which order and layout they show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import actions, lexicon, relations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.sketch.items import Item
    from mkdocs_imggen.providers.sketch.layouts import Frame
    from mkdocs_imggen.providers.sketch.things import Reading, Thing


def possible(things: Sequence[Thing], reading: Reading) -> list[str]:
    """List the relations that can be shown with these things."""
    shown = [name for name in reading.relations if suits(name, things)]
    if {"mountain", "flag"} <= {thing.name for thing in things}:
        return ["climb"]
    if "on" in shown:
        between = reading.said[things[0].start : things[1].start]
        working = things[0].name == "person" and things[1].name in lexicon.SCREENS  # on a laptop, and not on top of it
        if working or not re.search(r"\b(?:on|atop|riding)\b[^,.;:]*$", between):
            shown.remove("on")
    if "hub" in shown and things[0].name in ("bridge", "plug") and suits("between", things):
        return ["between"]
    if shown[:1] == ["hub"] and all(thing.count == 1 for thing in things) and not re.search(lexicon.CENTRE, reading.said):
        return ["flow"]
    return shown


def turned(things: Sequence[Thing], reading: Reading) -> list[Thing]:
    """Put the doer first where the prompt is in the passive ("a castle protected by a shield")."""
    passive = reading.position(r"(?:protect|guard|secur|defend|shield)ed by")
    if passive >= 0 and len(things) > 1:
        return [*(thing for thing in things if thing.start > passive), *(thing for thing in things if thing.start < passive)]
    round_ = reading.position(r"\b(?:around|surrounding|orbiting|circling) (?:a|an|the)\b")
    middle = next((thing for thing in things if thing.start > round_ >= 0 and thing.count == 1), None)
    if middle and not things[0].acts and "hub" in reading.relations:
        return [middle, *(thing for thing in things if thing is not middle)]
    return list(things)


def suits(relation: str, things: Sequence[Thing]) -> bool:  # noqa: C901, PLR0911, PLR0912 - one line a relation reads best
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
    if relation == "screen":
        return count == 2 and first.name in lexicon.SCREENS  # noqa: PLR2004 - a screen and what is on it
    if relation == "inspect":
        return count > 1 and any(thing.name == "magnifier" for thing in things)
    return count > 1


def arrange(relation: str, things: Sequence[Thing], reading: Reading, frame: Frame) -> list[Item]:
    """Lay out things in a relation."""
    things = [thing for thing in things if thing.name not in lexicon.SHOWN_BY.get(relation, ())] or things
    stations = ordered(things, reading) if relation == "flow" else things
    if relation == "protect":
        verb = reading.position(r"\b(?:protect|guard|defend|shield|secur|keep)\w*")
        guards = sum(thing.start < verb for thing in things) if verb >= 0 else 1
        return relations.protect(things, frame, guards=max(1, guards if guards < len(things) else 1))
    if relation == "screen":
        return actions.inside([*things[1:], things[0]], frame)
    if relation == "on" and things[1].name in lexicon.SCREENS and not things[0].acts:
        return actions.inside(things, frame)
    layout = {
        "compare": relations.compare,
        "launch": actions.launch,
        "cycle": relations.cycle,
        "queue": relations.queue,
        "steps": relations.steps,
        "stack": relations.stack,
        "tree": relations.tree,
        "flow": relations.flow,
        "hub": relations.hub,
        "climb": actions.climb,
        "desk": actions.desk,
        "team": actions.team,
        "juggle": actions.juggle,
        "hold": actions.hold,
        "inspect": actions.inspect,
        "between": relations.between,
        "on": relations.on,
        "up": relations.up,
    }[relation]
    return layout(stations, frame)


def ordered(things: Sequence[Thing], reading: Reading) -> list[Thing]:
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
