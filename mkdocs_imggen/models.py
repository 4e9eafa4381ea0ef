"""What each image model can do, when it retires and what it costs: data, and the questions asked of it.

Nobody publishes a machine-readable table, so every row says where and when it was read. A model that is not in the table
is used unchecked, at a price that is an upper bound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from mkdocs_imggen.directive import MAX_PROMPT
from mkdocs_imggen.errors import DirectiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_imggen.request import Request

AUTO = "auto"
"""The word in the settings that lets the table choose the model."""
PRICES_AS_OF = date(2026, 11, 22)
"""When the prices were last compared with their sources."""

FIXED_SIZES = ("1024x1024", "1536x1024", "1024x1536")
"""All sizes of the models up to 1.5; each later model takes them too."""

_EFFORTS = ("low", "medium", "high", "xhigh", "max")
"""Qualities from cheap to dear."""
_FORMATS = ("png", "jpeg", "webp")
_STEP, _LONGEST, _RATIO = 16, 3840, 3
_FEWEST, _MOST = 655_360, 8_294_400
_MEASURED = 1536 * 1024  # the figures per picture hold up to this many pixels
_MANY_TOKENS = 10**9  # more than any answer costs; a larger number is a server's mistake


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """US dollars per million tokens."""

    text_in: float
    image_in: float
    image_out: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """What one model can do, until when, and what it costs.

    `sizes` is None for a model that takes any size within the rules of `_free_size_rule`. `pictures` are dollars for one
    picture's output by quality: a square of 1024, and a rectangle of 1536 by 1024. `formula` says that output tokens
    follow the formula known for gpt-image-2 instead, at any size. `retires` is the first day on which it is gone.
    """

    name: str
    sizes: tuple[str, ...] | None
    qualities: tuple[str, ...]
    transparent: bool = True
    formats: tuple[str, ...] = _FORMATS
    prices: Prices
    pictures: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    formula: bool = False
    retires: date | None = None
    successor: str | None = None
    as_of: date
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """An amount of money, and how far to trust it."""

    dollars: float
    kind: Literal["exact", "estimated", "upper bound"]


def _rows() -> Iterator[Model]:
    """All living models, the cheapest first: in this order one is proposed for what another cannot do."""
    later = Prices(text_in=5.00, image_in=8.00, image_out=30.00)
    litellm = "price table shipped in litellm 1.106.2"
    mini = Model(
        name="gpt-image-1-mini",
        sizes=FIXED_SIZES,
        qualities=_EFFORTS[:3],
        prices=Prices(text_in=2.00, image_in=2.50, image_out=8.00),
        pictures=MappingProxyType({"low": (0.005, 0.006), "medium": (0.011, 0.015), "high": (0.036, 0.052)}),
        retires=date(2026, 12, 1),
        # OpenAI names 2.6, which takes three to four times the tokens; 2.5-flare at low costs what mini costs.
        successor="gpt-image-2.5-flare",
        as_of=PRICES_AS_OF,
        source="OpenAI's model page; end from OpenAI's deprecations page",
    )
    # The squares of 2.5 and 2.6 were not measured: they are the rectangle times 1.28, as with gpt-image-2.
    flare_2_5 = Model(
        name="gpt-image-2.5-flare",
        sizes=None,
        qualities=_EFFORTS,
        prices=later,
        pictures=MappingProxyType({"low": (0.009, 0.007), "high": (0.053, 0.041)}),
        successor="gpt-image-2.6-flare",
        as_of=PRICES_AS_OF,
        source=f"{litellm}; tokens per picture derived from laozhang's measurement of 2026-11-05",
    )
    flare_2_6 = replace(
        flare_2_5,
        name="gpt-image-2.6-flare",
        pictures=MappingProxyType({"low": (0.026, 0.020), "high": (0.053, 0.041)}),
        successor=None,
        source="apiyi, laozhang, apidog and inference.sh, which agree; tokens per picture measured by laozhang on 2026-11-05",
    )
    gpt_2 = replace(
        flare_2_5,
        name="gpt-image-2",
        qualities=_EFFORTS[:3],
        pictures=MappingProxyType({}),
        formula=True,
        successor="gpt-image-2.6-flare",
        source=f"{litellm}; token formula from OpenAI's community, thread 1382699",
    )
    gpt_1_5 = replace(
        mini,
        name="gpt-image-1.5",
        prices=Prices(text_in=5.00, image_in=8.00, image_out=32.00),
        pictures=MappingProxyType({"low": (0.009, 0.013), "medium": (0.034, 0.050), "high": (0.133, 0.200)}),
        successor="gpt-image-2.6-flare",
        source=f"{litellm}; end from OpenAI's deprecations page",
    )
    yield mini
    yield flare_2_5
    yield replace(flare_2_5, name="gpt-image-2.5-flare-2026-09-08")
    yield replace(flare_2_5, name="gpt-image-2.5-sunburst", successor="gpt-image-2.6-sunburst")
    yield replace(flare_2_5, name="gpt-image-2.5-sunburst-2026-09-08", successor="gpt-image-2.6-sunburst")
    yield flare_2_6
    yield replace(flare_2_6, name="gpt-image-2.6-sunburst")
    yield gpt_2
    yield replace(gpt_2, name="gpt-image-2-2026-04-21")
    yield gpt_1_5
    yield replace(gpt_1_5, name="chatgpt-image-latest")


MODELS: Mapping[str, Model] = MappingProxyType({row.name: row for row in _rows()})
"""Every model that can be asked for, by name, in the order in which they are proposed."""

GONE: Mapping[str, date] = MappingProxyType(
    {"dall-e-2": date(2026, 5, 12), "dall-e-3": date(2026, 5, 12), "gpt-image-1": date(2026, 10, 23)},
)
"""Models that were gone before this table was made, with the day (source: docstrings of the openai package 3.54.0)."""


def resolve(model: str, request: Request, today: date) -> str:
    """Name the model to send: what `auto` means today, or the pinned model if it lives.

    Raises:
        DirectiveError: the pinned model is gone.

    """
    row = MODELS[next(iter(MODELS))] if model == AUTO else MODELS.get(model)
    end = row.retires if row else GONE.get(model)
    if end is None or today < end:
        return row.name if row else model
    heir = _heir(row, request, today)
    if model == AUTO:
        return heir
    raise DirectiveError(
        f"the model `{model}` was shut down on {end}",
        kept="nothing was sent",
        hint=f"set `model: {heir}`, or `model: {AUTO}`",
    )


def check(model: str, request: Request) -> None:
    """See that a model can do what is asked; a model that is not in the table is not checked.

    Raises:
        DirectiveError: it cannot; names what it can do, and a model without an end date that can do what was asked.

    """
    row = MODELS.get(model)
    fault = row and _fault(row, request)
    if not fault:
        return
    able = next((other.name for other in MODELS.values() if other.retires is None and not _fault(other, request)), None)
    hint = f"`model: {able}` can do it" if able else "no model in our table can do it"
    raise DirectiveError(f"`{model}` {fault}", kept="nothing was sent", hint=hint)


def estimate(model: str, request: Request) -> Estimate:
    """Say before anything is sent what a picture will cost, its prompt included."""
    row = MODELS.get(model)
    figure = row and _figure(row, request)
    dollars, kind = figure or (_dearest(request), "upper bound")
    # About one token for four characters of English; bytes, since other scripts take more tokens a character.
    tokens = math.ceil(len(request.prompt.encode()) / 4)
    price = row.prices.text_in if row else max(other.prices.text_in for other in MODELS.values())
    return Estimate(dollars=dollars + tokens * price / 1_000_000, kind=kind)


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


def _fault(row: Model, request: Request) -> str | None:
    """Say what a model can do when it cannot do what is asked; the end of a sentence about the model."""
    return next(_faults(row, request), None)


def _faults(row: Model, request: Request) -> Iterator[str]:
    if row.sizes is None:
        if rule := _free_size_rule(request.width, request.height):
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


def _free_size_rule(width: int, height: int) -> str | None:
    """Name the rule for free sizes that a size breaks."""
    long, short = max(width, height), min(width, height)
    if width % _STEP or height % _STEP:
        return f"whose width and height are multiples of {_STEP}"
    if long > _RATIO * short:
        return f"from 1:{_RATIO} to {_RATIO}:1"
    if long > _LONGEST:
        return f"of up to {_LONGEST} pixels on the long edge"
    if not _FEWEST <= width * height <= _MOST:
        return f"of {_FEWEST:,} to {_MOST:,} pixels in all"
    return None


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}"


def _heir(row: Model | None, request: Request, today: date) -> str:
    """Follow the successors to the first that lives and can do what is asked, else to the last one, which will say why not."""
    row = row or MODELS[next(iter(MODELS))]
    while row.successor and ((row.retires is not None and row.retires <= today) or _fault(row, request)):
        row = MODELS[row.successor]
    return row.name


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
