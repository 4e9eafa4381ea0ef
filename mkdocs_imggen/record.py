"""Records: how a picture came to be, as text and as a value; and what state an asset is in because of them.

A record never holds a path or a secret: its original is the file of the same stem beside it. The module is long because
every field of a record is read strictly, with a word about what is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mkdocs_imggen import plainyaml
from mkdocs_imggen.errors import RecordError, nearest
from mkdocs_imggen.request import FORMATS, OF_A_MODEL, Input, Request, source_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs_imggen.request import Asset, Kind

VERSION = "1"
"""Of the record's form. A newer one is refused, not guessed."""
MAX_BYTES = 262_144
"""Largest record that is read: the longest prompt, escaped, with room to spare."""
HEAD = "# Made by mkdocs-imggen. This and the picture beside it are what was reviewed: commit both, edit neither.\n"

_WORDS = ("prompt", "provider", "model", "quality", "background", "format")
_ASKED = (*_WORDS, "size", "take", "inputs", "input_fidelity")
_FIELDS = (
    "version", "name", "request", "directive", "asked", "use", "preset", "revision", "sha256", "format", "width", "height",
    "alpha", "provider", "model", "created", "usage", "cost", "notes",
)  # fmt: skip
_REQUIRED = (
    "version",
    "request",
    "directive",
    "asked",
    "preset",
    "revision",
    "sha256",
    "format",
    "width",
    "height",
    "alpha",
    "provider",
)
_HEX = re.compile(r"[0-9a-f]{64}")
_DIGITS = re.compile(r"[0-9a-f]+")
_SIZE = re.compile(r"([1-9][0-9]{0,4})x([1-9][0-9]{0,4})")
_COUNT = re.compile(r"[0-9]{1,9}")
_INPUT = re.compile(r"(edit|reference|mask) ([0-9a-f]{64}(?::[1-9][0-9]{0,8})?)")


class Entry(NamedTuple):
    """What a build needs of a record: its identity and its original's outline. A plain tuple, so that 10,000 load at once.

    `use` is the key of the take that stands for this picture, empty where it stands for itself. `source` is IPTC's word for
    how it was made.
    """

    stem: str
    key: str
    use: str
    directives: tuple[str, ...]
    name: str
    preset: str
    created: str
    sha256: str
    revision: int
    format: str
    width: int
    height: int
    source: str

    @classmethod
    def revive(cls, rows: Sequence[Sequence[Any]]) -> list[Entry]:
        """Make entries of what JSON gave back; looked at column by column, since 10,000 must cost nothing.

        Raises:
            ValueError: they are not all entries of this version.

        """
        if not rows:
            return []
        columns = [*zip(*rows, strict=True)]
        if len(columns) != len(cls._fields):
            raise ValueError("not entries")
        by_name = dict(zip(cls._fields, columns, strict=True))
        for field_name, column in by_name.items():
            wanted = list if field_name == "directives" else int if field_name in {"revision", "width", "height"} else str
            if set(map(type, column)) != {wanted} or (wanted is int and min(column) < 1):
                raise ValueError(f"`{field_name}` of an entry")
        for hexadecimal in (by_name["key"], by_name["sha256"]):
            if set(map(len, hexadecimal)) != {64} or not _DIGITS.fullmatch("".join(hexadecimal)):
                raise ValueError("an entry without its SHA-256")
        if not set(by_name["format"]) <= set(FORMATS):
            raise ValueError("an entry of no format")
        if not set(by_name["source"]) <= {"", "digitalCreation", *OF_A_MODEL}:
            raise ValueError("an entry made in no known way")
        if not all(len(use) in {0, 64} for use in set(by_name["use"])):
            raise ValueError("a take of an entry")
        columns[3] = tuple(map(tuple, by_name["directives"]))
        if not all(type(digest) is str for digests in columns[3] for digest in digests):
            raise ValueError("a directive of an entry")
        return list(map(cls, *columns))


@dataclass(frozen=True, kw_only=True)
class Record:
    """How one original came to be.

    `request` is what was asked, with provider and model as set; `provider` and `model` are what they resolved to.
    `use` is the take that was picked to stand for this one, if another was. `directives` are the digests of the directives
    it was made for. `revision` counts what changed the original's bytes under the same key. `usage` holds tokens by kind,
    `cost` dollars as text (`unknown` where no price is known).
    `stem` is the file name without extension, given by the store and not part of the text.
    """

    request: Request
    directives: tuple[str, ...]
    preset: str
    sha256: str
    format: str
    width: int
    height: int
    alpha: bool
    provider: str
    name: str | None = None
    model: str | None = None
    use: int | None = None
    revision: int = 1
    created: str = ""
    usage: Mapping[str, int] = field(default_factory=dict)
    cost: str = ""
    notes: tuple[str, ...] = ()
    stem: str = ""

    @property
    def entry(self) -> Entry:
        """What a build needs of it."""
        return Entry(
            stem=self.stem,
            key=self.request.key,
            use=replace(self.request, take=self.use).key if self.use else "",
            directives=self.directives,
            name=self.name or "",
            preset=self.preset,
            created=self.created,
            sha256=self.sha256,
            revision=self.revision,
            format=self.format,
            width=self.width,
            height=self.height,
            source=source_type(self.provider, self.request.inputs),
        )


def asked(request: Request) -> dict[str, str]:
    """Give a request as a record says it; what is not set is left out, as in its key."""
    fields = {
        "prompt": request.prompt,
        "provider": request.provider,
        "model": request.model,
        "size": request.size,
        "quality": request.quality,
        "background": request.background,
        "format": request.format,
        "take": str(request.take) if request.take != 1 else "",
        "inputs": ", ".join(f"{item.kind} {item.digest}" for item in request.inputs),
        "input_fidelity": request.fidelity,
    }
    return {name: value for name, value in fields.items() if value or name in _WORDS}


def write(record: Record) -> str:
    """Give a record's text: one field a line, in one order."""
    fields: dict[str, plainyaml.Value] = {
        "version": VERSION,
        "name": record.name or "",
        "request": record.request.key,
        "directive": " ".join(record.directives),
        "asked": asked(record.request),
        "use": str(record.use or ""),
        "preset": record.preset,
        "revision": str(record.revision),
        "format": record.format,
        "width": str(record.width),
        "height": str(record.height),
        "alpha": "true" if record.alpha else "false",
        "provider": record.provider,
        "model": record.model or "",
        "created": record.created,
        "usage": {key: str(value) for key, value in record.usage.items()},
        "cost": record.cost,
        "notes": record.notes,
        "sha256": record.sha256,  # last, so that a record that was cut anywhere lacks it
    }
    return HEAD + plainyaml.dump({key: value for key, value in fields.items() if value not in ("", {}, ())})


def read(text: str, where: str) -> Record:
    """Read a record's text strictly; `where` is its file's name, for the error and for the stem.

    Raises:
        RecordError: anything at all is not as `write` makes it. A record that cannot be read is never taken for "none".

    """
    try:
        fields = plainyaml.load(text, max_bytes=MAX_BYTES)
    except plainyaml.PlainYamlError as fault:
        raise _unreadable(where, fault.what, fault.line) from fault
    try:
        return _read(fields, where.removesuffix(".yml"))
    except _FieldError as fault:
        raise _unreadable(where, str(fault), None, fault.hint) from fault


_RESTORE = "restore it with `git checkout`, or resolve the merge"


class _FieldError(ValueError):
    """One field is not as it should be; `hint` is what to do."""

    def __init__(self, what: str, hint: str = _RESTORE) -> None:
        super().__init__(what)
        self.hint = hint


def _unreadable(where: str, what: str, line: int | None, hint: str = _RESTORE) -> RecordError:
    place = f"{where}:{line}" if line else where
    return RecordError(f"this record cannot be read: {what}", where=place, kept="its original was left alone", hint=hint)


def _check_form(fields: Mapping[str, plainyaml.Value]) -> None:
    """See that it is a record of the version we know, with the fields it has."""
    version = _text(fields, "version")
    if version != VERSION:
        if not _COUNT.fullmatch(version):
            raise _FieldError("`version` must be a whole number" if version else "`version` is missing")
        raise _FieldError(f"its form is version {version}, and this mkdocs-imggen knows {VERSION}", "update mkdocs-imggen")
    for name in fields:
        if name not in _FIELDS:
            raise _FieldError(f"unknown field `{name}`{nearest(name, _FIELDS)}")
    for name in _REQUIRED:
        if name not in fields:
            raise _FieldError(f"`{name}` is missing")


def _read(fields: Mapping[str, plainyaml.Value], stem: str) -> Record:
    _check_form(fields)
    request = request_from(fields["asked"])
    if fields["request"] != request.key:
        raise _FieldError("`request` is not the key of what was `asked`")
    directives = tuple(_text(fields, "directive").split(" "))
    if not all(_HEX.fullmatch(digest) for digest in directives):
        raise _FieldError("`directive` is no SHA-256")
    sha256, format_, alpha = _text(fields, "sha256"), _text(fields, "format"), _text(fields, "alpha")
    if not _HEX.fullmatch(sha256):
        raise _FieldError("`sha256` is no SHA-256")
    if format_ not in FORMATS:
        raise _FieldError(f"`format` is `{format_}`")
    if alpha not in {"true", "false"}:
        raise _FieldError(f"`alpha` is `{alpha}`")
    width, height, revision = (_count(fields, name, least=1) for name in ("width", "height", "revision"))
    # A picture that was accepted as it came has a later revision; every other one was taken in because its size was right.
    if revision == 1 and (width, height) != (request.width, request.height):
        raise _FieldError(f"`width` and `height` are {width}x{height}, and {request.size} was asked")
    usage, notes = fields.get("usage", {}), fields.get("notes", ())
    if not isinstance(usage, dict) or not isinstance(notes, tuple):
        raise _FieldError("`usage` is a mapping and `notes` a list")
    return Record(
        request=request,
        directives=directives,
        preset=_text(fields, "preset"),
        name=_text(fields, "name") or None,
        use=_count(fields, "use", least=1) if "use" in fields else None,
        revision=revision,
        sha256=sha256,
        format=format_,
        width=width,
        height=height,
        alpha=alpha == "true",
        provider=_text(fields, "provider"),
        model=_text(fields, "model") or None,
        created=_text(fields, "created"),
        usage={key: _count(usage, key) for key in usage},
        cost=_text(fields, "cost"),
        notes=tuple(str(note) for note in notes),
        stem=stem,
    )


def request_from(asked: object) -> Request:
    """Read a request back from how a record says it.

    Raises:
        ValueError: it is not what `asked` gives.

    """
    if not isinstance(asked, dict):
        raise _FieldError("`asked` must be a mapping")
    for name in asked:
        if name not in _ASKED:
            raise _FieldError(f"unknown field `{name}` in `asked`{nearest(name, _ASKED)}")
    size = _SIZE.fullmatch(_text(asked, "size"))
    if not size:
        raise _FieldError("`size` must be WIDTHxHEIGHT")
    prompt, provider, model, quality, background, format_ = (_text(asked, name) for name in _WORDS)
    return Request(
        prompt=prompt,
        provider=provider,
        model=model,
        width=int(size[1]),
        height=int(size[2]),
        quality=quality,
        background=background,
        format=format_,
        take=_count(asked, "take", least=1) if "take" in asked else 1,
        inputs=_inputs(_text(asked, "inputs")),
        fidelity=_text(asked, "input_fidelity"),
    )


def _inputs(text: str) -> tuple[Input, ...]:
    found = []
    for entry in text.split(", ") if text else ():
        match = _INPUT.fullmatch(entry)
        if not match:
            raise _FieldError("`inputs` must be kinds with their digests")
        found.append(Input(cast("Kind", match[1]), match[2]))
    return tuple(found)


def _text(fields: Mapping[str, plainyaml.Value], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise _FieldError(f"`{name}` must be text")
    return value


def _count(fields: Mapping[str, plainyaml.Value], name: str, *, least: int = 0) -> int:
    text = _text(fields, name)
    if not _COUNT.fullmatch(text) or int(text) < least:
        raise _FieldError(f"`{name}` must be a whole number" + (f" from {least}" if least else ""))
    return int(text)


class State(StrEnum):
    """What the store has for an asset."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


class Index:
    """Records by key, by directive digest and by name: the store's content, looked up by identity and never by file name.

    Of several revisions of one picture the last counts.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.by_key: dict[str, Entry] = {entry.key: entry for entry in self.entries}
        if len(self.by_key) < len(self.entries):
            self.by_key.clear()
            for entry in self.entries:
                self._take(entry)

    @cached_property
    def by_directive(self) -> dict[str, list[Entry]]:
        """Entries by the directives they were made for; a build in which nothing changed never asks."""
        found: dict[str, list[Entry]] = {}
        for entry in self.by_key.values():
            for digest in entry.directives:
                found.setdefault(digest, []).append(entry)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[Entry]]:
        """Entries by name."""
        found: dict[str, list[Entry]] = {}
        for entry in self.by_key.values():
            if entry.name:
                found.setdefault(entry.name, []).append(entry)
        return found

    def add(self, entry: Entry) -> None:
        """Take in one entry.

        Raises:
            RecordError: another record has the same key and other bytes (two branches made the same picture).

        """
        self._take(entry)
        self.entries.append(entry)
        self.__dict__.pop("by_directive", None)
        self.__dict__.pop("by_name", None)

    def _take(self, entry: Entry) -> None:
        twin = self.by_key.setdefault(entry.key, entry)
        if twin.revision != entry.revision:
            self.by_key[entry.key] = max(twin, entry, key=lambda item: item.revision)
        elif twin.sha256 != entry.sha256:
            raise RecordError(
                f"`{twin.stem}.yml` and `{entry.stem}.yml` hold two pictures for one request",
                hint="look at both, keep one record with its original and delete the other",
            )

    def used(self, entry: Entry) -> Entry:
        """Give the take that stands for a picture.

        Raises:
            RecordError: it is not there.

        """
        if not entry.use:
            return entry
        take = self.by_key.get(entry.use)
        if take is None:
            raise RecordError(
                f"`{entry.stem}.yml` says to use another take, and there is no record of that",
                hint="restore it with `git checkout`, or take the line `use:` out",
            )
        return take

    def find(self, asset: Asset) -> tuple[State, Entry | None]:
        """Say what the store has for an asset; for a stale one the record of the same preset, then the newest."""
        entry = self.by_key.get(asset.request.key)
        if entry:
            return State.FRESH, self.used(entry)
        candidates = self.by_directive.get(asset.digest, ())
        if candidates:
            return State.STALE, self.used(latest(candidates, asset.preset))
        return State.MISSING, None


def latest(entries: Iterable[Entry], preset: str) -> Entry:
    """Choose among pictures of one directive: one of the same preset, then the newest."""
    return max(entries, key=lambda item: (item.preset == preset, item.created, item.key))


def changes(asset: Asset, record: Record) -> str:
    """Say in a few words why a picture is stale: what its request inherits today and did not when it was made."""
    now, then = asset.request, record.request
    parts = []
    if asset.preset != record.preset:
        parts.append(f"preset `{record.preset}` is now `{asset.preset}`")
    elif now.prompt != then.prompt:
        parts.append(f"preset `{asset.preset}` was reworded")
    for name in ("size", "quality", "background", "format", "provider", "model"):
        before, after = getattr(then, name), getattr(now, name)
        if before != after:
            parts.append(f"{name} {before} is now {after}")
    if now.inputs != then.inputs:
        parts.append("a picture that goes in changed")
    return ", ".join(parts)
