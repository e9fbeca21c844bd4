"""The negative binomial distribution in closed form: tails and quantiles; nothing is estimated here.

A count has mean m and variance m + f m^2; f, the spread, is 0 for Poisson. Formulae: Abramowitz and Stegun 26.5, 6.6.
"""

import math

_LEAST_SPREAD = 1e-6  # below this the distribution is Poisson to all digits that count
_STEPS = 400  # of the continued fraction; it ends long before, but for counts of many millions
_MOST = 1 << 50  # no count is larger: beyond it the tail is lost in rounding
_TINY = 1e-300


def at_least(count: int, mean: float, spread: float) -> float:
    """The probability of `count` or more.

    >>> round(at_least(1, 1.0, 1.0), 3), at_least(0, 5.0, 0.2)
    (0.5, 1.0)
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    size = 1 / max(spread, _LEAST_SPREAD)
    return _beta_share(mean / (size + mean), float(count), size)


def quantile(share: float, mean: float, spread: float) -> int:
    """The smallest count that is not exceeded with at least this probability.

    >>> quantile(0.5, 1.0, 1.0), quantile(0.9, 10.0, 0.1)
    (0, 16)
    """
    if mean <= 0:
        return 0
    low, high = -1, 1
    while high < _MOST and at_least(high + 1, mean, spread) > 1 - share:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if at_least(middle + 1, mean, spread) > 1 - share:
            low = middle
        else:
            high = middle
    return high


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _fraction(x, a, b) / a)
    return max(0.0, 1 - front * _fraction(1 - x, b, a) / b)


def _fraction(x: float, a: float, b: float) -> float:
    """Its continued fraction, by Lentz's method."""
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    result = d
    for step in range(1, _STEPS):
        twice = a + 2 * step
        for part in (
            step * (b - step) * x / ((twice - 1) * twice),
            -(a + step) * (a + b + step) * x / (twice * (twice + 1)),
        ):
            d = 1 + part * d
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = 1 + part / c
            c = c if abs(c) > _TINY else _TINY
            result *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return result
