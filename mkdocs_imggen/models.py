"""The questions asked of the table of models: which one to send to, whether it can do what is asked, and what that costs.

A model that is not in the table is used unchecked, at a price that is an upper bound. What goes in besides words is told in
`inputs`, the pictures as the provider gets them; one whose bytes are not there yet (the picture of another asset) may have
none. `fidelity` is the author's `input_fidelity`, `n` how many pictures one request asks for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from mkdocs_imggen.directive import MAX_PROMPT
from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.modeltable import GONE, MODELS, PRICES_AS_OF, Inputs, Model, SizeRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from mkdocs_imggen.providers.base import InputPicture
    from mkdocs_imggen.request import Request

__all__ = [
    "AUTO",
    "GONE",
    "MODELS",
    "PRICES_AS_OF",
    "Estimate",
    "Model",
    "check",
    "cost",
    "estimate",
    "jump",
    "notice",
    "resolve",
]

AUTO = "auto"
"""The word in the settings that lets the table choose the model."""
NEAR = timedelta(days=90)
"""From so long before its end on, a pinned model is warned about."""
JUMP = 1.25
"""From so many times the price on, what `auto` has come to mean is told."""

_FIRST = next(iter(MODELS.values()))
"""What `auto` means while it lives."""
_MEASURED = 1536 * 1024  # the figures per picture hold up to this many pixels
_MANY_TOKENS = 10**9  # more than any answer costs; a larger number is a server's mistake
_WRAPPING = 32  # text tokens that a picture which goes in costs besides (OpenAI's community, thread 1281361)


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """An amount of money, and how far to trust it."""

    dollars: float
    kind: Literal["exact", "estimated", "upper bound"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wish:
    """All that is asked of a model."""

    request: Request
    inputs: Sequence[InputPicture]
    fidelity: str | None
    n: int

    @property
    def pictures(self) -> Sequence[InputPicture]:
        return [item for item in self.inputs if item.role != "mask"]

    @property
    def masks(self) -> Sequence[InputPicture]:
        return [item for item in self.inputs if item.role == "mask"]


def resolve(
    model: str,
    request: Request,
    today: date,
    *,
    inputs: Sequence[InputPicture] = (),
    fidelity: str | None = None,
    n: int = 1,
) -> str:
    """Name the model to send: what `auto` means today, or the pinned model if it lives.

    Raises:
        DirectiveError: the pinned model is gone.

    """
    row = _FIRST if model == AUTO else MODELS.get(model)
    end = row.retires if row else GONE.get(model)
    if end is None or today < end:
        return row.name if row else model
    heir = _heir(row or _FIRST, _Wish(request=request, inputs=inputs, fidelity=fidelity, n=n), today)
    if model == AUTO:
        return heir
    raise DirectiveError(
        f"the model `{model}` was shut down on {end}",
        kept="nothing was sent",
        hint=f"set `model: {heir}`, or `model: {AUTO}`",
    )


def check(model: str, request: Request, *, inputs: Sequence[InputPicture] = (), fidelity: str | None = None, n: int = 1) -> None:
    """See that a model can do what is asked; a model that is not in the table is not checked.

    Raises:
        DirectiveError: it cannot; names what it can do, and a model without an end date that can do what was asked.

    """
    row = MODELS.get(model)
    wish = _Wish(request=request, inputs=inputs, fidelity=fidelity, n=n)
    fault = row and _fault(row, wish)
    if not fault:
        return
    able = next((other.name for other in MODELS.values() if other.retires is None and not _fault(other, wish)), None)
    hint = f"`model: {able}` can do it" if able else "no model in our table can do it"
    raise DirectiveError(f"`{model}` {fault}", kept="nothing was sent", hint=hint)


def notice(model: str, today: date) -> str | None:
    """Say in one line what is worth knowing of a model as it is set: that it is near its end at OpenAI, or not in the table."""
    row = MODELS.get(model)
    if row is None:
        if model == AUTO or model in GONE:  # `auto` moves on by itself; what is gone is an error of `resolve`
            return None
        return f"`{model}` is not in the table of models: it is not checked, and its price counts as an upper bound"
    if row.retires is None or not today < row.retires <= today + NEAR:
        return None
    days = (row.retires - today).days
    left = "tomorrow" if days == 1 else f"in {days} days"
    return f"`{model}` is shut down on {row.retires}, {left}; set `model: {row.successor}`, or `model: {AUTO}`"


def jump(
    request: Request, today: date, *, inputs: Sequence[InputPicture] = (), fidelity: str | None = None, n: int = 1
) -> str | None:
    """Say in one line that `auto` has come to mean a model that is clearly dearer for this request; None where it has not."""
    name = resolve(AUTO, request, today, inputs=inputs, fidelity=fidelity, n=n)
    if name == _FIRST.name or _fault(_FIRST, _Wish(request=request, inputs=inputs, fidelity=fidelity, n=n)):
        return None
    before, now = (estimate(each, request, inputs=inputs) for each in (_FIRST.name, name))
    if now.dollars < before.dollars * JUMP:
        return None
    about = "at most" if now.kind == "upper bound" else "about"
    return (
        f"`model: {AUTO}` means `{name}` since {_FIRST.retires}: a picture of {request.size}, {request.quality}, "
        f"costs {about} ${now.dollars:.3f} instead of ${before.dollars:.3f}"
    )


def takes_fidelity(model: str, fidelity: str) -> bool:
    """Whether `input_fidelity` may be sent with this value: a model that has only one way of its own refuses the parameter."""
    row = MODELS.get(model)
    return row is None or (row.inputs is not None and fidelity in row.inputs.fidelity)


def estimate(model: str, request: Request, *, inputs: Sequence[InputPicture] = (), n: int = 1) -> Estimate:
    """Say before anything is sent what `n` pictures will cost, their prompt and what goes in included."""
    row = MODELS.get(model)
    figure = row and _figure(row, request)
    dollars, kind = figure or (_dearest(request), "upper bound")
    rows = [row] if row else list(MODELS.values())
    # About one token for four characters of English; bytes, since other scripts take more tokens a character.
    tokens = math.ceil(len(request.prompt.encode()) / 4) + _WRAPPING * len(inputs)
    dollars += tokens * max(each.prices.text_in for each in rows) / 1_000_000
    if inputs:
        most = max(each.inputs.tokens * each.prices.image_in for each in rows if each.inputs)
        dollars, kind = dollars + len(inputs) * most / 1_000_000, "upper bound"
    # Several pictures are billed as so many requests (OpenAI's community, thread 1382940).
    return Estimate(dollars=dollars * n, kind=kind)


def cost(model: str, usage: Mapping[str, Any]) -> Estimate | None:
    """Say from the provider's own count what a picture did cost; None where the count or the prices are not known."""
    row = MODELS.get(model)
    total_in, total_out = _count(usage, "input_tokens"), _count(usage, "output_tokens")
    if row is None or total_in is None or total_out is None:
        return None
    prices = row.prices
    text, image = (_count(usage.get("input_tokens_details"), name) for name in ("text_tokens", "image_tokens"))
    if text is not None and image is not None and text + image == total_in:
        spent = text * prices.text_in + image * prices.image_in + total_out * prices.image_out
        return Estimate(dollars=spent / 1_000_000, kind="exact")
    # Tokens of no known kind are counted as the dearer kind.
    spent = total_in * max(prices.text_in, prices.image_in) + total_out * prices.image_out
    return Estimate(dollars=spent / 1_000_000, kind="upper bound")


def _fault(row: Model, wish: _Wish) -> str | None:
    """Say what a model can do when it cannot do what is asked; the end of a sentence about the model."""
    return next(_faults(row, wish), None)


def _faults(row: Model, wish: _Wish) -> Iterator[str]:
    request = wish.request
    if isinstance(row.sizes, SizeRule):
        if rule := row.sizes.broken_by(request.width, request.height):
            yield f"takes sizes {rule}, not {request.size}"
    elif request.size not in row.sizes:
        yield f"takes the sizes {_list(row.sizes)}, not {request.size}"
    if request.quality not in row.qualities:
        yield f"takes the qualities {_list(row.qualities)}, not `{request.quality}`"
    if request.format not in row.formats:
        yield f"makes {_list(row.formats)}, not `{request.format}`"
    if request.transparent and request.format == "jpeg":
        yield "makes transparent pictures as png or webp, not as jpeg"
    if request.transparent and not row.transparent:
        yield "makes opaque pictures only"
    if len(request.prompt) > MAX_PROMPT:
        yield f"takes prompts of up to {MAX_PROMPT:,} characters, not {len(request.prompt):,}"
    if wish.n > row.most:
        yield f"makes up to {row.most} pictures at once, not {wish.n}"
    if wish.inputs:
        yield from _input_faults(row.inputs, wish) if row.inputs else ["makes pictures from words only"]


def _input_faults(takes: Inputs, wish: _Wish) -> Iterator[str]:
    if len(wish.pictures) > takes.most:
        yield f"takes up to {takes.most} input pictures, not {len(wish.pictures)}"
    for items, what, formats, size in (
        (wish.pictures, "input pictures", takes.formats, takes.size),
        (wish.masks, "masks", takes.mask_formats, takes.mask_size),
    ):
        for item in items:
            if item.type.removeprefix("image/") not in formats:
                yield f"takes {what} as {_list(formats)}, and `{item.name}` is {item.type}"
            if len(item.data) >= size:
                mb = 1_000_000
                yield f"takes {what} of less than {size // mb} MB, and `{item.name}` has {len(item.data) / mb:.1f}"
    if wish.masks and not takes.mask:
        yield "takes no mask"
    if len(wish.masks) > 1:
        yield f"takes one mask, not {len(wish.masks)}"
    if wish.masks and not wish.pictures:
        yield "takes a mask only with a picture to edit"
    if wish.fidelity is None or wish.fidelity in takes.fidelity or (takes.faithful and wish.fidelity == "high"):
        return
    if takes.fidelity:
        yield f"takes the `input_fidelity` {_list(takes.fidelity)}, not `{wish.fidelity}`"
    else:
        yield "always keeps inputs at high fidelity" if takes.faithful else "takes no `input_fidelity`"


def _list(words: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _heir(row: Model, wish: _Wish, today: date) -> str:
    """Follow the successors to the first that lives and is able, else give the cheapest that is.

    Where none is, it is the last successor, which will say why not.
    """
    chain = [row]
    while chain[-1].successor:
        chain.append(MODELS[chain[-1].successor])
    living = (each for each in (*chain, *MODELS.values()) if each.retires is None or today < each.retires)
    return next((each.name for each in living if not _fault(each, wish)), chain[-1].name)


def _figure(row: Model, request: Request) -> tuple[float, Literal["estimated", "upper bound"]] | None:
    """Dollars of output for one picture, or None where the table has no figure that bounds it."""
    if row.formula:
        return _formula_tokens(request) * row.prices.image_out / 1_000_000, "estimated"
    if request.width * request.height > _MEASURED or request.quality not in row.qualities:
        return None
    # A quality without a figure costs at most what the next better one costs.
    better = row.qualities[row.qualities.index(request.quality) :]
    known = next((quality for quality in better if quality in row.pictures), None)
    if known is None:
        return None
    square, rectangle = row.pictures[known]
    return square if request.width == request.height else rectangle, "estimated" if known == request.quality else "upper bound"


def _formula_tokens(request: Request) -> int:
    """Output tokens of gpt-image-2: cells of a grid whose long edge the quality sets, times a factor for the pixels."""
    long, short = max(request.width, request.height), min(request.width, request.height)
    cells = {"low": 16, "medium": 48}.get(request.quality, 96)
    across = (2 * cells * short + long) // (2 * long)  # rounded, half up
    return math.ceil(cells * across * (2_000_000 + long * short) / 4_000_000)


def _dearest(request: Request) -> float:
    """Dollars of output of the dearest model at its best quality, for the size that is asked."""
    best = [replace(request, quality=row.qualities[-1]) for row in MODELS.values()]
    figures = (_figure(row, asked) for row, asked in zip(MODELS.values(), best, strict=True))
    return max(figure[0] for figure in figures if figure)


def _count(usage: Any, name: str) -> int | None:
    value = usage.get(name) if isinstance(usage, Mapping) else None
    return value if type(value) is int and 0 <= value <= _MANY_TOKENS else None
