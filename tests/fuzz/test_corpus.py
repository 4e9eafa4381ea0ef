"""Everything that fuzzing ever found, tried again: one file an input, called after the target that takes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from targets import TARGETS

pytestmark = pytest.mark.no_cover  # tracing more than doubles the time, and what only luck reaches is not tested

FOLDER = Path(__file__).parent / "corpus"
FILES = sorted(path for path in FOLDER.iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_was_found_once_does_no_harm_again(file: Path) -> None:
    TARGETS[file.name.partition("--")[0]](file.read_bytes())


def test_what_was_found_is_kept() -> None:
    assert len(FILES) >= 17
    assert {"yaml", "fence", "inline", "config", "record", "image"} <= {file.name.partition("--")[0] for file in FILES}
