"""Solving regions for one parameter: pieces, side conditions, comparative statics."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings

from gametheory import parameters, region
from gametheory.algebra.decide import Answer
from gametheory.errors import ParameterError
from tests.strategies import points, regions

q, c, L, h, k, x, y, a = parameters("q c L h k x y a")


def bounds(piece, point):
    """Whether x lies in the range of a piece at a point of the other parameters."""
    put = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in point.items()}
    value = put[sympy.Symbol(piece.parameter, real=True)]
    above = all(value >= b.value.subs(put) if b.closed else value > b.value.subs(put) for b in piece.lower)
    below = all(value <= b.value.subs(put) if b.closed else value < b.value.subs(put) for b in piece.upper)
    others = {n: v for n, v in point.items() if n != piece.parameter}
    return bool(above) and bool(below) and piece.when.contains(others)


@settings(max_examples=25)
@given(regions(), points(("x", "y")))
def test_pieces_together_are_the_region(one, point):
    """A point is in the region exactly when some piece's range and side condition hold there."""
    if one.is_empty() is Answer.NO:
        solved = one.solve_for("x")
        if not any(p.implicit for p in solved.pieces):
            assert any(bounds(p, point) for p in solved.pieces) == one.contains(point)


def test_a_linear_boundary():
    """q(c + L) < c solved for q is q < c/(L + c), and for c it is c > L·q/(1 - q)."""
    talk = region(q * (c + L) < c, assuming=[0 < q, q < 1, c > 0, L > 0])
    assert str(talk.solve_for(q)) == "q < c/(L + c)"
    assert sympy.simplify(talk.solve_for(q).value - c / (L + c)) == 0
    assert sympy.simplify(talk.solve_for("c").value - L * q / (1 - q)) == 0
    assert talk.solve_for(q).boundaries[0][0].closed is False


def test_a_side_condition_says_where_the_range_is_not_empty():
    """x between 0 and y/2 exists only for y > 0."""
    solved = region([x > 0, 2 * x < y]).solve_for("x")
    (piece,) = solved.pieces
    assert piece.when.equivalent(region(y > 0)) is Answer.YES
    assert str(solved) == "0 < x < y/2  if y > 0"


def test_an_undecided_coefficient_splits_the_pieces():
    """a·x > 1 is x > 1/a for a > 0 and x < 1/a for a < 0."""
    solved = region(a * x > 1).solve_for("x")
    shown = {(len(p.lower), len(p.upper), str(p.when)) for p in solved.pieces}
    assert shown == {(1, 0, "a > 0"), (0, 1, "a < 0")}


def test_an_equation_is_a_point():
    """x = 2y solved for x is one closed point."""
    solved = region(sympy.Eq(x, 2 * y)).solve_for("x")
    assert str(solved) == "x = 2*y"
    assert solved.value == 2 * y


def test_a_cubic_stays_implicit():
    """Degree three has no closed form here: the piece says so and stays a polynomial condition."""
    (piece,) = region(x**3 + x * y > 1, assuming=[y > 0]).solve_for("x").pieces
    assert piece.implicit and not piece.lower and not piece.upper


def test_never_and_always():
    """The empty region is never, and one without conditions on the parameter is every value."""
    assert str(region([x > 0, x < 0]).solve_for("x")) == "never"
    assert str(region(y > 0, parameters=["x", "y"]).solve_for("x")) == "every x  if y > 0"


@pytest.mark.parametrize(
    ("condition", "assumed", "signs"),
    [
        # c/(L + c): derivative L/(L + c)² in c, -c/(L + c)² in L.
        (q * (c + L) < c, [0 < q, q < 1, c > 0, L > 0], {"c": "+", "L": "-"}),
        # h·k: derivative k in h, h in k.
        (q < h * k, [h > 0, k < 0], {"h": "-", "k": "+"}),
        # c + L²: derivative 2L in L, of either sign.
        (q < c + L**2, [], {"c": "+", "L": "+/-"}),
        # c/(c + L·0): the boundary 1 - c does not move with L, on which a condition is assumed.
        (q < 1 - c, [L > 0, q > 0], {"c": "-", "L": "0"}),
        # L³: derivative 3L², zero at L = 0 only.
        (q < L**3, [], {"L": "+ (weakly)"}),
    ],
    ids=["ratio", "product", "square", "absent", "cube"],
)
def test_comparative_statics(condition, assumed, signs):
    """How the boundary for q moves in every other parameter, against derivatives taken by hand."""
    found = region(condition, assuming=assumed).solve_for(q).statics()
    assert {name: str(s) for name, s in found.items()} == signs


def test_a_sign_that_depends_comes_with_two_witnesses():
    """For the boundary c + L² the two witnesses have L of opposite sign and lie on the boundary."""
    statics = region(q < c + L**2).solve_for(q).statics()["L"]
    up, down = statics.examples
    assert up["L"] > 0 > down["L"]
    for point in (up, down):
        assert point["q"] == point["c"] + point["L"] ** 2
        assert all(isinstance(v, Fraction) for v in point.values())


def test_value_needs_exactly_one_boundary():
    """With two boundaries, or none, `value` says how many there are."""
    with pytest.raises(ValueError, match="2 boundaries"):
        _ = region([x > 0, x < y]).solve_for("x").value
    with pytest.raises(ValueError, match="0 boundaries"):
        _ = region([x > 0, x < 0]).solve_for("x").value


def test_an_unknown_parameter_is_refused():
    """Solving for a parameter that does not occur names those that do."""
    with pytest.raises(ParameterError, match="`z` does not occur; the parameters are x, y"):
        region(x < y, parameters=["x", "y"]).solve_for("z")


def test_latex():
    """LaTeX writes ranges and side conditions."""
    assert (
        region(q * (c + L) < c, assuming=[0 < q, q < 1, c > 0, L > 0]).solve_for(q).latex()
        == r"q < \frac{c}{L + c}"
    )
    assert r"\text{if }" in region([x > 0, 2 * x < y]).solve_for("x").latex()
    assert region([x > 0, x < 0]).solve_for("x")._repr_latex_() == r"$\text{never}$"


def test_a_quadratic_boundary_is_a_root():
    """For positive x, x² + x > k means x > (sqrt(4k + 1) - 1)/2."""
    solved = region(x**2 + x > k, assuming=[x > 0, k > 0]).solve_for("x")
    assert sympy.simplify(solved.value - (sympy.sqrt(4 * k + 1) - 1) / 2) == 0
    assert [str(s) for s in solved.statics().values()] == ["+"]


def test_a_quadratic_between_two_roots():
    """x² < k means -sqrt(k) < x < sqrt(k) where k > 0."""
    (piece,) = region(x**2 < k, assuming=[k > 0]).solve_for("x").pieces
    assert [b.value for b in piece.lower] == [-sympy.sqrt(k)]
    assert [b.value for b in piece.upper] == [sympy.sqrt(k)]


def test_a_quadratic_with_one_root_in_sight():
    """2 x + 2 x² >= 1 with 0 < x < 1: only the larger root counts, and no plainly false condition reaches the solver."""
    solved = region(2 * x + 2 * x**2 - 1 >= 0, assuming=[0 < x, x < 1]).solve_for("x")
    assert sympy.simplify(solved.value - (sympy.sqrt(3) - 1) / 2) == 0
    assert str(region(x**2 + 1 >= 0, assuming=[0 < x]).solve_for("x")) == "every x"
