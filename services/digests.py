"""The digest of a draft: counted in the database, kept as plain values, told in a short text; files are exports' work.

People, messages and distinct texts always stand together, and nothing here sums stances over a whole draft: an
agreement rate over everything tells a drafter nothing (DESIGN section 5). For the agency only: figures that are
published need cells under 20 suppressed first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.fields import FIELDS
from nlp.redact import mask
from services.clock import VIETNAM
from services.drafts import changes, library, places
from services.exports import words
from services.i18n import Translate, translator
from services.messages import Paragraph
from storage.models import Agency, Draft, DraftVersion, Provision, Stance
from storage.queries import digest as counts
from storage.queries.digest import Moved, Numbers, Period, Voice
from storage.types import key

HOT_PROVISIONS = 5  # as many as one phone screen lists
SAMPLES_EACH = 3
LOST = "@"  # between the path of a provision that was taken out and the number of the version that had it last
SAMPLE_LENGTH, MARGIN = 2000, 200  # characters; no number that identifies somebody is longer than the margin
TEXT_LIMIT = 1200  # characters of the chat text: more is a wall on a phone
SURE = "auto"  # the one band of a topic that needs no officer's look


@dataclass(frozen=True, slots=True)
class ByProvision:
    """What came on one provision; ``path`` None is the whole draft. Only stances that occur are listed."""

    path: str | None
    label: str
    heading: str
    numbers: Numbers
    stances: Mapping[Stance, Numbers]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the tagged messages, 0 to 1: ``low`` counts sure suggestions only, ``high`` counts all of them."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ByTopic:
    """What came on one topic, with the numbers of each band (``auto``, ``suggest``, ``unsure``)."""

    code: str
    name: str
    name_en: str
    numbers: Numbers
    bands: Mapping[str, Numbers]
    share: Share


@dataclass(frozen=True, slots=True)
class ByDay:
    """What came on one calendar day in Vietnam."""

    day: date
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class ByKind:
    """What came of one kind (opinion, question …), as the tagger suggests it."""

    kind: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody's words, masked; ``messages`` said the same, ``rare`` marks the stance fewest took there."""

    path: str | None
    label: str
    stance: Stance
    text: str
    messages: int
    rare: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything an agency wants to know of one draft and period; names no person and leads to none.

    ``since`` is inside the period, ``until`` is not; None is unbounded. ``withdrawn`` messages are in no other number.
    """

    code: str
    title: str
    agency: str
    agency_en: str
    since: datetime | None
    until: datetime | None
    made_at: datetime
    numbers: Numbers
    late: int
    untagged: int
    withdrawn: int
    provisions: tuple[ByProvision, ...]  # in reading order, the whole draft first
    topics: tuple[ByTopic, ...]  # most messages first
    days: tuple[ByDay, ...]  # days without a comment are left out
    kinds: tuple[ByKind, ...]  # most messages first
    samples: tuple[Sample, ...]  # hottest provision first

    def hot(self, limit: int) -> tuple[ByProvision, ...]:
        """The provisions with the most distinct texts in front; a campaign of copies alone makes none hot."""
        return tuple(sorted(self.provisions, key=_heat)[:limit])


@dataclass(frozen=True, slots=True)
class Label:
    """How people call a provision, its heading, and where it stands in reading order."""

    label: str = ""
    heading: str = ""
    order: tuple[int, int] = (-1, 0)


async def make(
    session: AsyncSession, draft: Draft, since: datetime | None, until: datetime | None, now: datetime
) -> Digest:
    """Counts the comments of ``draft`` from ``since`` to before ``until`` (aware moments; None is unbounded)."""
    period = await period_of(session, draft, since, until)
    agency = await session.get_one(Agency, draft.agency_code)
    marks = await counts.marks(session, period)
    total = await counts.totals(session, period)
    provisions = await _provisions(session, draft, period)
    return Digest(
        code=draft.code,
        title=draft.title,
        agency=agency.name,
        agency_en=agency.name_en or agency.name,
        since=since,
        until=until,
        made_at=now,
        numbers=total,
        late=marks.late,
        untagged=marks.untagged,
        withdrawn=marks.withdrawn,
        provisions=provisions,
        topics=await _topics(session, period, total.messages - marks.untagged),
        days=await _days(session, period, now),
        kinds=await _kinds(session, period),
        samples=await _samples(session, period, sorted(provisions, key=_heat)[:HOT_PROVISIONS]),
    )


async def period_of(session: AsyncSession, draft: Draft, since: datetime | None, until: datetime | None) -> Period:
    """The period, in which what was said on older versions counts for the same provisions of the newest one.

    A provision that is no longer there keeps its path with the number of its last version: ``dieu-5@1``.
    """
    known = await changes.versions(session, draft)
    moved = [
        Moved(key(version.id), path, changes.followed(path, known[index:]) or f"{path}{LOST}{version.number}")
        for index, version in enumerate(known[:-1], start=1)
        for path in known[index].mapping
    ]
    return Period(key(draft.id), since, until, tuple(m for m in moved if m.now != m.path))


async def labels(session: AsyncSession, draft: Draft, paths: set[str]) -> dict[str | None, Label]:
    """What these provisions are called, by the newest version that has them; a lost path is called by itself.

    The whole draft (None) has an empty label, for its name depends on the reader's language.
    """
    found: dict[str | None, Label] = {None: Label()}
    versions = await session.exec(
        select(DraftVersion).where(DraftVersion.draft_id == draft.id).order_by(col(DraftVersion.number).desc())
    )
    for age, version in enumerate(versions.all()):
        missing = paths - found.keys()
        if not missing:
            break
        parts = await library.provisions(session, version)
        found |= _named(parts, missing, age)
        lost = {path.partition(LOST)[0]: path for path in paths if path.endswith(f"{LOST}{version.number}")}
        for path, label in _named(parts, set(lost), age).items():
            found[lost[str(path)]] = replace(label, label=f"{label.label} (bản {version.number})")
    return found | {path: Label(path, "", (len(found), 0)) for path in paths - found.keys()}


def _named(parts: Sequence[Provision], wanted: set[str], age: int) -> dict[str | None, Label]:
    return {
        part.path: Label(places.place(parts, part.path), part.heading, (age, part.order))
        for part in parts
        if part.path in wanted
    }


async def _provisions(session: AsyncSession, draft: Draft, period: Period) -> tuple[ByProvision, ...]:
    numbers = await counts.by_path(session, period)
    stances = await counts.by_path_and_stance(session, period)
    names = await labels(session, draft, {path for path in numbers if path is not None})
    in_order = sorted(numbers, key=lambda path: (names[path].order, path or ""))
    return tuple(
        ByProvision(path, names[path].label, names[path].heading, numbers[path], _in_order(stances[path]))
        for path in in_order
    )


def _in_order(stances: Mapping[Stance, Numbers]) -> Mapping[Stance, Numbers]:
    return {stance: stances[stance] for stance in Stance if stance in stances}


def _heat(part: ByProvision) -> tuple[int, int]:
    return -part.numbers.texts, -part.numbers.messages


async def _topics(session: AsyncSession, period: Period, tagged: int) -> tuple[ByTopic, ...]:
    bands = await counts.by_topic_and_band(session, period)
    rows = await counts.by_topic(session, period)
    return tuple(
        ByTopic(
            code=code,
            name=FIELDS[code].vi if code in FIELDS else code,
            name_en=FIELDS[code].en if code in FIELDS else code,
            numbers=numbers,
            bands=dict(sorted(bands[code].items())),
            share=_share(bands[code].get(SURE, Numbers()).messages, numbers.messages, tagged),
        )
        for code, numbers in sorted(rows.items(), key=lambda row: (-row[1].messages, row[0]))
    )


def _share(sure: int, possible: int, tagged: int) -> Share:
    return Share(round(sure / tagged, 4), round(possible / tagged, 4)) if tagged else Share(0.0, 0.0)


async def _days(session: AsyncSession, period: Period, now: datetime) -> tuple[ByDay, ...]:
    # Vietnam has kept one offset since 1975, so today's holds for every comment.
    offset = now.astimezone(VIETNAM).utcoffset() or timedelta()
    return tuple(ByDay(*row) for row in sorted((await counts.by_day(session, period, offset)).items()))


async def _kinds(session: AsyncSession, period: Period) -> tuple[ByKind, ...]:
    rows = await counts.by_kind(session, period)
    return tuple(ByKind(*row) for row in sorted(rows.items(), key=lambda row: (-row[1].messages, row[0])))


async def _samples(session: AsyncSession, period: Period, hot: Sequence[ByProvision]) -> tuple[Sample, ...]:
    if not hot:
        return ()
    voices = await counts.voices(session, period, [part.path for part in hot], SAMPLES_EACH)
    return tuple(sample for part in hot for sample in _choose(part, [v for v in voices if v.path == part.path]))


def _choose(part: ByProvision, voices: Sequence[Voice]) -> list[Sample]:
    """The most repeated words, one voice of the stance fewest took, then further stances, then further words."""
    by_size = sorted(part.stances, key=lambda stance: -part.stances[stance].messages)
    rarest = by_size[-1] if len(by_size) > 1 else None
    first = {stance: next(v for v in voices if v.stance is stance) for stance in by_size}
    wished = [first[by_size[0]], first[by_size[-1]], *(first[stance] for stance in by_size[1:-1]), *voices]
    chosen = list(dict.fromkeys(wished))[:SAMPLES_EACH]
    return [Sample(part.path, part.label, v.stance, _excerpt(v.text), v.messages, v.stance is rarest) for v in chosen]


def _excerpt(text: str) -> str:
    """The text masked, a very long one by its beginning; a number that the cut would split is cut away with it."""
    if len(text) <= SAMPLE_LENGTH + MARGIN:
        return mask(text)
    return mask(text[: SAMPLE_LENGTH + MARGIN])[:-MARGIN].rstrip() + "…"


def text(digest: Digest, language: str) -> tuple[Paragraph, ...]:
    """The digest for a chat: at most TEXT_LIMIT characters; what no longer fits is in the files."""
    t = translator(language)
    paragraphs = [
        Paragraph(t("Tổng hợp góp ý {code}", code=digest.code), "title"),
        Paragraph(words.shorten(digest.title, 160)),
        Paragraph(_head(digest, t)),
    ]
    hot = [_hot(part, t) for part in digest.hot(HOT_PROVISIONS)]
    topics = [_topic(topic, language) for topic in digest.topics[:3]]
    wished = [
        _part(t("Nhiều nội dung khác nhau nhất (người · góp ý · nội dung):"), hot),
        _part(t("Lĩnh vực do máy gợi ý (người · góp ý · nội dung):"), topics),
        *(_quote(sample, t) for sample in sorted(digest.samples, key=lambda s: not s.rare)[:3]),
    ]
    for paragraph in wished:
        if paragraph is not None and _length([*paragraphs, paragraph]) <= TEXT_LIMIT:
            paragraphs.append(paragraph)
    return tuple(paragraphs)


def _head(digest: Digest, t: Translate) -> str:
    lines = [words.period(digest.since, digest.until, digest.made_at, t)]
    if digest.numbers.messages:
        lines.append(words.numbers(digest.numbers, t))
    else:
        lines.append(t("Chưa có góp ý nào trong thời gian này."))
    if digest.late:
        lines.append(t("Gửi sau hạn: {count}", count=digest.late))
    if digest.untagged:
        lines.append(t("Chưa phân loại: {count}", count=digest.untagged))
    if digest.withdrawn:
        lines.append(t("Người gửi đã rút lại (không tính): {count}", count=digest.withdrawn))
    return "\n".join(lines)


def _hot(part: ByProvision, t: Translate) -> str:
    names = words.stances(t)
    stances = ", ".join(f"{names[stance].lower()} {found.messages}" for stance, found in part.stances.items())
    n = part.numbers
    return f"{words.place(part.label, t)}: {n.people} · {n.messages} · {n.texts} ({stances})"


def _topic(topic: ByTopic, language: str) -> str:
    n = topic.numbers
    return f"{topic.name_en if language == 'en' else topic.name}: {n.people} · {n.messages} · {n.texts}"


def _quote(sample: Sample, t: Translate) -> Paragraph:
    head = f"{words.place(sample.label, t)}, {words.stances(t)[sample.stance].lower()}"
    return Paragraph(f"{head}: «{words.shorten(sample.text, 140)}»", "quote")


def _part(title: str, lines: Sequence[str]) -> Paragraph | None:
    return Paragraph("\n".join([title, *(f"• {line}" for line in lines)])) if lines else None


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(paragraph.text) + 2 for paragraph in paragraphs) - 2
