"""Axioms as properties of the solutions, values known from elsewhere, and refusals."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.axiomatic import (
    Polygon,
    Polytope,
    PowerUtilities,
    TransferableUtility,
    egalitarian,
    kalai_smorodinsky,
    nash_solution,
    utilitarian,
)
from gametheory.errors import ExpressionError, GameTheoryError, InvalidGameError, MixedFieldError

F = Fraction
SOLUTIONS = [nash_solution, kalai_smorodinsky, egalitarian]

positive = st.builds(F, st.integers(1, 9), st.integers(1, 3))
payoffs = st.builds(F, st.integers(0, 9), st.integers(1, 2))
pairs = st.lists(st.tuples(payoffs, payoffs), min_size=1, max_size=5)
triples = st.lists(st.tuples(payoffs, payoffs, payoffs), min_size=2, max_size=5)
unit = st.builds(F, st.integers(1, 6), st.just(6))


def inner(points):
    """A frontier and a disagreement point strictly inside it: half of a payoff vector that is positive throughout."""
    best = max(points, key=min)
    assume(min(best) > 0)
    return tuple(x / 2 for x in best)


def swap(u, order=(1, 0)):
    return tuple(u[i] for i in order)


def dominated(u, points):
    """Whether a lottery over the points is better for everybody than u: a linear question, answered by the facets."""
    return all(sum(a * x for a, x in zip(f, u, strict=False)) < f[-1] for f in Polytope(points).facets)


# -- axioms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("solution", SOLUTIONS)
@given(points=pairs)
def test_nobody_loses_and_no_outcome_is_better_for_everybody(solution, points):
    d = inner(points)
    found = solution(Polygon(points), d)
    assert found.exact and found.certificate == 0
    assert all(x >= y for x, y in zip(found.payoffs, d, strict=True))
    assert not dominated(found.payoffs, points)
    assert all(
        sum(a * x for a, x in zip(f, found.payoffs, strict=False)) <= f[-1] for f in Polygon(points).facets
    )


@given(points=pairs)
def test_nash_and_kalai_smorodinsky_are_efficient_for_two(points):
    d = inner(points)
    for solution in (nash_solution, kalai_smorodinsky):
        u = solution(Polygon(points), d).payoffs
        # The weakly efficient corners of a comprehensive set are efficient where both coordinates bind.
        tight = [f for f in Polygon(points).facets if sum(a * x for a, x in zip(f, u, strict=False)) == f[-1]]
        normal = [sum(f[i] for f in tight) for i in range(2)]
        assert all(s > 0 for s in normal)


@pytest.mark.parametrize("solution", SOLUTIONS)
@given(points=pairs)
def test_names_do_not_matter(solution, points):
    d = inner(points)
    swapped = solution(Polygon([swap(p) for p in points]), swap(d))
    assert swapped.payoffs == swap(solution(Polygon(points), d).payoffs)


@pytest.mark.parametrize("solution", SOLUTIONS)
@given(points=pairs)
def test_symmetric_problems_have_symmetric_solutions(solution, points):
    d = inner(points)
    low = min(d)
    one, two = solution(Polygon([*points, *(swap(p) for p in points)]), (low, low)).payoffs
    assert one == two


@pytest.mark.parametrize("solution", [nash_solution, kalai_smorodinsky])
@given(points=pairs, scale=st.tuples(positive, positive), shift=st.tuples(payoffs, payoffs))
def test_units_of_utility_do_not_matter(solution, points, scale, shift):
    d = inner(points)

    def moved(u):
        return tuple(a * x + b for a, x, b in zip(scale, u, shift, strict=True))

    there = solution(Polygon([moved(p) for p in points]), moved(d))
    assert there.payoffs == moved(solution(Polygon(points), d).payoffs)


@given(points=pairs)
def test_the_egalitarian_solution_does_compare_utilities(points):
    d = inner(points)
    u = egalitarian(Polygon(points), d).payoffs
    assert u[0] - d[0] == u[1] - d[1]


@given(points=pairs, extra=pairs, weight=unit)
def test_nash_is_independent_of_irrelevant_alternatives(points, extra, weight):
    d = inner(points)
    weights = (weight, 1)
    large = nash_solution(Polygon([*points, *extra]), d, weights).payoffs
    # Any smaller set that still has the solution in it.
    small = nash_solution(Polygon([*points, large]), d, weights).payoffs
    assert small == large


def test_kalai_smorodinsky_depends_on_irrelevant_alternatives():
    large, small = Polygon([(0, 1), (1, 0)]), Polygon([(0, "1/2"), ("1/2", "1/2"), (1, 0)])
    assert nash_solution(large, (0, 0)).payoffs == nash_solution(small, (0, 0)).payoffs == (F(1, 2), F(1, 2))
    assert kalai_smorodinsky(large, (0, 0)).payoffs == (F(1, 2), F(1, 2))
    assert kalai_smorodinsky(small, (0, 0)).payoffs == (F(2, 3), F(1, 3))


@pytest.mark.parametrize("solution", SOLUTIONS)
@given(d=st.lists(payoffs, min_size=2, max_size=4), gain=positive, more=positive)
def test_with_transfers_everybody_gains_from_a_larger_surplus(solution, d, gain, more):
    one = solution(TransferableUtility(sum(d) + gain), d).payoffs
    two = solution(TransferableUtility(sum(d) + gain + more), d).payoffs
    assert all(x < y for x, y in zip(one, two, strict=True))
    assert sum(one) == sum(d) + gain


@given(points=pairs, extra=pairs)
def test_the_egalitarian_solution_is_monotone(points, extra):
    d = inner(points)
    one, two = egalitarian(Polygon(points), d).payoffs, egalitarian(Polygon([*points, *extra]), d).payoffs
    assert all(x <= y for x, y in zip(one, two, strict=True))


@given(points=pairs, extra=pairs)
def test_kalai_smorodinsky_is_monotone_where_ideals_stay(points, extra):
    d = inner(points)
    small = Polygon(points)
    ideal = [max(utility) for utility in zip(*(u for u in utilitarian_corners(small, d)), strict=True)]
    kept = [u for u in extra if all(x <= y for x, y in zip(u, ideal, strict=True))]
    one, two = kalai_smorodinsky(small, d).payoffs, kalai_smorodinsky(Polygon([*points, *kept]), d).payoffs
    assert all(x <= y for x, y in zip(one, two, strict=True))


def utilitarian_corners(frontier, d):
    """Corners of the individually rational set, with the ideal payoffs among them."""
    from gametheory.bargaining._geometry import corners

    return corners(frontier.facets, tuple(map(F, d)))


@given(d=st.lists(payoffs, min_size=2, max_size=4), gain=positive, data=st.data())
def test_weighted_nash_with_transfers_is_the_textbook_formula(d, gain, data):
    weights = data.draw(st.lists(positive, min_size=len(d), max_size=len(d)))
    found = nash_solution(TransferableUtility(sum(d) + gain), d, weights)
    assert found.payoffs == tuple(x + w / sum(weights) * gain for x, w in zip(d, weights, strict=True))
    assert found.exact and found.certificate == 0


@given(d=st.tuples(payoffs, payoffs), gain=positive, weights=st.tuples(positive, positive))
def test_a_simplex_is_a_polytope(d, gain, weights):
    surplus = sum(d) + gain
    triangle = Polygon([(d[0], surplus - d[0]), (surplus - d[1], d[1])])
    transfers = TransferableUtility(surplus)
    assert nash_solution(triangle, d, weights).payoffs == nash_solution(transfers, d, weights).payoffs
    for solution in (kalai_smorodinsky, egalitarian):
        assert solution(triangle, d).payoffs == solution(transfers, d).payoffs
    assert set(utilitarian(triangle, d).payoffs) == set(utilitarian(transfers, d).payoffs)


@settings(max_examples=25)
@given(points=triples, weights=st.tuples(positive, positive, positive))
def test_three_players_the_certificate_bounds_every_corner(points, weights):
    d = inner(points)
    found = nash_solution(Polytope(points), d, weights)
    total = sum(weights)

    def worth(u):
        return sum(float(w / total) * math.log(float(x - y)) for w, x, y in zip(weights, u, d, strict=True))

    assert found.certificate <= 1e-30
    assert found.tolerance <= 1e-14
    best = worth(map(F, found.payoffs))
    for p in points:
        middle = [(3 * F(x) + y) / 4 for x, y in zip(found.payoffs, p, strict=True)]
        if all(x > y for x, y in zip(middle, d, strict=True)):
            assert worth(middle) <= best + 1e-12


@given(points=triples)
def test_three_players_names_do_not_matter(points):
    d = inner(points)
    for order in permutations(range(3)):
        moved = Polytope([swap(p, order) for p in points])
        for solution in (kalai_smorodinsky, egalitarian):
            assert solution(moved, swap(d, order)).payoffs == swap(
                solution(Polytope(points), d).payoffs, order
            )


@given(points=pairs)
def test_utilitarian_corners_have_the_largest_sum(points):
    d = inner(points)
    face = utilitarian(Polygon(points), d)
    sums = {sum(u) for u in face.payoffs}
    assert len(sums) == 1 and all(x >= y for u in face.payoffs for x, y in zip(u, d, strict=True))
    inside = [p for p in points if all(x >= y for x, y in zip(p, d, strict=True))]
    assert sums.pop() >= max(map(sum, inside))
    assert all(not dominated(u, points) for u in face.payoffs)


# -- values -----------------------------------------------------------------------------------------------------


def test_floats_are_read_as_decimals_and_never_called_exact():
    found = nash_solution(TransferableUtility(1), (0.2, 0.1))
    assert found.payoffs == (0.55, 0.45) and not found.exact and 0 < found.tolerance < 1e-15
    assert nash_solution(TransferableUtility(1), ("1/5", F(1, 10))).exact


def test_parameters_stay_and_say_where_the_formula_holds():
    S, d1, d2, w = gt.parameters("S d1 d2 w")
    found = nash_solution(TransferableUtility(S), (d1, d2), (w, 1 - w))
    assert sympy.simplify(found.payoffs[0] - (d1 + w * (S - d1 - d2))) == 0
    assert found.when.equivalent(gt.region([0 < w, w < 1, S > d1 + d2]))
    assert found.exact and found.certificate == 0


def test_split_the_difference_in_crisis_bargaining():
    # War is a lottery won with probability p, at costs c1 and c2 (Fearon): the sides split what peace saves.
    p, c1, c2 = gt.parameters("p c1 c2")
    found = nash_solution(TransferableUtility(1), (p - c1, 1 - p - c2), assuming=[c1 > 0, c2 > 0])
    assert sympy.simplify(found.payoffs[0] - (p + (c2 - c1) / 2)) == 0
    assert found.when.is_everything()


def test_a_polygon_by_hand():
    kite = Polygon([(0, 4), (3, 2), (4, 0)])
    assert nash_solution(kite, (0, 0)).payoffs == (3, 2)
    assert nash_solution(kite, (0, 0), (1, 4)).payoffs == (F(6, 5), F(16, 5))
    assert kalai_smorodinsky(kite, (0, 0)).payoffs == (F(12, 5), F(12, 5))
    assert utilitarian(kite, (0, 0)).payoffs == ((3, 2),)
    assert not utilitarian(Polygon([(0, 3), (2, 1), (3, 0)]), (0, 0)).unique


def test_a_face_inside_three_dimensions_is_found_exactly_where_it_is_rational():
    # One wins 1, or the other two win 1 each: max of log x + 2 log(1 - x) at x = 1/3.
    found = nash_solution(Polytope([(1, 0, 0), (0, 1, 1)]), (0, 0, 0))
    assert found.payoffs == (F(1, 3), F(2, 3), F(2, 3)) and found.exact


@pytest.mark.parametrize("size", [1, 10**6, F(1, 10**6)])
def test_an_irrational_solution_has_a_proven_tolerance(size):
    points = [(3, 0, 0, 1), (0, 2, 1, 0), (1, 1, 0, 3)]
    found = nash_solution(Polytope([tuple(size * x for x in p) for p in points]), (0, 0, 0, 0))
    expected = (0.9093093737836154, 1.2533122381551807, 0.41593385009397693, 1.426955225840477)
    assert not found.exact and found.tolerance < 1e-15 * size
    assert [x / float(size) for x in found.payoffs] == pytest.approx(expected, rel=1e-14)


def test_risk_aversion_costs_shares_of_the_pie():
    a, b = gt.parameters("a b")
    found = nash_solution(PowerUtilities((a, b)), (0, 0))
    assert found.shares == (a / (a + b), b / (a + b))
    assert found.when.equivalent(gt.region([0 < a, a <= 1, 0 < b, b <= 1]))
    three = nash_solution(PowerUtilities(("1/2", 1, 1)), (0, 0, 0), (2, 1, 2))
    assert three.shares == (F(1, 4), F(1, 4), F(1, 2)) and three.payoffs == (F(1, 2), F(1, 4), F(1, 2))
    assert three.exact


def test_powers_without_a_closed_form_are_roots():
    pie = PowerUtilities(("1/2", "1/3"))
    t = float(
        max(r for r in sympy.Poly(sympy.Symbol("t") ** 3 + sympy.Symbol("t") ** 2 - 1).nroots() if r.is_real)
    )
    for solution in (kalai_smorodinsky, egalitarian):
        found = solution(pie, (0, 0))
        assert found.payoffs == pytest.approx((t, t), abs=1e-15)
        assert not found.exact and found.tolerance < 1e-15


@settings(max_examples=15)
@given(
    a=st.tuples(unit, unit),
    d=st.tuples(st.integers(1, 4), st.integers(0, 4)),
    w=st.tuples(positive, positive),
)
def test_powers_with_a_disagreement_payoff_beat_every_other_division(a, d, w):
    d = tuple(F(x, 10) for x in d)
    assume(sum(float(x) ** float(1 / b) for x, b in zip(d, a, strict=True)) < 0.95)
    pie, total = PowerUtilities(a), sum(w)
    found = nash_solution(pie, d, w)
    assert found.certificate < 1e-30 and found.tolerance < 1e-14

    def worth(x):
        gains = [s ** float(b) - float(y) for s, b, y in zip((x, 1 - x), a, d, strict=True)]
        return (
            sum(float(v / total) * math.log(g) for v, g in zip(w, gains, strict=True))
            if min(gains) > 0
            else -math.inf
        )

    x = float(found.shares[0])
    assert worth(x) >= max(worth(i / 200) for i in range(1, 200)) - 1e-12

    sums = [float(u) for u in utilitarian(pie, d).payoffs[0]]
    floors = [float(y) ** float(1 / b) for y, b in zip(d, a, strict=True)]
    others = [
        s ** float(a[0]) + (1 - s) ** float(a[1])
        for s in (i / 200 for i in range(201))
        if s >= floors[0] and 1 - s >= floors[1]
    ]
    assert sum(sums) >= max(others, default=0) - 1e-12

    fair = kalai_smorodinsky(pie, d).payoffs
    ideal = [(1 - floors[1]) ** float(a[0]) - float(d[0]), (1 - floors[0]) ** float(a[1]) - float(d[1])]
    assert (fair[0] - float(d[0])) * ideal[1] == pytest.approx((fair[1] - float(d[1])) * ideal[0], abs=1e-12)


def test_risk_neutral_players_divide_what_is_left_as_they_like():
    face = utilitarian(PowerUtilities((1, 1, "1/2")), (0, 0, 0))
    assert face.payoffs == ((0.75, 0, 0.5), (0, 0.75, 0.5)) and not face.unique
    assert nash_solution(PowerUtilities((1, 1)), ("1/5", 0)).payoffs == (F(3, 5), F(2, 5))


def test_solutions_print_what_they_are():
    shown = str(nash_solution(TransferableUtility(1), (0, 0)))
    assert shown.startswith("Nash: (1/2, 1/2) (exact;")
    assert "error at most" in str(egalitarian(PowerUtilities(("1/2", "1/3")), (0, 0)))


# -- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nash_solution(TransferableUtility(1), (1, 0)), "not inside the frontier"),
        (lambda: nash_solution(TransferableUtility(1), (2, 0)), "not inside the frontier"),
        (lambda: egalitarian(Polygon([(0, 1), (1, 0)]), (1, 0)), "not inside the frontier"),
        (lambda: kalai_smorodinsky(Polygon([(0, 1), (1, 0)]), (2, -5)), "not inside the frontier"),
        (lambda: utilitarian(PowerUtilities(("1/2", "1/2")), ("3/5", "4/5")), "not inside the frontier"),
        (
            lambda: nash_solution(TransferableUtility(1), (0, 0), (1, -1)),
            "weight 2 is -1; weights must be positive",
        ),
        (lambda: nash_solution(TransferableUtility(1), (0, 0), (1, 0)), "weights must be positive"),
        (
            lambda: nash_solution(TransferableUtility(1), (0, 0), (1, 1, 1)),
            "3 weights; give one for each of 2",
        ),
        (lambda: nash_solution(Polygon([(0, 1), (1, 0)]), (0, 0, 0)), "3 disagreement payoffs"),
        (lambda: nash_solution(TransferableUtility(1), (0,)), "1 disagreement payoffs"),
        (lambda: nash_solution(TransferableUtility(1), (0, "x")), "disagreement payoff 2"),
        (lambda: nash_solution(TransferableUtility(1), (0, math.nan)), "must be a finite number"),
        (lambda: TransferableUtility(True), "truth value"),
        (lambda: Polytope([]), "payoff vectors of equal length"),
        (lambda: Polytope([(1, 2), (1, 2, 3)]), "payoff vectors of equal length"),
        (lambda: Polytope([(1,)]), "two players at least"),
        (lambda: Polygon([(1, 2, 3)]), "for more than two use Polytope"),
        (lambda: PowerUtilities((2, 1)), r"must lie in \(0, 1\]"),
        (lambda: PowerUtilities((1,)), "two players or more"),
        (lambda: nash_solution(PowerUtilities(("1/2", 1)), (-1, 0)), "no share of a pie"),
    ],
)
def test_bad_problems_are_refused_with_a_reason(call, message):
    with pytest.raises(InvalidGameError, match=message):
        call()


def test_parameters_are_refused_where_there_is_no_formula():
    S, a = gt.parameters("S a")
    with pytest.raises(InvalidGameError, match="give it a number"):
        Polygon([(0, S), (1, 0)])
    with pytest.raises(InvalidGameError, match="give it a number"):
        kalai_smorodinsky(PowerUtilities((a, "1/2")), (0, 0))
    with pytest.raises(InvalidGameError, match="for no parameters that are assumed"):
        nash_solution(TransferableUtility(S), (0, 1), assuming=[S < 1])
    with pytest.raises(MixedFieldError, match="stands beside the parameters"):
        nash_solution(TransferableUtility(S), (0.1, 0))
    assert issubclass(InvalidGameError, GameTheoryError) and issubclass(ExpressionError, ValueError)
