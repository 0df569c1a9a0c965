"""structlog and the standard library's logging, through one formatter.

Every line is JSON, or coloured text in a terminal. What a download's task binds
(`structlog.contextvars`) stands on every line it causes, in libraries too.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.types import Processor

from bossbot.observability.redaction import Redactor
from bossbot.settings import Settings

type Event = MutableMapping[str, Any]

_QUIET = (
    "aiohttp.access",
    "asyncio",
    "celery.app.trace",
    "celery.beat",
    "celery.worker.strategy",
    "discord",
    "kombu",
)
"""They tell at INFO what our own lines tell better, some every three seconds."""


def configure_logging(settings: Settings, *, process: str) -> None:
    """Set up logging for this process; asking again replaces what was set up.

    Args:
        settings: Level, format, and the secrets that are never written.
        process: `bot`, `worker`, `beat`, `flower`, `up` or `cli`; stands on every line.
    """
    redact = _Redact(Redactor.of(settings))
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Process(process),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings, redact),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)


def _renderers(settings: Settings, redact: Processor) -> list[Processor]:
    terminal = settings.log_format == "auto" and sys.stderr.isatty()
    if settings.log_format == "console" or terminal:
        colours = sys.stderr.isatty()
        last: Processor = structlog.dev.ConsoleRenderer(colors=colours)
    else:
        last = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return [structlog.processors.format_exc_info, redact, last]


class _Process:
    """Says which kind of process wrote the line."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, _logger: object, _method: str, event: Event) -> Event:
        event.setdefault("process", self._name)
        return event


class _Redact:
    """Cleans every text of a line, however deep."""

    def __init__(self, redact: Redactor) -> None:
        self._redact = redact

    def __call__(self, _logger: object, _method: str, event: Event) -> Event:
        return {name: self._clean(value) for name, value in event.items()}

    def _clean(self, value: object) -> object:
        if isinstance(value, str):
            return self._redact(value)
        if isinstance(value, Mapping):
            return {key: self._clean(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._clean(inner) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self._redact(str(value))
