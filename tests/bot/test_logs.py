"""Logs: whatever a line carries, no token, receipt or password is in it."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import pytest
import structlog

from bot import logs

TOKEN = "1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
SECRETS = {
    "address": f"https://api.telegram.org/bot{TOKEN}/sendMessage",
    "token": f"token is {TOKEN}",
    "receipt": "biên nhận GY-7K3M-92QX-7 và GY-7K3M-92QX",
    "database": "postgresql+asyncpg://gopy:mat-khau-rat-dai@db:5432/gopy and postgres://u:mat-khau@h/n",
}
LEAKS = ("AAbbCC", "7K3M", "mat-khau")
SURROUNDINGS = pytest.mark.parametrize("production", [True, False], ids=["production", "development"])
TEXTS = pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS.keys())


@contextmanager
def logging_to_stderr(*, production: bool) -> Iterator[io.StringIO]:
    """Logging as the bot sets it up, inside the block; what it writes."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    with redirect_stderr(io.StringIO()) as written:
        logs.configure(production=production)
        try:
            yield written
        finally:
            root.handlers[:] = before
            root.setLevel(level)
            structlog.reset_defaults()


def leaks(written: io.StringIO) -> list[str]:
    """The lines that hold what they must not."""
    return [line for line in written.getvalue().splitlines() for leak in LEAKS if leak in line]


def falls(text: str) -> None:
    """Raises an error with a cause, both saying ``text``."""
    try:
        int(text)
    except ValueError as error:
        raise RuntimeError(f"then {text}") from error


@SURROUNDINGS
@TEXTS
def test_texts_and_values_are_blotted(text: str, *, production: bool) -> None:
    with logging_to_stderr(production=production) as written:
        structlog.get_logger("gopy").info(text, value=text)
        logging.getLogger("gopy").warning("xảy ra %s", text)
        logging.getLogger("other.library").error(text)
    assert leaks(written) == []
    assert written.getvalue().count("\n") == 3


@SURROUNDINGS
@TEXTS
def test_traces_of_errors_are_blotted(text: str, *, production: bool) -> None:
    with logging_to_stderr(production=production) as written:
        try:
            falls(text)
        except RuntimeError:
            structlog.get_logger("gopy").exception("job.failed")
            logging.getLogger("other.library").exception("it failed")
    assert leaks(written) == []
    assert written.getvalue().count("in falls") >= 2  # the trace itself stays


def test_production_writes_one_json_object_a_line() -> None:
    with logging_to_stderr(production=True) as written:
        structlog.get_logger("gopy").info("đang chạy", parts=["web"])
        logging.getLogger("lib").warning("chữ\nhai dòng")
        logging.getLogger("apscheduler").info("quá nhiều lời")
    first, second = map(json.loads, written.getvalue().splitlines())
    assert (first["event"], first["parts"], first["level"]) == ("đang chạy", ["web"], "info")
    assert second["event"] == "chữ\nhai dòng"
    assert first["timestamp"].endswith("Z")


def test_plain_words_are_left_alone() -> None:
    for text in ("Điều 4: 25.000 đồng", "12:30 ngày 05/12", "GY là gì", "http://127.0.0.1:8600/d/DT1", "a:b@c"):
        assert logs.clean(text) == text
