"""Checks a request's JSON, or the fields of its form, against OpenAI's own document, strict about unknown fields."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DOCUMENT = Path(__file__).with_name("openai-images-openapi.yaml")
SCHEMAS = {"/v1/images/generations": "CreateImageRequest", "/v1/images/edits": "CreateImageEditRequest"}


@functools.cache
def contract() -> Callable[[str, Mapping[str, Any]], str | None]:
    """Give a function for `ImageServer(validate=…)`: path and JSON or form in, the first fault out."""
    components = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["components"]
    validators = {
        path: Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
        for path, name in SCHEMAS.items()
    }
    form = components["schemas"][SCHEMAS["/v1/images/edits"]]["properties"]
    numbers = {name for name, schema in form.items() if schema.get("type") == "integer"}

    def validate(path: str, body: Mapping[str, Any]) -> str | None:
        if path == "/v1/images/edits":  # a form carries text only
            body = {name: int(value) if name in numbers and value.isdecimal() else value for name, value in body.items()}
        fault = next(validators[path].iter_errors(body), None)
        return fault and f"{fault.json_path}: {fault.message}"

    return validate
