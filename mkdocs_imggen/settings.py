"""Every setting once: its type, default and help; the same for MkDocs, the Markdown extension and the command."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from os.path import normpath
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs_imggen.errors import nearest
from mkdocs_imggen.presets import BUILT_IN, Preset, read_presets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OFFICIAL_KEY = "OPENAI_API_KEY"
"""The variable that holds a key of OpenAI's own host; never sent to another one."""
STORE = Path("imggen")
CACHE = Path(".cache/imggen")
NO_ASSETS: Mapping[str, Any] = MappingProxyType({})
"""A mapping that cannot be filled by mistake, since it is everybody's default."""


def _setting(default: Any, read: Callable[[Any], Any], help_: str) -> Any:
    """Declare one option: its default as the user would write it, how it is read, and its help."""
    # A factory, because a dataclass takes no mapping as a default, not even a read-only one; all share the one value.
    return field(default_factory=lambda: default, metadata={"read": read, "help": help_})


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected text, got {value!r}")
    return value.strip()


def _optional_text(value: Any) -> str | None:
    return None if value is None else _text(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {value!r}")  # noqa: TRY004 - all faults of a setting are ValueErrors
    return value


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in words:
            raise ValueError(f"expected one of {', '.join(words)}; got {value!r}{nearest(str(value), words)}")
        return str(value)

    return read


def _some_of(*words: str) -> Callable[[Any], tuple[str, ...]]:
    one = _one_of(*words)

    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"expected a list, got {value!r}")
        return tuple(dict.fromkeys(one(item) for item in value))

    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"expected a number from {low:g} to {high:g}, got {value!r}")
        return float(value)

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    number = _number(low, high)

    def read(value: Any) -> int:
        if number(value) != int(value):
            raise ValueError(f"expected a whole number, got {value!r}")
        return int(value)

    return read


def _widths(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"expected a list of widths in pixels, got {value!r}")  # noqa: TRY004 - as above
    one = _whole(16, 8192)
    return tuple(sorted({one(item) for item in value}))


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"expected a mapping, got {value!r}")  # noqa: TRY004 - as above
    return {str(key): body for key, body in value.items()}


def _presets(value: Any) -> dict[str, Preset]:
    return read_presets(_mapping(value))


def _path(value: Any) -> Path:
    text = _text(value)
    if not text.isprintable():
        raise ValueError(f"expected a path, got {value!r}")
    return Path(text)


def _paths(value: Any) -> tuple[Path, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"expected a list of folders, got {value!r}")  # noqa: TRY004 - all faults are ValueErrors here
    return tuple(_path(item) for item in value)


def _key_name(value: Any) -> str:
    name = _text(value)
    if not name.replace("_", "").isalnum() or not name.isascii() or name.startswith(("sk-", "sk_")):
        raise ValueError("expected the NAME of an environment variable; a key itself never belongs into a file")
    return name


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings, typed; paths are absolute, against the folder of the config file."""

    provider: str = _setting(
        "auto", _text, "`auto` (openai when a key is set, else drafts), `openai`, `sketch`, or an installed one"
    )
    mode: str = _setting(
        "auto",
        _one_of("auto", "generate", "locked", "draft"),
        "`auto`, `generate`, `locked` or `draft`: what to do about missing pictures",
    )
    serve: str = _setting(
        "draft", _one_of("draft", "generate"), "`draft` or `generate`: what `mkdocs serve` does about missing pictures"
    )
    model: str = _setting("auto", _text, "`auto`, or a model's name")
    base_url: str | None = _setting(None, _optional_text, "an OpenAI-compatible server; needs `model` and an own `api_key_env`")
    server: str = _setting(
        "openai",
        _one_of("openai", "azure", "litellm", "localai", "sd-server", "vllm-omni", "sglang"),
        "what speaks at `base_url`: `openai`, `azure`, `litellm`, `localai`, `sd-server`, `vllm-omni` or `sglang`",
    )
    api_key_env: str = _setting(OFFICIAL_KEY, _key_name, "the environment variable that holds the key")
    store: Path = _setting(STORE, _path, "folder of originals and records, to be committed")  # noqa: RUF009 - is a `field`
    cache: Path = _setting(CACHE, _path, "renditions and facts, which may be deleted, and paid answers on their way")  # noqa: RUF009 - as above
    budget: float = _setting(1.0, _number(0, 100_000), "US dollars one process may spend")
    concurrency: int = _setting(4, _whole(1, 64), "pictures made at the same time")
    images_per_minute: int = _setting(5, _whole(1, 10_000), "pictures a minute asked of OpenAI's own host")
    timeout: float = _setting(360.0, _number(1, 3600), "seconds of wall clock for one answer")
    preset: str = _setting("default", _text, "the preset that applies when a directive names none")
    presets: Mapping[str, Preset] = _setting(
        BUILT_IN, _presets, "presets of the site: extends prompt size background quality palette avoid references kind trim sizes"
    )
    assets: Mapping[str, Any] = _setting(NO_ASSETS, _mapping, "named assets of the site, each written as in a fence")
    format: str = _setting("webp", _one_of("webp", "png", "jpeg"), "format of the originals: `webp`, `png` or `jpeg`")
    formats: tuple[str, ...] = _setting(
        ("webp",), _some_of("avif", "webp", "png", "jpeg"), "formats of the renditions, best first: `avif`, `webp`, `png`, `jpeg`"
    )
    widths: tuple[int, ...] = _setting((640, 1280), _widths, "widths of the renditions in pixels, besides the original's own")
    lazy: bool = _setting(True, _flag, "`loading=lazy` on all but a page's first picture")
    disclosure: str = _setting(
        "metadata",
        _one_of("none", "metadata", "caption"),
        "`none`, `metadata` (every rendition says in its XMP how it was made), or `caption` (readers see it too)",
    )
    inputs: tuple[Path, ...] = _setting((), _paths, "folders from which pictures may go in; default: docs_dir")
    publish: str = _setting(
        "auto", _one_of("auto", "copy", "link"), "`copy`, `link` (hard link), or `auto`: links for `mkdocs serve`, else copies"
    )

    @property
    def official(self) -> bool:
        """Whether pictures come from OpenAI's own host."""
        return self.base_url is None


def load(raw: Mapping[str, Any], base: Path) -> tuple[Settings, list[tuple[str, str]]]:
    """Read settings as a user wrote them; `base` is the folder that relative paths start from.

    Returns the settings (defaults where something is wrong) and all faults as (key, message), so that a host can report
    them together in its own form.
    """
    known = {item.name: item for item in fields(Settings)}
    values: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for name, value in raw.items():
        if name not in known:
            hint = "a key never belongs into a file; set the environment variable" if "key" in str(name) else ""
            faults.append((str(name), hint or f"unknown option{nearest(str(name), known)}"))
            continue
        try:
            values[name] = known[name].metadata["read"](value)
        except ValueError as fault:
            faults += [(name, line) for line in str(fault).splitlines()]
    values |= {"store": base / values.get("store", STORE), "cache": base / values.get("cache", CACHE)}
    values["inputs"] = tuple(base / folder for folder in values.get("inputs", ()))
    settings = Settings(**values)
    return settings, faults + _disagreements(settings, bad={name for name, _ in faults})


def _disagreements(settings: Settings, bad: set[str]) -> list[tuple[str, str]]:
    """Faults that only several settings together make; `bad` are those whose value was already refused."""
    faults = []
    if settings.preset not in settings.presets and not bad & {"preset", "presets"}:
        faults.append(("preset", f"unknown preset `{settings.preset}`{nearest(settings.preset, settings.presets)}"))
    if settings.base_url is not None:
        if not settings.base_url.startswith(("http://", "https://")):
            faults.append(("base_url", "expected an address that starts with https:// or http://"))
        if settings.model == "auto":
            faults.append(("model", "needed with `base_url`: `auto` knows OpenAI's own models only"))
        if settings.api_key_env.upper() == OFFICIAL_KEY:  # Windows does not mind the case of a variable's name
            faults.append(("api_key_env", f"needed with `base_url`: {OFFICIAL_KEY} is only ever sent to OpenAI itself"))
    elif settings.server != "openai":
        faults.append(("server", "says what speaks at `base_url`, and there is none"))
    if Path(normpath(settings.store)).is_relative_to(normpath(settings.cache)):
        faults.append(("store", "must not lie in `cache`, which may be deleted"))
    return faults
