"""The provider's contract: one method that turns a request into an answer.

The answer's body is written to the spool before anybody looks into it; `unpack` looks into it, now or in a later run
that finds it in the spool.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from mkdocs_imggen.errors import UnusableError, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.request import Request

PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
"""First bytes of PNG, JPEG and WebP (a RIFF file)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a provider answered, untouched.

    `body` is either the picture's bytes or the JSON of an Images API answer. `model` is the model that made it, or None
    for a drawing by rule. `notes` are short remarks for the build's log (what was drawn, what was not understood).
    """

    body: bytes
    model: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """The pictures inside an answer, and the tokens they cost as the provider counted them (nested mapping of integers)."""

    pictures: tuple[bytes, ...]
    usage: Mapping[str, Any] = field(default_factory=dict)


class Provider(Protocol):
    """Turns a request into an answer. Called from several threads at once."""

    def generate(self, request: Request) -> Answer:
        """Make one picture.

        Raises:
            ProviderError: one of its kinds; its `billed` and `stops_run` decide what happens next.

        """
        ...


def unpack(body: bytes) -> Delivery:
    """Find the pictures in an answer's body.

    Raises:
        UnusableError: the body is neither a picture nor an Images API answer that holds one.

    """
    if body.startswith(PICTURE_STARTS):
        return Delivery(pictures=(body,))
    try:
        answer = json.loads(body)
        entries = answer["data"]
        texts = [entry["b64_json"] for entry in entries]
        pictures = tuple(_decode(text) for text in texts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        start = clean(body[:80].decode("utf-8", "replace"), 80)
        raise UnusableError(f"not an image answer (a proxy?): `{start}`") from fault
    if not pictures:
        raise UnusableError("the answer holds no picture")
    usage = answer.get("usage")
    return Delivery(pictures=pictures, usage=usage if isinstance(usage, dict) else {})


def _decode(text: str) -> bytes:
    """Decode base64 strictly; a `data:` address and line breaks are the two wrappers that servers really add."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    text = text.replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise ValueError("bad base64") from fault
