"""What was sent before and is not in the store: no build sends it again; it is named, with what a person can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.errors import HeldError
from mkdocs_imggen.intake import decide
from mkdocs_imggen.report import money, places

if TYPE_CHECKING:
    from collections.abc import Container

    from mkdocs_imggen.maker import Maker
    from mkdocs_imggen.order import Order
    from mkdocs_imggen.quarantine import Quarantine
    from mkdocs_imggen.spool import Intent, Spool
    from mkdocs_imggen.store import Store

REFUSED = "refused: "
"""How the outcome of a request begins that was answered with a refusal, and so not billed."""
RESCUED = "its answer is in "
"""How it begins where only a folder outside of the project took the answer."""


def held(order: Order, store: Store, spool: Spool, quarantine: Quarantine) -> HeldError | None:
    """Say why a picture is not sent by a build: it was paid for, may have been, or lies there in another way.

    Raises:
        StoreError: nobody can tell, because the spool or the quarantine cannot be read.

    """
    kept = quarantine.find(order.key)
    if kept:
        what, hint = decide(kept[-1])
        return HeldError(kept[-1].why, kept=what, hint=hint)
    before = spool.intents(order.key)
    if before:
        return unanswered(before[-1])
    orphan = store.orphan(order.key)
    if orphan:
        return HeldError(
            f"the original `{orphan.name}` is in the store without its record",
            kept="nothing was sent",
            hint=f"restore the record with `git checkout`, or run `imggen adopt {order.label}`",
        )
    return None


def unanswered(intent: Intent) -> HeldError:
    """Say of a request that was sent and never answered when that was, and what a person can do."""
    label, outcome = intent.order.label, intent.outcome
    if outcome.startswith(REFUSED):
        return HeldError(outcome, kept="nothing was sent again", hint=f"change the words, or `imggen retry {label}`")
    if outcome.startswith(RESCUED):
        return HeldError(
            f"`{label}` was sent at {intent.sent} and {outcome}", kept="it is not sent again", hint="run `imggen rescue`"
        )
    return HeldError(
        f"`{label}` was sent at {intent.sent} and {outcome or 'no answer was kept'}",
        kept=f"it may have been billed (about {money(intent.dollars)}) and is not sent again by itself",
        hint=f"look at the provider's account, then `imggen retry {label}`",
    )


def waiting(maker: Maker, wanted: Container[str] = ()) -> list[str]:
    """Say what was paid for, or may have been, and is neither in the store nor wanted now.

    Raises:
        StoreError: the spool cannot be read.

    """
    known, lines = maker.store.index().by_key, []
    for intent in maker.spool.intents():
        if intent.order.key in known:
            maker.spool.remove(intent.path)  # a later request brought it
        elif intent.order.key not in wanted and not maker.busy(intent.order.key):
            lines.append(str(unanswered(intent)))
    answers = []
    for answer in maker.spool.answers():
        entry = known.get(answer.order.key)
        if maker.busy(answer.order.key) or answer.order.key in wanted:
            continue
        if entry and not answer.order.base and maker.intake.holds(answer, entry):
            maker.spool.remove(answer.path)  # a crash came before that
        else:
            answers.append(answer.order.label)
    if answers:
        lines.append(f"{places(answers)}: paid for and not in the store; `imggen rescue` takes them in")
    return lines
