"""How large a drawing is: walks its shapes, so that nobody has to write sizes down and keep them true."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.curves import outline
from mkdocs_imggen.providers.sketch.shapes import IDENTITY, Group, Matrix, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around a drawing."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        """Give the box around both."""
        return Box(
            min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom)
        )


def multiply(outer: Matrix, inner: Matrix) -> Matrix:
    """Give the transformation that applies `inner`, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def measure(group: Group) -> Box | None:
    """Find the box around all that is drawn in a group, light and shadow left out; None where it is empty."""
    boxes = list(_boxes(group, IDENTITY))
    if not boxes:
        return None
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return box


def _boxes(group: Group, outer: Matrix) -> Iterator[Box]:
    matrix = multiply(outer, group.matrix)
    if group.clip:
        # What is clipped is at most the clipping path, and in our drawings it always fills it.
        yield _around(group.clip, matrix, 0.0)
        return
    for part in group.parts:
        if isinstance(part, Group):
            yield from _boxes(part, matrix)
        elif isinstance(part, Shape) and not part.haze:
            yield _around(part.data, matrix, _pen(part, matrix))


def _pen(shape: Shape, matrix: Matrix) -> float:
    return shape.width / 2 * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) if shape.stroke else 0.0


def _around(data: str, matrix: Matrix, pen: float) -> Box:
    a, b, c, d, e, f = matrix
    points = [(a * x + c * y + e, b * x + d * y + f) for x, y in outline(data)]
    across = [x for x, _ in points]
    down = [y for _, y in points]
    return Box(min(across) - pen, min(down) - pen, max(across) + pen, max(down) + pen)
