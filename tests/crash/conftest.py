"""What the crash tests share in a process: a zygote, two servers, and a judge that remembers its verdicts.

They run on POSIX only: they fork, kill and stop processes, and model what POSIX promises of a power loss.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if os.name != "posix":
    collect_ignore_glob = ["*.py"]  # there is no fork to kill a child of, as the docstring says

from crash.bank import Bank
from crash.bench import Bench
from crash.children import Zygote

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    zygote = Zygote()
    with Bank() as bank, Bank() as second:
        yield Bench(zygote=zygote, bank=bank, second=second, base=tmp_path_factory.mktemp("crash"))
    zygote.close()


@pytest.fixture(autouse=True)
def nothing_left_behind(bench: Bench, no_cover: None) -> Iterator[None]:
    """End what is left; nothing is measured here, since the package runs in children, and tracing doubles the time."""
    yield
    bench.zygote.end_all()
