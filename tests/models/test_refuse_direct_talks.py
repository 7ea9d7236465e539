"""Refusing direct talks: cited values, what the figure shows, and the game solved by other means."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import Rational, log, simplify

import gametheory as gt
from models.essays.refuse_direct_talks import MODEL, x

POINT = {"v_L": 1, "v_H": 2, "d": Fraction(1, 2)}


@cache
def solved():
    return MODEL.solve()


def test_the_cited_delay_is_ten_log_three_halves():
    """tau* = 4.0547 at v_L = 1, v_H = 2, r = 1/10, where the solver's x* is 2/3."""
    threshold = solved().region("separation").substitute(**POINT).solve_for(x)
    assert str(threshold) == "1/2 <= x <= 2/3"
    closed = gt.bargaining.AdmatiPerry(1, 2, "1/10")
    assert simplify(closed.delay - 10 * log(Rational(3, 2))) == 0
    assert float(-10 * np.log(2 / 3)) == pytest.approx(4.0546511)


def test_the_end_of_the_interval_tends_to_that_of_admati_and_perry():
    """d tends to 2 - v_H/v_L = 3/4 at v_L = 4/5, v_H = 1; there the longest delay is ln(4/3)."""
    d = Fraction(3, 4) + Fraction(1, 1000)
    here = solved().region("separation").substitute(v_L=Fraction(4, 5), v_H=1, d=d, pi=Fraction(1, 3))
    assert {"x": d} in here and {"x": d - Fraction(1, 1000)} not in here
    closed = gt.bargaining.AdmatiPerry("4/5", 1, 1).longest
    assert float(-np.log(0.75)) == pytest.approx(float(closed))
    assert {"x": Fraction(833, 1000)} in here and {"x": Fraction(834, 1000)} not in here


def test_a_fast_channel_still_signals_but_not_for_sure():
    """The correction to the claim that nothing separates below tau*: pi* = 1/3 at these values."""
    signal, apart = (solved().region(q).substitute(**POINT) for q in ("signal", "separation"))
    for belief in (Fraction(1, 5), Fraction(2, 3)):
        assert {"x": Fraction(9, 10), "pi": belief} in signal
    assert {"x": Fraction(9, 10), "pi": Fraction(1, 3)} not in signal
    assert {"x": Fraction(9, 10), "pi": Fraction(2, 3)} not in apart
    assert {"x": Fraction(2, 5), "pi": Fraction(2, 3)} not in signal


def _types(soft, left, proof, low=1.0, high=2.0):
    """Return what either type gets from meeting S and from refusing, replying at its best to a hard price."""
    result = []
    for v in (high, low):
        hard = max(v - high / 2, proof * v / 2)
        result.append(
            tuple(f * (s * (v - low / 2) + (1 - s) * hard) for f, s in zip((1, left), soft, strict=True))
        )
    return result


def test_brute_force_finds_the_informative_equilibria():
    """A grid of all behaviours that contains the mixtures, at exact indifference up to rounding."""
    proof, belief = 0.5, 2 / 3
    for left, expected in ((0.6, {(1.0, 0.0, 0.0, 1.0)}), (0.8, {(0.75, 0.0, 0.0, 0.5)}), (0.45, set())):
        grid = np.linspace(0, 1, 9)
        found = set()
        for eager in grid:
            for firm in grid:
                if not eager > firm:
                    continue
                for soft in ((s, t) for s in grid for t in grid):
                    (em, er), (fm, fr) = _types(soft, left, proof)
                    if not (_best(em - er, eager) and _best(fm - fr, firm)):
                        continue
                    masses = (
                        (belief * eager, (1 - belief) * firm),
                        (belief * (1 - eager), (1 - belief) * (1 - firm)),
                    )
                    gains = [0.5 * (k + f) - (k * 1.0 + f * proof * 0.5) for k, f in masses]
                    if all(_best(g, s) for g, s in zip(gains, soft, strict=True)):
                        found.add((float(eager), float(firm), *map(float, soft)))
        assert found == expected


def _best(gain, chance):
    return (gain > -1e-12 or chance == 0) and (gain < 1e-12 or chance == 1)


def test_the_figure_shows_the_closed_forms():
    d = MODEL.data(quick=True)
    assert np.allclose(d.least, np.log(2 - d.ratio))
    share = np.exp(-d.delay)
    fast = share > 2 / 3
    assert np.allclose(d.soft, np.where(fast, 2 * (1 - share) / share, 1))
    assert np.allclose(d.eager_refuses, np.where(fast, 0.25, 0))
