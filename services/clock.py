"""Vietnam's calendar: turns stored UTC moments and closing days into what people read; reads no clock itself."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.errors import Refused

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(moment: datetime, zone: ZoneInfo = VIETNAM) -> date:
    """The calendar day of ``moment`` in Vietnam."""
    return moment.astimezone(zone).date()


def end_of(day: date, zone: ZoneInfo = VIETNAM) -> datetime:
    """The moment a closing day ends: the following midnight in Vietnam."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def show_day(day: date) -> str:
    """A day as people write it here.

    >>> show_day(date(2026, 12, 5))
    '05/12/2026'
    """
    return day.strftime("%d/%m/%Y")


def show_moment(moment: datetime, zone: ZoneInfo = VIETNAM) -> str:
    """A moment in Vietnam time, to the minute."""
    return moment.astimezone(zone).strftime("%H:%M %d/%m/%Y")


def start_of(day: date, zone: ZoneInfo = VIETNAM) -> datetime:
    """The moment a day begins in Vietnam."""
    return datetime.combine(day, time(), zone)


def read_day(text: str) -> date:
    """A day written as 2026-12-31 or 31/12/2026. Raises Refused(``bad_date``)."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a calendar day has no zone)
        except ValueError:
            continue
    raise Refused("bad_date", value=text)
