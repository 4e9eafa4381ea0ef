"""`imggen models`: the table as people and programs get it, and what a server says of it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from mkdocs_imggen import modelling as module
from mkdocs_imggen.modelling import compare, models
from mkdocs_imggen.models import MODELS
from mkdocs_imggen.providers import openai
from mkdocs_imggen.testing import ImageServer, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "canary-7f3kQ9zLw2Xy8VbN4tRs"
PIECES = [KEY[at : at + 8] for at in range(len(KEY) - 7)]
MINI = MODELS["gpt-image-1-mini"]


class Noon(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override] # a fixed one
        return datetime(2026, 11, 22, 12, tzinfo=tz or UTC)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "datetime", Noon)
    return tmp_path


@pytest.fixture
def official(monkeypatch: pytest.MonkeyPatch) -> Iterator[ImageServer]:
    """A server in the place of OpenAI's, and a key for it."""
    listed = {name: row.retires.isoformat() if row.retires else None for name, row in MODELS.items()}
    with ImageServer(models=listed) as server:
        monkeypatch.setattr(openai, "OFFICIAL_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield server


def run(*words: str) -> Result:
    done = CliRunner().invoke(models, words, catch_exceptions=False)
    assert [piece for piece in PIECES if piece in done.output] == []
    return done


class TestTheTable:
    def test_each_model_is_a_line_where_nobody_watches(self) -> None:
        done = run()
        assert done.exit_code == 0
        lines = done.stdout.splitlines()
        assert [line.partition(";")[0] for line in lines[:-1]] == list(MODELS)
        assert lines[0] == (
            "gpt-image-1-mini; sizes: 1024x1024, 1536x1024, 1024x1536; a picture of 3:2: low $0.006, medium $0.015, high $0.052; "
            "inputs: 16 and mask; fidelity: low; $ per M tokens: 2 / 2.5 / 8; end: 2026-12-01, Azure 2027-04-07; "
            "successor: gpt-image-2.5-flare"
        )
        assert lines[7] == (
            "gpt-image-2; sizes: any in steps of 16; a picture of 3:2: low $0.005, medium $0.041, high $0.165; "
            "inputs: 16 and mask; fidelity: always high; $ per M tokens: 5 / 8 / 30; successor: gpt-image-2.6-flare"
        )
        assert "xhigh up to $0.200" in lines[1]
        assert lines[-1] == (
            "gone: dall-e-2 (2026-05-12), dall-e-3 (2026-05-12), gpt-image-1 (2026-10-23); "
            "prices of 2026-11-22, text in / image in / image out"
        )

    def test_it_is_a_table_on_a_terminal(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("COLUMNS", "220")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        models.main([], standalone_mode=False)
        lines = capsys.readouterr().out.splitlines()
        assert all(column in lines[0] for column in ("model", "sizes", "successor"))
        assert sum(line.startswith(("gpt-image", "chatgpt-image")) for line in lines) == len(MODELS)
        assert any(line.startswith("gpt-image-2.5-sunburst-2026-09-08 ") for line in lines)

    def test_a_model_that_is_gone_by_now_is_marked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Noon, "now", classmethod(lambda _, tz=None: datetime(2026, 12, 1, tzinfo=tz)))
        assert "end: 2026-12-01 (gone), Azure 2027-04-07;" in run().stdout.splitlines()[0]

    def test_programs_get_all_of_it(self) -> None:
        document = json.loads(run("--json").stdout)
        assert list(document) == ["prices_as_of", "models", "gone", "servers"]
        assert [row["name"] for row in document["models"]] == list(MODELS)
        assert document["models"][0] == {
            "name": "gpt-image-1-mini",
            "sizes": ["1024x1024", "1536x1024", "1024x1536"],
            "qualities": ["low", "medium", "high"],
            "transparent": True,
            "formats": ["png", "jpeg", "webp"],
            "inputs": {
                "most": 16,
                "formats": ["png", "jpeg", "webp"],
                "size": 50_000_000,
                "mask": True,
                "mask_formats": ["png"],
                "mask_size": 4_000_000,
                "fidelity": ["low"],
                "faithful": False,
                "tokens": 581,
            },
            "most": 10,
            "dollars_per_million_tokens": {
                "text_in": 2.0,
                "cached_text_in": 0.2,
                "image_in": 2.5,
                "cached_image_in": 0.25,
                "image_out": 8.0,
            },
            "dollars_per_picture": {
                "1024x1024": {
                    "low": {"dollars": 0.005, "kind": "estimated"},
                    "medium": {"dollars": 0.011, "kind": "estimated"},
                    "high": {"dollars": 0.036, "kind": "estimated"},
                },
                "1536x1024": {
                    "low": {"dollars": 0.006, "kind": "estimated"},
                    "medium": {"dollars": 0.015, "kind": "estimated"},
                    "high": {"dollars": 0.052, "kind": "estimated"},
                },
            },
            "retires": "2026-12-01",
            "azure_retires": "2027-04-07",
            "successor": "gpt-image-2.5-flare",
            "as_of": "2026-11-22",
            "source": MINI.source,
        }
        assert document["models"][7]["sizes"] == {
            "step": 16,
            "ratio": 3,
            "longest": 3840,
            "fewest": 655_360,
            "most": 8_294_400,
        }
        assert document["gone"]["gpt-image-1"] == "2026-10-23"
        assert [server["name"] for server in document["servers"]][:3] == ["openai", "azure", "litellm"]

    def test_it_asks_nobody_and_reads_no_configuration(self, here: Path, official: ImageServer) -> None:
        (here / "mkdocs.yml").write_text("site_name: [unclosed")
        assert run().exit_code == 0
        assert official.requests == []


class TestLive:
    def test_openai_is_asked_once_with_its_key_where_there_is_no_site(self, official: ImageServer) -> None:
        done = run("--live")
        assert done.exit_code == 0
        (sent,) = official.requests
        assert (sent.method, sent.path, sent.headers["authorization"]) == ("GET", "/v1/models", f"Bearer {KEY}")
        lines = done.stdout.splitlines()[-1 - len(MODELS) :]
        assert lines[0] == "gpt-image-1-mini: listed, 2026-12-01"
        assert lines[1] == "gpt-image-2.5-flare: listed, no end"
        assert lines[-1] == "OpenAI also lists: nothing else"

    def test_what_differs_from_the_table_is_said(self, official: ImageServer) -> None:
        official.models = {
            "gpt-image-1-mini": "2027-01-15",
            "gpt-image-2": "2027-06-01",
            "gpt-5": None,
            "gpt-image-3": None,
            "dall-e-4": None,
        }
        lines = run("--live").stdout.splitlines()
        assert "gpt-image-1-mini: listed, 2027-01-15; the table says 2026-12-01" in lines
        assert "gpt-image-2: listed, 2027-06-01; the table says no end" in lines
        assert "gpt-image-2.6-flare: not listed" in lines
        assert lines[-1] == "OpenAI also lists: dall-e-4, gpt-image-3"

    @pytest.mark.parametrize(
        ("found", "today", "said"),
        [
            ({}, date(2026, 12, 1), "not listed, as the table says"),
            ({}, date(2026, 11, 30), "not listed"),
            ({MINI.name: "2026-12-01"}, date(2026, 12, 1), "listed, 2026-12-01"),
            ({MINI.name: None}, date(2026, 12, 1), "listed, no end; the table says 2026-12-01"),
            ({MINI.name: "\x1b[31mnow"}, date(2026, 12, 1), "listed, [31mnow; the table says 2026-12-01"),
        ],
    )
    def test_a_row_and_a_list_are_compared(self, found: dict[str, str | None], today: date, said: str) -> None:
        assert compare(MINI, found, today) == said

    def test_programs_get_the_comparison_too(self, official: ImageServer) -> None:
        official.models = {"gpt-image-1-mini": None, "gpt-image-3": None}
        document = json.loads(run("--live", "--json").stdout)
        assert document["models"][0]["live"] == "listed, no end; the table says 2026-12-01"
        assert document["others"] == ["gpt-image-3"]

    def test_without_a_key_nobody_is_asked(self, official: ImageServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OPENAI_API_KEY")
        done = run("--live")
        assert (done.exit_code, done.stdout, official.requests) == (1, "", [])
        assert done.stderr.startswith("imggen: no key: OPENAI_API_KEY is not set; nothing was sent; set OPENAI_API_KEY")

    @pytest.mark.parametrize(
        ("reply", "line"),
        [
            (
                Reply.error(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"),
                "imggen: the key was refused (HTTP 401, request req_test_1)",
            ),
            (Reply(status=503), "imggen: the server failed (HTTP 503, request req_test_1)"),
            (Reply(body=b"<html>"), "imggen: `http://127.0.0.1:"),
        ],
    )
    def test_a_fault_is_one_line(self, official: ImageServer, reply: Reply, line: str) -> None:
        official.script = [reply]
        done = run("--live")
        assert (done.exit_code, done.stdout, len(official.requests)) == (1, "", 1)
        assert done.stderr.startswith(line)
        assert done.stderr.count("\n") == 1

    def test_a_server_that_says_nothing_is_not_waited_for_as_for_a_picture(
        self, official: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "PATIENCE", 0.3)
        official.script = [Reply(silent=True)]
        done = run("--live")
        assert (done.exit_code, len(official.requests)) == (1, 1)
        assert done.stderr == "imggen: no complete answer within 0.3 s; look at the network and at `base_url`\n"


class TestTheServerOfASite:
    def site(self, folder: Path, **settings: Any) -> Path:
        path = folder / "mkdocs.yml"
        path.write_text(f"site_name: Test\nplugins:\n- imggen: {json.dumps(settings)}\n")
        (folder / "docs").mkdir()
        return path

    def test_it_is_asked_with_its_own_key(self, here: Path, official: ImageServer, monkeypatch: pytest.MonkeyPatch) -> None:
        with ImageServer(models={"flux-2": None, "\x1b[31mflux-3": None}) as server:
            self.site(here, base_url=server.url, model="flux-2", api_key_env="MY_KEY")
            monkeypatch.setenv("MY_KEY", "my-own-0123456789")
            done = run("--live")
            assert [sent.headers["authorization"] for sent in server.requests] == ["Bearer my-own-0123456789"]
        assert official.requests == []
        assert done.stdout.splitlines()[-1] == "the server also lists: [31mflux-3, flux-2"

    def test_it_never_gets_openais_key(self, here: Path, official: ImageServer) -> None:
        with ImageServer(models={}) as server:
            path = self.site(here, base_url=server.url, model="flux-2", api_key_env="MY_KEY")
            done = run("--live", "-f", str(path))
            assert server.requests == official.requests == []
        assert done.exit_code == 1
        assert done.stderr.startswith("imggen: no key: MY_KEY is not set; nothing was sent")

    def test_a_site_that_names_openais_key_for_it_is_refused(self, here: Path, official: ImageServer) -> None:
        with ImageServer(models={}) as server:
            self.site(here, base_url=server.url, model="flux-2")
            done = run("--live")
            assert server.requests == official.requests == []
        assert done.exit_code == 1

    def test_a_configuration_that_is_not_there_is_said(self, here: Path) -> None:
        done = run("--live", "-f", "other.yml")
        assert done.exit_code == 2
        assert done.stderr == "imggen: there is no other.yml; run this beside mkdocs.yml, or give --config-file\n"
