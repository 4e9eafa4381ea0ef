"""What a picture would be made by today, and what it would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen import models
from mkdocs_imggen.feeding import outline
from mkdocs_imggen.providers.choose import FREE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from mkdocs_imggen.request import Request
    from mkdocs_imggen.settings import Settings


class Prices:
    """Answers for one site's settings; `now` gives the day on which it is asked."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._told: set[str] = set()

    @property
    def provider(self) -> str:
        """What makes pictures here: `auto` is `openai`."""
        return "openai" if self._settings.provider == "auto" else self._settings.provider

    def model(self, request: Request, count: int = 1) -> str | None:
        """Name the model that would be asked today; None for a provider that has none of our table.

        Raises:
            DirectiveError: the model is gone, or cannot do what is asked.

        """
        if self.provider != "openai":
            return None
        if not self._settings.official:
            return request.model
        put_in, fidelity = outline(request), request.fidelity or None
        name = models.resolve(request.model, request, self._now().date(), inputs=put_in, fidelity=fidelity, n=count)
        models.check(name, request, inputs=put_in, fidelity=fidelity, n=count)
        return name

    def estimate(self, request: Request, count: int = 1) -> models.Estimate:
        """Say what so many pictures would cost."""
        if self.provider in FREE:
            return models.Estimate(dollars=0.0, kind="exact")
        # A provider that is not in the table counts as an unknown model: the upper bound.
        name = self.model(request, count) or f"{self.provider}/{request.model}"
        return models.estimate(name, request, inputs=outline(request), n=count)

    def notices(self, requests: Iterable[Request]) -> list[str]:
        """Say once what is worth knowing of the models before anything is sent: an end that is near, a price that jumped."""
        if self.provider != "openai":
            return []
        today = self._now().date()
        lines: dict[str, None] = {}
        for request in requests:
            line = None
            if self._settings.official or request.model not in models.MODELS:  # another server keeps a model as long as it likes
                line = models.notice(request.model, today)
            if request.model == models.AUTO:
                line = models.jump(request, today, inputs=outline(request), fidelity=request.fidelity or None)
            if line and line not in self._told:
                lines[line] = None
        self._told.update(lines)
        return list(lines)
