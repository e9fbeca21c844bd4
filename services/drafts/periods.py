"""What an officer is warned of before a draft is published: short periods, Tết, parts that lack, odd days; no refusal.

Every number comes from services/drafts/tables; the sentences are services/drafts/cautions.py.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.clock import show_day
from services.drafts import kinds, tables
from services.drafts.tables import Parts, Period, Tet
from storage.models import Phase, Procedure


@dataclass(frozen=True, slots=True)
class Facts:
    """What the warnings depend on; days are calendar days as the agency published them. ``roles``: of the files."""

    kind: str
    posted_on: date
    closes_on: date
    today: date
    procedure: Procedure = Procedure.NORMAL
    phase: Phase = Phase.DRAFT
    roles: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to look at again: a stable ``code``, the entry of the dossier it is ``about``, and its values."""

    code: str
    about: str
    values: dict[str, object] = field(default_factory=dict)


def warnings(facts: Facts) -> list[Warning]:
    """Everything to look at again, days first; an empty list when nothing is known to be amiss. Never blocks."""
    return [*_odd_days(facts), *_too_short(facts), *_over_tet(facts), *_lacking(facts)]


def days_open(posted_on: date, closes_on: date) -> int:
    """The length of a window in calendar days, counted from the day after posting; the closing day counts whole."""
    return (closes_on - posted_on).days


def earliest_close(posted_on: date, days: int) -> date:
    """The first closing day that leaves ``days`` whole days after the day of posting."""
    return posted_on + timedelta(days=days)


def period_for(kind: str, procedure: Procedure) -> Period | None:
    """The row of the table for a kind, else for the word on its paper; None where no law sets a period."""
    entry = kinds.of(kind)
    if entry is None or not entry.normative:
        return None
    rows = [row for row in tables.periods() if row.procedure == procedure]
    return next((row for name in (kind, entry.base, "*") for row in rows if name in row.kinds), None)


def parts_for(kind: str, phase: Phase) -> Parts | None:
    """The parts a dossier of this kind holds; None where no list is known: plans, projects, kinds in free words."""
    if not kinds.is_normative(kind) and (phase is Phase.DRAFT or kind != "chinh-sach"):
        return None
    rows = [row for row in tables.parts() if row.phase == phase]
    return next((row for name in (kind, "*") for row in rows if name in row.kinds), None)


def suggested_close(kind: str, procedure: Procedure, posted_on: date) -> date | None:
    """The closing day that the least period would give: a suggestion, None where no number is known."""
    row = period_for(kind, procedure)
    return earliest_close(posted_on, row.days) if row and row.days else None


def _odd_days(facts: Facts) -> list[Warning]:
    posted, closes = show_day(facts.posted_on), show_day(facts.closes_on)
    if facts.posted_on > facts.closes_on:
        return [Warning("posted_after_closing", "posted", {"posted": posted, "closes": closes})]
    if facts.posted_on > facts.today:
        return [Warning("posted_in_future", "posted", {"posted": posted, "today": show_day(facts.today)})]
    return []


def _too_short(facts: Facts) -> list[Warning]:
    row = period_for(facts.kind, facts.procedure)
    if row is None or facts.phase is Phase.POLICY:  # the periods of policies are counted for bodies asked in writing
        return []
    source = row.source.cited()
    if row.days is None:
        return [Warning("period_unknown", "closes", {"source": source})]
    have = days_open(facts.posted_on, facts.closes_on)
    if have >= row.days:
        return []
    suggested = show_day(earliest_close(facts.posted_on, row.days))
    code = "period_short" if row.source.confidence == "sure" else "period_short_unverified"
    return [
        Warning(
            code,
            "closes",
            {
                "days": row.days,
                "have": max(have, 0),
                "suggested": suggested,
                "source": source,
                "seen": show_day(row.source.seen),
            },
        )
    ]


def _over_tet(facts: Facts) -> list[Warning]:
    found = overlapping(facts.posted_on, facts.closes_on, tables.tets())
    if found is None:
        return []
    tet, days = found
    code = "over_tet" if tet.confidence == "sure" else "over_tet_unverified"
    values: dict[str, object] = {"year": tet.year, "start": show_day(tet.start), "end": show_day(tet.end), "days": days}
    return [Warning(code, "closes", values)]


def overlapping(posted_on: date, closes_on: date, tets: Sequence[Tet]) -> tuple[Tet, int] | None:
    """The first Tết holiday inside a window and how many of the window's days it takes; None when none does."""
    first_day = posted_on + timedelta(days=1)
    for tet in tets:
        days = (min(tet.end, closes_on) - max(tet.start, first_day)).days + 1
        if days > 0:
            return tet, days
    return None


def _lacking(facts: Facts) -> list[Warning]:
    row = parts_for(facts.kind, facts.phase)
    if row is None:
        return []
    code = "part_missing" if row.source.confidence == "sure" else "part_missing_unverified"
    return [
        Warning(code, f"file-{role}", {"role": role, "source": row.source.cited()})
        for role in row.roles
        if role not in facts.roles
    ]
