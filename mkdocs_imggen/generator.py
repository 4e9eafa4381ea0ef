"""The generator lives as long as the process: settings, mode, store and cache, and the maker once one is needed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from mkdocs_imggen import modes
from mkdocs_imggen.cache import Cache
from mkdocs_imggen.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mkdocs_imggen.background import Background
    from mkdocs_imggen.maker import Maker
    from mkdocs_imggen.providers.base import Provider
    from mkdocs_imggen.report import Reporter
    from mkdocs_imggen.settings import Settings


class Generator:
    """What builds of one process share.

    `env` is the environment, `command` the host's command, `mode` and `budget` what the command line says. A `provider`
    may be handed in (tests do); otherwise the settings name it.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        env: Mapping[str, str],
        reporter: Reporter,
        command: str = "build",
        mode: str | None = None,
        budget: float | None = None,
        provider: Provider | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings = settings
        self.reporter = reporter
        self.now = now
        self._env = env
        self._budget = budget
        self._provider = provider
        self._spent = 0.0
        self.mode = modes.decide(
            option=mode,
            env=env,
            command=command,
            serve=settings.serve,
            file_mode=settings.mode,
            provider_ready=self._ready,
        )
        self.serving = command == "serve"
        self.trusted = not modes.in_ci(env) or env.get("IMGGEN_TRUST_CACHE") == "1"
        self.cache = Cache(settings.cache, trusted=self.trusted, note=reporter.info)
        self.store = Store(settings.store, self.cache.facts)

    @property
    def spent(self) -> float:
        """US dollars spent so far, those that an earlier generator of the process left behind included."""
        return self.maker.ledger.spent if "maker" in self.__dict__ else self._spent

    @spent.setter
    def spent(self, dollars: float) -> None:
        self._spent = dollars
        if "maker" in self.__dict__:
            self.maker.ledger.spent = dollars

    @cached_property
    def maker(self) -> Maker:
        """The one that makes pictures, from the first that is missing on.

        Raises:
            SettingsError: IMGGEN_BUDGET is no amount.

        """
        from mkdocs_imggen.maker import Maker  # noqa: PLC0415 - a warm build makes nothing

        maker = Maker(self, env=self._env, provider=self._provider, budget=self._budget)
        maker.ledger.spent = self._spent
        return maker

    @cached_property
    def background(self) -> Background | None:
        """What makes pictures behind `mkdocs serve`, where the settings ask for it."""
        if not (self.serving and self.mode is modes.Mode.GENERATE):
            return None
        from mkdocs_imggen.background import Background  # noqa: PLC0415 - nobody else needs it

        return Background(self)

    def close(self) -> None:
        """Let go of clients and files; what is under way is waited for."""
        if self.__dict__.get("background"):
            self.background.close()  # type: ignore[union-attr] # it was just asked
        self.store.remember()
        self.cache.close()
        if "maker" in self.__dict__:
            self.maker.close()

    def _ready(self) -> bool:
        """Whether the provider could work: its key is there, or it needs none."""
        if self._provider is not None or self.settings.provider not in {"auto", "openai"}:
            return True
        return bool(self._env.get(self.settings.api_key_env, "").strip())
