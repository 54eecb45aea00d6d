"""How logs are written: one line per event, machine-readable in production. They carry ids, never names or contents."""

from __future__ import annotations

from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")


def build_configuration(*, machine_readable: bool, level: str) -> dict[str, Any]:
    """The logging configuration of a process, in the form that logging.config.dictConfig takes."""
    _configure_structlog()
    renderer: Processor = (
        # Ids are UUIDs: by default they would be written as Python code, UUID('...').
        structlog.processors.JSONRenderer(default=str)
        if machine_readable
        else structlog.dev.ConsoleRenderer(colors=False, sort_keys=False)
    )
    return {
        "version": 1,
        # True is the default, and would silence every logger that was made before the settings were read.
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    _drop_request,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
                "foreign_pre_chain": _shared_processors(),
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Our own RequestLog writes one line per request, without the query string.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            "gunicorn": {"level": "INFO"},
            "psycopg.pool": {"level": "ERROR"},
            # What it warns of names the people who signed; we store what we found of a signature ourselves.
            "pyhanko": {"level": "CRITICAL"},
            "pyhanko_certvalidator": {"level": "CRITICAL"},
        },
    }


def _drop_request(logger: Any, method: str, event: EventDict) -> EventDict:
    """Django adds the request to its errors; its description holds the query string, and so perhaps a name."""
    event.pop("request", None)
    return event


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared_processors(),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
