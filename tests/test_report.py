from __future__ import annotations

import logging
import threading

import pytest

from mkdocs_imggen.report import LogReporter, Summary, TerminalReporter, money

LOG = logging.getLogger("imggen-test")


@pytest.fixture(autouse=True)
def every_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=LOG.name)


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        (Summary(), "0 made, 0 reused in 0.0 s, $0.00 spent"),
        (
            Summary(made=2, reused=31, renditions=1, seconds=12.34, dollars=0.0253),
            "2 made, 31 reused, 1 rendition written in 12.3 s, $0.025 spent",
        ),
        (Summary(drafts=1, seconds=0.25), "0 made, 0 reused, 1 drawn as draft in 0.2 s, $0.00 spent"),
        (
            Summary(drafts=3, renditions=6, dollars=1.5, guessed=True),
            "0 made, 0 reused, 3 drawn as drafts, 6 renditions written in 0.0 s, $1.50 spent (estimated)",
        ),
    ],
)
def test_a_run_ends_in_one_line(summary: Summary, line: str) -> None:
    assert summary.line() == line


@pytest.mark.parametrize(
    ("dollars", "text"),
    [(0, "$0.00"), (0.0114, "$0.011"), (0.25, "$0.250"), (1, "$1.00"), (12.345, "$12.35"), (1000, "$1000.00")],
)
def test_small_amounts_have_three_digits(dollars: float, text: str) -> None:
    assert money(dollars) == text


def test_a_log_counts_the_steps(caplog: pytest.LogCaptureFixture) -> None:
    reporter = LogReporter(LOG)
    for _ in range(2):
        reporter.begin("2 pictures to make", 2)
        reporter.step("lighthouse (1.0 s)")
        reporter.step("cat: failed")
        reporter.end()
    reporter.info("3 stale pictures are used")
    reporter.warn("2 pictures are drafts")
    run = ["imggen: 2 pictures to make", "imggen: [1/2] lighthouse (1.0 s)", "imggen: [2/2] cat: failed"]
    assert caplog.messages == [*run, *run, "imggen: 3 stale pictures are used", "imggen: 2 pictures are drafts"]
    assert [record.levelname for record in caplog.records][-2:] == ["INFO", "WARNING"]


def test_a_host_that_writes_its_own_prefix_gets_none_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    LogReporter(LOG, prefix="").info("100 % done: %s {x}")
    assert caplog.messages == ["100 % done: %s {x}"]


def test_steps_of_many_threads_are_each_counted_once(caplog: pytest.LogCaptureFixture) -> None:
    reporter = LogReporter(LOG)
    reporter.begin("x", 400)

    def work() -> None:
        for _ in range(50):
            reporter.step("x")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert caplog.messages[1:] == [f"imggen: [{number}/400] x" for number in range(1, 401)]


def test_a_terminal_shows_a_bar_and_text_as_it_is(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    reporter = TerminalReporter(LOG)
    reporter.begin("2 pictures", 2)
    reporter.step("a [red]cat[/red] :lock: \\[x]")
    reporter.end()
    reporter.warn("2 pictures are drafts")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "imggen:" in shown.err
    assert "1/2" in shown.err
    assert "a [red]cat[/red] :lock:" in " ".join(shown.err.split())
    assert "\\[x]" in shown.err
    assert caplog.messages == ["imggen: 2 pictures are drafts"]


def test_a_terminal_without_a_bar_has_nothing_to_move_or_clear(capsys: pytest.CaptureFixture[str]) -> None:
    reporter = TerminalReporter(LOG)
    reporter.step("x")
    reporter.end()
    assert capsys.readouterr() == ("", "")


def test_what_others_wrote_cannot_command_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """[threat 18]"""
    logger = logging.getLogger("test_report_clean")
    reporter = LogReporter(logger)
    with caplog.at_level(logging.INFO, logger="test_report_clean"):
        reporter.begin("1 picture to make", 1)
        reporter.step("a-sign (0.1 s); drew ##[add-mask]x\u202e\n::set-env name=x::y")
        reporter.info("::warning::x\x1b[31m")
        reporter.warn("##vso[task]x")
    assert [record.getMessage() for record in caplog.records][1:] == [
        "imggen: [1/1] a-sign (0.1 s); drew # #[add-mask]x ::set-env name=x::y",
        "imggen: warning::x[31m",
        "imggen: # #vso[task]x",
    ]
