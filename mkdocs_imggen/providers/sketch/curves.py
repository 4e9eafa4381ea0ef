"""Path data as points along it."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Point = tuple[float, float]
_TOKEN = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_TAKES = MappingProxyType({"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0})
_SAMPLES = (0.2, 0.4, 0.6, 0.8, 1.0)


def outline(data: str) -> Iterator[Point]:
    """Points along path data; curves are sampled."""
    tokens = _TOKEN.findall(data)
    here, start, handle = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)
    index, command, last = 0, "M", ""
    while index < len(tokens):
        if tokens[index].isalpha():
            command = tokens[index]
            index += 1
        kind = command.upper()
        count = _TAKES[kind]
        values = [float(token) for token in tokens[index : index + count]]
        index += count
        base = here if command.islower() else (0.0, 0.0)
        if kind == "Z":
            here = start
        elif kind == "H":
            here = (base[0] + values[0], here[1])
        elif kind == "V":
            here = (here[0], base[1] + values[0])
        elif kind == "A":
            end = (base[0] + values[5], base[1] + values[6])
            yield from _arc(here, values, end)
            here = end
        else:
            points = [(base[0] + values[n], base[1] + values[n + 1]) for n in range(0, count, 2)]
            if kind in "ST":
                mirrored = (2 * here[0] - handle[0], 2 * here[1] - handle[1])
                points.insert(0, mirrored if last in ("CS" if kind == "S" else "QT") else here)
            if len(points) > 1:
                yield from (_bezier([here, *points], share) for share in _SAMPLES)
                handle = points[-2]
            here = points[-1]
            if kind == "M":
                start = here
                command = "l" if command == "m" else "L"
        last = kind
        yield here


def _bezier(points: list[Point], share: float) -> Point:
    while len(points) > 1:
        points = [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for (x0, y0), (x1, y1) in pairwise(points)]
    return points[0]


def _arc(start: Point, values: list[float], end: Point) -> Iterator[Point]:
    """Sample an elliptical arc (SVG 2, appendix B.2.4); drawings here never rotate the ellipse itself."""
    rx, ry, _, large, sweep = values[:5]
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    if not (rx and ry) or not (dx or dy):
        return
    excess = (dx / rx) ** 2 + (dy / ry) ** 2
    if excess > 1:
        rx, ry = rx * math.sqrt(excess), ry * math.sqrt(excess)
        excess = 1.0
    factor = math.sqrt(max(0.0, 1 / excess - 1)) * (-1 if large == sweep else 1)
    cx, cy = factor * rx * dy / ry, -factor * ry * dx / rx
    begin = math.atan2((dy - cy) / ry, (dx - cx) / rx)
    stop = math.atan2((-dy - cy) / ry, (-dx - cx) / rx)
    if sweep and stop < begin:
        stop += 2 * math.pi
    elif not sweep and stop > begin:
        stop -= 2 * math.pi
    middle = ((start[0] + end[0]) / 2 + cx, (start[1] + end[1]) / 2 + cy)
    steps = 12
    for step in range(1, steps):
        angle = begin + (stop - begin) * step / steps
        yield (middle[0] + rx * math.cos(angle), middle[1] + ry * math.sin(angle))
