"""Daily counts read for their trend: what to expect, which days stand out, shares that may be told; no calendar here.

A level that follows slowly, times a factor for each weekday drawn towards one; counts scatter as a negative binomial.
Days are consecutive, a day without a comment is a zero; weekdays are numbers from 0, the caller knows of which days.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.negbinomial import at_least, quantile

LEAST_DAYS = 14  # of history: two of each weekday
MOST_DAYS = 1_100  # of history that are read: three years
LEAST_OF_A_SHARE = 20  # comments below which no share is told

FOLLOWING = 0.08  # how fast the level follows (Holt's smoothing constant)
WEEKDAY_TRUST = 3.0  # weeks of "all weekdays are alike" that the weekday factors start from
SPREAD_FIRST, SPREAD_TRUST = 0.1, 12.0  # the spread assumed, and the days it is worth
MOST_SPREAD = 5.0  # wilder counts follow no law that could be told
DRIFT = 0.004  # spread added per day ahead: the level may move meanwhile
USUAL = 0.95  # what exceeds this share of a day's distribution is not taken for a new level
TAIL = 0.12  # of the distribution on each side of the interval, which holds its ends: four days of five fall inside
SURE = 0.0036  # a day that rare is a surge
SURE_TOGETHER, NOT_QUIET = 0.0027, 0.1  # so are days that rare together, if the last of them is not quiet itself
TOGETHER = (2, 3, 4)
SHARE_TRUST = 10.0  # comments' worth of the share among all comments


class TooLittleHistory(ValueError):
    """Fewer days than any answer could rest on; `days` there are, `needed` there should be."""

    def __init__(self, days: int, needed: int) -> None:
        super().__init__(f"{days} days of history, {needed} are needed")
        self.days, self.needed = days, needed


@dataclass(frozen=True)
class Expected:
    """What a day may bring: the mean, and an interval that should hold four days of five."""

    mean: float
    low: int
    high: int


@dataclass(frozen=True)
class Judged:
    """Whether a day stands out, and how likely so many comments were; None while there was too little history."""

    surge: bool
    p: float | None


def forecast(counts: Sequence[int], weekday: int, days: int) -> list[Expected]:
    """The `days` after `counts`, whose first day fell on `weekday`. Raises TooLittleHistory."""
    skipped = max(0, len(counts) - MOST_DAYS)
    counts, weekday = counts[skipped:], (weekday + skipped) % 7
    if len(counts) < LEAST_DAYS:
        raise TooLittleHistory(len(counts), LEAST_DAYS)
    model = _Model(weekday)
    for day, count in enumerate(counts):
        usual = quantile(USUAL, model.expected(0), model.spread) if day >= LEAST_DAYS else count
        model.take(min(count, usual))
    found = []
    for ahead in range(days):
        mean, spread = model.expected(ahead), model.spread + DRIFT * (ahead + 1)
        found.append(Expected(mean, quantile(TAIL, mean, spread), quantile(1 - TAIL, mean, spread)))
    return found


def surges(counts: Sequence[int], weekday: int) -> list[Judged]:
    """Each day judged by the days before it alone. Raises TooLittleHistory where no day can be judged."""
    if len(counts) <= LEAST_DAYS:
        raise TooLittleHistory(len(counts), LEAST_DAYS + 1)
    model, found = _Model(weekday), []
    means: list[float] = []
    for day, count in enumerate(counts):
        mean, spread = model.expected(0), model.spread
        means.append(mean)
        if day < LEAST_DAYS:
            found.append(Judged(False, None))
            model.take(count)
            continue
        p = at_least(count, mean, spread)
        together = [_rarity(counts, means, day, size, spread) for size in TOGETHER]
        surge = p < SURE or (p < NOT_QUIET and min(together) < SURE_TOGETHER)
        found.append(Judged(surge, p))
        model.take(min(count, quantile(1 - SURE, mean, spread)))  # a surge is no new level
    return found


def share(said: int, of: int, overall: float) -> float | None:
    """The share of `said` in `of` comments, drawn towards the `overall` share; None for fewer than twenty comments.

    >>> share(15, 19, 0.5), share(15, 20, 0.5)
    (None, 0.6666666666666666)
    """
    if of < LEAST_OF_A_SHARE:
        return None
    return (said + SHARE_TRUST * overall) / (of + SHARE_TRUST)


def _rarity(counts: Sequence[int], means: Sequence[float], day: int, size: int, spread: float) -> float:
    """How likely so many comments were in the `size` days up to `day`: their sum is nearly negative binomial too."""
    first = max(LEAST_DAYS, day - size + 1)
    expected = means[first : day + 1]
    mean = math.fsum(expected)
    if mean <= 0:
        return at_least(sum(counts[first : day + 1]), mean, spread)
    return at_least(sum(counts[first : day + 1]), mean, spread * math.fsum(m * m for m in expected) / mean**2)


class _Model:
    """The level, the weekday factors and the spread, as known after the days taken so far."""

    def __init__(self, weekday: int) -> None:
        self._weekday = weekday
        self._sum = self._weight = 0.0
        self._seen, self._due = [0.0] * 7, [0.0] * 7
        self._scatter, self._square = SPREAD_FIRST * SPREAD_TRUST, SPREAD_TRUST

    @property
    def spread(self) -> float:
        """The spread of counts about what was expected."""
        return min(MOST_SPREAD, max(0.0, self._scatter / self._square))

    def expected(self, ahead: int) -> float:
        """The mean of the day `ahead` days after the next one."""
        return self._level() * self._factor((self._weekday + ahead) % 7)

    def take(self, count: int) -> None:
        """Learns from the next day's count."""
        mean = self.expected(0)
        if self._weight > 1 and mean > 0:
            self._scatter += ((count - mean) ** 2 - mean) / (mean * mean + mean)
            self._square += mean * mean / (mean * mean + mean)
        day = self._weekday
        factor = self._factor(day)
        certain = factor * (1 + self.spread * self._level()) / (1 + self.spread * mean)  # a busy weekday tells more
        self._sum = self._sum * (1 - FOLLOWING) + certain * count / factor
        self._weight = self._weight * (1 - FOLLOWING) + certain
        self._seen[day] += count
        self._due[day] += self._level()
        self._weekday = (day + 1) % 7

    def _level(self) -> float:
        return self._sum / self._weight if self._weight else 0.0

    def _factor(self, day: int) -> float:
        trust = WEEKDAY_TRUST * self._level() + 1.0
        factors = [(seen + trust) / (due + trust) for seen, due in zip(self._seen, self._due, strict=True)]
        return max(0.05, factors[day] * 7 / math.fsum(factors))
