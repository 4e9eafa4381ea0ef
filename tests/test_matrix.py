"""Every row of the fault matrix has a test that names it in its docstring, in brackets.

The rows are those of the list of threats (1 to 20) and of four parts of the fault matrix: P, provider; M, process and
machine; C, concurrency; D, data.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
ROWS = {
    *(f"threat {number}" for number in range(1, 21)),
    *(f"P{number}" for number in range(1, 28)),
    *(f"M{number}" for number in range(1, 16)),
    *(f"C{number}" for number in range(1, 11)),
    *(f"D{number}" for number in range(1, 15)),
}
_MARK = re.compile(r"\[((?:threat |[PMCD])[0-9]+)\]")


def marks() -> Iterator[tuple[str, str]]:
    """Give every mark with the test, the class of tests, or the file of them whose docstring holds it."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node, "name", "test" if isinstance(node, ast.Module) else "")
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and name.lower().startswith("test"):
                for mark in _MARK.findall(ast.get_docstring(node) or ""):
                    yield mark, f"{path.relative_to(TESTS)}: {name}"


TESTED = dict(marks())


@pytest.mark.parametrize("row", sorted(ROWS))
def test_every_row_has_a_test(row: str) -> None:
    assert row in TESTED


def test_every_mark_is_of_a_row() -> None:
    assert {mark: place for mark, place in TESTED.items() if mark not in ROWS} == {}
