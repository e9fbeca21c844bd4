"""Logging: structured, one line an event, with tokens, codes and addresses taken out before anything is written."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# A bot token stands in every Telegram URL; receipts are bearer codes.
_SECRETS = (
    (re.compile(r"/bot\d+:[\w-]+"), "/bot<token>"),
    (re.compile(r"\b\d{6,12}:[\w-]{30,}"), "<token>"),
    (re.compile(r"\bGY-[0-9A-Z]{4}-[0-9A-Z]{4}(-[0-9A-Z])?"), "GY-<receipt>"),
    (re.compile(r"(postgres\w*(?:\+\w+)?://[^:/@\s]+:)\S*@"), r"\1<password>@"),
)
_CHATTY = (
    "alembic",
    "httpx",
    "httpcore",
    "httpx2",
    "httpcore2",
    "aiosqlite",
    "apscheduler",
    "asyncio",
    "matplotlib",
    "aiohttp.access",
)


def redact(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that blots secrets out of every text of a log entry."""
    for name, value in entry.items():
        if name != "exc_info":  # written out as text before this processor sees it
            entry[name] = _blotted(value)
    return entry


def _blotted(value: Any) -> Any:
    """``value`` with every text in it cleaned; objects such as exceptions and addresses become clean text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): _blotted(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_blotted(inner) for inner in value]
    return clean(str(value))


def clean(text: str) -> str:
    """``text`` without tokens, receipts and database passwords."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def configure(*, production: bool, level: int = logging.INFO) -> None:
    """Sets up logging to stderr: JSON in production, coloured lines otherwise; foreign loggers pass through it too."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    show: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if production
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, show], foreign_pre_chain=before
        )
    )
    logging.raiseExceptions = not production  # a handler that cannot write would print raw arguments
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
