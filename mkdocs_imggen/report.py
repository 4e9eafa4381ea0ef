"""What a run tells a person: progress while it works, one line at the end. The engine itself prints nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mkdocs_imggen.errors import clean

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable

    from rich.progress import Progress, TaskID


MAX_STEP = 1000
"""Characters of a line that may hold somebody else's words."""
NAMED = 5
"""How many places one counted line names."""


class Reporter(Protocol):
    """Hears what happens; called from several threads."""

    def begin(self, what: str, total: int) -> None:
        """Hear that so many steps start."""

    def step(self, line: str) -> None:
        """Hear that one of them is done; `line` says which and how."""

    def end(self) -> None:
        """Hear that the steps are over, done or not."""

    def info(self, line: str) -> None:
        """Hear what is worth knowing."""

    def warn(self, line: str) -> None:
        """Hear what to act on; makes a strict build fail."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What one run did; `renditions` is None where none were asked for.

    `dollars` is what was spent, `guessed` whether a part of it is not exact.
    """

    made: int = 0
    reused: int = 0
    drafts: int = 0
    renditions: int | None = None
    seconds: float = 0.0
    dollars: float = 0.0
    guessed: bool = False

    def line(self) -> str:
        """Give the one line at the end of a run."""
        parts = [f"{self.made} made", f"{self.reused} reused"]
        if self.drafts:
            parts.append(f"{self.drafts} drawn as draft{'' if self.drafts == 1 else 's'}")
        if self.renditions is not None:
            parts.append(f"{self.renditions} rendition{'' if self.renditions == 1 else 's'} written")
        return ", ".join(parts) + f" in {self.seconds:.1f} s, {money(self.dollars)} spent{' (estimated)' if self.guessed else ''}"


def money(dollars: float) -> str:
    """Write an amount with as many digits as small pictures need."""
    return f"${dollars:.2f}" if dollars >= 1 or dollars == 0 else f"${dollars:.3f}"


def places(wheres: Iterable[str]) -> str:
    """Name the first few places and count the rest."""
    everywhere = list(wheres)
    names = ", ".join(everywhere[:NAMED])
    return names + (f" and {len(everywhere) - NAMED} more" if len(everywhere) > NAMED else "")


class LogReporter:
    """Plain lines into a logger: for pipes, build services and MkDocs's own output."""

    def __init__(self, logger: logging.Logger | logging.LoggerAdapter[logging.Logger], prefix: str = "imggen: ") -> None:
        self._log = logger
        self._prefix = prefix
        self._total = self._done = 0
        self._guard = threading.Lock()

    def begin(self, what: str, total: int) -> None:
        """Say how much there is to do."""
        self._total, self._done = total, 0
        self._log.info("%s%s", self._prefix, what)

    def step(self, line: str) -> None:
        """Say which step is done, counted."""
        with self._guard:
            self._done += 1
            self._log.info("%s[%d/%d] %s", self._prefix, self._done, self._total, clean(line, MAX_STEP))

    def end(self) -> None:
        """Have nothing to clear away."""

    def info(self, line: str) -> None:
        """Log at INFO."""
        self._log.info("%s%s", self._prefix, clean(line, MAX_STEP))

    def warn(self, line: str) -> None:
        """Log at WARNING."""
        self._log.warning("%s%s", self._prefix, clean(line, MAX_STEP))


class TerminalReporter(LogReporter):
    """A progress bar while something is made, plain lines for the rest."""

    _bar: Progress | None = None
    _task: TaskID

    def begin(self, what: str, total: int) -> None:
        """Show the bar."""
        from rich.console import Console  # noqa: PLC0415 - only where somebody watches
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        self._total, self._done = total, 0
        columns = (
            TextColumn("imggen:"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),  # a prompt may hold rich's own markup; it is text here
        )
        self._bar = Progress(*columns, console=Console(stderr=True), transient=False)
        self._task = self._bar.add_task(what, total=total)
        self._bar.start()

    def step(self, line: str) -> None:
        """Move the bar on."""
        if self._bar is not None:
            self._bar.update(self._task, advance=1, description=clean(line, MAX_STEP))

    def end(self) -> None:
        """Leave the bar as it is and give the terminal back."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
