"""Reads a call's parameters, whatever way they came, into checked values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from bot.sandbox.telegram.errors import ApiError, bad_request

ParamType = Literal["int", "str", "bool", "object", "array", "chat", "file"]
MAX_UPLOAD = 50 * 1024 * 1024
_TRUE, _FALSE = {"true", "1", "yes"}, {"false", "0", "no", ""}


@dataclass(frozen=True)
class Upload:
    """A file sent inside a multipart request."""

    name: str
    content: bytes
    mime_type: str

    def __repr__(self) -> str:
        """Without the bytes: this goes to the log of calls."""
        return f"Upload({self.name!r}, {len(self.content)} bytes)"


async def read_request(request: web.Request) -> dict[str, Any]:
    """The raw parameters of a GET or POST call (query, JSON, urlencoded or multipart).

    Raises `ApiError` 400 for JSON that cannot be read, 413 over 50 MB.
    """
    params: dict[str, Any] = dict(request.query)
    if request.method != "POST":
        return params
    if request.content_type == "application/json":
        params |= _json_body(await request.read())
        return params
    roomy = request.clone(client_max_size=2 * MAX_UPLOAD)
    for name, value in (await roomy.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                content = file.read()
            if len(content) > MAX_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
            params[name] = Upload(value.filename, content, value.content_type)
        else:
            params[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return params


def _json_body(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(found, dict):
        raise bad_request("can't parse request JSON object: must be an Object")
    return found


class Args:
    """Checked parameters of one call."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a parameter, or `default` when it was not sent."""
        return self._values.get(name, default)

    def text(self, name: str) -> str:
        """A string parameter, empty when it was not sent."""
        return str(self._values.get(name, ""))

    def number(self, name: str, default: int = 0) -> int:
        """An integer parameter."""
        return int(self._values.get(name, default))

    def flag(self, name: str) -> bool:
        """A boolean parameter, False when it was not sent."""
        return bool(self._values.get(name, False))


def check(raw: Mapping[str, Any], accepted: Mapping[str, ParamType]) -> Args:
    """Values of the right types; files named `attach://x` are put in place.

    Raises `ApiError` 400 for a parameter the method does not have (the real server ignores it: here a typo must
    show) and for a value of the wrong type.
    """
    attached = {name: value for name, value in raw.items() if isinstance(value, Upload) and name not in accepted}
    used = set()
    values: dict[str, Any] = {}
    for name, value in raw.items():
        if name in attached or value is None:
            continue
        if name not in accepted:
            raise bad_request(f'unknown parameter "{name}"')
        values[name] = _convert(name, value, accepted[name])
        if isinstance(values[name], str) and values[name].startswith("attach://"):
            file = values[name].removeprefix("attach://")
            if file not in attached:
                raise bad_request(f'attached file "{file}" is not in the request')
            values[name] = attached[file]
            used.add(file)
    if unused := set(attached) - used:
        raise bad_request(f'unknown parameter "{min(unused)}"')
    return Args(values)


def _convert(name: str, value: Any, kind: ParamType) -> Any:
    converted = _CONVERTERS[kind](value)
    if converted is None:
        raise bad_request(f'parameter "{name}" must be of type {kind}')
    return converted


def _int(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    try:
        return int(value) if isinstance(value, int | str) else None
    except ValueError:
        return None


def _str(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _bool(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).lower() if isinstance(value, int | str) else "?"
    return True if word in _TRUE else False if word in _FALSE else None


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _object(value: Any) -> dict[str, Any] | None:
    found = _json(value)
    return found if isinstance(found, dict) else None


def _array(value: Any) -> list[Any] | None:
    found = _json(value)
    return found if isinstance(found, list) else None


def _chat(value: Any) -> int | str | None:
    number = _int(value)
    return number if number is not None else _str(value)


def _file(value: Any) -> Upload | str | None:
    return value if isinstance(value, Upload) else _str(value)


_CONVERTERS = {
    "int": _int,
    "str": _str,
    "bool": _bool,
    "object": _object,
    "array": _array,
    "chat": _chat,
    "file": _file,
}
