"""Receipt codes: bearer codes such as ``GY-7K3M-92QX-C``, forty random bits and a check symbol; no look-up here.

Symbols are Crockford's base 32 (https://www.crockford.com/base32.html). The check symbol follows Luhn's
algorithm modulo 32 instead of Crockford's modulo 37, whose extra symbols (* ~ $ =) are hard to type.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_SHAPE = re.compile(r"\s*GY[\s\-–—.]*((?:[0-9A-Z][\s\-–—.]*){8,9})", re.IGNORECASE)


def new_code() -> str:
    """A fresh receipt code."""
    data = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return show(data)


def show(data: str) -> str:
    """Eight data symbols as people see them, with their check symbol.

    >>> show("7K3M92QX")
    'GY-7K3M-92QX-7'
    """
    return f"GY-{data[:4]}-{data[4:]}-{_check(data)}"


def read(text: str) -> str | None:
    """The eight data symbols of a code typed in any usual way; None when it is no code or the check fails.

    The check symbol may be left out: it only guards against slips.

    >>> read("gy 7k3m 92qx 7")
    '7K3M92QX'
    >>> read("GY-7K3M-92QX-A") is None
    True
    """
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        return None
    symbols = [s for s in match[1].upper() if s.isalnum()]
    if any(s not in _VALUES for s in symbols):
        return None
    clean = "".join(ALPHABET[_VALUES[s]] for s in symbols)
    data, check = clean[:8], clean[8:]
    return data if not check or check == _check(data) else None


def _check(data: str) -> str:
    total = 0
    for position, symbol in enumerate(reversed(data)):
        value = _VALUES[symbol] * (2 if position % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
