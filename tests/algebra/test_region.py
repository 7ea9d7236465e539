"""Regions: set algebra against membership, emptiness, projection, samples, and how they are written."""

from __future__ import annotations

import pickle
from fractions import Fraction

import hypothesis
import pytest
import sympy
from hypothesis import given, settings

from gametheory import parameters, region
from gametheory.algebra.decide import Answer
from gametheory.algebra.eliminate import CannotEliminate
from gametheory.errors import ExpressionError, ParameterError
from tests.strategies import conditions, points, regions

q, c, L, x, y = parameters("q c L x y")
XY = ("x", "y")
GRID = [Fraction(n, 2) for n in range(-12, 13)]
few = settings(max_examples=25)


@few
@given(regions(), regions(), points(XY))
def test_set_operations_agree_with_membership(one, two, point):
    """Intersection, union, complement and difference hold at a point exactly when the membership says so."""
    a, b = one.contains(point), two.contains(point)
    assert (one & two).contains(point) == (a and b)
    assert (one | two).contains(point) == (a or b)
    assert (~one).contains(point) == (not a)
    assert (one - two).contains(point) == (a and not b)


@few
@given(regions(), conditions(), points(XY))
def test_the_complement_stays_inside_what_is_assumed(one, assumed, point):
    """Under an assumption the complement is what is assumed and not in the region."""
    assumption = region(assumed, parameters=XY)
    hypothesis.assume(assumption.cells)
    inside = region(one, assuming=assumed, parameters=XY)
    assert inside.contains(point) == (one.contains(point) and assumption.contains(point))
    assert (~inside).contains(point) == (not one.contains(point) and assumption.contains(point))


@few
@given(regions(), points(XY))
def test_the_irredundant_form_is_equivalent(one, point):
    """Dropping redundant conditions keeps the set: proved, and at a random point."""
    assert one.irredundant.equivalent(one) is Answer.YES
    assert one.irredundant.contains(point) == one.contains(point)
    assert len(str(one.irredundant)) > 0


@few
@given(regions(), regions(), points(XY))
def test_implication_and_emptiness_agree_with_membership(one, two, point):
    """A region with a point is not empty, and does not imply one that lacks the point."""
    if one.contains(point):
        assert one.is_empty() is Answer.NO
        if not two.contains(point):
            assert one.implies(two) is Answer.NO
            assert one.equivalent(two) is Answer.NO
    assert (one & two).implies(one) is Answer.YES
    assert one.implies(one | two) is Answer.YES
    assert (one - two - one).is_empty() is Answer.YES
    assert (one | ~one).is_everything() is Answer.YES


@few
@given(regions())
def test_a_sample_lies_in_the_region(one):
    """`sample` gives a point of the region, and none only where the region is empty."""
    point = one.sample()
    if point is None:
        assert one.is_empty() is Answer.YES  # linear conditions have rational points
    else:
        assert one.contains(point)
        assert list(point) == list(one.parameters)


@few
@given(regions(), points(XY))
def test_substituting_is_restricting(one, point):
    """The region with x set to a number holds at y exactly where the region holds at both."""
    assert one.substitute(x=point["x"]).contains(y=point["y"]) == one.contains(point)


@few
@given(regions(), points(XY))
def test_eliminating_agrees_with_a_search_over_values(one, point):
    """The projection holds at x if some y on a fine grid is in the region; if it holds, a sample proves it."""
    shadow = one.eliminate("y")
    assert shadow.parameters == ("x",)
    found = any(one.contains(x=point["x"], y=v) for v in GRID)
    inside = shadow.contains(x=point["x"])
    assert inside or not found
    if inside:
        assert one.substitute(x=point["x"]).sample() is not None


def test_eliminating_splits_on_the_sign_of_a_symbolic_pivot():
    """Some y with x·y > 1 exists exactly where x is not 0, and some y ≤ 0 with x·y > 1 where x < 0."""
    assert region(x * y > 1).eliminate("y").equivalent(region(sympy.Ne(x, 0))) is Answer.YES
    assert region([x * y > 1, y <= 0]).eliminate("y").equivalent(region(x < 0)) is Answer.YES


def test_eliminating_an_equation_with_a_vanishing_pivot():
    """Some y with x·y = c exists where x is not 0, and where x and c both are."""
    shadow = region(sympy.Eq(x * y, c)).eliminate("y")
    assert shadow.equivalent(region(sympy.Or(sympy.Ne(x, 0), sympy.Eq(c, 0)))) is Answer.YES


def test_a_truly_nonlinear_unknown_is_refused():
    """An unknown that occurs nonlinearly in an irreducible condition is not approximated."""
    with pytest.raises(CannotEliminate, match="not linear"):
        region(y**3 + x * y + 1 > 0).eliminate("y")


def test_boundaries_belong_to_closed_conditions_only():
    """On the boundary `<=` holds and `<` does not."""
    assert region(x <= y).contains(x=1, y=1)
    assert not region(x < y).contains(x=1, y=1)
    assert {"x": "1/3", "y": 1} in region(3 * x <= y)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (region(q * (c + L) < c, assuming=[0 < q, q < 1, c > 0, L > 0]), "0 < q < c/(L + c)"),
        (region(q * (c + L) <= c, assuming=[0 < q, q < 1, c > 0, L > 0]), "0 < q <= c/(L + c)"),
        (region([x < y, x > 0]), "0 < x < y"),
        (region(sympy.Eq(x, 2 * y)), "x = 2*y"),
        (region(x**2 >= 0), "everywhere"),
        (region(x**2 < 0), "nowhere"),
        (region(q > 0, assuming=[q > 1]), "everywhere"),
        (region(sympy.Or(x < 0, x >= 0), parameters=["x"]), "everywhere"),
        (region([x > 0, x < 0]), "nowhere"),
        (region([x > 0, x > -1, x + 1 > 0]), "x > 0"),
    ],
    ids=str,
)
def test_text(made, text):
    """Regions are written as chains of bounds, without what is redundant."""
    assert str(made) == text
    assert repr(made) == f"Region: {text}"


def test_latex():
    """LaTeX shows the same chain, with a fraction and in dollar signs for a notebook."""
    talk = region(q * (c + L) < c, assuming=[0 < q, q < 1, c > 0, L > 0])
    assert talk.latex() == r"0 < q < \frac{c}{L + c}"
    assert talk._repr_latex_() == r"$0 < q < \frac{c}{L + c}$"
    assert region(x**2 < 0).latex() == r"\text{nowhere}"


@few
@given(regions())
def test_pickling_keeps_the_region(one):
    """A region survives pickling with its parameters in order and its text."""
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert again.parameters == one.parameters
    assert str(again) == str(one)


def test_a_region_has_no_truth_value():
    """Testing a region for truth raises and names the questions to ask."""
    with pytest.raises(TypeError, match="is_empty"):
        bool(region(x > 0))


def test_a_sample_of_irrational_points_is_none_though_the_region_is_not_empty():
    """x² = 2 has no rational point, and is not empty."""
    roots = region(sympy.Eq(x**2, 2))
    assert roots.sample() is None
    assert roots.is_empty() is Answer.NO


def test_substituting_an_expression_moves_the_conditions():
    """With q = c/L the region q < 1 is c < L where L is assumed positive."""
    moved = region(q < 1, assuming=[L > 0]).substitute(q=c / L)
    assert moved.equivalent(region(c < L, assuming=[L > 0])) is Answer.YES
    assert "q" not in moved.parameters


def test_errors():
    """A missing value, a point outside what is assumed, and a disjunctive assumption are refused in words."""
    half = region(x < y, assuming=[x > 0])
    with pytest.raises(ParameterError, match="`y` has no value"):
        half.contains(x=1)
    with pytest.raises(ParameterError, match="outside what is assumed"):
        half.substitute(x=-1)
    with pytest.raises(ParameterError, match="not a number"):
        half.contains(x=y, y=1)
    with pytest.raises(ExpressionError, match="not a conjunction"):
        region(x > 0, assuming=sympy.Or(x > 1, x < -1))
    with pytest.raises(ExpressionError, match="not a condition"):
        region("x > 0")
    with pytest.raises(ExpressionError, match="not a condition"):
        region(x + 1)
