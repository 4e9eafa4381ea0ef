"""An order is one picture as it was asked for and for whom: with its answer, all that a record needs.

It travels with the intent and with the paid answer, so that a picture finds its way into the store also when the page that
wanted it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from mkdocs_imggen import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.plan import Feed
    from mkdocs_imggen.request import Asset, Request


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One picture to be made.

    `directives` are the digests of all directives that want it, `where` the first of their places. `base` is the key of the
    picture that this one is another take of, and which it is to stand for; empty for a picture that stands for itself.
    `count` is how many takes are asked for at once. `feeds` are the pictures that go in, as this run knows them, and `needs`
    the keys of those that have to be made first; neither outlives the run.
    """

    request: Request
    directives: tuple[str, ...]
    preset: str
    label: str
    name: str = ""
    where: str = ""
    base: str = ""
    count: int = 1
    feeds: tuple[Feed, ...] = field(default=(), compare=False, repr=False)
    needs: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    @classmethod
    def of(cls, asset: Asset, directives: tuple[str, ...], where: str = "") -> Self:
        """Order the picture of an asset."""
        return cls(
            request=asset.request,
            directives=directives,
            preset=asset.preset,
            label=asset.label,
            name=asset.name or "",
            where=where,
            count=asset.variants,
        )

    @property
    def key(self) -> str:
        """The request key."""
        return self.request.key

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {
            "asked": record.asked(self.request),
            "directives": list(self.directives),
            "preset": self.preset,
            "label": self.label,
            "name": self.name,
            "where": self.where,
            "base": self.base,
            "count": self.count,
        }

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Read it back.

        Raises:
            ValueError: it is not what `to_json` gives.

        """
        try:
            texts = {name: fields[name] for name in ("preset", "label", "name", "where", "base")}
            directives, count = tuple(fields["directives"]), int(fields["count"])
            request = record.request_from(fields["asked"])
        except (KeyError, TypeError) as fault:
            raise ValueError("no order") from fault
        if not all(isinstance(text, str) for text in (*texts.values(), *directives)):
            raise ValueError("no order")
        return cls(request=request, directives=directives, count=count, **texts)
