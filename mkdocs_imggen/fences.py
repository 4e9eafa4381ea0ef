"""Finds imggen fences where no extension does it for us: with `fenced_code` (MkDocs's default), or with none.

At column 0 a fence is what `fenced_code` itself would take. Elsewhere (lists, quotes, tabs) the rules are those of
SuperFences: a closing line with the same mark and the same prefix, abandoned by a lesser indentation or a deeper quote, one
pass, and what is not closed is no fence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_imggen import directive as grammar
from mkdocs_imggen.errors import DirectiveError, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGE = "imggen"
"""The word that opens a fence of ours."""
CREDITS = "imggen-credits"
"""The word that opens one which asks for the table of all pictures."""

_MARK = re.compile(r"`{3,}|~{3,}")
_IMGGEN = re.compile(r"\{? *\.?imggen(-credits)?(?![\w#+-])")
_PLAIN_HEADER = re.compile(r"\{.*\}|\.?[\w#.+-]*+(?: *hl_lines=(?:\"[^\"]*\"|'[^']*'))?")


class Fence(str):
    """An author's fence, to the letter but for the prefix of its first line, with what was read in it.

    It lies in Markdown's stash of raw HTML. Wherever nobody makes a picture of it, it is simply put back as it was.
    `prefix` is the width of what stood before it, `header` what follows the language on its first line, and `padded` says
    that blank lines were put around its placeholder; `table` that it asks for that of all pictures.
    """

    __slots__ = ("body", "header", "padded", "prefix", "table")
    body: str
    prefix: int
    header: str
    padded: bool
    table: bool

    @classmethod
    def of(
        cls,
        text: str,
        *,
        body: str,
        prefix: int = 0,
        header: str = "",
        padded: bool = False,
        table: bool = False,
    ) -> Fence:
        """Join the text to what was read in it."""
        fence = cls(text)
        fence.body, fence.prefix, fence.header, fence.padded, fence.table = body, prefix, header, padded, table
        return fence

    def read(self) -> grammar.Directive | None:
        """Read its directive; None where it asks for the table of all pictures.

        Raises:
            DirectiveError: it is not written as it should be.

        """
        if self.header:
            raise DirectiveError(
                f"`{clean(self.header, 60)}` on the first line of the fence",
                hint="write options and attributes in its body, one `key: value` a line",
            )
        if not self.table:
            return grammar.fence(self.body, text=str(self))
        if self.body.strip():
            raise DirectiveError(f"words in a fence `{CREDITS}`, which takes none", hint="leave it empty")
        return None

    def shifted(self, columns: int) -> str:
        """Give the text for a place where its lines begin `columns` characters further left."""
        first, *rest = self.split("\n")
        return "\n".join([first, *(line[columns:] for line in rest)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A fence of ours in lines `start` to `end` (exclusive), and the prefix of its first line."""

    start: int
    end: int
    prefix: str
    fence: Fence


def scan(lines: Sequence[str], tab_length: int = 4) -> tuple[list[Found], list[str]]:
    """Find the imggen fences of a page, and the texts of other fences that show one."""
    return _Scan(lines, tab_length).run()


class _Scan:
    """One pass over a page; `lines` as authors wrote them, `plain` with tabs expanded and without carriage returns."""

    def __init__(self, lines: Sequence[str], tab_length: int) -> None:
        self.lines = lines
        self.plain = [line.expandtabs(tab_length).rstrip("\r") if "\t" in line or "\r" in line else line for line in lines]
        self.found: list[Found] = []
        self.shown: list[str] = []
        self.closings: dict[str, list[int]] | None = None

    def run(self) -> tuple[list[Found], list[str]]:
        at, last = 0, len(self.lines)
        while at < last:
            line = self.plain[at]
            at = self.line(at, line) if "```" in line or "~~~" in line else at + 1
        return self.found, self.shown

    def line(self, at: int, line: str) -> int:
        """Read the fence that begins in this line, if one does, and give the line to go on with."""
        width = len(line) - len(line.lstrip("> "))
        mark = _MARK.match(line, width)
        if mark is None:
            return at + 1
        header = line[mark.end() :].strip(" ")
        ours = _IMGGEN.match(header)
        if not ours and not _PLAIN_HEADER.fullmatch(header):
            return at + 1
        closed, end = self.nested(at, line[:width], mark[0]) if width else self.flush(at, mark[0])
        if not closed:
            return end
        text = "\n".join([self.lines[at][len(self.lines[at]) - len(self.lines[at].lstrip("> \t")) :], *self.lines[at + 1 : end]])
        if ours:
            rest = header[ours.end() :].removesuffix("}") if header.startswith("{") else header[ours.end() :]
            body = "\n".join(line[width:] for line in self.plain[at + 1 : end - 1])
            fence = Fence.of(text, body=body, prefix=width, header=rest.strip(), padded=width == 0, table=bool(ours[1]))
            self.found.append(Found(start=at, end=end, prefix=line[:width], fence=fence))
        elif LANGUAGE in text:
            self.shown.append(text)
        return end

    def flush(self, at: int, mark: str) -> tuple[bool, int]:
        """Find the end of a fence at column 0: the next line that is exactly its mark."""
        if self.closings is None:
            self.closings = {}
            for number, line in enumerate(self.plain):
                if line.startswith(("```", "~~~")) and _MARK.fullmatch(bare := line.rstrip(" ")):
                    self.closings.setdefault(bare, []).append(number)
        candidates = self.closings.get(mark, [])
        place = bisect_right(candidates, at)
        return (True, candidates[place] + 1) if place < len(candidates) else (False, at + 1)

    def nested(self, at: int, prefix: str, mark: str) -> tuple[bool, int]:
        """Follow a fence behind a prefix to its end, or to the line that abandons it (which may begin another)."""
        depth, width, blank = prefix.count(">"), len(prefix), False
        for number in range(at + 1, len(self.plain)):
            line = self.plain[number]
            taken = min(width, len(line) - len(line.lstrip("> ")))
            content, quotes = line[taken:], line.count(">", 0, taken)
            if quotes > depth:
                return False, number
            if not content.strip():
                blank = True
                continue
            # A quote may be lazy about its marks, but not after an empty line, and never about its indentation.
            if taken < width or (blank and quotes < depth):
                return False, number
            if content.rstrip(" ") == mark:
                return True, number + 1
            blank = False
        return False, len(self.plain)
