"""The table of credits: what made each picture of a site, when, and from which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.store import Store

CAPTION = "What made each picture of this site, when, and from which words"
THUMBNAIL = 120
"""Pixels of width of a picture in the table."""
NOTHING = "—"
_MAKERS = ("person", "a person"), ("sketch", "the built-in illustrator"), ("unknown", NOTHING)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """One picture: what it is called, what made it, on which day, from which words, and its files where a page knows them."""

    label: str
    maker: str
    day: str
    prompt: str
    key: str
    picture: Planned | None = None

    @classmethod
    def of_entry(cls, entry: Entry, store: Store, *, label: str, picture: Planned | None = None) -> Self:
        """Read it from the record of a picture.

        Raises:
            RecordError: the record cannot be read.

        """
        record = store.record(entry)
        day = _DATE.match(record.created)
        return cls(
            label=label,
            maker=dict(_MAKERS).get(record.provider, record.model or record.provider),
            day=day[0] if day else "",
            # What a person brought was not made from the words that it stands for.
            prompt="" if record.provider == "person" else record.request.prompt,
            key=entry.key,
            picture=picture,
        )

    @classmethod
    def of_draft(cls, picture: Planned) -> Self:
        """Say of a picture that there is none yet."""
        request = picture.asset.request
        return cls(
            label=picture.asset.label, maker="a draft, not kept", day="", prompt=request.prompt, key=request.key, picture=picture
        )


def of_pictures(pictures: Iterable[Planned], store: Store) -> list[Credit]:
    """Give the credits of what a build shows, one for each original.

    Raises:
        RecordError: a record cannot be read.

    """
    found = {item.entry.key if item.entry else item.asset.request.key: item for item in reversed([*pictures])}
    return [
        Credit.of_entry(item.entry, store, label=item.asset.label, picture=item) if item.entry else Credit.of_draft(item)
        for item in found.values()
    ]


def of_store(store: Store) -> list[Credit]:
    """Give the credits of all that is kept, where nobody knows which pages there are.

    Raises:
        ImggenError: the store cannot be read.

    """
    return [Credit.of_entry(entry, store, label=entry.name or entry.stem) for entry in store.index().by_key.values()]


def place() -> ET.Element:
    """Give what stands on a page until all pictures are known."""
    return ET.Element("div", {"class": "imggen-credits"})


def table(credits_: Iterable[Credit], folder: str) -> ET.Element:
    """Build the table, in the order of the names; `folder` is how the page says that of pictures."""
    whole = place()
    # No class of its own, since themes leave tables alone that have one.
    made = ET.SubElement(whole, "table")
    ET.SubElement(made, "caption").text = CAPTION
    head = ET.SubElement(ET.SubElement(made, "thead"), "tr")
    for words in ("Picture", "Made by", "Date", "Prompt"):
        ET.SubElement(head, "th", {"scope": "col"}).text = words
    body = ET.SubElement(made, "tbody")
    for credit in sorted(credits_, key=lambda item: (item.label, item.key)):
        row = ET.SubElement(body, "tr")
        _name(ET.SubElement(row, "th", {"scope": "row"}), credit, folder)
        ET.SubElement(row, "td").text = credit.maker
        day = ET.SubElement(row, "td")
        if credit.day:
            ET.SubElement(day, "time", {"datetime": credit.day}).text = credit.day
        else:
            day.text = NOTHING
        ET.SubElement(row, "td").text = credit.prompt or NOTHING
    return whole


def _name(cell: ET.Element, credit: Credit, folder: str) -> None:
    """Fill the first cell: the picture, small and linked to itself, or its name."""
    if credit.picture is None:
        cell.text = credit.label
        return
    # The widest file, and the narrowest of the same format, which is the one that all browsers know.
    full = credit.picture.renditions[-1]
    small = next(item for item in credit.picture.renditions if item.recipe is full.recipe)
    link = ET.SubElement(cell, "a", {"href": folder + full.name})
    height = max(1, round(THUMBNAIL * credit.picture.height / credit.picture.width))
    said = {"src": folder + small.name, "alt": credit.label.replace("-", " "), "width": str(THUMBNAIL), "height": str(height)}
    ET.SubElement(link, "img", said | {"loading": "lazy", "decoding": "async"})
