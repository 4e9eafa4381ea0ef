from __future__ import annotations

import json
from typing import Any

import pytest
from makers import a_request, an_order

from mkdocs_imggen.order import Order
from mkdocs_imggen.request import Asset


def test_an_order_survives_json() -> None:
    order = an_order(base="b" * 64, request=a_request(take=3))
    assert Order.from_json(json.loads(json.dumps(order.to_json()))) == order


def test_an_order_is_what_an_asset_asks_for() -> None:
    asset = Asset(label="a-fox", name=None, digest="d" * 64, preset="icon", request=a_request())
    order = Order.of(asset, ("d" * 64, "e" * 64), "index.md:3")
    assert order == an_order(label="a-fox", name="", preset="icon", directives=("d" * 64, "e" * 64))
    assert order.key == asset.request.key


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {**an_order().to_json(), "label": 7},
        {**an_order().to_json(), "directives": [7]},
        {**an_order().to_json(), "directives": None},
        {**an_order().to_json(), "asked": []},
        {**an_order().to_json(), "asked": {}},
        {**an_order().to_json(), "asked": {**an_order().to_json()["asked"], "size": "1e9x1"}},
        {**an_order().to_json(), "asked": {**an_order().to_json()["asked"], "path": "../x"}},
    ],
)
def test_what_is_no_order_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"order|asked|size"):
        Order.from_json(fields)
