"""A leaky channel: cut-offs by best replies on a grid, the jump, and the cited limit."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import Rational, simplify, sqrt

from models.essays.leaky_channel import LIMIT, MODEL, G, e


@cache
def solved():
    return MODEL.solve()


def test_the_limit_is_the_cited_one():
    """l <= (1 - sqrt(1 - G))^2/x, with e = l x."""
    threshold = solved().threshold("talks")
    assert simplify(threshold.value - LIMIT) == 0
    assert threshold.value.subs(G, Rational(3, 4)) == Rational(1, 4)


@pytest.mark.parametrize("stake", [0.4, 0.75, 0.95])
@pytest.mark.parametrize("share", [0.5, 0.95, 1.05, 1.5])
def test_best_replies_from_full_trust_end_at_the_open_equilibrium_or_in_silence(stake, share):
    """Iterated from the largest cut-off, best replies fall to the largest equilibrium there is."""
    exposure = share * (1 - np.sqrt(1 - stake)) ** 2
    cutoff = 1.0
    for _ in range(20_000):
        cutoff = max(0.0, stake - (1 - cutoff) * exposure / cutoff) if cutoff > 0 else 0.0
    if share > 1:
        assert cutoff == 0
    else:
        expected = (stake + exposure + np.sqrt((stake + exposure) ** 2 - 4 * exposure)) / 2
        assert abs(cutoff - expected) < 1e-9
        assert cutoff > 1 - np.sqrt(1 - stake)


def test_the_jump():
    """Just inside the limit leaders accept up to 1 - sqrt(1 - G) = 1/2 at G = 3/4; just outside never."""
    inside, outside = (
        solved().region("talks").contains(G=Fraction(3, 4), e=Fraction(1, 4) + d)
        for d in (0, Fraction(1, 10**6))
    )
    assert inside and not outside
    (wide,) = [s for s in solved().equilibria["channel"] if s.name == "open"]
    assert (
        wide.values["cut-off"].subs({G: Rational(3, 4), e: Rational(1, 4)})
        == Rational(1, 2)
        == 1 - sqrt(1 - Rational(3, 4))
    )
