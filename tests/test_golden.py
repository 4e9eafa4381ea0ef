"""One case a file: Markdown and settings in; the page's HTML, our log lines, the requests on the wire, and errors out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from contract import contract
from sites import Site

from mkdocs_imggen.testing import ImageServer

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "golden"
CASES = sorted(FOLDER.glob("*.yml"))
SENT = ("model", "prompt", "size", "quality", "background", "output_format")


@pytest.fixture(scope="module")
def server() -> Iterator[ImageServer]:
    with ImageServer(validate=contract()) as running:
        yield running


def run(case: dict[str, Any], root: Path, server: ImageServer) -> dict[str, Any]:
    """Build the case's one page (and others it names); give what came out, in the case's own form."""
    settings = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": [640]}
    site = Site(root=root, imggen=settings | case.get("settings", {}), extensions=case.get("extensions", []))
    theme = {"name": None, "custom_dir": str(FOLDER / "theme")} | case.get("theme", {})
    site.more = {"theme": theme} | case.get("config", {})
    site.page(case["markdown"])
    for name, text in case.get("pages", {}).items():
        site.page(text, name)
    before = len(server.requests)
    built = site.build()
    calls = [{name: request.body[name] for name in SENT} for request in server.requests[before:] if request.body]
    errors = [text for level, text in built.lines if level == "ERROR"]
    out: dict[str, Any] = {"html": built.html().strip() if not errors else "", "errors": errors}
    out["calls"] = sorted(calls, key=lambda call: str(call["prompt"]))
    out["log"] = built.said("WARNING")
    return out


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(path: Path, tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    case = yaml.safe_load(path.read_text("utf-8"))
    if case.get("draft"):
        monkeypatch.delenv("TEST_IMAGE_KEY")
    out = run(case, tmp_path, server)
    assert out["errors"] == case.get("errors", [])
    assert out["html"] == case.get("html", "").strip()
    assert out["calls"] == case.get("calls", [])
    assert out["log"] == case.get("log", [])
