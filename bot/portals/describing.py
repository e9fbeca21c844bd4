"""The description of portals in the file that GOPY_PORTALS_FILE names; what a description may say is nlp/portals'."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings import Unready
from nlp.portals.description import DescriptionError, Portal, read

NAME = "GOPY_PORTALS_FILE"


def load(file: str) -> tuple[Portal, ...]:
    """The portals of a TOML file, none for an empty name. Raises Unready naming the file, the portal and the key."""
    if not file:
        return ()
    try:
        document = tomllib.loads(Path(file).read_text(encoding="utf-8-sig"))
        return read(document)
    except OSError as error:
        raise Unready(f"{NAME}: {file} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Unready(f"{NAME}: {file} is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise Unready(f"{NAME}: {file} is not TOML: {error}") from None
    except DescriptionError as error:
        raise Unready("\n".join(f"{NAME}: {line}" for line in str(error).splitlines())) from None


def ports(portals: Sequence[Portal]) -> frozenset[tuple[str, int]]:
    """The (host, port) pairs that descriptions name themselves."""
    parts = [urlsplit(portal.address) for portal in portals]
    return frozenset((part.hostname, part.port) for part in parts if part.hostname and part.port)
