"""Persuasion about posterior means by censorship."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

import gametheory as gt
from gametheory.algebra.realfield import Place, element
from gametheory.errors import ParameterError, Undecided
from gametheory.mediation import censorship as home
from gametheory.mediation._closure import Part, arcs
from gametheory.mediation._pieces import read_piecewise
from gametheory.mediation._tails import read_prior
from gametheory.mediation._tangents import through

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
MU = gt.parameters("mu")
SMOOTH = [(0, 1, 3 * MU**2 - 2 * MU**3)]


def _threshold(t):
    return [(0, t, 0), (t, 1, 1)]


# -- derived by hand or published -------------------------------------------------------------------------------------


@pytest.mark.parametrize("t", [Fraction(1, 3), HALF, Fraction(3, 5), Fraction(9, 10)])
def test_a_buyer_with_a_threshold(t):
    """Uniform matches (as in an example of Kamenica and Gentzkow 2011): the best 2 (1 - t) are recommended, whose mean is t."""
    found = gt.censorship(_threshold(t))
    assert (
        found.value == min(1, 2 * (1 - t)) and found.disclosure == 1 - t and found.silence == int(t <= HALF)
    )
    if t > HALF:
        assert found.revealed == (0, 2 * t - 1) and found.pooled == (2 * t - 1, 1) and found.mean == t
    else:
        assert found.revealed is None and found.pooled == (0, 1) and found.mean == HALF


def test_a_smooth_threshold():
    """3 x^2 - 2 x^3, uniform: with d = m - c = 1 - m the tangent at m meets c where v''(m)/2 = v'''(m) d/6, so 3 - 6 m + 2 d = 0, d = 3/8."""
    found = gt.censorship(SMOOTH)
    assert (
        found.pooled == (QUARTER, 1) and found.mean == Fraction(5, 8) and found.probability == Fraction(3, 4)
    )
    # 1/64 - 1/512 below the cutoff, and 3/4 of v(5/8) = 350/512.
    assert found.value == Fraction(7, 512) + Fraction(3, 4) * Fraction(350, 512)
    assert found.silence == found.disclosure == HALF and found.gain == found.over_disclosure == Fraction(
        27, 1024
    )


def test_a_density_that_rises():
    """Density 2 x, threshold 3/4: the mean above c is (2/3) (1 + c + c^2)/(1 + c), so 8 c^2 - c - 1 = 0."""
    found = gt.censorship(_threshold(Fraction(3, 4)), [(0, 1, 2 * MU)])
    c = found.pooled[0]
    assert str(c) == "(1 + sqrt(33))/16" and found.value == found.probability == 1 - c * c


def test_a_kink():
    """0 up to 1/2, then up to 1 at 3/4: the line from (1/2, 0) through the kink prices the upper half."""
    payoff = [(0, HALF, 0), (HALF, Fraction(3, 4), 4 * MU - 2), (Fraction(3, 4), 1, 1)]
    found = gt.censorship(payoff)
    assert found.value == HALF and found.disclosure == Fraction(3, 8) and found.mean == Fraction(3, 4)


KINKED = [(0, Fraction(3, 4), MU**2), (Fraction(3, 4), 1, Fraction(9, 16) + (MU - Fraction(3, 4)) / 2)]


def test_a_bend_at_the_end_of_the_convex_part():
    """x^2 up to 3/4, then slope 1/2: the chord from 1/2 to the kink has slope 5/4, between those on both sides.

    There is no cutoff at 3/4, where the price would bend down.
    """
    found = gt.censorship(KINKED)
    assert found.pooled == (HALF, 1) and found.mean == Fraction(3, 4)
    assert found.value == Fraction(1, 24) + HALF * Fraction(9, 16)


def test_convex_and_concave():
    """Everything is told, or nothing."""
    convex, concave = gt.censorship([(0, 1, MU**2)]), gt.censorship([(0, 1, -(MU**2))])
    assert (
        convex.pooled is None
        and convex.revealed == (0, 1)
        and convex.value == convex.disclosure == Fraction(1, 3)
    )
    assert convex.mean is None and convex.probability == 0
    assert concave.revealed is None and concave.value == concave.silence == -QUARTER


@pytest.mark.parametrize(
    ("payoff", "density"), [(_threshold(Fraction(4, 5)), None), (SMOOTH, None), (SMOOTH, [(0, 1, 2 * MU)])]
)
def test_seen_in_a_mirror(payoff, density):
    """Pooling from below is pooling from above in 1 - x."""
    turned = [(1 - hi, 1 - lo, _turn(p)) for lo, hi, p in payoff]
    other = [(1 - hi, 1 - lo, _turn(p)) for lo, hi, p in density] if density else None
    one, two = gt.censorship(payoff, density), gt.censorship(turned, other)
    assert one.value == two.value and one.probability == two.probability
    assert two.pooled[0] == 0 and two.pooled[1] == 1 - one.pooled[0] and two.mean == 1 - one.mean


def _turn(polynomial):
    return polynomial.subs(MU, 1 - MU).expand() if hasattr(polynomial, "subs") else polynomial


# -- against other ways -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("t", [Fraction(11, 20), Fraction(7, 10), Fraction(17, 20)])
def test_the_finite_solver_comes_close(t):
    """Ten cells told apart are worth less than the continuum, by a cell at most: the cells wholly above the cutoff can be pooled."""
    cells = 10
    middles = {f"s{k}": Fraction(2 * k + 1, 2 * cells) for k in range(cells)}
    finite = gt.persuasion(
        dict.fromkeys(middles, Fraction(1, cells)),
        {s: {"buy": 1, "leave": 0} for s in middles},
        {s: {"buy": x - t, "leave": 0} for s, x in middles.items()},
    )
    exact = gt.censorship(_threshold(t)).value
    assert exact - Fraction(1, cells) <= finite.value <= exact


@st.composite
def _shapes(draw):
    """A payoff that is first convex, then jumps up or not, then is concave: quadratics with slopes in order; and a density of two steps."""
    marks = [Fraction(m, 6) for m in sorted(draw(st.sets(st.integers(1, 5), min_size=1, max_size=3)))]
    turn = draw(st.integers(0, len(marks)))
    y, slope, pieces = Fraction(0), Fraction(draw(st.integers(-3, 3))), []
    for k, (lo, hi) in enumerate(zip([Fraction(0), *marks], [*marks, Fraction(1)], strict=True)):
        sign = 1 if k < turn else -1
        if k == turn:
            y += draw(st.integers(0, 2))
            slope = Fraction(draw(st.integers(-3, 6)))
        else:
            slope += sign * draw(st.integers(0, 2))
        bend = Fraction(sign * draw(st.integers(0, 3)))
        # y + slope (x - lo) + bend (x - lo)^2
        pieces.append((lo, hi, [y - slope * lo + bend * lo**2, slope - 2 * bend * lo, bend]))
        y, slope = y + slope * (hi - lo) + bend * (hi - lo) ** 2, slope + 2 * bend * (hi - lo)
    left = Fraction(draw(st.integers(1, 7)), 4)
    return pieces, [(0, HALF, left), (HALF, 1, 2 - left)]


def _by_linear_program(payoff, density, cells=16):
    """The best joint distribution of cells of states and means on a grid: each mean is the average of its cells."""
    states = [(2 * k + 1) / (2 * cells) for k in range(cells)]
    odds = [float(density[0][2] if x < 0.5 else density[1][2]) / cells for x in states]
    function = read_piecewise(payoff, "test")
    means = [Fraction(k, 4 * cells) for k in range(4 * cells + 1)]
    heights = np.array([float(function.at(y)) for y in means])
    n, m = len(states), len(means)
    rows, columns, entries = [], [], []
    for i in range(n):
        for j, y in enumerate(means):
            rows += [i, n + j]
            columns += [i * m + j] * 2
            entries += [1.0, states[i] - float(y)]
    matrix = coo_matrix((entries, (rows, columns)), shape=(n + m, n * m))
    found = linprog(-np.tile(heights, n), A_eq=matrix, b_eq=[*odds, *([0.0] * m)], method="highs")
    assert found.status == 0
    return -found.fun, float(np.abs(np.diff(heights)).sum())


@settings(max_examples=40, deadline=None)
@given(_shapes())
def test_a_linear_program_comes_close(problem):
    """Whatever the shape, if convex comes first censorship is found best; a grid is worth less, by little: the variation over a few cells."""
    payoff, density = problem
    found = gt.censorship(payoff, density)
    coarse, variation = _by_linear_program(payoff, density)
    assert coarse - 1e-7 <= float(found.value) <= coarse + 3 * (variation + 1) / 16
    assert found.value >= found.silence and found.value >= found.disclosure


# -- what is refused ----------------------------------------------------------------------------------------------------


def test_a_false_price_is_refused():
    """The verification sees a line too low, a cutoff too high, a mean that is none, and a payoff that is not convex where it is told."""
    function, prior = read_piecewise(SMOOTH, "test"), read_prior(None, "test")
    plan = home._best(function, prior)
    home._verified(function, prior, plan)
    told, priced = plan.price
    line = priced.along
    later = Place.at(HALF)
    false = [
        replace(plan, price=[told, replace(priced, along=replace(line, slope=line.slope - element(1)))]),
        replace(plan, price=[replace(told, right=later), replace(priced, left=later)]),
        replace(plan, mean=later),
        replace(plan, mass=element(1)),
        replace(plan, price=[replace(told, right=Place.at(1))]),
    ]
    for wrong in false:
        with pytest.raises(AssertionError):
            home._verified(function, prior, wrong)


@pytest.mark.parametrize(("payoff", "cutoff"), [(SMOOTH, Fraction(1, 8)), (KINKED, Fraction(3, 4))])
def test_a_wrong_cutoff_is_refused(payoff, cutoff):
    """All else in order, the line from the cutoff through the mean is below the payoff further on, or the price bends down at the cutoff."""
    function, prior = read_piecewise(payoff, "test"), read_prior(None, "test")
    mean = (1 + cutoff) / 2
    line = through((cutoff, function.at(cutoff)), (mean, function.at(mean)))
    price = [*arcs(function, Place.at(0), Place.at(cutoff)), Part(Place.at(cutoff), Place.at(1), line)]
    plan = home._Plan(Place.at(0).field, price, Place.at(mean), element(1 - cutoff))
    with pytest.raises(AssertionError):
        home._verified(function, prior, plan)


def test_what_is_shown():
    """Text, LaTeX and the picture."""
    found = gt.censorship(SMOOTH)
    assert (
        "states from 1/4 to 1 are pooled (probability 3/4), mean 5/8" in str(found)
        and "<pre>" in found._repr_html_()
    )
    assert r"-\tfrac{25}{128} + \tfrac{45}{32} \mu & \tfrac{1}{4} \le \mu \le 1" in found.latex()
    axes = found.draw().axes[0]
    shown = [line.get_label() for line in axes.lines if not line.get_label().startswith("_")]
    assert shown == ["payoff at the mean", "price function"]
    # The line at 5/8 is v(5/8) = 350/512.
    assert [float(y) for y in axes.lines[-1].get_ydata()] == [350 / 512]


@pytest.mark.parametrize(
    ("payoff", "density", "message"),
    [
        # Two jumps, of which neither can be neglected.
        ([(0, 0.5, 0), (0.5, 0.75, 1), (0.75, 1, 1.8)], None, "first convex and then concave"),
        ([(0, 0.5, 0)], None, "gap from 1/2 to 1"),
        (SMOOTH, [(0, 1, 2)], "integrates to 2"),
        (SMOOTH, [(0, 0.5, 1)], "density: the pieces leave a gap"),
        (SMOOTH, [(0, 1, 4 - 6 * MU)], "negative somewhere"),
        (SMOOTH, [(0, 0.5, 2), (0.5, 1, 0)], "0 from 1/2 to 1"),
    ],
)
def test_bad_input(payoff, density, message):
    """Each with one sentence."""
    with pytest.raises(ParameterError, match=message):
        gt.censorship(payoff, density)


def test_no_time():
    """A budget of nothing is spent."""
    with pytest.raises(Undecided):
        gt.censorship(SMOOTH, budget=gt.Budget(seconds=0))
