"""Real parts that many tests need: settings, requests, records and the words of an author."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import directive as grammar
from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.order import Order
from mkdocs_imggen.record import Record
from mkdocs_imggen.request import Request

if TYPE_CHECKING:
    from mkdocs_imggen.settings import Settings

BASE = Path("/project")


def site(**options: Any) -> Settings:
    """Give settings as a site wrote them; a fault fails the test."""
    settings, faults = settings_module.load(options, BASE)
    assert faults == []
    return settings


def fence(body: str) -> grammar.Directive:
    return grammar.fence(body, text=body)


def inline(alt: str, address: str = "", title: str | None = None, **attributes: str) -> grammar.Directive:
    return grammar.inline(alt=alt, address=address, title=title, attributes=attributes, text=f"![{alt}](imggen:{address})")


def a_request(**changes: Any) -> Request:
    request = Request(
        prompt="A lighthouse at dawn",
        provider="auto",
        model="auto",
        width=1536,
        height=1024,
        quality="medium",
        background="opaque",
        format="webp",
    )
    return replace(request, **changes)


def an_order(**changes: Any) -> Order:
    order = Order(
        request=a_request(), directives=("d" * 64,), preset="default", label="beacon", name="beacon", where="index.md:3"
    )
    return replace(order, **changes)


def a_record(data: bytes = b"picture", **changes: Any) -> Record:
    record = Record(
        request=a_request(),
        directives=("d" * 64,),
        preset="default",
        sha256=hashlib.sha256(data).hexdigest(),
        format="webp",
        width=1536,
        height=1024,
        alpha=False,
        provider="openai",
        model="gpt-image-1-mini",
        created="2026-11-22T12:00:00+00:00",
    )
    return replace(record, **changes)
