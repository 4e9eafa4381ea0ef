"""How a property is fuzzed here: how many cases, what one of them may cost, and how a good input is damaged."""

from __future__ import annotations

import gc
import os
import struct
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Text = TypeVar("Text", str, bytes)

_ROUND = 5000
"""Cases of one run of hypothesis. It remembers all of them, so a long night is many runs."""
_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")
_SCRIPTS = st.binary(min_size=5, max_size=30)
"""How something is damaged, five bytes a damage: one draw is many times faster than a list of choices."""
_BYTES = (0, 1, 2, 3, 7, 8, 13, 16, 100, 127, 128, 200, 254, 255)
_FORMS = ((">H", 0xFFFF), ("<H", 0xFFFF), (">I", 0xFFFFFFFF), ("<I", 0xFFFFFFFF))
_NUMBERS = (0, 1, 255, 256, 4096, 7071, 16383, 32767, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def fuzz(
    *, commit: int, nightly: int, **strategies: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a test of a property.

    It runs with `commit` cases, every time the same ones, so that a build service never fails by chance; and, where soaks
    are asked for, with `nightly` cases, every night other ones. Keep what a night finds in `corpus/`.
    """

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        @pytest.mark.parametrize(
            "night", [pytest.param(False, id="commit"), pytest.param(True, id="nightly", marks=pytest.mark.soak)]
        )
        def test(night: bool) -> None:
            left = nightly if night else commit
            while left > 0:
                chosen = settings(
                    max_examples=min(left, _ROUND),
                    derandomize=not night,
                    database=None,
                    deadline=None,  # `capped` counts the time of this process only, which a busy machine does not change
                    suppress_health_check=list(HealthCheck),
                )
                chosen(given(**strategies)(check))()
                left -= _ROUND

        test.__name__, test.__qualname__ = check.__name__, check.__qualname__
        test.__module__, test.__doc__ = check.__module__, check.__doc__
        return test

    return decorate


@contextmanager
def capped(*, seconds: float, megabytes: int) -> Iterator[None]:
    """Fail when what is done inside takes longer (of the processor), or needs more memory (where Linux tells its peak)."""
    measured = os.access(_PEAK, os.W_OK)
    if measured:
        _PEAK.write_text("5")
    before = _kilobytes("VmRSS:") if measured else 0
    gc.disable()  # what hypothesis remembers takes long to look through, and is not ours
    begin = time.process_time()
    try:
        yield
    finally:
        took = time.process_time() - begin
        gc.enable()
    grown = (_kilobytes("VmHWM:") - before) / 1024 if measured else 0
    assert took < seconds, f"{took:.2f} s"
    assert grown < megabytes, f"{grown:.0f} MB"


def _kilobytes(name: str) -> int:
    status = _STATUS.read_text()
    return int(status[status.index(name) + len(name) :].split(None, 1)[0])


def texts_like(good: Sequence[str], tokens: Sequence[str]) -> st.SearchStrategy[str]:
    """Give damaged texts."""
    return st.builds(
        lambda one, script, own: damaged(one, script, (own, *tokens)), st.sampled_from(good), _SCRIPTS, st.text(max_size=8)
    )


def bytes_like(good: Sequence[bytes], tokens: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Give damaged bytes."""
    return st.builds(
        lambda one, script, own: damaged(one, script, (own, *tokens)), st.sampled_from(good), _SCRIPTS, st.binary(max_size=8)
    )


def damaged(good: Text, script: bytes, tokens: Sequence[Text]) -> Text:
    """Damage a text or bytes as a script says: what is done, where, how far, and with what."""
    for start in range(0, len(script) - 4, 5):
        kind, high, low, length, chosen = script[start : start + 5]
        at = (high << 8 | low) % (len(good) + 1)
        head, taken, tail = good[:at], good[at : at + length % 64], good[at + length % 64 :]
        token = tokens[chosen % len(tokens)]
        match kind % 8:
            case 0 | 1 | 2:  # in the place of as much, which leaves the rest where a format wants it
                good = head + token + good[at + len(token) :]
            case 3:
                good = head + token + taken + tail
            case 4:
                good = head + tail
            case 5:
                good = head + taken + taken + tail
            case 6:
                good = head + taken * 20 + tail
            case _:  # the rest is cut off, but not every time, or little would be left of most
                good = head if low % 4 == 0 else head + token + tail
    return good


def parts(text: Text, divider: Text) -> list[Text]:
    """Give the words of a list."""
    return text.split(divider)


def byte_tokens() -> list[bytes]:
    """Give bytes and numbers at which readers of formats stumble."""
    numbers = [struct.pack(form, number) for form, top in _FORMS for number in _NUMBERS if number <= top]
    marks = [b"\xff\xd8", b"\xff\xda", b"\xff\xd9", b"\xff\xc2", b"IDAT", b"VP8X", bytes(40)]
    return [*(bytes([one]) for one in _BYTES), *dict.fromkeys(numbers), *marks]
