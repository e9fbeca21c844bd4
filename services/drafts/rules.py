"""What the entries of a dossier must be, whoever types them; ``intake`` and ``dossier`` store them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from nlp.fields import FIELDS
from nlp.text import fold
from services.clock import local_day, show_day
from services.errors import Refused
from services.i18n import N_, Translate
from storage.models import Phase, Procedure

# Characters: what the columns hold, and SQLite would not say.
MAX_TITLE, MAX_KIND, MAX_ISSUER, MAX_CONTACT, MAX_URL = 1000, 100, 300, 1000, 2000

PHASES: Mapping[Phase, str] = {Phase.POLICY: N_("Chính sách"), Phase.DRAFT: N_("Dự thảo văn bản")}
PROCEDURES: Mapping[Procedure, str] = {
    Procedure.NORMAL: N_("Thông thường"),
    Procedure.SHORTENED: N_("Rút gọn"),
    Procedure.SPECIAL: N_("Đặc biệt"),
}
_SCHEMES = {"http", "https"}
_NOT_IN_URL = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")


def title(text: str) -> str:
    """A title with single spaces. Raises Refused: ``title_missing``, ``title_too_long``."""
    return _named(text, MAX_TITLE)


def kind(text: str) -> str:
    """A kind as typed, with single spaces. Raises Refused: ``title_missing``, ``title_too_long``."""
    return _named(text, MAX_KIND)


def _named(text: str, limit: int) -> str:
    if not text.strip():
        raise Refused("title_missing")
    if len(text) > limit:
        raise Refused("title_too_long", length=len(text), limit=limit)
    return " ".join(text.split())


def issuer(text: str) -> str:
    """The issuing body, "" where it is the drafting agency. Raises Refused(``text_too_long``)."""
    return short(" ".join(text.split()), MAX_ISSUER)


def contact(text: str) -> str:
    """Whom citizens may ask; lines are kept. Raises Refused(``text_too_long``)."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return short("\n".join(line for line in lines if line), MAX_CONTACT)


def source_url(text: str) -> str:
    """An http or https address, "" where none is given. Raises Refused: ``bad_source_url``, ``text_too_long``.

    >>> source_url(" https://lamgiang.example.invalid/du-thao/12 ")
    'https://lamgiang.example.invalid/du-thao/12'
    """
    url = short(text.strip(), MAX_URL)
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host, secret = parts.hostname, parts.username or parts.password
        _ = parts.port  # a port that is no number raises ValueError
    except ValueError:
        raise Refused("bad_source_url", url=url[:200]) from None
    if parts.scheme not in _SCHEMES or not host or secret or _NOT_IN_URL.search(url):
        raise Refused("bad_source_url", url=url[:200])
    return url


def short(text: str, limit: int) -> str:
    """The text when it fits. Raises Refused(``text_too_long``)."""
    if len(text) > limit:
        raise Refused("text_too_long", length=len(text), limit=limit, start=text[:30])
    return text


def days(posted_on: date, closes_on: date, now: datetime, *, changed: bool = True) -> None:
    """Raises Refused: ``closes_before_posted``, ``closes_in_past`` (only where the closing day is new)."""
    today = local_day(now)
    if changed and closes_on < today:
        raise Refused("closes_in_past", closes=show_day(closes_on), today=show_day(today))
    if closes_on < posted_on:
        raise Refused("closes_before_posted", closes=show_day(closes_on), posted=show_day(posted_on))


def fields(codes: Sequence[str]) -> list[str]:
    """The field codes, each once. Raises Refused(``unknown_field``)."""
    for code in codes:
        if code not in FIELDS:
            raise Refused("unknown_field", field=code, known=", ".join(FIELDS))
    return list(dict.fromkeys(codes))


def read_phase(text: str) -> Phase:
    """A phase typed as a code or by its name, with or without marks. Raises Refused(``unknown_phase``)."""
    for phase, name in PHASES.items():
        if fold(text) in (phase.value, fold(name)):
            return phase
    raise Refused("unknown_phase", phase=text, known=", ".join(Phase))


def read_procedure(text: str) -> Procedure:
    """A procedure typed as a code or by its name. Raises Refused(``unknown_procedure``)."""
    for procedure, name in PROCEDURES.items():
        if fold(text) in (procedure.value, fold(name)):
            return procedure
    raise Refused("unknown_procedure", procedure=text, known=", ".join(Procedure))


def show_phase(phase: Phase, t: Translate) -> str:
    """The name of a phase in the reader's language."""
    return t(PHASES[phase])


def show_procedure(procedure: Procedure, t: Translate) -> str:
    """The name of a procedure in the reader's language."""
    return t(PROCEDURES[procedure])
