"""The image models as data: what each can do, until when, at what price, and where each row was read.

Nobody publishes a machine-readable table. The questions asked of this one are in `models.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PRICES_AS_OF = date(2026, 11, 22)
"""When the prices were last compared with their sources."""

FIXED_SIZES = ("1024x1024", "1536x1024", "1024x1536")
"""All sizes of the models up to 1.5; each later model takes them too."""

_EFFORTS = ("low", "medium", "high", "xhigh", "max")
"""Qualities from cheap to dear."""
_FORMATS = ("png", "jpeg", "webp")
_MB = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """US dollars per million tokens of each kind; `cached` ones are of an input that was sent a moment before."""

    text_in: float
    cached_text_in: float
    image_in: float
    cached_image_in: float
    image_out: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SizeRule:
    """Which free sizes a model takes, in pixels: both sides multiples of `step`, no side more than `ratio` times the other."""

    step: int = 16
    ratio: int = 3
    longest: int = 3840
    fewest: int = 655_360
    most: int = 8_294_400

    def broken_by(self, width: int, height: int) -> str | None:
        """Name the part of the rule that a size breaks."""
        long, short = max(width, height), min(width, height)
        if width % self.step or height % self.step:
            return f"whose width and height are multiples of {self.step}"
        if long > self.ratio * short:
            return f"from 1:{self.ratio} to {self.ratio}:1"
        if long > self.longest:
            return f"of up to {self.longest} pixels on the long edge"
        if not self.fewest <= width * height <= self.most:
            return f"of {self.fewest:,} to {self.most:,} pixels in all"
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Inputs:
    """Which pictures a model takes besides words: how many, their formats, and the bytes that each must stay below.

    `fidelity` are the values of `input_fidelity` that it takes; a model without any keeps the parameter out of a request.
    `faithful` says that it always works as `high` would. `tokens` is the most that one picture costs.
    """

    most: int = 16
    formats: tuple[str, ...] = _FORMATS
    size: int = 50 * _MB
    mask: bool = True
    mask_formats: tuple[str, ...] = ("png",)
    mask_size: int = 4 * _MB
    fidelity: tuple[str, ...] = ()
    faithful: bool = False
    tokens: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """What one model can do, until when, and what it costs.

    `sizes` is a list, or the rule for free ones. `inputs` is None for a model that only reads words, `most` how many pictures
    one request may ask for. `pictures` are dollars for one picture's output by quality: a square of 1024, and a rectangle of
    1536 by 1024. `formula` says that output tokens follow the formula known for gpt-image-2 instead, at any size. `retires`
    is the first day on which OpenAI does not have it any more, `azure_retires` the same at Azure; None: no date was found.
    """

    name: str
    sizes: tuple[str, ...] | SizeRule
    qualities: tuple[str, ...]
    transparent: bool = True
    formats: tuple[str, ...] = _FORMATS
    inputs: Inputs | None
    most: int = 10
    prices: Prices
    pictures: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    formula: bool = False
    retires: date | None = None
    azure_retires: date | None = None
    successor: str | None = None
    as_of: date
    source: str


def _rows() -> Iterator[Model]:
    """All living models, the cheapest first: in this order one is proposed for what another cannot do."""
    later = Prices(text_in=5.00, cached_text_in=1.25, image_in=8.00, cached_image_in=2.00, image_out=30.00)
    litellm = "price table shipped in litellm 1.106.2"
    # A picture that goes in: 65 tokens, 129 for each of at most four tiles of 512 pixels, and up to 6240 for high fidelity
    # (measured, OpenAI's community, thread 1281361). gpt-image-2 counts at most 1536 patches (thread 1382940).
    tiles = 65 + 4 * 129
    mini = Model(
        name="gpt-image-1-mini",
        sizes=FIXED_SIZES,
        qualities=_EFFORTS[:3],
        inputs=Inputs(fidelity=("low",), tokens=tiles),
        prices=Prices(text_in=2.00, cached_text_in=0.20, image_in=2.50, cached_image_in=0.25, image_out=8.00),
        pictures=MappingProxyType({"low": (0.005, 0.006), "medium": (0.011, 0.015), "high": (0.036, 0.052)}),
        retires=date(2026, 12, 1),
        azure_retires=date(2027, 4, 7),
        # OpenAI names 2.6, which takes three to four times the tokens; 2.5-flare at low costs what mini costs.
        successor="gpt-image-2.5-flare",
        as_of=PRICES_AS_OF,
        source=f"OpenAI's model page; end from OpenAI's deprecations page, at Azure from the {litellm}",
    )
    # The squares of 2.5 and 2.6 were not measured: they are the rectangle times 1.28, as with gpt-image-2. Nor was what a
    # picture costs that goes in: it counts as the dearest of all. Whether they take `input_fidelity` is not documented.
    flare_2_5 = Model(
        name="gpt-image-2.5-flare",
        sizes=SizeRule(),
        qualities=_EFFORTS,
        inputs=Inputs(tokens=tiles + 6240),
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
        inputs=Inputs(faithful=True, tokens=1536),
        pictures=MappingProxyType({}),
        formula=True,
        successor="gpt-image-2.6-flare",
        source=f"{litellm}; token formula from OpenAI's community, thread 1382699",
    )
    gpt_1_5 = replace(
        mini,
        name="gpt-image-1.5",
        inputs=Inputs(fidelity=("low", "high"), tokens=tiles + 6240),
        prices=replace(later, image_out=32.00),
        pictures=MappingProxyType({"low": (0.009, 0.013), "medium": (0.034, 0.050), "high": (0.133, 0.200)}),
        azure_retires=None,
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
