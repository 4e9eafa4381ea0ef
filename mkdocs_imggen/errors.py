"""Every error that leaves this package, and the one line that a person reads.

ImggenError
├─ SettingsError        a setting, or the command line, is wrong
├─ DirectiveError       an author's mistake in Markdown or in `assets:`
├─ RecordError          a record cannot be read
├─ StoreError           an original or the store is damaged, or cannot be written
├─ MissingPictureError  `locked` mode, and a picture is not in the store
├─ BudgetError          the sum of estimates is over the budget
├─ HeldError            it may have been paid for before, so only a person sends it again
├─ SeveralErrors        all faults of a run together
└─ ProviderError        a provider did not deliver; see its attribute `billed`
   ├─ AccountError      key, quota, permission, model: the same for every picture, so the run stops
   ├─ RefusedError      this picture was refused; the others go on
   ├─ NotSentError      nothing was sent, nothing was billed
   │  └─ StoppedError  the run was ended before this picture was sent
   ├─ UnclearError      sent, and no answer: may have been billed, so no run sends it again by itself
   └─ UnusableError     answered and billed, but not a picture that can be used
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_LINE = 300
"""Characters in one error line."""
MAX_QUOTE = 200
"""Characters of foreign text quoted in a message."""

_MAX_HINT, _MAX_PLACE, _MAX_CODE = 200, 80, 30
_LEAST_WHAT, _LEAST_PLACE, _LEAST_PART = 40, 20, 8
_KEYLIKE = re.compile(r"(?<![A-Za-z0-9])(sk|pk|rk)-[A-Za-z0-9_*\-]{6,}")
_COMMAND = re.compile(r"##(?=\[|vso\[)")
_COLONS = re.compile(r"^(?::: ?)+")
_SPACE = re.compile(r"\s+")


def clean(text: str, limit: int = MAX_QUOTE) -> str:
    """Make foreign text safe for one log line: no control or bidi characters, no workflow command, no key, no flood."""
    text = "".join(c for c in _SPACE.sub(" ", text) if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    text = " ".join(text.split())
    text = _KEYLIKE.sub(r"\1-…", text)
    text = _COMMAND.sub("# #", text)  # GitHub and Azure read `##[…]` as a command, wherever it stands in a line
    text = _COLONS.sub("", text)  # and GitHub a line that starts so
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Give ` (did you mean `x`?)` when one of the known words is close, else nothing."""
    import difflib  # noqa: PLC0415 - only somebody's slip needs it

    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean `{close[0]}`?)" if close else ""


class ImggenError(Exception):
    """What went wrong, where, what was kept or spent, and what to do about it.

    `where` is the place in front of the line, such as `page.md:12`; an outer layer that knows it better calls `at`.
    `code` is a provider's own word for the fault. `kept` says what is safe, `hint` what to do.
    """

    exit_code = 1
    stops_run = False
    """Whether every other picture of the run would fail in the same way."""

    def __init__(self, what: str, *, where: str = "", code: str = "", kept: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.code, self.kept, self.hint = what, where, code, kept, hint

    def at(self, where: str) -> Self:
        """Add the place, unless an inner layer knew it already."""
        self.where = self.where or where
        return self

    def __str__(self) -> str:
        """Give the line a person reads: place, what, what was kept, what to do."""
        # What to do must not be cut, so everything else gives way to it: first the description, then what was kept.
        hint = _part("; {}", self.hint, _MAX_HINT)
        code = _part(" [{}]", self.code, _MAX_CODE)
        room = MAX_LINE - len("imggen: ") - len(hint) - len(code)
        place = _place(self.where, max(_LEAST_PLACE, min(_MAX_PLACE, room - _LEAST_WHAT)))
        room -= len(place)
        kept = _part("; {}", self.kept, MAX_QUOTE)
        what = clean(self.what, max(min(_LEAST_WHAT, room), room - len(kept)))
        if len(what) + len(kept) > room:
            kept = _part("; {}", self.kept, room - len(what) - len("; "))
        return f"{place}imggen: {what}{code}{kept}{hint}"


def _part(form: str, text: str, limit: int) -> str:
    text = clean(text, limit) if limit >= _LEAST_PART else ""
    return form.format(text) if text else ""


def _place(where: str, limit: int) -> str:
    """Give the place with its colon; the end of a long one says more than its beginning."""
    where = clean(where, MAX_LINE)
    return f"{where if len(where) <= limit else '…' + where[1 - limit :]}: " if where else ""


class SettingsError(ImggenError):
    """A setting or the command line is wrong."""

    exit_code = 2


class DirectiveError(ImggenError):
    """An author's mistake; nothing was sent."""


class RecordError(ImggenError):
    """A record cannot be read; its original was left alone."""


class StoreError(ImggenError):
    """An original, or the store itself, is damaged or cannot be written."""


class MissingPictureError(ImggenError):
    """A picture is not in the store, and this mode does not make pictures."""

    exit_code = 3


class BudgetError(ImggenError):
    """The estimates are over the budget; nothing was sent for what is over."""

    exit_code = 4


class HeldError(ImggenError):
    """A picture was sent before and is not in the store; a build does not send it again."""


class ProviderError(ImggenError):
    """A provider did not deliver a picture."""

    billed = False
    """Whether it counts against the budget as if it had been billed."""


class AccountError(ProviderError):
    """Key, quota, permission or model: the same for every picture."""

    stops_run = True


class RefusedError(ProviderError):
    """The provider refused this picture (moderation, a value)."""


class NotSentError(ProviderError):
    """The request surely never reached the provider, or was answered without work being done."""


class StoppedError(NotSentError):
    """The run was ended before this picture was sent; it is not a fault of its own."""


class UnclearError(ProviderError):
    """The request was sent and no complete answer came; it may have been billed."""

    billed = True


class UnusableError(ProviderError):
    """The answer was billed but holds no picture that can be used; its body was kept."""

    billed = True


class SeveralErrors(ImggenError):  # noqa: N818 - it is a plural
    """All faults of a run together; the first one decides the exit code."""

    def __init__(self, errors: Sequence[ImggenError]) -> None:
        super().__init__(f"{len(errors)} problems")
        self.errors = tuple(errors)
        self.exit_code = errors[0].exit_code

    def __str__(self) -> str:
        """Give all lines, one a fault."""
        return "\n".join(str(error) for error in self.errors)


def raise_all(errors: Sequence[ImggenError]) -> None:
    """Raise one error as itself, several together, and nothing when there is none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralErrors(errors)
