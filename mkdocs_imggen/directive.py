"""From the author's text to a Directive: grammar only, no meaning.

What a size or a quality means, and whether a preset exists, is for later; here are the words, the forms, and where each
word may stand. The module is a little over 300 lines because the three forms share their rules.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field, replace
from html.entities import html5
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

from mkdocs_imggen import plainyaml
from mkdocs_imggen.errors import DirectiveError, clean, nearest
from mkdocs_imggen.presets import SEXAGESIMAL

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTIONS = frozenset(
    "prompt alt caption name preset size background quality model format take variants edit keep references mask input_fidelity"  # noqa: SIM905 - reads
    " text trim decorative dark".split()
)
"""Our own words."""
DARK_OPTIONS = frozenset(
    "prompt preset quality background model format take edit keep references mask input_fidelity text trim".split()  # noqa: SIM905 - as above
)
"""Those that a dark twin may have for itself."""
LISTS = frozenset({"text", "keep", "references"})
"""Those that may be a list."""
_FLAGS = frozenset({"trim", "decorative"})
HTML_ATTRIBUTES = frozenset({"class", "id", "width", "height", "loading", "align", "title"})
"""Attributes that pass through to the element, beside `data-*` and `aria-*`."""
MAX_PROMPT = 32_000
"""Characters of a prompt; image models take no more."""
MAX_SLUG = 48
"""Characters of a slug or a name: room for the digits, width and extension that follow it in a file name."""

_DARK_WORDS = "write `dark: true`, or say what becomes of the picture on a dark page"
_KNOWN = f"known: {' '.join(sorted(OPTIONS))} and HTML attributes"
_SPACE = re.compile(r"[ \t\r\n]+")  # a no-break space is a decision, so it stays
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # half a character is none that a page could hold
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_NAME = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_BLANKS = re.compile(r"^[> \t]+|[ \t]+$|[ \t\\]+", re.MULTILINE)
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
# Latin letters that do not decompose into a base letter and a mark.
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})
_EXTRA_ATTRIBUTE = re.compile(r"(?:data-[a-z0-9][a-z0-9._-]*|aria-[a-z]+)")
_ATTRIBUTE_VALUES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "class": (re.compile(r"[\w.:/-]+(?: [\w.:/-]+)*"), "class names with blanks between them"),
    "id": (re.compile(r"[\w.:-]+"), "one word"),
    "width": (re.compile(r"[1-9][0-9]{0,4}"), "a number of pixels, such as 240"),
    "height": (re.compile(r"[1-9][0-9]{0,4}"), "a number of pixels, such as 160"),
    "loading": (re.compile(r"eager|lazy"), "`eager` or `lazy`"),
    "align": (re.compile(r"left|right|center"), "`left`, `right` or `center`"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Directive:
    """What an author wrote, normalised but not interpreted.

    `alt` is None when it was not said, and empty when it was said to be empty. `options` are our own words as written
    (strings, or tuples of strings for lists), `attributes` the HTML attributes that pass through. `ref` is the name after
    `@` (then there is no prompt). `dark` is what is said of a dark twin, as `options` are; None where none is wanted. `text` is
    the author's source, for finding its line when an error needs it.
    """

    form: Literal["inline", "fence", "config"]
    prompt: str = ""
    alt: str | None = None
    ref: str | None = None
    options: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str | tuple[str, ...]] | None = None
    text: str = ""


def normalise(text: str) -> str:
    """Give one text for all spellings of the same words: entities undone, NFC, runs of white space one blank, stripped."""
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _SPACE.sub(" ", text).strip(" ")


def inline(*, alt: str, address: str, title: str | None, attributes: Mapping[str, str | None], text: str) -> Directive:
    """Read `![alt](imggen:address "title"){ attributes }`; backslash escapes are undone already, entities are not."""
    head, said = _address(address)
    _merge(said, attributes)
    alt = _text("alt", alt)
    options, html_attributes = _sorted(said)
    if "data-title" in html_attributes:
        html_attributes["title"] = html_attributes.pop("data-title")
    if head.startswith("@"):
        _check_reference(head[1:], title, options)
        decorative = options.pop("decorative", None)
        if alt and decorative:
            raise _contradiction("empty the brackets")
        said_alt = "" if decorative else alt or None
        return Directive(form="inline", alt=said_alt, ref=head[1:], options=options, attributes=html_attributes, text=text)
    dark = options.pop("dark", None)
    rest = Directive(form="inline", options=options, attributes=html_attributes, dark=dark, text=text)
    return _own_picture(head, alt, title, rest)


def fence(body: str, *, text: str) -> Directive:
    """Read the YAML body of a fence."""
    try:
        said = plainyaml.load(body)
    except plainyaml.PlainYamlError as fault:
        hint = "write lines of `key: value`, with `prompt:` and `alt:`"
        if "mapping values" in fault.what:
            hint = "put a value that holds `: ` into quotes, or write `prompt: >` and the text indented on the next lines"
        raise DirectiveError(f"the fence is not plain YAML: line {fault.line} of its body: {fault.what}", hint=hint) from fault
    return _mapping("fence", said, text)


def config_asset(name: str, body_mapping: Any) -> Directive:
    """Read an entry of the config's `assets:`, whose values went through MkDocs's own YAML reader."""
    if not isinstance(body_mapping, dict):
        raise DirectiveError(f"the asset `{name}` is no mapping", hint=f"write `prompt:` and `alt:` below `{name}:`")
    said = _config_values(f"the asset `{name}`", body_mapping)
    if said.get("name", name) != name:
        raise DirectiveError(f"the asset `{name}` gives itself another name", hint="leave out `name:` in `assets:`")
    return _mapping("config", {**said, "name": name}, "")


def cover(body_mapping: Mapping[Any, Any], *, text: str) -> Directive:
    """Read the `cover:` of a page's front matter, whose values went through the host's YAML reader too."""
    said = _config_values("the cover", body_mapping)
    name = said.get("prompt")
    if not isinstance(name, str) or not name.startswith("@"):
        return _mapping("config", said, text)
    options, attributes = _sorted({key: value for key, value in said.items() if key != "prompt"})
    alt = options.pop("alt", None)
    _check_reference(name[1:], None, options)
    decorative = options.pop("decorative", None)
    if alt and decorative:
        raise _contradiction("remove one of them")
    alt = "" if decorative else alt or None
    return Directive(form="config", alt=alt, ref=name[1:], options=options, attributes=attributes, text=text)


def check_name(name: str) -> str:
    """Give the name back if it can be a file name everywhere and an address.

    Raises:
        DirectiveError: it cannot; the hint shows one that can.

    """
    if len(name) > MAX_SLUG or not _NAME.fullmatch(name) or _DEVICES.fullmatch(name):
        raise DirectiveError(
            f"`{clean(name, 60)}` cannot be a name",
            hint=f"use lower-case letters, digits and single hyphens, at most {MAX_SLUG}: `{_portable(slug(name))}`",
        )
    return name


def slug(text: str) -> str:
    """Make the readable part of a file name: lower case, ASCII, at most 48 characters, `picture` when nothing is left."""
    plain = text[: 8 * MAX_SLUG].lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LATIN))
        # Marks vanish with their letters joined again; every other character that is not ASCII divides words.
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = _NOT_SLUG.sub("-", plain).strip("-")
    if len(words) > MAX_SLUG:
        whole = words[: MAX_SLUG + 1].rpartition("-")[0]
        words = whole or words[:MAX_SLUG]
    return words or "picture"


def find_line(source: str, text: str) -> int | None:
    """Find the line (from 1) of a directive in its page, whatever stands before it in its lines; None when it is not there.

    Indentation, quote marks, runs of blanks and backslashes are left out of the comparison: block parsing takes away the
    first two, tabs become blanks, and a table cell needs its bars escaped.
    """
    wanted = _BLANKS.sub(_blank, text).strip()
    if not wanted:
        return None
    source = _BLANKS.sub(_blank, source.replace("\r\n", "\n").replace("\r", "\n"))
    at = source.find(wanted)
    if at < 0 and "\n" in wanted:
        at = source.find(wanted.partition("\n")[0])
    return None if at < 0 else source.count("\n", 0, at) + 1


def _blank(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    if start == 0 or text[start - 1] == "\n" or end == len(text) or text[end] == "\n":
        return ""
    return "" if match[0].strip(" \t") == match[0] else " "


def _character(match: re.Match[str]) -> str:
    reference = match[0]
    if reference[1] == "#":
        return html.unescape(reference)
    return html5.get(reference[1:], reference)


def _address(address: str) -> tuple[str, dict[str, str | None]]:
    """Split `preset?size=1:1&take=2` into the preset (or `@name`) and the options."""
    head, _, query = _ENTITY.sub(_character, address).strip().partition("?")
    said: dict[str, str | None] = {}
    for part in query.split("&") if query else ():
        name, equals, value = part.partition("=")
        try:
            name, decoded = unquote(name, errors="strict").strip(), unquote(value, errors="strict")
        except UnicodeDecodeError as fault:
            raise DirectiveError(f"`{clean(part, 60)}` is not valid percent-encoded UTF-8") from fault
        if not name:
            raise DirectiveError("an option without a name in the address", hint="write imggen:preset?size=1:1&quality=high")
        if name in said:
            raise DirectiveError(f"`{clean(name, 60)}` is given twice in the address", hint="keep one of them")
        said[name] = decoded if equals else None
    return head.strip(), said


def _merge(said: dict[str, str | None], attributes: Mapping[str, str | None]) -> None:
    """Add the words in braces to those in the address, and refuse what the inline form says otherwise."""
    if "title" in attributes or "title" in said:
        raise DirectiveError(
            "`title=` would replace the prompt, since the title slot is the prompt",
            hint='write the tooltip as data-title="…"',
        )
    for name, value in attributes.items():
        if name in said:
            raise DirectiveError(f"`{name}` is given in the address and in the braces", hint="keep one of them")
        said[name] = value
    for name, place in (("alt", "between the brackets"), ("prompt", 'as the title: ![alt](imggen: "prompt")')):
        if name in said:
            raise DirectiveError(f"`{name}` is not an option of the inline form", hint=f"write it {place}")


def _own_picture(preset: str, alt: str, title: str | None, rest: Directive) -> Directive:
    """Complete an inline directive that is not a reference."""
    options = dict(rest.options)
    if preset:
        _put_preset(options, preset)
    decorative = "decorative" in options
    prompt = alt if title is None else normalise(title)
    if title is not None and not alt and not decorative:
        raise DirectiveError(
            "the alt text is missing",
            hint="say between the brackets what the picture shows, or add decorative=true if it carries no meaning",
        )
    if title is not None and alt and decorative:
        raise _contradiction("empty the brackets")
    _check_prompt(prompt, '![what to draw](imggen:) or ![alt text](imggen: "what to draw")')
    return replace(rest, prompt=prompt, alt="" if decorative else alt, options=options)


def _check_reference(name: str, title: str | None, options: Mapping[str, Any]) -> None:
    if not name:
        raise DirectiveError("no name after the `@`", hint="write the name of an asset: imggen:@mascot")
    check_name(name)
    if title is not None:
        raise DirectiveError(
            f"a reference to `@{name}` cannot have a prompt of its own", hint='write a tooltip as data-title="…", without title'
        )
    for option in options:
        if option not in {"caption", "decorative"}:
            raise DirectiveError(
                f"`{option}` cannot be set on the reference `@{name}`, since the picture is made elsewhere",
                hint="only alt text, caption and HTML attributes may differ; set the rest where the asset is defined",
            )


def _contradiction(hint: str) -> DirectiveError:
    return DirectiveError("`decorative` and an alt text contradict each other", hint=hint)


def _mapping(form: Literal["fence", "config"], said: Mapping[str, Any], text: str) -> Directive:
    options, attributes = _sorted(said)
    prompt, alt, dark = options.pop("prompt", None), options.pop("alt", None), options.pop("dark", None)
    if "preset" in options:
        _check_preset(str(options["preset"]))
    _check_prompt(str(prompt or ""), "add a line `prompt: what to draw`")
    if "decorative" in options:
        if alt:
            raise _contradiction("remove one of them")
        alt = ""
    if alt is None:
        raise DirectiveError(
            "the alt text is missing",
            hint="add a line `alt: what the picture shows`, or `decorative: true` if it carries no meaning",
        )
    return Directive(form=form, prompt=str(prompt), alt=str(alt), options=options, attributes=attributes, dark=dark, text=text)


def _sorted(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Part our words from HTML attributes, each checked as far as grammar goes."""
    options: dict[str, Any] = {}
    attributes: dict[str, str] = {}
    for name, value in said.items():
        if name in OPTIONS:
            _put_option(options, name, value)
        elif name in HTML_ATTRIBUTES or _EXTRA_ATTRIBUTE.fullmatch(name):
            attributes[name] = _attribute(name, value)
        else:
            known = nearest(name, OPTIONS | HTML_ATTRIBUTES)
            raise DirectiveError(f"unknown option `{clean(name, 60)}`{known}", hint=_KNOWN)
    return options, attributes


def _dark(value: Any) -> dict[str, Any] | None:
    """Read what is said of a dark twin: that there is one, the words of its edit, or options of its own."""
    if isinstance(value, dict):
        return _dark_options(value)
    plain = _text("dark", "true" if value in (None, "dark") else value)  # a bare word, as below
    if not plain:
        raise DirectiveError("`dark` has no value", hint=_DARK_WORDS)
    if plain in {"true", "false"}:
        return {} if plain == "true" else None
    if plain.casefold() in {"true", "false", "yes", "no", "on", "off"}:
        raise DirectiveError(f"`dark: {plain}` is neither true nor false")
    _check_prompt(plain, _DARK_WORDS)
    return {"prompt": plain}


def _dark_options(said: Mapping[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name, value in said.items():
        if name == "size":
            raise DirectiveError("`size` in `dark`, and a twin has the size of its picture", hint="leave it out")
        if name not in DARK_OPTIONS:
            raise DirectiveError(
                f"unknown option `{clean(name, 60)}` in `dark`{nearest(name, DARK_OPTIONS)}",
                hint=f"known there: {' '.join(sorted(DARK_OPTIONS))}",
            )
        _put_option(options, name, value)
    if "preset" in options:
        _check_preset(options["preset"])
    if "prompt" in options:
        _check_prompt(options["prompt"], _DARK_WORDS)
    elif options.get("edit") == "none":
        raise DirectiveError("`edit: none` in `dark` without a `prompt`", hint="say there what to draw, or leave out `edit`")
    return options


def _put_option(options: dict[str, Any], name: str, value: Any) -> None:
    if name == "dark":
        options[name] = _dark(value)
        return
    if name in LISTS and isinstance(value, (list, tuple)):
        options[name] = tuple(_entry(name, line) for line in value)
        return
    if name in _FLAGS and value in (None, name):  # a bare word: `{ decorative }`, `?decorative`
        value = "true"
    plain = _text(name, value)
    if name in _FLAGS:
        if plain not in {"true", "false"}:
            raise DirectiveError(f"`{name}: {clean(plain, 60)}` is neither true nor false")
        if name == "decorative" and plain == "false":
            return
    elif name in {"size", "background"} and plain.casefold() == "auto":
        say = "landscape, 1:1 or 1536x1024" if name == "size" else "opaque or transparent"
        raise DirectiveError(f"`{name}: auto` would not be repeatable", hint=f"say which: {say}")
    elif name == "name":
        check_name(plain)
    elif not plain and name in {"caption", "text"}:
        return
    elif not plain and name not in {"alt", "prompt"}:
        raise DirectiveError(f"`{name}` has no value", hint="give it one, or leave it out")
    options[name] = plain


def _entry(name: str, value: Any) -> str:
    """Read one entry of a list; `role: path` is a mapping to YAML and one text to us."""
    if name == "references" and isinstance(value, dict) and len(value) == 1:
        role, path = next(iter(value.items()))
        return f"{_text(name, role)}: {_text(name, path)}"
    return _text(name, value)


def _put_preset(options: dict[str, Any], head: str) -> None:
    if "preset" in options:
        raise DirectiveError("the preset is given twice", hint="keep the one after the colon")
    _check_preset(head)
    options["preset"] = head


def _check_preset(name: str) -> None:
    if not _WORD.fullmatch(name):
        raise DirectiveError(
            f"`{clean(name, 60)}` is no name of a preset", hint='put a prompt into quotes: ![alt](imggen: "what to draw")'
        )


def _text(name: str, value: Any) -> str:
    if value is None:
        raise DirectiveError(f"`{name}` has no value", hint="give it one, or leave it out")
    if not isinstance(value, str):
        raise DirectiveError(f"`{name}` must be one text, not a list or a mapping")
    plain = normalise(value)
    if not plain.isprintable() and _CONTROL.search(plain):
        raise DirectiveError(f"a control character in `{name}`", hint="remove it; it cannot be seen in most editors")
    return plain


def _attribute(name: str, value: Any) -> str:
    plain = _text(name, "" if value is None and "-" in name else value)
    form = _ATTRIBUTE_VALUES.get(name)
    if form is not None and not form[0].fullmatch(plain):
        raise DirectiveError(f'`{name}="{clean(plain, 60)}"` cannot be used', hint=f"it must be {form[1]}")
    return plain


def _check_prompt(prompt: str, how: str) -> None:
    if not prompt.strip():  # a no-break space alone is no prompt either
        raise DirectiveError("the prompt is empty", hint=how)
    if len(prompt) > MAX_PROMPT:
        raise DirectiveError(f"the prompt has {len(prompt):,} characters, more than {MAX_PROMPT:,}", hint="shorten it")
    if not prompt.isprintable() and _CONTROL.search(prompt):
        raise DirectiveError(
            "a control character, or markup of another extension, in the prompt",
            hint="use plain words, or write the prompt in a fence",
        )


def _config_values(what: str, said: Mapping[Any, Any]) -> dict[str, Any]:
    try:
        return {str(key): _config_value(str(key), value) for key, value in said.items()}
    except (ValueError, RecursionError) as fault:  # Python writes out no number of 4301 digits, and no list in 1000 lists
        raise DirectiveError(f"a number or a list in {what} is too long", hint="put the value into quotes") from fault


def _config_value(key: str, value: Any) -> Any:
    if key == "dark" and isinstance(value, dict):
        return {str(inner): _config_value(str(inner), entry) for inner, entry in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and (key != "size" or value in SEXAGESIMAL):
        return SEXAGESIMAL[value] if key == "size" else str(value)
    if value is None or isinstance(value, str) or (key in LISTS and isinstance(value, (list, tuple))):
        return value
    raise DirectiveError(f"`{key}: {clean(str(value), 60)}` is not text", hint="put the value into quotes")


def _portable(word: str) -> str:
    return f"{word}-1" if _DEVICES.fullmatch(word) else word
