"""Where crash tests get their projects and their judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crash.project import Project
from crash.verdict import Judge

if TYPE_CHECKING:
    from pathlib import Path

    from crash.bank import Bank
    from crash.children import Zygote


@dataclass(kw_only=True)
class Bench:
    """What lasts as long as the test process; the second bank is the judges'.

    All projects stand at the same place, one after the other, since the name of a rescue folder depends on it. `mutants` are the ways in which the package is broken.
    """

    zygote: Zygote
    bank: Bank
    second: Bank
    base: Path
    mutants: tuple[str, ...] = ()

    def project(self, **options: Any) -> Project:
        """Make a site; nothing was asked yet."""
        self.bank.begin()
        self.bank.server.latency = 0
        project = Project(base=self.base, bank=self.bank, zygote=self.zygote, mutants=self.mutants, **options)
        project.lay({})
        return project

    def judge(self, **options: Any) -> Judge:
        """Make a judge of such a site."""
        return Judge(Project(base=self.base, bank=self.second, zygote=self.zygote, mutants=self.mutants, **options))
