"""Every regular expression of the package takes a megabyte of what it likes least in less than a tenth of a second."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

import mkdocs_imggen
from mkdocs_imggen.directive import MAX_PROMPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

pytestmark = pytest.mark.no_cover  # tracing more than doubles the time, and what only luck reaches is not tested

MEGABYTE = 1_000_000
SECONDS = 0.1
PLAIN, PLAIN_SECONDS = re.compile(r"(?:[a-z]+-)*\Z"), 0.067
"""One that surely takes linear time, and what a megabyte took it where the limit was set: slower machines get more."""
MODULES: dict[str, ModuleType] = {
    item.name.removeprefix("mkdocs_imggen."): importlib.import_module(item.name)
    for item in pkgutil.walk_packages(mkdocs_imggen.__path__, "mkdocs_imggen.")
}
SOURCES = {name: inspect.getsource(module) for name, module in MODULES.items()}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}


def compiled(value: Any, name: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Find patterns in a module's value, also inside mappings and tuples."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from compiled(one, f"{name}[{key}]")
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from compiled(one, name)


def patterns() -> dict[str, tuple[re.Pattern[Any], frozenset[str]]]:
    """Find all that modules hold under a name, and all that stand as a text in a call of `re`, with what is done with them."""
    found: dict[str, tuple[re.Pattern[Any], frozenset[str]]] = {}
    for module, tree in TREES.items():
        done = set[ast.AST]()
        for node in tree.body:
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                done |= {*ast.walk(node)}
            names = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            for name in (one.id for one in names if isinstance(one, ast.Name)):
                for where, pattern in compiled(vars(MODULES[module])[name], name):
                    found[f"{module}.{where}"] = pattern, uses(name)
        for call in calls(tree):
            if call not in done and isinstance(call.args[0], ast.Constant):
                words = str(call.args[0].value)
                found[f"{module}: {words}"] = re.compile(words, flags(call)), frozenset({ast.unparse(call.func)[len("re.") :]})
    return found


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Find the calls of functions of `re`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re":
            yield node


def flags(call: ast.Call) -> int:
    """Give what is said beside the pattern, such as `re.MULTILINE`."""
    said = [
        ast.unparse(node)
        for part in (*call.args[1:], *call.keywords)
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute)
    ]
    return sum(int(getattr(re, one[len("re.") :])) for one in said if re.fullmatch(r"re\.[A-Z]+", one))


def uses(name: str) -> frozenset[str]:
    """Find what modules do with a pattern, by what stands behind its name; in a mapping or a tuple it is matched as a whole."""
    found = {use for source in SOURCES.values() for use in re.findall(rf"\b{name}(?:\[\w+\])?\.([a-z]+)\(", source)}
    return frozenset(found - {"items", "get"}) or frozenset({"fullmatch"})


THEME = r"^theme:[ \t]*(?:\n(?:[ \t]+.*\n)*?[ \t]+name:[ \t]*)?[\"']?([\w-]+)"
PATTERNS = patterns()
_WORD, _DIGITS = ("a", "-", "a-", "a."), ("1", "1.", ".1")
WORST: dict[str, tuple[str | tuple[str, str], ...]] = {
    # What a pattern likes least, repeated: a unit, or what stands once in front of it and the unit.
    "alts._CAMERA": (("img", "1"), ("img_123", "1"), ("vid 123", " "), "img"),
    "alts._SCREENSHOT": (("screenshot", " "), ("screenshot1", "1"), "1", "1 ", "screen "),
    "alts._GENERIC": (("image", " "), ("image", "1"), ("image (", "1"), "file"),
    "cache._TRIGGER": (("CREATE TRIGGER Settings_count_insert AFTER INSERT ON Cache FOR EACH ROW BEGIN UPDATE", " a"),),
    "cache._TABLE": (("CREATE TABLE Cache ( rowid INTEGER PRIMARY KEY, ", "a, "), ("CREATE TABLE Cache (", " ")),
    "cache._INDEX": (("CREATE INDEX Cache_", "a"), ("CREATE INDEX Cache_a ON Cache (", "a, "), ("CREATE INDEX Cache_a ON Cache (a) WHERE ", "a")),
    "cards._END": (("</head", " "), "</head", "<body", "<"),
    "cards._THERE": (("name", " "), ("name=", " "), ("name=og:", "a"), "name=", "property", "name "),
    "colophon._DATE": ("1", "1-", "1111-"),
    "damage._CONFLICT": ("<", "<<<<<<<", "\n<<<<<<", "\n<<<<<<<", "=", "=======", "\n=======.", "\n"),
    "damage._LAST_FIELD": ("sha256: ", ("sha256: ", "a"), "\n"),
    "directive._SPACE": ("a", "a b"),
    "directive._ENTITY": ("&", "&#", "&#1", "&#xa", "&a", "&" + "a" * 40),
    "directive._CONTROL": ("a", "é", "\U0001f600"),
    "directive._WORD": _WORD,
    "directive._NAME": ("a", "a-", "a_", "-"),
    "directive._NOT_SLUG": ("a", "a-"),
    "directive._BLANKS": ("a", " \\", ("a", " "), "a ", "> ", "\n> ", "> a\n"),
    "directive._DEVICES": ("con", "com1"),
    "directive._EXTRA_ATTRIBUTE": (("data-", "a"), ("data-a", "-"), ("aria-", "a"), "data-"),
    "directive._ATTRIBUTE_VALUES[class]": ("a", "a ", "a b", ":"),
    "directive._ATTRIBUTE_VALUES[id]": _WORD,
    "directive._ATTRIBUTE_VALUES[width]": _DIGITS,
    "directive._ATTRIBUTE_VALUES[height]": _DIGITS,
    "directive._ATTRIBUTE_VALUES[loading]": ("eager", "lazy"),
    "directive._ATTRIBUTE_VALUES[align]": ("left", "center"),
    "errors._KEYLIKE": ("sk-", "sk-a ", "sk", "-sk-aaaaa ", "a"),
    "errors._COLONS": ("::", ":: ", ": "),
    "errors._COMMAND": ("#", "##", "## "),
    "errors._SPACE": ("a", "é"),
    "fences._MARK": ("`", "``~~"),
    "fences._IMGGEN": ("{", " ", ("{", " "), "imggen"),
    "fences._PLAIN_HEADER": ("{", "a", ("a", " "), " hl_lines=", ' hl_lines="', '"', ("{", "a")),
    "initialising._IGNORED": ("/.cache", ".cache/", (".cache/imggen/", "*"), (".cache", " "), ".cache \n", "\n"),
    r"initialising: [ \t]*[^#\s]": (" ", "\t#"),
    r"initialising: [ \t]*\[": (" ", "\t#"),
    r"initialising: ^(?:\.\.\.|---)": (".", "-", "\n--", "\n.."),
    "initialising: " + THEME: (("theme:\n", "    - a\n"), ("theme:", " ")),
    "inline._SIMPLE": ("![", ("![", "a"), ("![](imggen:", "a"), ("![](imggen:", " "), ('![](imggen: "', "a"), "![](imggen:"),
    "inline._ADDRESS": (("(", " "), ("( <", " "), ("(<imggen:", "a"), ("(<imggen:>", " "), ("(imggen:", "a"), "(<imggen:"),
    "inline._REFERENCE": ("[", ("[", "a"), " "),
    "inline._BRACKETS": ("a", "(", "!"),
    'inline._CLOSINGS["]': ('"', ('"', " "), '" ', '"a)'),
    "inline._CLOSINGS[']": ("'", ("'", " "), "' ", "'a)"),
    "inline._STASHED": ("\x02", "\x02klzzwxh:", "\x02klzzwxh:1", "\x02wzxhzdk:1", ("\x02", "1"), "\x021"),
    "inline._ESCAPED": ("a", "/"),
    "inline._TAG": ("<", ("<", "a"), "<a", ">"),
    "inline._SPACE": ("a", "é"),
    "inputs._DEVICE": ("con", "com1.", ("con.", "a")),
    "intake._COUNTED": _WORD,
    "literal.PLACEHOLDER": ("\x02", "\x02wzxhzdk:", ("\x02wzxhzdk:", "1"), "\x02wzxhzdk:1"),
    "literal._WITH_LINE_ENDS": ("\n", "\n\x02", "\n\x02wzxhzdk:1", ("\n\x02wzxhzdk:", "1")),
    "meaning._PIXELS": ("1", "11x", "x"),
    "meaning._ROLE": _WORD,
    "meaning._TAKE": _DIGITS,
    "misses._OPENING": ("```", ("```", " "), "```\n", "> ```", ("", "> "), "~~~ {", "``` .", "\n "),
    "misses._SPAN": ("imggen", ("imggen", " "), ("imggen", "a")),
    "misses._TAG": ("<a", ("<a", " "), ('<a "', "a"), "<a '", ("<a src=", " "), " src=", ("<a", ' "a"'), ("<a", " src")),
    "misses._VALUE": ("a", "'"),
    "misses._BRACES": ("{", ("{", "a"), ("{:", "a"), " ", (" {", " "), (" {", "a"), (" {a=", "a"), (" { .", "-")),
    "misses._BRACES_ALONE": (" ", ("{", " "), ("{", "a"), ("{a=", "a"), ("{.a}", " "), "\n"),
    "neighbours._BOXED": (
        "<a", ("<a", " "), '<a "', "<a '", ("<a", ' ""'), "<!--", "<!-", "<script", ("<script", "a"), "</a", "<a>", "<a><img>", ("<a><img>", " "),
        "<picture>", ("<picture>", " "), ("<picture>", "<source>"), ("<picture", "a"), "<picture><source>", "<a><img></a> ", ("<a><img></a>", " "),
    ),
    "neighbours._IMAGE": ("<img", ("<img", " "), '<img "', "<img '", ("<img", ' ""'), "<source>"),
    "neighbours._CHOICES": (' srcset="', (' sizes="', "a"), " sizes=", " "),
    "neighbours._SRCSET": (' srcset="', (' srcset="', "a"), (' srcset="', "assets/imggen/"), (' srcset="', "assets/"), " "),
    "neighbours._WAY": ("../", (" ", "../"), " ../", ' "', ",assets/"),
    "placing._ONLY_PLACEHOLDER": (" ", ("\x02wzxhzdk:", "1"), ("\x02wzxhzdk:1\x03", " ")),
    "plainyaml._LINE": ("a", ("a:", " "), ("a: ", "a"), "a: "),
    "plainyaml._ESCAPED": ("a", "é"),
    "plainyaml._FORBIDDEN": ("a", "é", "\n"),
    "plainyaml._SURROGATE": ("a", "\U0001f600"),
    "plugin._LEFT_OVER": ("<a", ("<a", " "), '<a "', ("<a", '""'), ("<a", " src"), ("<a src=", " "), ("<a src", " "), "<a src=", ("<a src=imggen", " ")),
    "plugin._COMMENT": ("<!-", "<", "-->"),
    "presets._SIZES": ("(a) calc(a), ", ("(", "a"), ("calc(", "a"), "(a) 1px, ", "1.", ("calc(", ")")),
    "presets._NAME": _WORD,
    "providers.openai: //[^/]*@": ("/", "//a", ("//", "a"), "//@/"),
    "providers.refusals._SECONDS": _DIGITS,
    "providers.refusals._TRY_AGAIN": ("try again ", "try again in 1", ("try again in ", "1"), "try again in 1. ", "t"),
    "providers.refusals._REQUEST_ID": _WORD,
    "providers.refusals: \0+": ("a", "\x01"),
    "providers.sketch.curves._TOKEN": ("b", "-", ".", "-.", "+"),
    "providers.sketch.icons.ARCS": ("a", "A1", ("a", "1"), "1"),
    "providers.sketch.icons.ARC": ("1", "1 ", "1.1", "-", ("1 1 1 0", " "), ("1 1 1 0 1", "1"), ("1", ","), "0 "),
    "providers.sketch.painter.FOG": ("fo ", "fogg ", "mistyy "),
    "providers.sketch.phrases.TOKEN": ("-", "A", "é"),
    r"providers.sketch.phrases: \w{2,}ies": ("a", "ies", "i"),
    r"providers.sketch.phrases: \w+(?:ch|sh|x|ss|z)es": ("a", "ches", "s"),
    r"providers.sketch.phrases: \w+[^sui\W]s": ("a", "s", "as"),
    "providers.sketch.reading.QUOTED": ('"', "“", "„", "«", "\u2018", "'", " 'a", "“a", "„a“"),
    "providers.sketch.reading.UNWANTED": (("no", " "), ("no ", "1"), "no 1 ", ("without any", " "), "no\n", ("no a", " "), "except  "),
    "providers.sketch.reading.CHOSEN": ("colours:", ("colours:", " "), "colour", "colors:\n"),
    r"providers.sketch.reading: \bfrom\b.+\bto\b|\bsteps\b|\bcycle\b|->|→": ("from ", ("from ", "a"), "fro", "to ", "-", "step "),
    r"providers.sketch.reading: \bpastels?\b|\bmuted\b|\b(?:soft|gentle) (?:colou?rs?|palette|tones?|hues?)\b": ("soft ", "pastela ", "a"),
    r"providers.sketch.reading: \bmonochrom\w*|single colou?r|black and white|gr[ae]yscale|duotone": ("monochro", "single colo", "black and "),
    r"providers.sketch.reading: \bsunset\b|\bsunrise\b|\bdawn\b|\bdusk\b|\btwilight\b|golden hour": ("sunse ", "golden ", "a"),
    "providers.sketch.reading: white background|plain background|no background": ("white ", "plain backgroun", "no "),
    r"providers.sketch.reading: \bnight\b|\bneon\b|\bmidnight\b|black background": ("nigh ", "black ", "nightn"),
    r"providers.sketch.scene: \bwith\b.*\bon top\b": ("with ", ("with ", "on "), "on top "),
    r"providers.sketch.scene: carr(?:y|ies)|\bback\b|\bhead\b|balanc|transport": ("carr", "backa", "balan"),
    "providers.sketch.shapes._LONG": ("1", "1.", "-", "1.1e", "1.11e-", ("", "-1")),
    r"providers.sketch.staging: \b(?:on|atop|riding)\b[^,.;:]*$": ("on ", ("on ", "a"), "on,"),
    "providers.sketch.wishes.ROLE": ("Picture 1", "Picture 1 is the ", ("Picture 1 is the ", "a"), "Picture "),
    "providers.sketch.wishes.KEPT": ("Keep unchanged: ", ("Keep unchanged: ", "a"), ("Keep unchanged: ", "."), ".a"),
    "providers.sketch.wishes.HOUSE": ("Colours: ", "Avoid: ", ("Colours: ", "a"), "Avoid: a"),
    "providers.sketch.wishes.COUNTED": ("red, ", "dark red, ", "red,", "dark ", "red and "),
    "providers.sketch.wishes.BREAK": (" ", ",", ",a", " and ", " and then ", " and please ", " with red", " with dark ", " instead "),
    "providers.sketch.wishes.SWAP": ("the ", "red ", "the red parts ", "red to ", "dark ", "all the "),
    "providers.sketch.wishes.ADDS": ("please ", "now then ", "give ", "set the ", ("add", "a")),
    "providers.sketch.wishes.SWAPS": ("please ", "now then ", "swap", ("replace", "a")),
    "providers.sketch.wishes.GOES": ("please ", "now then ", "take ", "get rid ", ("remove", "a")),
    "providers.sketch.wishes.BECOMES": ("please ", ("replace ", "a"), ("replace ", "by"), "turn ", ("make ", "for ")),
    "providers.sketch.wishes.DYES": ("make ", "paint th", ("make the", "a")),
    "providers.sketch.wishes.CORNER": ("in the ", "upper ", "in the upper ", "in the upper left ", "at the top ", "upper-"),
    "providers.sketch.wishes.HIDDEN": ("behind ", "in the front ", "in the backgroun ", "on the same ", "in "),
    "providers.sketch.wishes.SHAPELY": ("everything ", "pos", "shapesa ", "a"),
    "providers.sketch.wishes.SHADE": ("dark ", "dark-", "dar", "re", "a"),
    "providers.sketch.wishes.LISTED": ("red and ", "red, ", "red, and ", "dark ", "red & dark ", "a"),
    "providers.sketch.wishes.TINGED": ("dark ", "dark re", "pale "),
    "providers.sketch.wishes.MOODS[page]": ("for dark ", "on the dark web pag ", "for a ", "dark page"),
    "providers.sketch.wishes.MOODS[night]": ("nigh", "nighttim ", "darke ", "a"),
    "providers.sketch.wishes.MOODS[sunset]": ("sunse ", "golden ", "daw"),
    "providers.sketch.wishes.MOODS[grey]": ("black and ", "grey", "grey-scal ", "without ", "monochrom "),
    "providers.sketch.wishes.MOODS[sepia]": ("sepi ", "sepiaa"),
    "providers.sketch.wishes.MOODS[warm]": ("warme ", "warma"),
    "providers.sketch.wishes.MOODS[cool]": ("coole ", "colda"),
    "providers.sketch.wishes.MOODS[pale]": ("pal ", "washed ", "lighte ", "pastela"),
    "providers.sketch.wishes.MOODS[vivid]": ("more ", "more colou", "vivi "),
    "providers.sketch.wishes.MOODS[muted]": ("less ", "less colou", "mute "),
    "record._HEX": ("a", "0"),
    "record._DIGITS": ("a", "0"),
    "record._INPUT": ("edit ", ("edit ", "a"), ("edit " + "a" * 64 + ":", "1")),
    "record._SIZE": ("1", "1x", "x"),
    "record._COUNT": _DIGITS,
    "request._PIXELS": ("1", "11x", "x"),
    "request._TAKE": _DIGITS,
    "sources._INCLUDE": ("-", " ", "\n", "-8<-", ("--8<--", " "), ('--8<-- "', "a"), "--8<-- ", "-\n", " -"),
    "sources._STRUCTURAL": ("a", "pymdownx.", "markdown.extensions."),
    "zensical._LISTED": (" ", "\n ", "\n- ", "[ ", ", ", ("- ", " ")),
    r"zensical: ^(?=[^\s#-])": ("\n ", "a", "#"),
}  # fmt: skip
UP_TO = {
    # These see no more: the window before an address, a number in a drawing of our own, and a path of an installed icon.
    "misses._TAG": 500,
    "providers.sketch.shapes._LONG": 500,
    "providers.sketch.icons.ARC": 1_000,
    # These see more, and take the square of its length: a line of a page, a page, and a prompt of 32,000 characters.
    "misses._OPENING": 1_000,
    "plugin._LEFT_OVER": 1_000,
    "providers.sketch.reading.QUOTED": 1_000,
    r"providers.sketch.reading: \bfrom\b.+\bto\b|\bsteps\b|\bcycle\b|->|→": 1_000,
    r"providers.sketch.scene: \bwith\b.*\bon top\b": 1_000,
    # These see more, and twice as much with every few characters: a setting, and a file of settings.
    "presets._SIZES": 150,
    "initialising: " + THEME: 60,
}
"""Characters, where it is not a megabyte; the illustrator sees prompts, and those have an end."""


def test_every_pattern_has_its_worst_case() -> None:
    assert PATTERNS.keys() - WORST.keys() == set()


def test_hardly_any_pattern_is_made_while_running() -> None:
    """All others stand in the table; these are made of the lexicon's words, or of a name that was escaped."""
    made = {
        module
        for module, tree in TREES.items()
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.Lambda))
        for call in calls(function)
        if not isinstance(call.args[0], ast.Constant) and ast.unparse(call.func) != "re.escape"
    }
    assert made <= {"initialising", "providers.sketch.reading", "providers.sketch.staging", "providers.sketch.things"}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_a_megabyte_of_its_worst_in_no_time(name: str) -> None:
    """[threat 8]"""
    pattern, used = PATTERNS[name]
    size = UP_TO.get(name, MAX_PROMPT if name.startswith("providers.sketch.") else MEGABYTE)
    # Small first: a nested quantifier shows at once there, and would take for ever with a megabyte.
    for length, worst, use in itertools.product((24, 20_000, size), WORST[name], used):
        head, unit = worst if isinstance(worst, tuple) else ("", worst)
        text: Any = head + unit * (min(length, size) // len(unit) + 1) + "\x01"
        text = text.encode("latin-1") if isinstance(pattern.pattern, bytes) else text
        # Whoever replaces or goes on pays for what is found as well; the search for it is the pattern's.
        take = getattr(pattern, use) if use in {"match", "fullmatch"} else pattern.search
        # One of a few, since the machine does other things too.
        assert seconds(take, text) < SECONDS or any(seconds(take, text) < SECONDS * slowness() for _ in range(5)), (worst, use)


def slowness() -> float:
    """Say how many times slower than where the limit was set this machine is just now."""
    return max(1.0, seconds(PLAIN.match, "a-" * (MEGABYTE // 2)) / PLAIN_SECONDS)


def seconds(take: Callable[[Any], object], text: Any) -> float:
    begin = time.process_time()
    take(text)
    return time.process_time() - begin
