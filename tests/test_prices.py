"""What is said about models and prices before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from engine import NOON, SERVER, engine, plan
from makers import a_request

from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.prices import Prices
from mkdocs_imggen.request import Input
from mkdocs_imggen.testing import ScriptedProvider

if TYPE_CHECKING:
    from pathlib import Path

    from engine import Heard

FOX = a_request(prompt="A fox")


def prices(root: Path, settings: dict[str, Any], day: datetime = NOON) -> Prices:
    generator = engine(root, settings=settings)
    generator.close()
    return Prices(generator.settings, lambda: day)


def test_a_pinned_model_near_its_end_is_told_once_with_the_date_and_the_successor(tmp_path: Path) -> None:
    asked = prices(tmp_path, {})
    pinned = a_request(model="gpt-image-1-mini")
    assert asked.notices([pinned, pinned]) == [
        "`gpt-image-1-mini` is shut down on 2026-12-01, in 9 days; set `model: gpt-image-2.5-flare`, or `model: auto`"
    ]
    assert asked.notices([pinned]) == []


def test_a_pinned_model_that_is_gone_is_an_error_and_nothing_is_sent(tmp_path: Path) -> None:
    asked = prices(tmp_path, {}, datetime(2026, 12, 1, tzinfo=UTC))
    with pytest.raises(DirectiveError, match="the model `gpt-image-1-mini` was shut down on 2026-12-01"):
        asked.estimate(a_request(model="gpt-image-1-mini"))


def test_auto_moves_on_by_itself_and_says_what_it_costs_now(tmp_path: Path) -> None:
    before, after = prices(tmp_path, {}), prices(tmp_path, {}, datetime(2026, 12, 1, tzinfo=UTC))
    assert (before.model(FOX), after.model(FOX)) == ("gpt-image-1-mini", "gpt-image-2.5-flare")
    assert before.notices([FOX]) == []
    (line,) = after.notices([FOX, FOX])
    assert line == (
        "`model: auto` means `gpt-image-2.5-flare` since 2026-12-01: a picture of 1536x1024, medium,"
        " costs at most $0.041 instead of $0.015"
    )


def test_a_model_that_is_not_in_the_table_is_told_wherever_it_is_asked(tmp_path: Path) -> None:
    line = "`flux` is not in the table of models: it is not checked, and its price counts as an upper bound"
    assert prices(tmp_path, {}).notices([a_request(model="flux")]) == [line]
    assert prices(tmp_path, SERVER | {"model": "flux"}).notices([a_request(model="flux")]) == [line]


def test_a_server_of_ones_own_keeps_a_model_as_long_as_it_likes(tmp_path: Path) -> None:
    asked = prices(tmp_path, SERVER, datetime(2027, 1, 1, tzinfo=UTC))
    pinned = a_request(model="gpt-image-1-mini")
    assert asked.notices([pinned]) == []
    assert asked.model(pinned) == "gpt-image-1-mini"


def test_the_illustrator_has_no_model_and_no_price(tmp_path: Path) -> None:
    asked = prices(tmp_path, {"provider": "sketch"})
    assert (asked.model(FOX), asked.estimate(FOX).dollars, asked.notices([FOX])) == (None, 0.0, [])


def test_what_goes_in_and_how_many_come_out_enter_the_price(tmp_path: Path) -> None:
    asked = prices(tmp_path, {})
    one = asked.estimate(FOX)
    edit = asked.estimate(a_request(prompt="A fox", inputs=(Input("edit", "a" * 64),)))
    assert edit.dollars > one.dollars
    assert edit.kind == "upper bound"
    assert asked.estimate(FOX, 4).dollars == pytest.approx(4 * one.dollars)


def test_a_run_says_it_before_the_first_request(tmp_path: Path) -> None:
    generator = engine(tmp_path, ScriptedProvider(), settings={"model": "gpt-image-1-mini", "widths": []})
    Batch(generator, orders(plan(generator, "A fox", options=""))).make()
    heard: Heard = generator.reporter  # type: ignore[assignment] # the engine of tests has one that remembers
    assert [line.partition(" is shut down")[0] for line in heard.warnings] == ["`gpt-image-1-mini`"]
    generator.close()
