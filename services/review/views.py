"""Which comments of a draft an officer looks at: filters and place as they stand behind an address; reads no table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from nlp.fields import FIELDS
from nlp.lexicon.kinds import KINDS
from nlp.tagging import AUTO, SUGGEST, UNSURE
from services.drafts import places
from storage.queries.comments import LOST, NO_TOPIC, Place, Wanted

BANDS = (AUTO, SUGGEST, UNSURE, NO_TOPIC)
REVIEWED: Mapping[str, bool] = {"yes": True, "no": False}
MAX_PATH = 210  # characters: a path with the number of the version that had it last
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_DIGITS = 18  # of a number that every database holds


@dataclass(frozen=True, slots=True)
class View:
    """The comments asked for and the place in their list; ``comment`` asks for one alone, whatever it is about."""

    wanted: Wanted = field(default_factory=Wanted)
    before: Place | None = None
    after: Place | None = None
    comment: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return self.wanted != Wanted()

    def query(self) -> str:
        """The view as it stands behind the question mark of an address; empty for the first page of everything."""
        wanted = self.wanted
        reviewed = next((word for word, way in REVIEWED.items() if way is wanted.reviewed), "")
        said = {
            "topic": wanted.topic,
            "article": wanted.article,
            "band": wanted.band,
            "kind": wanted.kind,
            "reviewed": reviewed,
            "before": _written(self.before),
            "after": _written(self.after),
            "comment": str(self.comment or ""),
        }
        return urlencode({name: word for name, word in said.items() if word})

    def first(self) -> "View":
        """The same comments from the newest on."""
        return replace(self, before=None, after=None, comment=None)


def read(said: Mapping[str, str]) -> View:
    """The view of an address; a word that means nothing asks for nothing, so that old addresses still open."""
    comment = number(said.get("comment", ""))
    if comment:
        return View(comment=comment)
    wanted = Wanted(
        topic=_known(said.get("topic", ""), FIELDS),
        band=_known(said.get("band", ""), BANDS),
        kind=_known(said.get("kind", ""), KINDS),
        article=_path(said.get("article", "")),
        reviewed=REVIEWED.get(said.get("reviewed", "")),
    )
    before, after = _place(said.get("before", "")), _place(said.get("after", ""))
    return View(wanted, before, None if before else after)


def read_query(text: str) -> View:
    """The view that a form carries with it, written by `View.query`."""
    return read(dict(parse_qsl(text[:2000])))


def number(text: str) -> int | None:
    """The number of a row; None for something else or one that no row can have.

    >>> number("12"), number("x"), number("9" * 30)
    (12, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None


def article_of(path: str) -> str:
    """The article (or part of a plan) in which a provision stands, with its annex and with the mark of a lost one.

    >>> article_of("dieu-4/khoan-2/diem-a"), article_of("quy-che/dieu-3/khoan-1"), article_of("dieu-5/khoan-2@1")
    ('dieu-4', 'quy-che/dieu-3', 'dieu-5@1')
    """
    base, mark, version = path.partition(LOST)
    parts = base.split("/")
    return "/".join(parts[: 2 if places.annex_name(base) else 1]) + mark + version


def _known(word: str, known: object) -> str:
    return word if isinstance(known, Mapping | tuple) and word in known else ""


def _path(text: str) -> str:
    return text if len(text) <= MAX_PATH and text.isprintable() else ""


def _written(place: Place | None) -> str:
    return f"{(place[0] - _EPOCH) // _MICROSECOND}-{place[1]}" if place else ""


def _place(text: str) -> Place | None:
    first, _, second = text.partition("-")
    moment, row = number(first), number(second)
    if moment is None or row is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=moment), row
    except OverflowError:
        return None
