"""The provider's contract: one method that turns a request into an answer.

The answer's body is written to the spool before anybody looks into it; `unpack` looks into it, now or in a later run
that finds it in the spool.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

from mkdocs_imggen.errors import UnusableError, clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_imggen.request import Request

PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
"""First bytes of PNG, JPEG and WebP (a RIFF file)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InputPicture:
    """A picture that goes in, in the order in which the prompt counts them.

    `role` says what it is for: `edit` is to be changed, a `reference` is looked at, and where the `mask` is transparent the
    first picture may change. `name` is a file name that fits `type`, such as `hero.png` and `image/png`.
    """

    role: Literal["edit", "reference", "mask"]
    name: str
    data: bytes = field(repr=False)
    type: str = "image/png"


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
    """The pictures inside an answer, and the tokens they cost as the provider counted them (nested mapping of integers).

    There is at least one picture, and there may be more or fewer than were asked for.
    """

    pictures: tuple[bytes, ...]
    usage: Mapping[str, Any] = field(default_factory=dict)


class Provider(Protocol):
    """Turns a request into an answer. Called from several threads at once."""

    def generate(
        self, request: Request, inputs: Sequence[InputPicture] = (), *, n: int = 1, fidelity: str | None = None
    ) -> Answer:
        """Make `n` pictures of one request, from its words and from the pictures that go in.

        `fidelity` (`low`, `high`) says how closely those are kept, for a model that can be told so.

        Raises:
            ProviderError: one of its kinds; its `billed` and `stops_run` decide what happens next.
            DirectiveError: it cannot do what is asked; nothing was sent.

        """
        ...


def pack(pictures: Sequence[bytes], usage: Mapping[str, Any] | None = None) -> bytes:
    """Put several pictures into one answer's body, as an Images API would: the opposite of `unpack`."""
    answer: dict[str, Any] = {"data": [{"b64_json": base64.b64encode(picture).decode()} for picture in pictures]}
    return json.dumps(answer | ({"usage": usage} if usage else {})).encode()


def unpack(body: bytes) -> Delivery:
    """Find the pictures in an answer's body.

    Raises:
        UnusableError: the body is neither a picture nor an Images API answer that holds one; an address is not fetched.

    """
    if body.startswith(PICTURE_STARTS):
        return Delivery(pictures=(body,))
    try:
        answer = json.loads(body)
        entries = answer["data"]
        if place := _address(entries):
            raise UnusableError(f"the answer holds an address (`{place}`) instead of a picture, and none is fetched")
        texts = [entry["b64_json"] for entry in entries]
        pictures = tuple(_decode(text) for text in texts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        start = clean(body[:80].decode("utf-8", "replace"), 80)
        raise UnusableError(f"not an image answer (a proxy?): `{start}`") from fault
    if not pictures:
        raise UnusableError("the answer holds no picture")
    usage = answer.get("usage")
    return Delivery(pictures=pictures, usage=usage if isinstance(usage, dict) else {})


def _address(entries: Any) -> str | None:
    """Say where the first address leads that stands where a picture should; its query may be a secret."""
    for entry in entries:
        url = entry.get("url")
        if url and not entry.get("b64_json"):
            return clean(urlsplit(url).hostname or url.partition("?")[0], 60)
    return None


def _decode(text: str) -> bytes:
    """Decode base64 strictly; a `data:` address and line breaks are the two wrappers that servers really add."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    text = text.replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise ValueError("bad base64") from fault
