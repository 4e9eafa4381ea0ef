"""From a prompt to what it says: things with counts, colours and states, relations between them, style, mood, words to letter."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import lexicon
from mkdocs_imggen.providers.sketch.icons import ICONS, LINE, TILE
from mkdocs_imggen.providers.sketch.palette import COLOURS
from mkdocs_imggen.providers.sketch.phrases import TOKEN, Found, Word, find, index_of, key_of, mark, singular
from mkdocs_imggen.providers.sketch.things import Reading, Thing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAINTS = frozenset(COLOURS) - {"white", "black"}
"""Colour words that make a palette; a white or black ground is something else."""
QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|(?<!\w)'([^']+)'(?!\w)|‘([^’]+)’")
ENDS = frozenset({"a", "an", "the", "its", "his", "her", "their", "and", "or", "to", "from", "in", "on", "with"}) | {
    "by", "into", "for", "at", "between",
}  # fmt: skip
"""Where the adjectives before a noun begin."""
CROWDS = frozenset({"team", "people", "crew", "audience"})
"""Words in the singular for several people."""
ARTICLES = frozenset({"a", "an", "the"})
IDEA = "idea of "
"""Marks phrases for ideas among those for things."""
UNWANTED = re.compile(
    r"\bavoid:?[^.]*\.?"
    r"|\b(?:no|without(?: any| an?)?|nor|except)\s+(?:[a-z]+\s+(?:or|and|nor)\s+)?[a-z-]+"
    r"(?:\s(?=text|people|words|letters)[a-z]+)?"
)
"""What a prompt wants to be left out ("no text", "Avoid: people, clouds."), with the words that say so."""
CHOSEN = re.compile(r"\bcolou?rs:\s*([a-z, ]+)")
"""The palette of a preset, which wins over colour words elsewhere."""
MANY = 9
"""More of a kind are not counted: nobody does when looking at them."""


INVISIBLE = MappingProxyType(index_of(lexicon.IDEAS))
"""Ideas by phrase. Turned around once, when the first picture is drawn: it costs more than reading a prompt."""
TILES = MappingProxyType({phrase: f"{name}{TILE}" for phrase, name in index_of(ICONS).items()})
"""Icons by phrase; those of one word are for prompts in which nothing else was understood."""
VISIBLE = MappingProxyType(
    # An icon of several words keeps them from being taken for things: a QR code is no source code.
    {phrase: name for phrase, name in TILES.items() if len(phrase) > 1}
    # Ideas of several words come first as well: release notes are no notes. An idiom gives way to a thing of its name.
    | {phrase: f"{IDEA}{name}" for phrase, name in INVISIBLE.items() if len(phrase) > 1}
    | dict.fromkeys(map(key_of, lexicon.IDIOMS.split("|")), "")
    | index_of(lexicon.THINGS)
)
"""Things by phrase, with the longer phrases that keep their words from being taken for things."""
LINED = MappingProxyType({**VISIBLE, **{phrase: f"{name}{LINE}" for phrase, name in index_of(ICONS).items()}})
"""The same for line art, where icons look like our own drawings."""


def read(prompt: str) -> Reading:
    """Understand a prompt as far as the lexicon goes."""
    texts = tuple(next(group for group in match.groups() if group).strip() for match in QUOTED.finditer(prompt))
    said = QUOTED.sub(" ", prompt).lower().replace("’", "'")
    # Blanks for what shall not be there, so that all places in the prompt stay what they are.
    said = UNWANTED.sub(lambda match: " " * len(match[0]), said)
    words = [Word(m[0], singular(m[0]), m.start(), m.end()) for m in TOKEN.finditer(said)]
    style = next((name for name, pattern in lexicon.STYLES.items() if re.search(pattern, said)), "flat")
    for pattern in lexicon.STYLES.values():
        for match in re.finditer(pattern, said):
            mark(words, match.start(), match.end())
    found = find(words, LINED if style == "line" else VISIBLE, idea=False)
    for item in found:
        item.idea = item.name.startswith(IDEA)
        item.name = item.name.removeprefix(IDEA)
    seen = [item for item in found if item.name and not item.idea]
    leads = re.search(r"\bfrom\b.+\bto\b|\bsteps\b|\bcycle\b|->|→", said)
    if leads and sum(words[item.first].start > said.rfind(":") > leads.start() for item in seen) > 1:
        leads = None  # a heading with the stations spelt out behind it
    if leads or not (seen or texts):
        # Ideas count where nothing can be seen, and as stations of a way, where each has to be shown.
        begin = leads.start() if leads and seen else 0
        found += [item for item in find(words, INVISIBLE, idea=True) if words[item.first].start >= begin]
        if not (found or texts):
            found = find(words, TILES, idea=False)
        seen = [item for item in found if item.name and not (seen and item.idea and item.name == "open book")]
    else:
        # An idea beside a thing is understood, though not drawn: it is no unknown word.
        for idea in find(words, INVISIBLE, idea=True):
            for word in words[idea.first : idea.last + 1]:
                word.taken = True
    seen.sort(key=lambda item: item.first)
    things = _things(seen, words)
    relations = tuple(name for name, pattern in lexicon.RELATIONS.items() if re.search(pattern, said))
    return Reading(
        things=things,
        unknown=tuple(dict.fromkeys(_unknown(words, said, strict=bool(things)))),
        texts=tuple(text for text in texts if text),
        style=style,
        colours=_colours(words, said),
        relations=relations,
        setting=next((name for name, pattern in lexicon.SETTINGS.items() if re.search(pattern, said)), ""),
        dark=bool(re.search(r"\bnight\b|\bneon\b|\bmidnight\b|black background", said)) or _dark(words),
        pastel=bool(re.search(r"\bpastels?\b|\bmuted\b|\b(?:soft|gentle) (?:colou?rs?|palette|tones?|hues?)\b", said)),
        mono=bool(re.search(r"\bmonochrom\w*|single colou?r|black and white|gr[ae]yscale|duotone", said)),
        sunset=bool(re.search(r"\bsunset\b|\bsunrise\b|\bdawn\b|\bdusk\b|\btwilight\b|golden hour", said)),
        white=bool(re.search(r"white background|plain background|no background", said)),
        said=said,
    )


def _colours(words: Sequence[Word], said: str) -> tuple[str, ...]:
    """List the colours of the whole picture: a preset's where there are some, else the words that no noun took."""
    chosen = CHOSEN.search(said)
    named = TOKEN.findall(chosen[1]) if chosen else [word.text for word in words if not word.taken]
    return tuple(dict.fromkeys(name for name in named if name in PAINTS))


def _dark(words: Sequence[Word]) -> bool:
    """Whether the picture is dark, and not only the colour of a thing in it ("a dark red lock")."""
    following = pairwise([*words, Word("", "", 0, 0)])
    return any(word.text == "dark" and not (after.text in COLOURS and after.taken) for word, after in following)


def _things(found: list[Found], words: list[Word]) -> tuple[Thing, ...]:
    things: list[Thing] = []
    # First all that stands before a noun, so that an adjective is never taken for what the noun before it does.
    fronts = [dict(_before(item, words, found[number - 1].last if number else -1)) for number, item in enumerate(found)]
    for number, item in enumerate(found):
        notes = fronts[number]
        after = [other.first for other in found[number + 1 :] if other.name not in lexicon.HATS]
        stop = after[0] if after else len(words)
        for place in range(item.last + 1, min(stop, item.last + 5)):
            state = "" if words[place].taken else lexicon.STATES.get(words[place].text, "")
            if state and state not in ("left", "up", "down", "off", "open") and words[place].text != "failed":
                notes.setdefault("states", state)
        if _crowd_of(item, found[number + 1] if number + 1 < len(found) else None, words):
            fronts[number + 1].setdefault("count", "4")
            continue
        count = int(notes.get("count", 3 if item.plural else 4 if words[item.last].text in CROWDS else 1))
        thing = Thing(
            # Several books are shut: open ones side by side look like one thing, repeated.
            name="book" if item.name == "open book" and count > 1 and "open" not in notes.get("states", "") else item.name,
            word=" ".join(word.text for word in words[item.first : item.last + 1]),
            count=min(MANY, count),
            colour=notes.get("colour", ""),
            states=frozenset(filter(None, notes.get("states", "").split())),
            pose=_pose(item, words, stop) if item.name in lexicon.CHARACTERS else "",
            start=words[item.first].start,
            idea=item.idea,
        )
        before = found[number - 1] if number else None
        if things and before and (_metaphor(words[before.last + 1 : item.first]) or _modifies(before, item, words)):
            things.pop()
        _join(things, thing, item, words, before)
    return tuple(things)


def _crowd_of(item: Found, after: Found | None, words: Sequence[Word]) -> bool:
    """Whether a word for several people only counts the characters that follow ("a team of penguins")."""
    if after is None or words[item.last].text not in CROWDS or after.name not in lexicon.CHARACTERS:
        return False
    return [word.text for word in words[item.last + 1 : after.first]] == ["of"]


def _modifies(before: Found, item: Found, words: Sequence[Word]) -> bool:
    """Whether a noun only says what kind of thing the next one is ("server dashboard"); characters stay who they are."""
    adjacent = item.first == before.last + 1 and words[item.first].start - words[before.last].end == 1
    return adjacent and not before.plural and before.name not in lexicon.CHARACTERS


def _metaphor(between: Sequence[Word]) -> bool:
    """Whether the words between two things say that the first is shown as the second ("plugins as puzzle pieces")."""
    texts = [word.text for word in between if word.text not in ARTICLES]
    return bool(texts) and texts[-1] == "as" and set(texts) <= {"as", "is", "are", "shown", "depicted", "drawn", "represented"}


def _join(things: list[Thing], thing: Thing, item: Found, words: list[Word], before: Found | None) -> None:
    """Add a thing: as a hat of the one before, as more of what is there already, or as another one."""
    last = things[-1] if things else None
    if last and last.acts and thing.name in lexicon.HATS and before:
        between = {word.text for word in words[before.last + 1 : item.first]}
        if between & {"in", "with", "wearing", "wears", "has"}:
            hat = "headphones" if thing.name == "headset" else thing.name
            things[-1] = replace(last, wears=hat, wears_colour=thing.colour)
            return
    for place, other in enumerate(things):
        if other.name == thing.name:
            if thing.colour and other.colour and thing.colour != other.colour:
                break
            things[place] = replace(
                other,
                count=max(other.count, thing.count),
                colour=other.colour or thing.colour,
                states=other.states | thing.states,
                also=(*other.also, thing.start),
            )
            return
    things.append(thing)


def _before(item: Found, words: list[Word], floor: int) -> Iterator[tuple[str, str]]:
    """Read number, colour and state in front of a noun, as far as adjectives reach."""
    for place in range(item.first - 1, max(floor, item.first - 6), -1):
        text = words[place].text
        if text in COLOURS:
            words[place].taken = True
            yield "colour", text
        elif text in lexicon.NUMBERS:
            words[place].taken = True
            yield "count", str(lexicon.NUMBERS[text])
        elif text.isdigit():
            if 1 <= int(text) <= 50:  # noqa: PLR2004 - beyond that it is a year, a port, a status code
                words[place].taken = True
                yield "count", text
            return
        elif text in lexicon.STATES:
            words[place].taken = True
            yield "states", lexicon.STATES[text]
        elif text in ENDS or text not in lexicon.SILENT:
            return
        if words[place].end + 1 < words[place + 1].start:
            return


def _pose(item: Found, words: list[Word], stop: int) -> str:
    """Find what a character does: the next verb after it, or the one right before ("a waving robot")."""
    for place in (item.first - 1, *range(item.last + 1, max(stop, item.last + 1))):
        if 0 <= place < len(words) and words[place].text in lexicon.POSES:
            return lexicon.POSES[words[place].text]
    return ""


def _unknown(words: Sequence[Word], said: str, *, strict: bool) -> Iterator[str]:
    """List the words that were not understood and look like nouns; all of them where nothing was understood."""
    for place, word in enumerate(words):
        before = words[place - 1] if place else None
        after = words[place + 1] if place + 1 < len(words) else None
        if not _puzzling(word):
            continue
        if strict:
            # Before another content word it is an adjective; after a noun that we know, or before an article, a verb.
            joined = after is not None and not said[word.end : after.start].strip()
            noun = after is not None and after.text.endswith("ing")
            if joined and after and not noun and (after.text in ARTICLES or after.taken or _puzzling(after)):
                continue
            if before and before.taken and not said[before.end : word.start].strip():
                continue
        yield word.text


def _puzzling(word: Word) -> bool:
    """Whether a word that was not understood could have been something to draw."""
    text = word.text
    return not (
        word.taken
        or len(text) < 3  # noqa: PLR2004 - too short for a noun
        or text in lexicon.SILENT
        or word.single in lexicon.SILENT
        or text in COLOURS
        or text in lexicon.NUMBERS
        or text in lexicon.STATES
        or text in lexicon.POSES
        or text[0].isdigit()
        or text.endswith(("ing", "ly", "ed", "ful", "ous", "ive", "able", "ish"))
        or any(re.search(pattern, text) for pattern in lexicon.RELATIONS.values())
    )
