"""The drawings, one file a family; `CATALOGUE` holds them all by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props import (
    animals,
    everyday,
    home,
    instruments,
    nature,
    paper,
    people,
    play,
    reptiles,
    screens,
    security,
    signs,
    symbols,
    systems,
    tools,
    travel,
    wild,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.providers.sketch.props.base import Prop

_FAMILIES = (
    screens,
    systems,
    security,
    paper,
    people,
    animals,
    wild,
    reptiles,
    tools,
    instruments,
    signs,
    symbols,
    nature,
    travel,
    home,
    play,
    everyday,
    work,
)

CATALOGUE: Mapping[str, Prop] = MappingProxyType({prop.name: prop for family in _FAMILIES for prop in family.PROPS})
