"""What a prompt asks of pictures that go in: other colours, something new in them, a role for one of them.

A prompt is read clause by clause. A clause about colour is understood only as a whole: "make it teal" is, "make the hat teal"
is not, since nobody here can find a hat. What is left over is for the drawings, or was not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.palette import COLOURS
from mkdocs_imggen.providers.sketch.phrases import TOKEN
from mkdocs_imggen.providers.sketch.reading import QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROLE = re.compile(r"\bPicture (\d{1,2}) is the ([\w -]{1,40})\.")
KEPT = re.compile(r"\bKeep unchanged: (.+?)(?:\.(?=\s|$)|$)")
HOUSE = re.compile(r"\b(?:Colours|Avoid): [^.]{0,500}\.")
"""What a preset says of colours and of what must not be there: nothing that this picture is to become."""
LETTERS = "the picture contains exactly this text"
PLAIN = r"(?:light|dark|bright|pale|deep|soft)"
COLOUR = rf"(?:{PLAIN}[ -])?(?:{'|'.join(sorted(COLOURS, key=len, reverse=True))})"
SHADE = re.compile(rf"\b{COLOUR}\b")
LISTED = re.compile(rf"\b{COLOUR}(?:(?:,|,? and| &) {COLOUR})*\b")
TINGED = re.compile(rf"{PLAIN} {COLOUR}\b")
COUNTED = re.compile(rf"\b{COLOUR}(?:, {COLOUR}){{1,4}},? and {COLOUR}\b", re.IGNORECASE)
BREAK = re.compile(
    r"[.;!?,](?=[ .;!?,]|$)"
    r"| (?:and then|and|but|then) (?=(?:please )?(?:add|put|place|insert|draw|make|turn|change|give|set|paint|colou?r|recolou?r"
    r"|tint|remove|erase|delete|replace|swap|clear)\b)"
    rf"| (?=instead of\b|in place of\b|rather than\b|with\b(?! {COLOUR}(?:[.,;!?]|$)))",
    re.IGNORECASE,
)
"""Where one wish may end and the next begin."""
SWAP = re.compile(
    rf"\b(?:the |all |every )?({COLOUR})(?: parts?| areas?| colou?rs?| tones?)? (?:to|into|with|by|for|becomes?) ({COLOUR})\b"
)
MOODS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "page": re.compile(r"\b(?:for|on) (?:a |the )?dark (?:web ?)?pages?\b"),
        "night": re.compile(r"\bnight(?:time|fall)?\b|\bmidnight\b|\bdark(?:er)?\b|\bdimmer\b"),
        "sunset": re.compile(r"\bsunset\b|\bsunrise\b|\bdawn\b|\bdusk\b|\bgolden hour\b"),
        "grey": re.compile(
            r"\bblack[ -]and[ -]white\b|\bgr[ae]y[- ]?scale\b|\bmonochrome\b|\bdesaturated?\b|\b(?:without|no) colou?rs?\b"
            r"|\b(?:gr[ae]y|silver)\b"
        ),
        "sepia": re.compile(r"\bsepia\b"),
        "warm": re.compile(r"\bwarm(?:er)?\b"),
        "cool": re.compile(r"\b(?:cool|cold)(?:er)?\b"),
        "pale": re.compile(r"\bpaler?\b|\blight(?:er)?\b|\bpastels?\b|\bfainter\b|\bsofter\b|\bfaded\b|\bwashed[ -]out\b"),
        "vivid": re.compile(r"\bvivid\b|\bbrighter\b|\bmore colou?rful\b|\bvibrant\b|\bbolder\b|\bsaturated\b"),
        "muted": re.compile(r"\bmuted\b|\bless colou?rful\b|\bsubdued\b|\bcalmer\b"),
    }
)
"""Words for moods of a whole picture; the first that matches a clause is meant."""
FILLERS = frozenset(
    """
    make makes made turn turned change changed set shift paint painted repaint colour color coloured colored recolour
    recolor recoloured recolored tint tinted replace swap exchange render draw show redo give please now just only but
    and then it its this that them they the a an all everything whole entire same again picture image illustration
    drawing photo photograph scene sketch icon version variant mode colours colors palette hue hues tone tones shade
    shades look feel style to into in of with at by as be is more much bit slightly little somewhat very far lot from
    for us me can you we would should could use using
    """.split()  # noqa: SIM905 - a list of words
)
"""Words of a wish about colour that say nothing else."""
CUES = frozenset(
    """
    make turn change set shift paint repaint colour color recolour recolor tint replace swap exchange render redo give
    it everything version variant mode in at by to into same use
    """.split()  # noqa: SIM905 - as above
)
"""Words one of which a wish about colour has, unless it comes first: a house style ends in "…, teal, coral"."""
STARTS = r"^(?:please |now |then |just |also |and |but )*"
ADDS = re.compile(
    rf"{STARTS}(?:(?:add|put|place|insert|draw|include|stick|give (?:it|him|her|them))\b|set (?=the |our |an? ))", re.IGNORECASE
)
SWAPS = re.compile(rf"{STARTS}(?:replace|swap|exchange|substitute)\b", re.IGNORECASE)
GOES = re.compile(
    rf"{SWAPS.pattern}|{STARTS}(?:remove|erase|delete|clear|wipe|take (?:away|out)|get rid of|instead of|in place of|rather than"
    r"|without)\b",
    re.IGNORECASE,
)
BECOMES = re.compile(
    rf"{STARTS}(?:replace|swap|exchange|substitute|turn|change|make)\b.*?\b(?:by|for|into|to)\b(.+)", re.IGNORECASE
)
DYES = re.compile(r"^(?:make|turn|paint|dye|colou?r|recolou?r|tint|repaint) (?:the|its|his|her|their|this|that)\b")
"""A wish for the colour of one thing: understood where a mask says which."""
CORNER = re.compile(
    r"\b(?:(?:in|at|on|to|into|near) (?:the|its) |(?=(?:upper|top|lower|bottom)[ -]))(?:(upper|top|lower|bottom)[ -])?"
    r"(left|right)(?:[ -]hand)?(?: (?:corner|side|edge|third))?\b"
    r"|\b(?:in|at|on|to|into|near) the (top|bottom|middle|cent(?:er|re))\b(?: (?:side|edge))?(?: of the (?:picture|image))?",
    re.IGNORECASE,
)
"""A place in the picture that needs no look at it."""
HIDDEN = re.compile(
    r"\b(?:behind|under|underneath|below|above|over|inside|around|between|on|onto|in|into) "
    r"(?:its|his|her|their|the|it|him|them)\b(?! (?:front|foreground|picture|image|scene|style|colou?rs?|same))"
    r"|\bin the background\b",
    re.IGNORECASE,
)
"""A place in the picture that only somebody who sees it could find."""
SHAPELY = re.compile(
    r"\b(?:pose|shapes?|outlines?|lines?|layout|composition|sizes?|proportions?|drawing|figure|style|text|letters|expression|position"
    r"|place|rest|everything else|structure|details?)\b",
    re.IGNORECASE,
)
"""What other colours leave as it is anyway."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Other colours: a `mood`, or `colours` for the main ones of the picture, or those for one colour of it, `source`."""

    mood: str = ""
    colours: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is asked for.

    `adds` is the prompt for what is to be drawn and `where` the place for it in words (`upper left`); `hidden` says that the
    place is one that only a look at the picture could find, `bare` that the thing was only named, so that it stands instead of
    what was there. `gone` are the clauses about what shall not be there any more, `other` those that are none of this; `kept`
    is what must stay as it is, and other colours would change.
    """

    changes: tuple[Change, ...]
    adds: str
    bare: bool
    where: str
    hidden: bool
    gone: str
    other: str
    kept: tuple[str, ...]


def roles(prompt: str) -> dict[int, str]:
    """Give the role of each picture that has one, by its number from 1 on."""
    return {int(number): role.lower() for number, role in ROLE.findall(prompt)}


def words(prompt: str) -> str:
    """Give a prompt without what it says about roles."""
    return " ".join(ROLE.sub(" ", prompt).split())


def wish(prompt: str, *, masked: bool) -> Wish:
    """Read what is to become of a picture; `masked` says that the place of it is known."""
    kept = tuple(item.strip() for match in KEPT.finditer(prompt) for item in match[1].split(","))
    said = " ".join(HOUSE.sub(" ", KEPT.sub(" ", words(prompt))).split())
    changes: list[Change] = []
    heaps: dict[str, list[tuple[int, int]]] = {"adds": [], "gone": [], "other": []}
    heap, before = "other", ""
    for start, end in _clauses(said):
        clause = said[start:end]
        found = _changes(clause, first=start == 0, masked=masked)
        if found:
            changes += found
            heap = "other"
            continue
        heap, before = _heap(clause, before, heap, masked=masked), clause
        becomes = BECOMES.match(clause) if masked else None
        if becomes:
            heaps["gone"].append((start, start + becomes.start(1)))
            heap, start = "adds", start + becomes.start(1)  # noqa: PLW2901 - the rest of it is what it becomes
        verb = ADDS.match(clause)
        heaps[heap].append((start + verb.end() if verb and heap == "adds" else start, end))
    bare = masked and not heaps["adds"]
    if bare:
        # Where the place is known, a thing need only be named.
        heaps["adds"], heaps["other"] = heaps["other"], []
    adds, gone, other = (_joined(said, heaps[name]) for name in ("adds", "gone", "other"))
    corner = CORNER.search(adds)
    adds = CORNER.sub("", adds)
    hidden = bool(HIDDEN.search(QUOTED.sub(" ", adds)))
    if adds:
        adds = " ".join([adds.rstrip(". ") + ".", *HOUSE.findall(prompt)])
    return Wish(
        changes=tuple(changes),
        adds=adds,
        bare=bare,
        where=" ".join(part.lower() for part in corner.groups() if part) if corner else "",
        hidden=hidden,
        gone=gone,
        other=other,
        kept=tuple(item for item in kept if item and not SHAPELY.search(item)),
    )


def _clauses(said: str) -> Iterator[tuple[int, int]]:
    """Say where the clauses of a prompt begin and end; quotes are never parted, nor are colours that are counted up."""
    # Of the same length, with nothing in it that could end a clause.
    plain = QUOTED.sub(lambda match: "x" * len(match[0]), said)
    plain = COUNTED.sub(lambda match: match[0].replace(",", "_"), plain)
    start = 0
    for end, after in (*(match.span() for match in BREAK.finditer(plain)), (len(said), len(said))):
        clause = said[start:end].strip()
        if clause:
            start = said.index(clause, start)
            yield start, start + len(clause)
        start = after


def _heap(clause: str, before: str, heap: str, *, masked: bool) -> str:
    """Tell what a clause is about that is not about colour; one that says nothing of it goes with the one before."""
    if GOES.match(clause):
        return "gone"
    if clause.lower().startswith("with "):
        if heap == "gone":
            return "adds" if SWAPS.match(before) else heap
        # "A robot with a laptop" is one thing where things need only be named.
        return heap if masked else "adds"
    return "adds" if ADDS.match(clause) or clause.lower().startswith(LETTERS) else heap


def _joined(said: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put clauses together again, as they stood where they stood together."""
    text = ""
    before = -1
    for start, end in spans:
        between = said[before:start] if before >= 0 and not said[before:start].strip(" ,.;!?") else ", "
        text += (between if text else "") + said[start:end]
        before = end
    return text.strip()


def _changes(clause: str, *, first: bool, masked: bool) -> list[Change]:
    """Understand a clause about colour, or nothing of it."""
    said = clause.lower()
    tokens = TOKEN.findall(said)
    if not (first or CUES.intersection(tokens) or any(token.endswith(("er", "ful")) for token in tokens)):
        return []
    swap = SWAP.search(said)
    if swap and _empty(said.replace(swap[0], " ")):
        return [Change(source=swap[1], colours=(swap[2],))]
    changes, rest = [], said
    for name, pattern in MOODS.items():
        match = pattern.search(rest)
        # "Dark blue" is a colour, "dark" alone is a mood.
        if match and not TINGED.match(rest, match.start()):
            changes.append(Change(mood=name))
            rest = rest[: match.start()] + rest[match.end() :]
            break
    listed = LISTED.search(rest)
    if listed:
        changes.insert(0, Change(colours=tuple(dict.fromkeys(SHADE.findall(listed[0])))))
        rest = rest[: listed.start()] + rest[listed.end() :]
    of_one = masked and DYES.match(said) and said.startswith(rest.rstrip())
    return changes if _empty(rest) or of_one else []


def _empty(said: str) -> bool:
    """Whether nothing but fillers is left of a clause."""
    return FILLERS.issuperset(TOKEN.findall(said))


def tone_words(colour: str) -> tuple[str, float]:
    """Part a colour into its word and how much lighter or darker it is meant: "dark blue" is blue and -0.1."""
    *light, word = colour.replace("-", " ").split()
    lifts = {"dark": -0.1, "deep": -0.06, "light": 0.07, "pale": 0.1, "bright": 0.03, "soft": 0.04}
    return word, lifts[light[0]] if light else 0.0


def said_in(name: str, prompt: str) -> bool:
    """Whether a prompt says a name, word for word."""
    return f" {name} " in f" {' '.join(TOKEN.findall(prompt.lower()))} "
