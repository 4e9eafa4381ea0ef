"""Reads and writes YAML in which every scalar is text, for the bodies of fences and for records.

No types (`16:9`, `no` and `2026-99-99` stay what they are), no anchors, aliases, tags, merge keys, duplicate keys, and one
document that is a mapping. It is built on PyYAML's events, without recursion, so that depth and size are ours to limit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import yaml

Value: TypeAlias = "str | tuple[Value, ...] | Mapping[str, Value]"

# libyaml where the wheel has it: about 20 times faster, and the same events.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_KEY = 128
_BREAKS_AND_CONTROLS = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ud800-\\udfff\\ufffe\\uffff"
# One line of the fast path. Such a value begins with a letter or a digit, so that it is plain, not quoted, not a block.
_LINE = re.compile(rf"([a-z][a-z0-9_-]{{0,63}}): +([^\W_][^{_BREAKS_AND_CONTROLS}]*)")
_ESCAPED = re.compile(rf'["\\{_BREAKS_AND_CONTROLS}]')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HALF = "a character that is half of a pair (a lone surrogate)"
_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class PlainYamlError(ValueError):
    """Text that is not the YAML we read: what is wrong, and in which line of it (from 1)."""

    def __init__(self, what: str, line: int = 1) -> None:
        super().__init__(what)
        self.what, self.line = what, line

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


def load(text: str, *, max_bytes: int = 16384, max_depth: int = 20) -> dict[str, Value]:
    """Read a mapping whose scalars are all text; lists become tuples.

    Raises:
        PlainYamlError: it is anything else, too long or too deep.

    """
    # A byte order mark and the line ends of Windows come from editors and from git, not from authors.
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > max_bytes or (not text.isascii() and _size(text) > max_bytes):
        raise PlainYamlError(f"longer than {max_bytes:,} bytes")
    simple = _simple(text)
    return _Builder(max_depth).build(text) if simple is None else simple


def dump(mapping: Mapping[str, Any]) -> str:
    """Write a mapping of texts, lists of texts, and mappings of texts one level deep; `load` gives the same back.

    Raises:
        ValueError: a key or a value is something else, or cannot be written as UTF-8.

    """
    lines: list[str] = []
    for key, value in mapping.items():
        head = _key(key)
        if isinstance(value, str):
            lines.append(f"{head}: {_scalar(value)}")
        elif isinstance(value, Mapping):
            lines.append(f"{head}:" if value else f"{head}: {{}}")
            lines += [f"  {_key(inner)}: {_scalar(text)}" for inner, text in value.items()]
        elif isinstance(value, (list, tuple)):
            lines.append(f"{head}:" if value else f"{head}: []")
            lines += [f"  - {_scalar(text)}" for text in value]
        else:
            raise ValueError(f"`{key}` is a {type(value).__name__}, not text")  # noqa: TRY004 - the contract says ValueError
    return "\n".join(lines) + "\n"


def _simple(text: str) -> dict[str, Value] | None:
    """Read lines of `key: plain text` without a parser, for the speed of warm builds; None where a parser must look."""
    found: dict[str, Value] = {}
    for line in text.split("\n"):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        key, value = match.groups()
        # What a parser sees inside a plain scalar, and the blanks that it takes off its end.
        if ": " in value or " #" in value or value[-1] in ": " or key in found:
            return None
        found[key] = value
    return found or None


def _size(text: str) -> int:
    try:
        return len(text.encode())
    except UnicodeEncodeError as fault:
        line = text.count("\n", 0, fault.start) + 1
        raise PlainYamlError(_HALF, line) from fault


class _Builder:
    """One reading: a stack of open containers, and the key that waits for its value in each."""

    def __init__(self, max_depth: int) -> None:
        self.max_depth = max_depth
        self.stack: list[dict[str, Value] | list[Value]] = []
        self.keys: list[str | None] = []
        self.result: dict[str, Value] | None = None

    def build(self, text: str) -> dict[str, Value]:
        if match := _FORBIDDEN.search(text):
            raise PlainYamlError(f"a control character (U+{ord(match[0]):04X})", text.count("\n", 0, match.start()) + 1)
        event = None
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if type(event) is yaml.ScalarEvent:
                    self.scalar(event)
                else:
                    self.other(event)
        except yaml.MarkedYAMLError as fault:
            # Where the unfinished thing began says more than where the text ended.
            mark = fault.context_mark or fault.problem_mark
            what = ", ".join(part for part in (fault.problem, fault.context) if part)
            raise PlainYamlError(what, mark.line + 1 if mark else 1) from fault
        except PlainYamlError:
            raise
        # Both parsers trip over escapes that are no character, each over others; the last thing they read is near it.
        except (yaml.YAMLError, ValueError, OverflowError) as fault:
            line = event.end_mark.line + 1 if event is not None and event.end_mark else 1
            raise PlainYamlError("an escape or a number that is no character", line) from fault
        if self.result is None:
            raise PlainYamlError("it is empty")
        return self.result

    def scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        if event.tag is not None or event.anchor is not None:
            self.refuse_marks(event)
        if not text and not event.style:
            # YAML calls this null. It is far more often a line left unfinished than a wish.
            key = self.keys[-1] if self.keys else None
            what = f"`{key}:` has no value" if key is not None else "a value or a key is missing"
            raise _at(event, f'{what}; write "" for an empty text')
        if event.style == '"' and _SURROGATE.search(text):  # PyYAML's own parser makes one of "\ud83d", libyaml refuses it
            raise _at(event, _HALF)
        if not self.stack:
            raise _at(event, "it is a text, not lines of `key: value`")
        container = self.stack[-1]
        if isinstance(container, list):
            container.append(text)
        elif (key := self.keys[-1]) is not None:
            container[key] = text
            self.keys[-1] = None
        elif text == "<<" and not event.style:
            raise _at(event, "a merge key (`<<`) is not allowed")
        elif text in container:
            raise _at(event, f"`{text}` stands there twice")
        elif len(text) > _MAX_KEY:  # `dump` could not write it again
            raise _at(event, f"a key of {len(text)} characters is too long")
        else:
            self.keys[-1] = text

    def other(self, event: yaml.Event) -> None:
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self.open(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.close()
        elif isinstance(event, yaml.AliasEvent):
            raise _at(event, f"an alias (`*{event.anchor}`) is not allowed; quote the text if it begins with `*`")
        elif isinstance(event, yaml.DocumentStartEvent):
            if self.result is not None:
                raise _at(event, "a second document begins")
            if event.version or event.tags:
                raise _at(event, "a directive (`%`) is not allowed")

    def open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self.refuse_marks(event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if is_list and not self.stack:
            raise _at(event, "it is a list, not lines of `key: value`")
        if self.stack and isinstance(self.stack[-1], dict) and self.keys[-1] is None:
            raise _at(event, "a key must be a word")
        if len(self.stack) >= self.max_depth:
            raise _at(event, f"nested more than {self.max_depth} levels deep")
        self.stack.append([] if is_list else {})
        self.keys.append(None)

    def close(self) -> None:
        done = self.stack.pop()
        self.keys.pop()
        value: Value = tuple(done) if isinstance(done, list) else done
        if not self.stack:
            self.result = done if isinstance(done, dict) else None
        elif isinstance(container := self.stack[-1], list):
            container.append(value)
        else:
            container[self.keys[-1] or ""] = value  # `open` saw to it that a key waits
            self.keys[-1] = None

    def refuse_marks(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.anchor is not None:
            raise _at(event, f"an anchor (`&{event.anchor}`) is not allowed; quote the text if it begins with `&`")
        if event.tag is not None:
            raise _at(event, "a tag (`!`) is not allowed; quote the text if it begins with `!`")


def _at(event: yaml.Event, what: str) -> PlainYamlError:
    mark = event.start_mark
    return PlainYamlError(what, mark.line + 1 if mark else 1)


def _key(key: str) -> str:
    if len(key) > _MAX_KEY:  # a longer one cannot be a simple key everywhere
        raise ValueError(f"a key of {len(key)} characters is too long")
    return _scalar(key)


def _scalar(text: Any) -> str:
    """Write a scalar plainly where the fast path would read it back, else in double quotes."""
    if not isinstance(text, str):
        raise ValueError(f"a {type(text).__name__} is not text")  # noqa: TRY004 - the contract of `dump` says ValueError
    match = _LINE.fullmatch("k: " + text)
    if match and match[2] == text and ": " not in text and " #" not in text and text[-1] not in ": ":
        return text
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates, which UTF-8 has no bytes for
        raise ValueError("text with a lone surrogate cannot be written")
    return _SHORT_ESCAPES.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")  # noqa: PLR2004 - one byte
