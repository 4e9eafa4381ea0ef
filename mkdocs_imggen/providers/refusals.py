"""What an answer that is not 2xx means: which error it is, whether waiting helps, and what to tell a person.

Only OpenAI sends the codes; other servers may send a bare sentence, `{"detail": …}` or a page of HTML, so the HTTP status
decides where there is no code.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs_imggen.errors import AccountError, NotSentError, ProviderError, RefusedError, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_WAIT = 60.0
"""Seconds that a server may ask us to wait before one retry; with three retries, three minutes in all."""
NOTHING_MADE = "nothing was made, nothing billed"

_PIECE = 8
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_TRY_AGAIN = re.compile(r"try again (?:in|after) ([0-9]{1,9}(?:\.[0-9]{1,9})?) ?s", re.IGNORECASE)
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_SPENT = frozenset({"insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted", "billing_not_active"})
_MODERATED = frozenset({"moderation_blocked", "content_policy_violation"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How often a passing fault is tried again: the seconds before each retry, and whether chance spreads them."""

    word: str
    waits: tuple[float, ...]
    spread: bool = False


UNSENT = Patience(word="no connection", waits=(1, 2, 4))
BUSY = Patience(word="too many requests", waits=(10, 20, 30), spread=True)
"""For servers that do not say how long: the waits add up to the minute over which OpenAI counts pictures."""
FAILED = Patience(word="server error", waits=(1, 2), spread=True)


class PassingError(Exception):
    """A fault that may be gone in a moment, with the error to raise if it is not. `wait` is what the server asked for."""

    def __init__(self, patience: Patience, error: ProviderError, wait: float | None = None) -> None:
        super().__init__(patience.word)
        self.patience, self.error, self.wait = patience, error, wait


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A server's own words: the code and the type of a fault, and its sentence; each may be empty."""

    code: str = ""
    type: str = ""
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    fits: Callable[[int, Said], bool]
    kind: type[ProviderError]
    what: str
    hint: str
    quote: bool = True
    kept: str = NOTHING_MADE
    patience: Patience | None = None


_RULES = (
    _Rule(
        fits=lambda status, said: status == 402 or _no_credit(said.code) or _no_credit(said.type),  # noqa: PLR2004 - Payment Required
        kind=AccountError,
        what="no credit is left, or a spending limit is reached",
        hint="raise it at the provider, then run again",
    ),
    _Rule(
        fits=lambda status, _: status == 401,  # noqa: PLR2004 - Unauthorized
        kind=AccountError,
        what="the key was refused",
        hint="set `{key_name}` to a valid key",
        quote=False,  # the sentence repeats a part of the key
    ),
    _Rule(
        fits=lambda status, _: status == 403,  # noqa: PLR2004 - Forbidden
        kind=AccountError,
        what="the key may not use `{model}`",
        hint="verify the organization at the provider (it counts after up to 15 minutes), or set another `model`",
    ),
    _Rule(
        fits=lambda _, said: said.code == "model_not_found",
        kind=AccountError,
        what="the model `{model}` does not exist, or is closed to this key",
        hint="set another `model`",
    ),
    _Rule(
        fits=lambda status, _: status == 404,  # noqa: PLR2004 - Not Found
        kind=AccountError,
        what="there is no image API at `{url}`, or no model `{model}`",
        hint="look at `base_url` and `model`",
    ),
    _Rule(
        fits=lambda status, _: 300 <= status < 400,  # noqa: PLR2004 - a redirect
        kind=AccountError,
        what="`{url}` redirects to `{location}`, and the key follows no redirect",
        hint="set `base_url` to the final address",
    ),
    _Rule(
        fits=lambda status, _: status == 429,  # noqa: PLR2004 - Too Many Requests
        kind=NotSentError,
        what="too many requests",
        hint="try again later",
        patience=BUSY,
    ),
    _Rule(
        fits=lambda status, _: status in {408, 409} or status >= 500,  # noqa: PLR2004 - Timeout, Conflict, server errors
        kind=NotSentError,
        what="the server failed",
        kept="no picture came, and none was counted as billed",
        hint="try again later",
        patience=FAILED,
    ),
    _Rule(
        fits=lambda _, said: said.code in _MODERATED,
        kind=RefusedError,
        what="the safety system refused it",
        hint="change the prompt",
    ),
    _Rule(fits=lambda *_: True, kind=RefusedError, what="it was refused", hint="change what is asked for"),
)
"""The first rule that fits counts: an empty account is said with 400 and with 429, a missing model with any status."""

_NO_ROUTE: Mapping[str, _Rule] = MappingProxyType(
    {
        "images/edits": _Rule(
            fits=lambda *_: True,
            kind=RefusedError,
            what="`{url}` edits no pictures (it has no `/images/edits`), or has no model `{model}`",
            hint="leave out `edit`, `references` and `mask`, or use another server",
        ),
        "models": _Rule(fits=lambda *_: True, kind=RefusedError, what="`{url}` gives no list of its models", hint=""),
    }
)
"""What a missing route means where pictures may be made all the same."""


def judge(
    route: str, status: int, headers: Mapping[str, str], body: bytes, names: Mapping[str, str]
) -> ProviderError | PassingError:
    """Turn an answer that is not 2xx into the error to raise.

    `route` is the path that was asked, without the base; `names` has `model`, `url` and `key_name` for the text.
    """
    said = hear(body)
    rule = next(rule for rule in _RULES if rule.fits(status, said))
    if status in {404, 405, 501} and said.code != "model_not_found":
        rule = _NO_ROUTE.get(route, rule)
    names = {**names, "location": clean(headers.get("location", "?"), 60)}
    what = f"{rule.what.format_map(names)} (HTTP {status}{request_id(headers)})"
    if rule.quote and said.message:
        what += f": {said.message}"
    error = rule.kind(what, code=said.code, kept=rule.kept, hint=rule.hint.format_map(names))
    if rule.patience is not BUSY:
        return PassingError(rule.patience, error) if rule.patience else error
    wait = _wait_asked(headers, said)
    if wait is None:
        return PassingError(BUSY, error)
    if _SECONDS.fullmatch(wait) and float(wait) <= MAX_WAIT:
        return PassingError(BUSY, error, float(wait))
    error.hint = f"the server asks to wait `{clean(wait, 40)}`; more than {MAX_WAIT:g} s are not waited"
    return error


def hear(body: bytes) -> Said:
    """Find a server's own words in the body of its refusal; none in anything but JSON."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return Said()
    fault = answer.get("error", answer) if isinstance(answer, dict) else answer
    if isinstance(fault, str):
        return Said(message=fault)
    if not isinstance(fault, dict):
        return Said()
    return Said(
        code=_word(fault, "code"),
        type=_word(fault, "type"),
        message=_word(fault, "message") or _word(fault, "detail"),
    )


def request_id(headers: Mapping[str, str]) -> str:
    """Give `, request ID` for a message, so that the provider's support can find the request; nothing without one."""
    found = headers.get("x-request-id", "")
    return f", request {found}" if _REQUEST_ID.fullmatch(found) else ""


def redact(text: str, secret: str) -> str:
    """Take every piece of a secret out of a text, whoever wrote it. A piece is 8 characters, or a shorter secret whole."""
    # Cleaned first: a secret with invisible characters in between would become whole when they are taken out.
    text = clean(text, 1000)
    size = min(_PIECE, len(secret))
    pieces = {secret[at : at + size] for at in range(len(secret) - size + 1)} - {""}
    hidden = {at + more for at in range(len(text)) if text[at : at + size] in pieces for more in range(size)}
    marked = "".join("\0" if at in hidden else letter for at, letter in enumerate(text))
    return re.sub("\0+", "…", marked)


def _no_credit(word: str) -> bool:
    return word in _SPENT or word.endswith("spend_limit_exceeded")


def _wait_asked(headers: Mapping[str, str], said: Said) -> str | None:
    asked = headers.get("retry-after")
    if asked is not None:
        return asked.strip()
    found = _TRY_AGAIN.search(said.message)
    return found[1] if found else None


def _word(fault: Mapping[str, Any], name: str) -> str:
    value = fault.get(name)
    return value if isinstance(value, str) else ""
