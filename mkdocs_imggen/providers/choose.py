"""Chooses the provider that the settings name, and imports it only then."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import AccountError, SettingsError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from mkdocs_imggen.providers.base import Provider
    from mkdocs_imggen.settings import Settings

GROUP = "mkdocs_imggen.providers"
"""Entry-point group through which other packages offer providers."""
FREE = ("sketch",)
"""Providers that cost nothing."""


def load(
    name: str, settings: Settings, *, env: Mapping[str, str], today: Callable[[], date], pause: Callable[[float], None]
) -> Provider:
    """Make the provider of that name; `pause` is how it waits between tries.

    Raises:
        SettingsError: there is no such provider, or it cannot be loaded.
        AccountError: its key is missing.

    """
    if name == "sketch":
        from mkdocs_imggen.providers.sketch import SketchProvider  # noqa: PLC0415 - only when something is drawn

        return SketchProvider()
    if name == "openai":
        key = env.get(settings.api_key_env, "").strip()
        if not key:
            raise AccountError(
                f"no key: {settings.api_key_env} is not set",
                kept="nothing was sent",
                hint=f"set {settings.api_key_env}, or `provider: sketch` to have pictures drawn for nothing",
            )
        from mkdocs_imggen.providers.openai import OpenAIProvider  # noqa: PLC0415 - a second of imports
        from mkdocs_imggen.providers.servers import SERVERS  # noqa: PLC0415 - as above

        return OpenAIProvider(
            api_key=key,
            key_name=settings.api_key_env,
            base_url=settings.base_url,
            server=SERVERS[settings.server],
            timeout=settings.timeout,
            concurrency=settings.concurrency,
            today=today,
            pause=pause,
        )
    offered = {point.name: point for point in entry_points(group=GROUP)}
    if name not in offered:
        known = ("openai", *FREE, *offered)
        raise SettingsError(
            f"unknown provider `{name}`{nearest(name, known)}",
            hint=f"use one of {', '.join(known)}, or install the one you mean",
        )
    try:
        provider: Provider = offered[name].load()()
    except Exception as fault:
        raise SettingsError(
            f"the provider `{name}` cannot be loaded ({type(fault).__name__}: {fault})",
            hint="install it anew, or use another one",
        ) from fault
    return provider
