"""What is asked of a provider, what is done to its answer, and the identities of both.

A request key is the SHA-256 of the canonical JSON of an explicit list of fields; a field that is not set is left out, so
a new option changes no old key. Changing this is a breaking change: it would make users pay again (`tests/keys.json`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any


def digest_of(fields: dict[str, Any]) -> str:
    """SHA-256 over canonical JSON: sorted names, no blanks, UTF-8."""
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Request:
    """One picture as it is asked of a provider, everything resolved.

    `provider` and `model` are as *set* (`auto` stays `auto`), so that a model's death makes no picture stale.
    `width` and `height` are pixels. `format` is the format of the original.
    """

    prompt: str
    provider: str
    model: str
    width: int
    height: int
    quality: str
    background: str
    format: str
    take: int = 1

    @property
    def size(self) -> str:
        """`WIDTHxHEIGHT`, as the wire wants it."""
        return f"{self.width}x{self.height}"

    @property
    def transparent(self) -> bool:
        """Whether the picture must have real alpha."""
        return self.background == "transparent"

    @cached_property
    def key(self) -> str:
        """The request key, 64 hexadecimal digits."""
        fields: dict[str, Any] = {
            "prompt": self.prompt,
            "provider": self.provider,
            "model": self.model,
            "size": self.size,
            "quality": self.quality,
            "background": self.background,
            "format": self.format,
        }
        if self.take != 1:
            fields["take"] = self.take
        return digest_of(fields)
