"""Errors to Sentry: ours, not the users', and nothing personal with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from bossbot.errors import BossBotError, UnknownError
from bossbot.observability.redaction import Redactor
from bossbot.settings import Settings

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


def configure_reports(settings: Settings, *, process: str) -> bool:
    """Start reporting, when a DSN is set and reporting is not switched off.

    Returns:
        Whether errors are reported from now on.
    """
    if settings.sentry_dsn is None or not settings.enable_sentry:
        return False
    import sentry_sdk
    from sentry_sdk.integrations.stdlib import StdlibIntegration

    # What reports errors is enough. The others would write the DSN's key into the
    # environment of every program we start, into Celery's messages and into requests.
    sentry_sdk.init(
        dsn=settings.sentry_dsn.get_secret_value(),
        include_local_variables=False,
        max_request_body_size="never",
        auto_enabling_integrations=False,
        disabled_integrations=[StdlibIntegration],
        before_send=_Scrubber(Redactor.of(settings)),
    )
    sentry_sdk.set_tag("process", process)
    return True


class _Scrubber:
    """Drops what users cause, cleans the rest, adds the receipt's id."""

    def __init__(self, redact: Redactor) -> None:
        self._redact = redact

    def __call__(self, event: Event, hint: Hint) -> Event | None:
        error = (hint.get("exc_info") or (None, None))[1]
        expected = isinstance(error, BossBotError)
        if expected and not isinstance(error, UnknownError):
            return None
        context = structlog.contextvars.get_contextvars()
        cleaned: Any = self._clean(dict(event))
        tags = {key: context[key] for key in ("download", "stage") if key in context}
        cleaned.setdefault("tags", {}).update(tags)
        return cleaned  # type: ignore[no-any-return]

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._redact(value)
        if isinstance(value, dict):
            return {key: self._clean(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._clean(inner) for inner in value]
        return value
