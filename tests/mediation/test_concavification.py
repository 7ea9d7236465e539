"""Concave closures of piecewise polynomial payoffs."""

from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.realfield import Place
from gametheory.errors import ParameterError, Undecided
from gametheory.mediation import _closure
from gametheory.mediation._pieces import read_piecewise

HALF = Fraction(1, 2)
MU = gt.parameters("mu")


def _averages(found):
    """The posteriors average to the prior, and their payoffs to the value, both exactly."""
    probabilities = [p for _, p in found.posteriors]
    assert sum(probabilities) == 1 and all(p > 0 for p in probabilities)
    assert sum(q * p for q, p in found.posteriors) == found.prior
    earned = sum(float(found._payoff_at(q)) * float(p) for q, p in found.posteriors)
    assert earned == pytest.approx(float(found.value), abs=1e-12)


# -- derived by hand or published -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "guilty", [Fraction(0), Fraction(1, 10), Fraction(3, 10), HALF, Fraction(4, 5), Fraction(1)]
)
def test_the_prosecutor(guilty):
    """Kamenica and Gentzkow (2011): the closure of the step at 1/2 is min(2 p, 1); 0.6 at 0.3, where innocents are convicted 3 times in 7."""
    found = gt.concave_closure([(0, 0.5, 0), (0.5, 1, 1)], guilty)
    assert found.value == min(2 * guilty, 1)
    assert found.silence == int(guilty >= HALF) and found.disclosure == guilty
    assert found.helps == ((0, HALF),)
    if guilty == Fraction(3, 10):
        assert found.posteriors == ((0, Fraction(2, 5)), (HALF, Fraction(3, 5)))
        assert found.experiment == {0: (Fraction(4, 7), Fraction(3, 7)), 1: (0, 1)}


@pytest.mark.parametrize("threshold", [Fraction(1, 3), Fraction(3, 4)])
def test_a_stricter_judge(threshold):
    """He convicts from a belief t on: conviction with probability min(p / t, 1)."""
    found = gt.concave_closure([(0, threshold, 0), (threshold, 1, 1)], 0.3)
    assert found.value == Fraction(3, 10) / threshold and found.helps == ((0, threshold),)


@pytest.mark.parametrize(
    ("share", "tells"), [(Fraction(1, 4), "nothing"), (HALF, "either"), (Fraction(3, 4), "all")]
)
def test_lobbying(share, tells):
    """Kamenica and Gentzkow (2011), lobbying: a politician does what he expects to be right, and the lobby's ideal is a mixture of that and w* > 1.

    Its payoff is minus the square of the distance: in the belief quadratic with the coefficient 2 share - 1, so that the lobby tells
    everything if its ideal moves with the state more than half, and nothing if less.
    """
    beyond = (1 - share) * 2
    ideal = {0: beyond, 1: share + beyond}
    payoff = -((1 - MU) * (MU - ideal[0]) ** 2 + MU * (MU - ideal[1]) ** 2)
    found = gt.concave_closure([(0, 1, payoff)], Fraction(2, 5))
    disclosure = -sum(
        p * (state - ideal[state]) ** 2 for state, p in ((0, Fraction(3, 5)), (1, Fraction(2, 5)))
    )
    assert found.disclosure == disclosure
    assert found.helps == (((0, 1),) if tells == "all" else ())
    assert found.value == (disclosure if tells == "all" else found.silence)
    assert (found.over_disclosure > 0) is (tells == "nothing") and (found.gain > 0) is (tells == "all")


def test_a_tangent_from_a_corner():
    """3 x^2 - 2 x^3 touches a line through 0 where 3 a - 2 a^2 = 6 a - 6 a^2: at 3/4, with slope 9/8."""
    found = gt.concave_closure([(0, 1, 3 * MU**2 - 2 * MU**3)], HALF)
    assert found.value == Fraction(9, 16) and found.support == (0, Fraction(9, 8))
    assert found.posteriors == ((0, Fraction(1, 3)), (Fraction(3, 4), Fraction(2, 3)))
    assert [(s.left, s.right, s.chord) for s in found.segments] == [
        (0, Fraction(3, 4), True),
        (Fraction(3, 4), 1, False),
    ]


def test_a_tangent_from_a_corner_at_an_irrational_place():
    """x^3 rises to 1/8 at 1/2, then 1/8 + (x - 1/2) (3/2 - x): the chord from 0 touches where (2 - 2 a) a = f(a), so at a^2 = 5/8."""
    found = gt.concave_closure(
        [(0, HALF, MU**3), (HALF, 1, Fraction(1, 8) + (MU - HALF) * (Fraction(3, 2) - MU))], HALF
    )
    ((left, right),) = found.helps
    assert left == 0 and right * right == Fraction(5, 8)
    # The slope is 2 - 2 a.
    assert found.value == 1 - right and found.support[1] == 2 - 2 * right


@pytest.mark.parametrize("tilt", [Fraction(0), Fraction(1, 5)])
def test_two_humps(tilt):
    """-(x - 1/4)^2 (x - 3/4)^2 has its peaks at 1/4 and 3/4, whatever line is added."""
    found = gt.concave_closure(
        [(0, 1, -((MU - Fraction(1, 4)) ** 2) * (MU - Fraction(3, 4)) ** 2 + tilt * MU)], 0.4
    )
    assert found.helps == ((Fraction(1, 4), Fraction(3, 4)),)
    assert found.support == (0, tilt) and found.value == tilt * Fraction(2, 5)


def test_two_humps_at_conjugate_places():
    """-(x^2 - x + 1/8)^2 has its peaks at (2 - sqrt 2)/4 and (2 + sqrt 2)/4."""
    found = gt.concave_closure([(0, 1, -((MU**2 - MU + Fraction(1, 8)) ** 2))], 0.3)
    ((left, right),) = found.helps
    assert (str(left), str(right)) == ("(2 - sqrt(2))/4", "(2 + sqrt(2))/4")
    assert found.value == 0 and found.silence == -(Fraction(17, 200) ** 2)
    _averages(found)


def test_two_parabolas():
    """Both touch a line of slope s where heights differ by s (1/2 - s/3) = 1/10 - s^2/6, so s = (15 - sqrt 165)/10."""
    low, high = -3 * (MU - Fraction(1, 4)) ** 2, Fraction(1, 10) - (MU - Fraction(3, 4)) ** 2
    found = gt.concave_closure([(0, HALF, low), (HALF, 1, high)], HALF)
    slope = found.support[1]
    assert str(slope) == "(15 - sqrt(165))/10"
    ((left, right),) = found.helps
    assert left - Fraction(1, 4) + slope / 6 == 0 and right - Fraction(3, 4) + slope / 2 == 0
    _averages(found)


def test_contacts_in_different_fields():
    """-(x^2 - 1/8)^2 peaks at sqrt(2)/4, -(x^2 - 3/4)^2 at sqrt(3)/2, both at height 0; before, a chord from 0 ends where a^2 = 1/12."""
    payoff = [(0, HALF, -((MU**2 - Fraction(1, 8)) ** 2)), (HALF, 1, -((MU**2 - Fraction(3, 4)) ** 2))]
    found = gt.concave_closure(payoff, HALF)
    (start, first), (left, right) = found.helps
    assert start == 0 and first * first == Fraction(1, 12)
    assert (str(left), str(right)) == ("sqrt(2)/4", "sqrt(3)/2")
    assert found.value == 0 and found.support == (0, 0)
    (q, p), (r, s) = found.posteriors
    assert (
        q == left
        and r == right
        and float(s) == pytest.approx((0.5 - 8**-0.5) / (0.75**0.5 - 8**-0.5), abs=1e-14)
    )
    assert p + s == 1 and q * p + r * s == HALF


def test_flat_contacts():
    """Fourth powers have no curvature where they touch the chord."""
    payoff = [(0, HALF, -((MU - Fraction(1, 4)) ** 4)), (HALF, 1, -((MU - Fraction(3, 4)) ** 4))]
    found = gt.concave_closure(payoff, HALF)
    assert found.helps == ((Fraction(1, 4), Fraction(3, 4)),) and found.value == 0


def test_humps_between_the_points_that_are_looked_at_first():
    """x (x - 1/5) (x - 2/5) (x - 3/5) (x - 4/5) (1 - x) is 0 at fifths: the line 0 is nowhere below these, and no line of support."""
    wave = MU * (1 - MU)
    for k in range(1, 5):
        wave *= MU - Fraction(k, 5)
    found = gt.concave_closure([(0, 1, wave)], HALF)
    assert all(0 < left < Fraction(1, 5) and Fraction(4, 5) < right < 1 for left, right in found.helps)
    # Symmetric, so that the chord is level.
    assert found.helps[0][0] + found.helps[0][1] == 1 and found.support[1] == 0 and found.value > 0


def test_three_contacts_on_one_line():
    """-(40 x^3 - 60 x^2 + 26 x - 3)^2 is 0 at 1/2 and 1/2 +- sqrt(10)/10; to the belief 1/2 nothing need be added."""
    payoff = [(0, 1, -((40 * MU**3 - 60 * MU**2 + 26 * MU - 3) ** 2))]
    found = gt.concave_closure(payoff, Fraction(1, 3))
    (left, middle), (second, right) = found.helps
    assert middle == second == HALF and str(left) == "(5 - sqrt(10))/10" and str(right) == "(5 + sqrt(10))/10"
    assert gt.concave_closure(payoff, HALF).posteriors == ((HALF, 1),)


def test_contacts_conjugate_over_a_cubic():
    """-(x^3 - 3/2 x^2 + 3/5 x - 3/61)^2 touches 0 in the three roots of an irreducible cubic: none is rational in another."""
    cubic = MU**3 - Fraction(3, 2) * MU**2 + Fraction(3, 5) * MU - Fraction(3, 61)
    found = gt.concave_closure([(0, 1, -(cubic**2))], HALF)
    assert found.value == 0 and found.support == (0, 0)
    places = [found.helps[0][0], *(right for _, right in found.helps)]
    assert len(places) == 3 and len({place.minimal_polynomial() for place in places}) == 1
    _averages(found)


def test_single_beliefs_and_jumps():
    """A belief that is paid for by itself is used; one that is punished is passed over."""
    peak = gt.concave_closure([(0, 1, 0), (HALF, HALF, 1)], Fraction(1, 4))
    assert (
        peak.value == HALF
        and peak.helps == ((0, HALF), (HALF, 1))
        and peak.posteriors == ((0, HALF), (HALF, HALF))
    )
    assert gt.concave_closure([(0, 1, 0), (HALF, HALF, -1)], HALF).segments[0].right == 1
    # 1 - x up to 1/3 and below 0 from there on: the larger value counts at 1/3.
    jump = gt.concave_closure([(0, Fraction(1, 3), [1, -1]), (Fraction(1, 3), 1, -5)], Fraction(2, 3))
    assert jump.posteriors == ((Fraction(1, 3), HALF), (1, HALF)) and jump.value == (Fraction(2, 3) - 5) / 2
    assert gt.concave_closure([(0, 0.5, [0, 1]), (0.5, 1, [0, 1])], 0.5).segments == (
        gt.concave_closure([(0, 1, MU)], 0.5).segments
    )


def test_a_kink_at_the_prior():
    """At the peak of a tent any line between its sides supports; at the ends too."""
    for prior in (0, HALF, 1):
        found = gt.concave_closure([(0, HALF, [0, 1]), (HALF, 1, [1, -1])], prior)
        assert (
            found.value == min(prior, 1 - prior) and found.helps == () and found.posteriors == ((prior, 1),)
        )


# -- against other ways -------------------------------------------------------------------------------------------------


@st.composite
def _tables(draw):
    actions = ("a", "b", "c", "d")[: draw(st.integers(2, 4))]
    weight = draw(st.integers(0, 6))
    prior = {"x": Fraction(6 - weight, 6), "y": Fraction(weight, 6)}
    sender, receiver = ({s: {a: draw(st.integers(-2, 3)) for a in actions} for s in prior} for _ in range(2))
    return prior, sender, receiver


@settings(max_examples=80, deadline=None)
@given(_tables())
def test_the_finite_solver_agrees(problem):
    """The linear program over recommendations and the closure of the payoff over beliefs are worth the same."""
    found = gt.persuasion(*problem)
    closure = found.concave_closure()
    assert (closure.value, closure.silence, closure.disclosure) == (
        found.value,
        found.silence,
        found.disclosure,
    )
    assert closure.at(problem[0]["y"]) == found.value
    assert any(left < problem[0]["y"] < right for left, right in closure.helps) is (
        found.value > found.silence
    )


@st.composite
def _payoffs(draw):
    marks = sorted(draw(st.sets(st.integers(1, 5), max_size=2)))
    breaks = [Fraction(0), *(Fraction(m, 6) for m in marks), Fraction(1)]
    coefficients = st.lists(st.integers(-6, 6), min_size=1, max_size=5)
    return [(lo, hi, draw(coefficients)) for lo, hi in pairwise(breaks)]


def _grid(payoff, size=240):
    """Points of the payoff on a grid that has the breaks, the larger value at each."""
    values = {}
    for lo, hi, coefficients in payoff:
        for k in range(int(lo * size), int(hi * size) + 1):
            y = sum(c * Fraction(k, size) ** j for j, c in enumerate(coefficients))
            values[Fraction(k, size)] = max(y, values.get(Fraction(k, size), y))
    return sorted(values.items())


def _hull_at(points, x):
    """The concave closure of finitely many points: the best chord."""
    best = max(y for at, y in points if at == x) if any(at == x for at, _ in points) else None
    left, right = [p for p in points if p[0] < x], [p for p in points if p[0] > x]
    if left and right:
        xl, yl = np.array(left, float).T
        xr, yr = np.array(right, float).T
        w = (float(x) - xl[:, None]) / (xr[None, :] - xl[:, None])
        chord = float(((1 - w) * yl[:, None] + w * yr[None, :]).max())
        best = chord if best is None else max(float(best), chord)
    return float(best)


@settings(max_examples=60, deadline=None)
@given(_payoffs(), st.integers(0, 12))
def test_it_is_the_least_concave_function_above(payoff, twelfths):
    """Concave, nowhere below, a mixture of payoffs; and a grid comes as close as its spacing allows (second derivatives are below 200)."""
    prior = Fraction(twelfths, 12)
    found = gt.concave_closure(payoff, prior)
    _averages(found)
    points = _grid(payoff)
    shape = [found.at(x) for x, _ in points]
    assert all(v >= y for v, (_, y) in zip(shape, points, strict=True))
    heights = [float(v) for v in shape]
    assert all(2 * b >= a + c - 1e-12 for a, b, c in zip(heights, heights[1:], heights[2:], strict=False))
    below = _hull_at(points, prior)
    assert below - 1e-12 <= float(found.value) <= below + 200 / 240**2
    for s, t in pairwise(found.segments):
        assert s.right == t.left and not s.left >= s.right
    assert (found.gain > 0) is any(left < prior < right for left, right in found.helps)


@settings(max_examples=12, deadline=None)
@given(_payoffs(), st.integers(1, 5))
def test_the_decision_procedure_confirms_the_certificate(payoff, sixths):
    """What is proved by roots and squares Z3 proves too, where the line of support is rational."""
    found = gt.concave_closure(payoff, Fraction(sixths, 6))
    if all(isinstance(c, Fraction) for c in found.support):
        intercept, slope = found.support
        for lo, hi, coefficients in payoff:
            polynomial = sum((c * MU**k for k, c in enumerate(coefficients)), 0 * MU)
            claim = intercept + slope * MU - polynomial >= 0
            if claim is True or not hasattr(claim, "free_symbols") or not claim.free_symbols:
                assert bool(claim)
                continue
            assert gt.prove(claim, assuming=[MU >= lo, hi >= MU])


def test_a_false_closure_is_refused():
    """The verification sees a chord too low, an arc that is convex, and a chord that does not touch."""
    payoff = read_piecewise([(0, 1, 3 * MU**2 - 2 * MU**3)], "test")
    parts = _closure.closure(payoff)
    _closure._verify(payoff, parts)
    middle = Place.at(HALF)
    wrong = [
        # The payoff itself up to 3/4, where it is convex at first.
        [replace(parts[0], along=payoff.pieces[0]), parts[1]],
        # The chord ends where it does not touch, in 1/2, though the arc from there on is concave.
        [replace(parts[0], right=middle), replace(parts[1], left=middle)],
        # A gap.
        [parts[1]],
    ]
    for false in wrong:
        with pytest.raises(AssertionError):
            _closure._verify(payoff, false)
    low = replace(parts[0].along, slope=parts[0].along.slope / 2)
    with pytest.raises(AssertionError):
        _closure._verify(payoff, [replace(parts[0], along=low), parts[1]])


# -- how it looks ---------------------------------------------------------------------------------------------------------


def test_what_is_shown():
    """Text, LaTeX, the certificate and the picture."""
    found = gt.concave_closure([(0, 1, -((MU**2 - MU + Fraction(1, 8)) ** 2))], 0.3)
    assert "belief (2 - sqrt(2))/4 with probability" in str(found) and "<pre>" in found._repr_html_()
    assert str(found.certificate[0]).endswith("on [0, 1], 0 at (2 - sqrt(2))/4, (2 + sqrt(2))/4")
    assert r"\frac{2+\sqrt{2}}{4}" in found.latex()
    axes = found.draw().axes[0]
    assert axes.get_xlabel() == "belief in the second state (prior 3/10)"
    shown = [line.get_label() for line in axes.lines if not line.get_label().startswith("_")]
    assert shown == ["payoff at the belief", "concave closure"]
    again = pickle.loads(pickle.dumps(found))
    assert again.helps == found.helps and str(again) == str(found) and again.at(0.3) == found.value
    jump = gt.concave_closure([(0, HALF, 0), (HALF, 1, 1)], 0.3).draw().axes[0]
    assert any(list(line.get_ydata()) == [0.6] for line in jump.lines)


@pytest.mark.parametrize(
    ("payoff", "prior", "message"),
    [
        ([(0, 0.5, 0)], 0.3, "gap from 1/2 to 1"),
        ([(0.25, 1, 0)], 0.3, "gap from 0 to 1/4"),
        ([(0, 0.25, 0), (0.5, 1, 0)], 0.3, "gap from 1/4 to 1/2"),
        ([(0, 0.5, 0), (0.25, 1, 0)], 0.3, "overlap from 1/4 to 1/2"),
        ([], 0.3, "gap from 0 to 1"),
        ([(0, 2, 0)], 0.3, "lie in"),
        ([(0, 1)], 0.3, "write"),
        ([(0, 1, "mu")], 0.3, "not a number"),
        ([(0, 1, [1, "x"])], 0.3, "not a number"),
        ([(0, 1, 0)], 1.5, "probability from 0 to 1"),
        ([(0, 1, 0)], "likely", "not a number"),
        ([(0, 1, 0)], float("nan"), "not a number"),
        ([(0, 1, 0)], MU, "parameter left in it"),
        ([(0, MU, 0), (MU, 1, 1)], 0.3, "parameter left in it"),
        ([(0, 1, MU * gt.parameters("c"))], 0.3, "unknowns c, mu"),
        ([(0, 0.5, MU), (0.5, 1, gt.parameters("c"))], 0.3, "unknowns c, mu"),
        ([(0, 1, 1 / (1 + MU))], 0.3, "no polynomial"),
        ([(0, 1, 0.5 * MU)], 0.3, "exactly"),
    ],
)
def test_bad_input(payoff, prior, message):
    """Each with one sentence."""
    with pytest.raises(ParameterError, match=message):
        gt.concave_closure(payoff, prior)


def test_no_time():
    """A budget of nothing is spent; beliefs outside the interval and three states have no closure."""
    with pytest.raises(Undecided):
        gt.concave_closure([(0, 1, MU**2)], 0.3, budget=gt.Budget(seconds=0))
    with pytest.raises(ParameterError, match="probability"):
        gt.concave_closure([(0, 1, MU**2)], 0.3).at(2)
    three = gt.persuasion(
        {s: Fraction(1, 3) for s in "abc"}, {s: {"x": 1} for s in "abc"}, {s: {"x": 1} for s in "abc"}
    )
    with pytest.raises(ParameterError, match="two states"):
        three.concave_closure()
