"""Servers that speak like OpenAI's image API, as data: which of our fields each one reads, and what it must be told besides.

A field that a server does not read is not sent: some refuse what they do not know. What an author asked for in such a field
is refused before anything is sent, where the picture would be another one without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import DirectiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs_imggen.providers.base import InputPicture
    from mkdocs_imggen.request import Request

_GENERATE = frozenset({"model", "prompt", "n", "size", "quality", "background", "output_format", "output_compression"})
_EDIT = _GENERATE | {"image", "mask", "input_fidelity"}
_BASE64: Mapping[str, str] = MappingProxyType({"response_format": "b64_json"})
_READ = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """What one kind of server reads and answers.

    `generate` and `edit` are the fields that it reads of ours on each route; a server without edits reads none there. `add` is
    sent besides. `edit_formats` are the formats that it makes of an edit; any other is asked for as PNG. `usage` says whether
    it counts tokens.
    """

    name: str
    generate: frozenset[str] = _GENERATE
    edit: frozenset[str] = _EDIT
    add: Mapping[str, str] = field(default_factory=dict)
    edit_formats: tuple[str, ...] = ("png", "jpeg", "webp")
    usage: bool = False
    as_of: date = _READ
    source: str

    def check(self, request: Request, inputs: Sequence[InputPicture], fidelity: str | None) -> None:
        """See that the server can do what is asked.

        Raises:
            DirectiveError: it cannot.

        """
        fault = next(self._faults(request, inputs, fidelity), None)
        if fault:
            hint = "leave it out, or use another server"
            raise DirectiveError(f"a server of the kind `{self.name}` {fault}", kept="nothing was sent", hint=hint)

    def _faults(self, request: Request, inputs: Sequence[InputPicture], fidelity: str | None) -> Iterator[str]:
        reads = self.edit if inputs else self.generate
        masks = sum(item.role == "mask" for item in inputs)
        if not reads:
            yield "makes pictures from words only"
        if request.transparent and "background" not in reads:
            yield "makes opaque pictures only"
        if masks and "mask" not in reads:
            yield "takes no mask that is transparent where the picture may change"
        if masks > 1 or 0 < masks == len(inputs):
            yield "takes one mask, and a picture to edit with it"
        if inputs and fidelity and "input_fidelity" not in reads:
            yield "takes no `input_fidelity`"


def _rows() -> Iterator[Server]:
    yield Server(name="openai", usage=True, source="the openai package 3.54.0 and OpenAI's OpenAPI document")
    yield Server(name="azure", usage=True, source="Microsoft's documentation of the v1 endpoint, which takes OpenAI's fields")
    yield Server(
        name="litellm",
        edit=frozenset({"model", "prompt", "n", "size", "quality", "background", "image", "mask"}),
        usage=True,
        source="litellm, llms/openai: image_generation/gpt_transformation.py and image_edit/transformation.py",
    )
    yield Server(
        name="localai",
        generate=frozenset({"model", "prompt", "n", "size"}),
        edit=frozenset(),
        add=_BASE64,  # it answers an address otherwise
        source="mudler/LocalAI, core/http: routes/openai.go and endpoints/openai/image.go",
    )
    # Masks of the next two are white where the picture may change.
    yield Server(
        name="sd-server",
        generate=frozenset({"prompt", "n", "size", "output_format", "output_compression"}),
        edit=frozenset({"prompt", "n", "size", "output_format", "output_compression", "image"}),
        edit_formats=("png", "jpeg"),
        source="leejet/stable-diffusion.cpp, examples/server: api.md and routes_openai.cpp",
    )
    yield Server(
        name="vllm-omni",
        generate=frozenset({"model", "prompt", "n", "size"}),
        edit=frozenset({"model", "prompt", "n", "size", "background", "output_format", "output_compression", "image"}),
        add=_BASE64,
        source="vllm-project/vllm-omni, docs/serving: image_generation_api.md and image_edit_api.md",
    )
    yield Server(
        name="sglang",
        generate=_GENERATE - {"quality"},  # means another thing there
        edit=_EDIT - {"quality", "input_fidelity", "mask"},
        add=_BASE64,  # an edit may be answered with an address otherwise
        source="sgl-project/sglang, multimodal_gen: docs/openai_api.md and runtime/entrypoints/openai/image_api.py",
    )


SERVERS: Mapping[str, Server] = MappingProxyType({row.name: row for row in _rows()})
"""Every kind of server that is known, by name."""
OPENAI = SERVERS["openai"]
