"""Talk before arming: cited cut-offs, every plan of many types, the two equilibria that share a temptation."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import sympy

from models.essays.talk_before_arming import C_HIGH, C_LOW, MODEL, MU, PEACE, RACE, d, h

_numbers = {
    name: sympy.lambdify((h, d), e, "numpy")
    for name, e in {"mu": MU, "low": C_LOW, "high": C_HIGH, "race": RACE, "peace": PEACE}.items()
}


@cache
def solved():
    return MODEL.solve()


def shares(mu, harm):
    """The shares that say A in the equilibria at mu: roots of a cubic in (0, 1/2)."""
    roots = sympy.Poly(sympy.numer(sympy.together(MU - mu)).subs(d, harm), h).nroots()
    return sorted(float(r) for r in roots if r.is_real and 0 < r < 0.5)


@pytest.mark.parametrize(
    ("mu", "harm", "low", "high", "race", "peace"),
    [
        (0.005, 1.2, 0.12058486, 0.15559764, 0.082114489, 0.71424123),
        (0.01, 1.2, 0.15312713, 0.20504203, 0.1218874, 0.63465333),
        (0.01, 1.5, 0.10196639, 0.18217203, 0.15794254, 0.67527553),
    ],
)
def test_cited_cutoffs(mu, harm, low, high, race, peace):
    """The smaller share gives the cut-offs and probabilities of the raw indifference system."""
    share = shares(mu, harm)[0]
    for name, value in {"low": low, "high": high, "race": race, "peace": peace}.items():
        assert abs(_numbers[name](share, harm) - value) < 1e-7


def test_two_equilibria_share_a_temptation():
    """At mu = .01, d = 1.2 the second share is .48759, a race has probability .4998 and peace .4899."""
    _, share = shares(0.01, 1.2)
    assert abs(share - 0.48759) < 1e-5
    assert (
        abs(_numbers["race"](share, 1.2) - 0.4998) < 1e-4
        and abs(_numbers["peace"](share, 1.2) - 0.4899) < 1e-4
    )


@pytest.mark.parametrize(("harm", "largest"), [(1.2, 0.081839631), (1.5, 0.055856784)])
def test_the_largest_temptation(harm, largest):
    """There are two equilibria just below the cited largest mu, and none just above."""
    assert len(shares(largest - 1e-6, harm)) == 2
    assert shares(largest + 1e-6, harm) == []


@pytest.mark.parametrize(("share", "harm"), [(0.05, 1.2), (0.2, 1.5), (0.45, 3.0)])
def test_no_type_gains_by_any_word_and_plan_in_the_played_game(share, harm):
    """Play against 2,001 opponents' types: of all eight plans the equilibrium's is the best for every one of 101 types."""
    mu, low, high = (_numbers[n](share, harm) for n in ("mu", "low", "high"))
    other = (np.arange(2001) + 0.5) / 2001
    hawk = (other > low) & (other < high)

    def pay(cost, word, after_hawk, after_dove):
        builds = np.where(hawk, word == "D", (word == "A") | (other < low))
        mine = np.where(hawk, after_hawk == "B", after_dove == "B")
        values = np.where(builds, np.where(mine, -cost, -harm), np.where(mine, mu - cost, 0.0))
        return values.mean()

    for cost in np.linspace(0, 1, 101):
        told = ("D", "B", "B") if cost < low else ("A", "N", "B") if cost < high else ("D", "B", "N")
        best = max(pay(cost, w, x, y) for w in "AD" for x in "BN" for y in "BN")
        assert best - pay(cost, *told) < 2e-3


def test_where_peace_is_likelier():
    """At h = 1/4: d > (1 + 2/16 - 1/2)/(1/2) = 5/4."""
    region = solved().region("peace is likelier").substitute(h="1/4")
    assert region.solve_for(d).value == sympy.Rational(5, 4)
