from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mkdocs_imggen import models
from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.models import Estimate
from mkdocs_imggen.modeltable import FIXED_SIZES, Inputs, SizeRule
from mkdocs_imggen.providers.base import InputPicture
from mkdocs_imggen.request import Request

TODAY = date(2026, 11, 22)
AFTER = date(2026, 12, 1)

FIXED = ["gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest"]
FREE_PLAIN = ["gpt-image-2", "gpt-image-2-2026-04-21"]
FREE_MORE = [
    "gpt-image-2.5-flare",
    "gpt-image-2.5-flare-2026-09-08",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.5-sunburst-2026-09-08",
    "gpt-image-2.6-flare",
    "gpt-image-2.6-sunburst",
]


def request(**fields: Any) -> Request:
    asked: dict[str, Any] = {
        "prompt": "A lighthouse at dawn",
        "provider": "openai",
        "model": "auto",
        "width": 1536,
        "height": 1024,
        "quality": "medium",
        "background": "opaque",
        "format": "webp",
    }
    return Request(**(asked | fields))


def picture(role: Any = "reference", name: str = "a.png", size: int = 1000, type_: str = "image/png") -> InputPicture:
    return InputPicture(role=role, name=name, data=b"x" * size, type=type_)


EDIT, MASK = picture("edit", "office.png"), picture("mask", "mask.png")


def test_every_row_says_where_it_was_read() -> None:
    assert set(models.MODELS) == {*FIXED, *FREE_PLAIN, *FREE_MORE}
    for row in models.MODELS.values():
        assert row.as_of == models.PRICES_AS_OF == TODAY
        assert row.source
        assert row.successor is None or row.successor in models.MODELS


def test_the_table_says_when_a_model_ends_and_what_follows_it() -> None:
    ends = {row.name: (row.retires, row.azure_retires, row.successor) for row in models.MODELS.values()}
    assert ends == {
        "gpt-image-1-mini": (date(2026, 12, 1), date(2027, 4, 7), "gpt-image-2.5-flare"),
        "gpt-image-1.5": (date(2026, 12, 1), None, "gpt-image-2.6-flare"),
        "chatgpt-image-latest": (date(2026, 12, 1), None, "gpt-image-2.6-flare"),
        "gpt-image-2": (None, None, "gpt-image-2.6-flare"),
        "gpt-image-2-2026-04-21": (None, None, "gpt-image-2.6-flare"),
        "gpt-image-2.5-flare": (None, None, "gpt-image-2.6-flare"),
        "gpt-image-2.5-flare-2026-09-08": (None, None, "gpt-image-2.6-flare"),
        "gpt-image-2.5-sunburst": (None, None, "gpt-image-2.6-sunburst"),
        "gpt-image-2.5-sunburst-2026-09-08": (None, None, "gpt-image-2.6-sunburst"),
        "gpt-image-2.6-flare": (None, None, None),
        "gpt-image-2.6-sunburst": (None, None, None),
    }


def test_the_table_says_what_tokens_cost() -> None:
    def prices(name: str) -> tuple[float, ...]:
        row = models.MODELS[name].prices
        return row.text_in, row.cached_text_in, row.image_in, row.cached_image_in, row.image_out

    assert prices("gpt-image-1-mini") == (2.0, 0.2, 2.5, 0.25, 8.0)
    assert prices("gpt-image-1.5") == prices("chatgpt-image-latest") == (5.0, 1.25, 8.0, 2.0, 32.0)
    assert {prices(name) for name in (*FREE_PLAIN, *FREE_MORE)} == {(5.0, 1.25, 8.0, 2.0, 30.0)}


def test_the_table_says_what_goes_in() -> None:
    limits = {row.inputs and (row.inputs.most, row.inputs.formats, row.inputs.size) for row in models.MODELS.values()}
    assert limits == {(16, ("png", "jpeg", "webp"), 50_000_000)}
    masks = {row.inputs and (row.inputs.mask, row.inputs.mask_formats, row.inputs.mask_size) for row in models.MODELS.values()}
    assert masks == {(True, ("png",), 4_000_000)}
    assert {row.sizes for row in models.MODELS.values()} == {FIXED_SIZES, SizeRule()}


def test_auto_is_mini_until_its_last_day() -> None:
    assert models.resolve("auto", request(), date(2026, 11, 30)) == "gpt-image-1-mini"


@pytest.mark.parametrize("fields", [{}, {"width": 2048, "height": 1152}, {"quality": "max"}, {"background": "transparent"}])
def test_auto_is_the_cheapest_able_successor_afterwards(fields: dict[str, Any]) -> None:
    assert models.resolve("auto", request(**fields), AFTER) == "gpt-image-2.5-flare"


def test_auto_ends_at_the_last_successor_when_none_is_able() -> None:
    assert models.resolve("auto", request(width=10), AFTER) == "gpt-image-2.6-flare"


def test_auto_leaves_the_line_of_successors_when_only_another_model_is_able() -> None:
    assert models.resolve("auto", request(), AFTER, inputs=[EDIT], fidelity="high") == "gpt-image-2"
    assert models.resolve("auto", request(), AFTER, inputs=[EDIT], n=2) == "gpt-image-2.5-flare"


@pytest.mark.parametrize("model", ["gpt-image-2", "gpt-image-1.5", "flux-2"])
def test_a_pinned_model_stays(model: str) -> None:
    assert models.resolve(model, request(), TODAY) == model


@pytest.mark.parametrize(
    ("model", "what", "hint"),
    [
        (
            "gpt-image-1.5",
            "the model `gpt-image-1.5` was shut down on 2026-12-01",
            "set `model: gpt-image-2.6-flare`, or `model: auto`",
        ),
        (
            "dall-e-3",
            "the model `dall-e-3` was shut down on 2026-05-12",
            "set `model: gpt-image-2.5-flare`, or `model: auto`",
        ),
    ],
)
def test_a_dead_pinned_model_is_an_error_that_names_its_successor(model: str, what: str, hint: str) -> None:
    with pytest.raises(DirectiveError) as error:
        models.resolve(model, request(), AFTER)
    assert (error.value.what, error.value.kept, error.value.hint) == (what, "nothing was sent", hint)


def test_gpt_image_1_was_dead_before_mini() -> None:
    assert models.resolve("gpt-image-1", request(), date(2026, 10, 22)) == "gpt-image-1"
    with pytest.raises(DirectiveError, match="shut down on 2026-10-23"):
        models.resolve("gpt-image-1", request(), date(2026, 10, 23))


ACCEPTED = [
    *[(model, {"width": w, "height": h}) for model in FIXED for w, h in [(1024, 1024), (1536, 1024), (1024, 1536)]],
    *[
        (model, {"width": w, "height": h})
        for model in (*FREE_PLAIN, *FREE_MORE)
        for w, h in [(1536, 1024), (1024, 640), (3840, 1280), (1280, 3840), (3840, 2160)]
    ],
    *[(model, {"quality": q}) for model in (*FIXED, *FREE_PLAIN) for q in ("low", "medium", "high")],
    *[(model, {"quality": q}) for model in FREE_MORE for q in ("low", "medium", "high", "xhigh", "max")],
    *[(model, {"format": f}) for model in models.MODELS for f in ("png", "jpeg", "webp")],
    *[(model, {"background": "transparent", "format": f}) for model in models.MODELS for f in ("png", "webp")],
    *[(model, {"prompt": "x" * 32_000}) for model in models.MODELS],
]


@pytest.mark.parametrize(("model", "fields"), ACCEPTED)
def test_what_a_model_can_do_is_accepted(model: str, fields: dict[str, Any]) -> None:
    models.check(model, request(**fields))


FIDELITIES = [
    *[(name, "low") for name in FIXED],
    *[(name, "high") for name in ("gpt-image-1.5", "chatgpt-image-latest", *FREE_PLAIN)],
]
TAKEN: list[dict[str, Any]] = [
    {"inputs": [EDIT]},
    {"inputs": [EDIT, MASK]},
    {"inputs": [picture()] * 16},
    {"inputs": [picture()] * 16 + [MASK]},
    {"inputs": [picture(type_="image/jpeg"), picture(type_="image/webp")]},
    {"inputs": [picture(size=49_999_999), picture("mask", size=3_999_999)]},
    {"n": 10},
]


@pytest.mark.parametrize("model", models.MODELS)
@pytest.mark.parametrize("more", TAKEN, ids=["edit", "mask", "16", "16 and mask", "formats", "bytes", "n"])
def test_every_model_edits_combines_and_takes_a_mask(model: str, more: dict[str, Any]) -> None:
    models.check(model, request(), **more)


@pytest.mark.parametrize(("model", "fidelity"), FIDELITIES)
def test_a_model_takes_its_own_values_of_fidelity(model: str, fidelity: str) -> None:
    models.check(model, request(), inputs=[EDIT], fidelity=fidelity)


def test_fidelity_means_nothing_where_nothing_goes_in() -> None:
    models.check("gpt-image-1-mini", request(), fidelity="high")


def refusal(model: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(DirectiveError) as error:
        models.check(model, request(), **more)
    assert error.value.kept == "nothing was sent"
    return error.value.what, error.value.hint


NONE = "no model in our table can do it"
LIMITS: list[tuple[dict[str, Any], str]] = [
    ({"n": 11}, "makes up to 10 pictures at once, not 11"),
    ({"inputs": [picture()] * 17}, "takes up to 16 input pictures, not 17"),
    (
        {"inputs": [picture(name="a.gif", type_="image/gif")]},
        "takes input pictures as png, jpeg and webp, and `a.gif` is image/gif",
    ),
    (
        {"inputs": [picture(name="big.png", size=50_000_000)]},
        "takes input pictures of less than 50 MB, and `big.png` has 50.0",
    ),
    (
        {"inputs": [EDIT, picture("mask", "m.webp", type_="image/webp")]},
        "takes masks as png, and `m.webp` is image/webp",
    ),
    (
        {"inputs": [EDIT, picture("mask", "m.png", size=4_100_000)]},
        "takes masks of less than 4 MB, and `m.png` has 4.1",
    ),
    ({"inputs": [EDIT, MASK, MASK]}, "takes one mask, not 2"),
    ({"inputs": [MASK]}, "takes a mask only with a picture to edit"),
]


@pytest.mark.parametrize("model", models.MODELS)
@pytest.mark.parametrize(("more", "fault"), LIMITS)
def test_no_model_takes_more_than_the_api_does(model: str, more: dict[str, Any], fault: str) -> None:
    assert refusal(model, **more) == (f"`{model}` {fault}", NONE)


@pytest.mark.parametrize(
    ("model", "fidelity", "fault", "hint"),
    [
        (
            "gpt-image-1-mini",
            "high",
            "takes the `input_fidelity` low, not `high`",
            "`model: gpt-image-2` can do it",
        ),
        *[(name, "medium", "takes the `input_fidelity` low and high, not `medium`", NONE) for name in FIXED[1:]],
        *[(name, "low", "always keeps inputs at high fidelity", NONE) for name in FREE_PLAIN],
        *[(name, "high", "takes no `input_fidelity`", "`model: gpt-image-2` can do it") for name in FREE_MORE],
        *[(name, "low", "takes no `input_fidelity`", NONE) for name in FREE_MORE],
    ],
)
def test_another_fidelity_is_refused(model: str, fidelity: str, fault: str, hint: str) -> None:
    assert refusal(model, inputs=[EDIT], fidelity=fidelity) == (f"`{model}` {fault}", hint)


@pytest.mark.parametrize(
    ("takes", "fault"),
    [(None, "makes pictures from words only"), (Inputs(mask=False, tokens=1), "takes no mask")],
)
def test_a_model_may_take_no_pictures_or_no_mask(takes: Inputs | None, fault: str) -> None:
    row = replace(models.MODELS["gpt-image-2"], inputs=takes)
    assert models._fault(row, models._Wish(request=request(), inputs=[EDIT, MASK], fidelity=None, n=1)) == fault


@pytest.mark.parametrize(
    ("model", "today", "line"),
    [
        ("auto", date(2026, 11, 30), None),
        ("gpt-image-2", TODAY, None),
        ("dall-e-3", TODAY, None),
        ("gpt-image-1-mini", date(2026, 9, 1), None),
        ("gpt-image-1-mini", AFTER, None),
        (
            "gpt-image-1-mini",
            date(2026, 9, 2),
            "`gpt-image-1-mini` is shut down on 2026-12-01, in 90 days; set `model: gpt-image-2.5-flare`, or `model: auto`",
        ),
        (
            "gpt-image-1.5",
            date(2026, 11, 30),
            "`gpt-image-1.5` is shut down on 2026-12-01, tomorrow; set `model: gpt-image-2.6-flare`, or `model: auto`",
        ),
        ("flux-2", TODAY, "`flux-2` is not in the table of models: it is not checked, and its price counts as an upper bound"),
    ],
)
def test_a_pinned_model_near_its_end_and_an_unknown_one_are_worth_a_line(model: str, today: date, line: str | None) -> None:
    assert models.notice(model, today) == line


@pytest.mark.parametrize(
    ("fields", "today", "line"),
    [
        ({}, TODAY, None),
        ({"width": 2048, "height": 1152}, AFTER, None),  # mini never made it, so there is no older price
        (
            {},
            AFTER,
            (
                "`model: auto` means `gpt-image-2.5-flare` since 2026-12-01: a picture of 1536x1024, medium, "
                "costs at most $0.041 instead of $0.015"
            ),
        ),
        ({"quality": "low"}, AFTER, None),  # 0.7 cents instead of 0.6
        (
            {"quality": "low", "width": 1024},
            AFTER,
            (
                "`model: auto` means `gpt-image-2.5-flare` since 2026-12-01: a picture of 1024x1024, low, "
                "costs about $0.009 instead of $0.005"
            ),
        ),
        ({"quality": "high"}, AFTER, None),  # 4.1 cents instead of 5.2
    ],
)
def test_a_jump_in_what_auto_costs_is_told(fields: dict[str, Any], today: date, line: str | None) -> None:
    assert models.jump(request(**fields), today) == line


def test_what_mini_could_not_do_has_no_older_price() -> None:
    assert models.resolve("auto", request(), AFTER, inputs=[EDIT], fidelity="high") == "gpt-image-2"
    assert models.jump(request(), AFTER, inputs=[EDIT], fidelity="high") is None


def test_a_jump_counts_what_goes_in() -> None:
    line = models.jump(request(quality="low"), AFTER, inputs=[EDIT])
    assert line is not None
    assert line.endswith("costs at most $0.062 instead of $0.008")


SIZES = "takes the sizes 1024x1024, 1536x1024 and 1024x1536, not 2048x1152"
REFUSED = [
    *[(m, {"width": 2048, "height": 1152}, SIZES, "gpt-image-2.5-flare") for m in FIXED],
    *[
        (model, {"width": width, "height": height}, fault, None)
        for model in (*FREE_PLAIN, *FREE_MORE)
        for width, height, fault in [
            (1500, 1024, "takes sizes whose width and height are multiples of 16, not 1500x1024"),
            (1024, 1000, "takes sizes whose width and height are multiples of 16, not 1024x1000"),
            (3200, 1024, "takes sizes from 1:3 to 3:1, not 3200x1024"),
            (512, 1600, "takes sizes from 1:3 to 3:1, not 512x1600"),
            (3856, 1536, "takes sizes of up to 3840 pixels on the long edge, not 3856x1536"),
            (768, 768, "takes sizes of 655,360 to 8,294,400 pixels in all, not 768x768"),
            (3840, 2176, "takes sizes of 655,360 to 8,294,400 pixels in all, not 3840x2176"),
        ]
    ],
    *[
        (m, {"quality": "xhigh"}, "takes the qualities low, medium and high, not `xhigh`", "gpt-image-2.5-flare")
        for m in (*FIXED, *FREE_PLAIN)
    ],
    *[(m, {"quality": "hd"}, "takes the qualities low, medium, high, xhigh and max, not `hd`", None) for m in FREE_MORE],
    *[(m, {"format": "gif"}, "makes png, jpeg and webp, not `gif`", None) for m in models.MODELS],
    *[
        (m, {"background": "transparent", "format": "jpeg"}, "makes transparent pictures as png or webp, not as jpeg", None)
        for m in models.MODELS
    ],
    *[(m, {"prompt": "x" * 32_001}, "takes prompts of up to 32,000 characters, not 32,001", None) for m in models.MODELS],
]


@pytest.mark.parametrize(("model", "fields", "fault", "able"), REFUSED)
def test_what_a_model_cannot_do_is_refused(model: str, fields: dict[str, Any], fault: str, able: str | None) -> None:
    with pytest.raises(DirectiveError) as error:
        models.check(model, request(**fields))
    assert error.value.what == f"`{model}` {fault}"
    assert error.value.kept == "nothing was sent"
    assert error.value.hint == (f"`model: {able}` can do it" if able else "no model in our table can do it")


def test_a_model_without_alpha_makes_opaque_pictures_only() -> None:
    row = replace(models.MODELS["gpt-image-2"], transparent=False)
    wish = models._Wish(request=request(background="transparent"), inputs=(), fidelity=None, n=1)
    assert models._fault(row, wish) == "makes opaque pictures only"


def test_an_unknown_model_is_not_checked() -> None:
    models.check("flux-2", request(width=17, quality="whatever"), inputs=[MASK, MASK], fidelity="whatever", n=100)


# The prompt of 40 characters is 10 tokens: $0.00002 at 2 dollars a million, $0.00005 at 5.
PROMPT = "A lighthouse at dawn, calm sea, gulls.  "
ESTIMATES = [
    ("gpt-image-1-mini", "low", 1024, 0.00502, "estimated"),
    ("gpt-image-1-mini", "low", 1536, 0.00602, "estimated"),
    ("gpt-image-1-mini", "medium", 1024, 0.01102, "estimated"),
    ("gpt-image-1-mini", "medium", 1536, 0.01502, "estimated"),
    ("gpt-image-1-mini", "high", 1024, 0.03602, "estimated"),
    ("gpt-image-1-mini", "high", 1536, 0.05202, "estimated"),
    ("gpt-image-1.5", "low", 1024, 0.00905, "estimated"),
    ("chatgpt-image-latest", "high", 1536, 0.20005, "estimated"),
    ("gpt-image-2.5-flare", "low", 1536, 0.00705, "estimated"),
    ("gpt-image-2.5-flare", "medium", 1536, 0.04105, "upper bound"),  # the figure of high
    ("gpt-image-2.5-flare", "high", 1536, 0.04105, "estimated"),
    ("gpt-image-2.5-flare", "max", 1536, 0.20005, "upper bound"),  # no figure: the dearest of the table
    ("gpt-image-2.6-sunburst", "low", 1536, 0.02005, "estimated"),
    ("gpt-image-2.6-sunburst", "low", 1024, 0.02605, "estimated"),
    ("gpt-image-2", "low", 1024, 0.00593, "estimated"),  # 196 tokens
    ("gpt-image-2", "medium", 1024, 0.05273, "estimated"),  # 1756 tokens
    ("gpt-image-2", "high", 1024, 0.21077, "estimated"),  # 7024 tokens
    ("gpt-image-2", "low", 1536, 0.00479, "estimated"),  # 158 tokens
    ("gpt-image-2", "medium", 1536, 0.04121, "estimated"),  # 1372 tokens
    ("gpt-image-2", "high", 1536, 0.16469, "estimated"),  # 5488 tokens
    ("flux-2", "low", 1536, 0.20005, "upper bound"),
    ("flux-2", "low", 1024, 0.21077, "upper bound"),
]


@pytest.mark.parametrize(("model", "quality", "width", "dollars", "kind"), ESTIMATES)
def test_estimates(model: str, quality: str, width: int, dollars: float, kind: str) -> None:
    guess = models.estimate(model, request(prompt=PROMPT, quality=quality, width=width))
    assert (round(guess.dollars, 8), guess.kind) == (dollars, kind)


def test_a_size_beyond_what_was_measured_costs_as_the_dearest() -> None:
    guess = models.estimate("gpt-image-2.6-flare", request(prompt=PROMPT, width=3840, height=2160, quality="low"))
    assert (round(guess.dollars, 5), guess.kind) == (0.40031, "upper bound")  # 13342 tokens of gpt-image-2, and the prompt


def test_a_quality_that_a_model_does_not_have_costs_as_the_dearest() -> None:
    guess = models.estimate("gpt-image-1-mini", request(prompt=PROMPT, quality="max"))
    assert (round(guess.dollars, 5), guess.kind) == (0.20002, "upper bound")


def test_a_begun_token_of_the_prompt_counts_and_other_scripts_take_more() -> None:
    one, two, cyrillic = (models.estimate("gpt-image-2", request(prompt=text)).dollars for text in ("abcd", "abcde", "маяк"))
    assert round(two - one, 9) == round(cyrillic - one, 9) == 0.000005


# One picture that goes in costs at most 581 tokens and 32 of text at mini, 6821 and 32 at 1.5, 1536 and 32 at 2.
@pytest.mark.parametrize(
    ("model", "inputs", "n", "dollars", "kind"),
    [
        ("gpt-image-1-mini", 0, 4, 4 * 0.01502, "estimated"),
        ("gpt-image-1-mini", 1, 1, 0.01502 + 0.0014525 + 0.000064, "upper bound"),
        ("gpt-image-1-mini", 16, 2, 2 * (0.01502 + 16 * (0.0014525 + 0.000064)), "upper bound"),
        ("gpt-image-1.5", 1, 1, 0.05005 + 0.054568 + 0.00016, "upper bound"),
        ("gpt-image-2", 1, 1, 0.04121 + 0.012288 + 0.00016, "upper bound"),
        ("gpt-image-2.5-flare", 1, 1, 0.04105 + 0.054568 + 0.00016, "upper bound"),
        ("flux-2", 1, 3, 3 * (0.20005 + 0.054568 + 0.00016), "upper bound"),
    ],
)
def test_what_goes_in_and_how_many_come_out_is_in_the_estimate(
    model: str, inputs: int, n: int, dollars: float, kind: str
) -> None:
    guess = models.estimate(model, request(prompt=PROMPT), inputs=[EDIT] * inputs, n=n)
    assert (round(guess.dollars, 7), guess.kind) == (round(dollars, 7), kind)


def usage(**fields: Any) -> dict[str, Any]:
    return {
        "input_tokens": 110,
        "output_tokens": 1056,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": 100},
    } | fields


@pytest.mark.parametrize(
    ("model", "counted", "paid"),
    [
        ("gpt-image-1-mini", usage(), Estimate(dollars=0.008718, kind="exact")),
        ("gpt-image-2.5-flare", usage(), Estimate(dollars=0.03253, kind="exact")),
        ("gpt-image-1-mini", usage(input_tokens_details=None), Estimate(dollars=0.008723, kind="upper bound")),
        ("gpt-image-1-mini", usage(input_tokens=111), Estimate(dollars=0.0087255, kind="upper bound")),
        ("flux-2", usage(), None),
        ("gpt-image-1-mini", {}, None),
        ("gpt-image-1-mini", usage(output_tokens=None), None),
        ("gpt-image-1-mini", usage(output_tokens=True), None),
        ("gpt-image-1-mini", usage(output_tokens=-1), None),
        ("gpt-image-1-mini", usage(output_tokens=10**400), None),
    ],
)
def test_costs(model: str, counted: dict[str, Any], paid: Estimate | None) -> None:
    spent = models.cost(model, counted)
    assert (spent and (round(spent.dollars, 8), spent.kind)) == (paid and (paid.dollars, paid.kind))
