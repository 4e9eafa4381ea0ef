"""The `imggen` command on real sites: what it prints, what it exits with, what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from commands import PAGES, run

from mkdocs_imggen.cli import _print_table, main
from mkdocs_imggen.testing import Reply

if TYPE_CHECKING:
    from sites import Site

    from mkdocs_imggen.testing import ImageServer


def test_plan_lists_every_picture_with_its_state_place_model_and_cost(site: Site) -> None:
    done = run("plan")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "missing  a-fox  index.md:3  never made  gpt-image-1-mini  1536x1024  $0.015 estimated",
        "missing  owl  index.md:5  never made  gpt-image-1-mini  1024x1024  $0.036 estimated",
        "0 fresh, 0 stale, 2 missing; to make what is missing: about $0.051 (prices of 2026-11-22)",
    ]
    assert not (site.root / "site").exists()
    assert site.store == []


def test_plan_as_json_is_one_document(site: Site) -> None:
    document = json.loads(run("plan", "--json").stdout)
    assert document["dollars"] == 0.051
    assert document["prices_as_of"] == "2026-11-22"
    assert [(row["state"], row["label"], row["where"], row["price"]) for row in document["pictures"]] == [
        ("missing", "a-fox", "index.md:3", "estimated"),
        ("missing", "owl", "index.md:5", "estimated"),
    ]


def test_plan_says_why_a_picture_is_stale_and_what_a_new_one_replaces(site: Site) -> None:
    run("generate")
    site.imggen["presets"] = {"default": {"prompt": "{prompt}, oil", "quality": "low"}}
    site.page(PAGES.replace("prompt: An owl", "prompt: A grey owl"))
    site.config()
    lines = run("plan").stdout.splitlines()
    assert lines[0] == (
        "stale  a-fox  index.md:3  preset `default` was reworded, quality medium is now low  gpt-image-1-mini  1536x1024"
    )
    assert lines[1].startswith("missing  owl  index.md:5  replaces owl-")


def test_generate_makes_what_is_missing_and_then_nothing(site: Site, server: ImageServer) -> None:
    done = run("generate")
    assert done.exit_code == 0
    assert done.stdout.startswith("2 made, 0 reused in ")
    assert done.stdout.endswith("spent; commit imggen\n")
    assert len(server.requests) == 2
    assert len(site.store) == 4
    assert run("generate").stdout == "nothing to make\n"
    assert len(server.requests) == 2


def test_generate_is_explicit_and_so_may_run_in_a_build_service(
    site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert run("generate").exit_code == 0
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("words", "labels"),
    [(("--only", "owl"), ["owl"]), (("--only", "index.md", "--limit", "1"), ["a-fox"]), (("--limit", "1"), ["a-fox"])],
)
def test_generate_makes_only_what_it_is_told(site: Site, words: tuple[str, ...], labels: list[str]) -> None:
    document = json.loads(run("generate", "--json", *words).stdout)
    assert [row["label"] for row in document["made"]] == labels
    assert {row["file"] for row in document["made"]} < set(site.store)


def test_generate_stale_makes_new_pictures_and_keeps_the_old_ones(site: Site, server: ImageServer) -> None:
    run("generate", "--only", "a-fox")
    site.imggen["presets"] = {"default": {"prompt": "{prompt}, oil"}}
    site.config()
    assert run("generate", "--only", "a-fox").stdout == "nothing to make\n"
    assert run("generate", "--only", "a-fox", "--stale").exit_code == 0
    assert len(server.requests) == 2
    assert len(site.store) == 4


def test_a_budget_that_does_not_suffice_sends_nothing_and_exits_4(site: Site, server: ImageServer) -> None:
    done = run("generate", "--budget", "0.02")
    assert done.exit_code == 4
    assert done.stderr == (
        "imggen: 2 pictures would cost about $0.051 and the budget is $0.020: index.md:3, index.md:5; nothing was sent;"
        " raise `budget:`, or use `imggen generate` with --budget, --limit or --only\n"
    )
    assert server.requests == []


def test_the_environment_caps_the_budget_of_the_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.imggen["budget"] = 1000
    site.config()
    monkeypatch.setenv("IMGGEN_BUDGET", "0.02")
    assert run("generate").exit_code == 4
    monkeypatch.setenv("IMGGEN_BUDGET", "lots")
    done = run("generate")
    assert done.exit_code == 2
    assert done.stderr == "imggen: IMGGEN_BUDGET is `lots`; write an amount of US dollars such as 0.50\n"


def test_a_missing_key_is_said_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_IMAGE_KEY")
    done = run("generate")
    assert done.exit_code == 1
    assert done.stderr == (
        "imggen: no key: TEST_IMAGE_KEY is not set; nothing was sent;"
        " set TEST_IMAGE_KEY, or `provider: sketch` to have pictures drawn for nothing\n"
    )


def test_an_account_fault_stops_the_run_and_says_what_was_not_tried(site: Site, server: ImageServer) -> None:
    site.imggen["concurrency"] = 1
    site.config()
    server.script = [Reply.error(401, "invalid_api_key", "Incorrect API key provided: test-key*********7890.")]
    done = run("generate")
    assert done.exit_code == 1
    assert len(server.requests) == 1
    assert "1 were not tried" in done.stderr
    assert "test-key" not in done.stderr
    assert "TEST_IMAGE_KEY" in done.stderr


def test_check_exits_3_for_what_is_missing_and_0_when_all_is_there(site: Site) -> None:
    done = run("check")
    assert done.exit_code == 3
    assert done.stdout.splitlines() == [
        "index.md:3: `a-fox` is missing; run `imggen generate`",
        "index.md:5: `owl` is missing; run `imggen generate`",
        "2 pictures: 2 missing, 0 stale, 0 damaged",
    ]
    run("generate")
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "2 pictures: 0 missing, 0 stale, 0 damaged\n")


def test_check_minds_stale_pictures_only_when_told(site: Site) -> None:
    run("generate")
    site.imggen["presets"] = {"default": {"prompt": "{prompt}, oil"}}
    site.config()
    assert run("check").exit_code == 0
    done = run("check", "--no-stale")
    assert done.exit_code == 3
    assert done.stdout.splitlines()[0] == "index.md:3: `a-fox` is stale: preset `default` was reworded"


def test_check_finds_a_flipped_bit(site: Site) -> None:
    run("generate")
    (original,) = (site.root / "imggen").glob("owl-*.webp")
    data = bytearray(original.read_bytes())
    data[len(data) // 2] ^= 1
    original.write_bytes(data)
    done = run("check", "--json")
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert f"{original.name}` has SHA-256 " in document["damaged"][0]


def test_directives_from_macros_are_seen(site: Site) -> None:
    site.plugins = ["macros"]
    site.page('{% for word in ["hen", "cat"] %}\n![A {{ word }}](imggen:)\n{% endfor %}\n')
    site.config()
    assert [line.split("  ")[1:3] for line in run("plan").stdout.splitlines()[:2]] == [
        ["a-hen", "index.md"],
        ["a-cat", "index.md"],
    ]


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        (
            ("plan", "-f", "nowhere.yml"),
            2,
            "imggen: there is no nowhere.yml; run this beside mkdocs.yml, or give --config-file\n",
        ),
        (("generate", "--only", "nobody"), 2, "imggen: no picture is called `nobody`; see `imggen plan`\n"),
        (("plan", "-f", "plain.yml"), 2, "imggen: plain.yml does not list the plugin; add `imggen` to `plugins:`\n"),
        (("plan", "-f", "twisted.yml"), 1, None),
    ],
)
def test_wrong_usage_is_one_line(site: Site, words: tuple[str, ...], status: int, text: str | None) -> None:
    (site.root / "plain.yml").write_text("site_name: Plain\n", "utf-8")
    (site.root / "twisted.yml").write_text("site_name: Twisted\nplugins: [{imggen: {modle: x}}]\n", "utf-8")
    done = CliRunner().invoke(main, words)
    assert done.exit_code == status
    assert "Traceback" not in done.output
    if text is not None:
        assert done.stderr == text


def test_a_fault_on_a_page_stops_every_command(site: Site) -> None:
    site.page("![A fox](imggen:?sise=1)\n")
    done = CliRunner().invoke(main, ["plan"])
    assert done.exit_code == 1
    assert "index.md:1: imggen: unknown option `sise` (did you mean `size`?)" in done.output


def test_help_names_every_command_and_option() -> None:
    assert all(word in run("--help").stdout for word in ("plan", "generate", "check"))
    assert all(
        word in run("generate", "--help").stdout
        for word in ("--only", "--limit", "--stale", "--budget", "--json", "--config-file")
    )
    assert "--no-stale" in run("check", "--help").stdout


def test_plan_of_a_site_without_directives_costs_nothing(site: Site) -> None:
    site.page("# Home\n")
    done = run("plan")
    assert done.exit_code == 0
    assert done.stdout == "0 fresh, 0 stale, 0 missing; to make what is missing: $0.00 (prices of 2026-11-22)\n"


def test_plan_of_what_is_there_says_what_made_it(site: Site) -> None:
    run("generate", "--only", "owl")
    document = json.loads(run("plan", "--json").stdout)
    fox, owl = document["pictures"]
    assert (fox["state"], fox["why"], fox["dollars"], fox["price"]) == ("missing", "never made", 0.015, "estimated")
    assert (owl["state"], owl["why"], owl["dollars"], owl["price"]) == ("fresh", "", 0.0, "")
    assert (owl["provider"], owl["model"], owl["size"], owl["quality"]) == ("openai", "gpt-image-1-mini", "1024x1024", "high")
    assert run("plan").stdout.splitlines()[1] == "fresh  owl  index.md:5  gpt-image-1-mini  1024x1024"


def test_plan_names_the_place_of_a_picture_that_its_model_cannot_make(site: Site) -> None:
    site.imggen = {"widths": []}
    site.page("![A fox](imggen:)\n\n![An owl](imggen:?size=64x64)\n")
    site.config()
    done = run("plan")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "index.md:3: imggen: `gpt-image-1-mini` takes the sizes 1024x1024, 1536x1024 and 1024x1536, not 64x64"
    )


def test_plan_counts_a_price_that_nobody_knows_as_a_bound(site: Site) -> None:
    site.imggen["model"] = "flux"
    site.config()
    assert "; to make what is missing: at most $" in run("plan").stdout.splitlines()[-1]


def test_plan_is_a_table_where_somebody_watches(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    row = {"where": "index.md:3", "why": "", "model": "", "provider": "sketch", "size": "64x64", "depth": 0, "from": []}
    _print_table(
        [
            row | {"state": "missing", "label": "[bold]fox[/bold]", "dollars": 0.0155, "price": "estimated"},
            row
            | {
                "state": "fresh",
                "label": "owl",
                "dollars": 0.0,
                "price": "",
                "model": "gpt-image-1-mini",
                "depth": 1,
                "from": ["@fox"],
            },
        ]
    )
    lines = [line.split() for line in click.unstyle(capsys.readouterr().out).splitlines()]
    assert lines == [
        ["state", "label", "where", "why", "model", "size", "cost"],
        ["missing", "[bold]fox[/bold]", "index.md:3", "sketch", "64x64", "$0.015", "estimated"],
        ["fresh", "└", "owl", "index.md:3", "from", "@fox", "gpt-image-1-mini", "64x64"],
    ]


def test_check_prints_what_is_damaged_first(site: Site) -> None:
    run("generate", "--only", "owl")
    (original,) = (site.root / "imggen").glob("owl-*.webp")
    original.unlink()
    done = run("check")
    assert done.exit_code == 1
    damaged, *lines = done.stdout.splitlines()
    assert f"{original.name}` is missing; nothing was published or sent; restore it: `git checkout -- " in damaged
    assert lines == ["index.md:3: `a-fox` is missing; run `imggen generate`", "2 pictures: 1 missing, 0 stale, 1 damaged"]


def test_several_failures_are_a_line_each(site: Site, server: ImageServer) -> None:
    server.script = lambda _: Reply.error(400, "moderation_blocked")
    done = run("generate")
    assert done.exit_code == 1
    first, second = done.stderr.splitlines()[-2:]
    assert first.startswith("index.md:3: imggen: ")
    assert second.startswith("index.md:5: imggen: ")
    assert "0 of 2 pictures are in the store" in first


def test_an_interrupt_is_one_line_and_exits_130(site: Site, server: ImageServer) -> None:
    def interrupt(_: object) -> None:
        if len(server.requests) == 1:  # a second signal would leave at once
            os.kill(os.getpid(), signal.SIGINT)

    server.script = interrupt
    done = run("generate")
    assert done.exit_code == 130
    assert done.stderr.splitlines()[-1] == "imggen: interrupted; what was paid for is kept"


def test_the_site_of_properdocs_is_built_by_properdocs(site: Site) -> None:
    site.more = {"theme": {"name": "material", "font": False}}  # ProperDocs does not ship the theme `mkdocs`
    site.config().rename(site.root / "properdocs.yml")
    code = "import sys; from mkdocs_imggen.cli import main; main(['plan'], standalone_mode=False); print('properdocs.commands.build' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=site.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("missing  a-fox  index.md:3")
    assert done.stdout.splitlines()[-1] == "True"


def test_properdocs_is_asked_before_anything_of_mkdocs_is_imported(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.config().rename(site.root / "properdocs.yml")
    monkeypatch.setitem(sys.modules, "properdocs", None)
    with pytest.raises(ModuleNotFoundError, match="properdocs"):
        run("plan")


def test_check_proves_originals_that_no_page_uses_today(site: Site) -> None:
    run("generate")
    (original,) = (site.root / "imggen").glob("owl-*.webp")
    original.write_bytes(b"RIFF")
    site.page("# Home\n\n![A fox](imggen:)\n")
    done = run("check")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == "1 pictures: 0 missing, 0 stale, 1 damaged"


def test_a_plugin_that_is_listed_twice_is_refused_and_buys_nothing(site: Site, server: ImageServer) -> None:
    site.plugins = [{"imggen": site.imggen}]
    site.config()
    done = CliRunner().invoke(main, ["plan"])
    assert done.exit_code == 1
    assert "imggen is listed twice under `plugins:`; list it once" in done.output
    assert server.requests == []


def test_builds_inside_the_build_that_looks_make_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (site.root / "hook.py").write_text(
        "import os\ndef on_env(env, **_):\n    print('inside:', os.environ['IMGGEN_MODE'])\n", "utf-8"
    )
    site.more = {"hooks": ["hook.py"]}
    site.config()
    assert "inside: draft" in run("plan").stdout
    monkeypatch.setenv("IMGGEN_MODE", "locked")
    run("plan")
    import os  # noqa: PLC0415

    assert os.environ["IMGGEN_MODE"] == "locked"
