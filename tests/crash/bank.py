"""The server that is paid, and that remembers what it was paid for."""

from __future__ import annotations

import base64
import hashlib
import struct
import threading
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from contract import contract

from mkdocs_imggen.testing import ImageServer, Received, Reply, picture

if TYPE_CHECKING:
    from collections.abc import Iterable


OK = 200


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One answer of the server: what it was for, and its picture."""

    prompt: str
    picture: bytes

    @property
    def text(self) -> bytes:
        return base64.b64encode(self.picture)


class Bank:
    """An image API that remembers what it was asked and what it answered.

    The n-th answer to a prompt is always the same picture. `odd` are replies that are not as asked, used up in order.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.asked: list[str] = []
        self.paid: list[Paid] = []
        self.odd: list[Reply] = []
        self.server = ImageServer(script=self._reply, validate=contract())

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.__exit__()

    def begin(self, asked: Iterable[str] = (), paid: Iterable[Paid] = (), odd: Iterable[Reply] = ()) -> None:
        """Forget everything but what was asked and paid before; the next replies are those of `odd`."""
        with self._guard:
            self.asked, self.paid, self.odd = list(asked), list(paid), list(odd)
            self.server.requests.clear()

    @property
    def counts(self) -> Counter[str]:
        """How often each picture was asked for."""
        with self._guard:
            return Counter(self.asked)

    def _reply(self, received: Received) -> Reply:
        assert received.body is not None
        prompt, size = received.body["prompt"], received.body["size"]
        width, height = (int(part) for part in size.split("x"))
        with self._guard:
            self.asked.append(prompt)
            odd = self.odd.pop(0) if self.odd else Reply()
            if odd.size:
                width, height = (int(part) for part in odd.size.split("x"))
            number = sum(one.prompt == prompt for one in self.paid)
            data = _unique(f"{prompt} {number}", width, height)
            if odd.status == OK and not odd.cut and not odd.silent:
                self.paid.append(Paid(prompt=prompt, picture=data))
        if odd.json is not None:
            return odd
        answer = {"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}], "usage": {"total_tokens": 5}}
        return replace(odd, json=answer)


def _unique(words: str, width: int, height: int) -> bytes:
    """Make a picture whose colour and bytes belong to its words."""
    data = picture(width, height, hue=hashlib.sha256(words.encode()).digest()[0] / 256)
    remark = b"tEXtComment\0" + words.encode()
    return data[:-12] + struct.pack(">I", len(remark) - 4) + remark + struct.pack(">I", zlib.crc32(remark)) + data[-12:]
