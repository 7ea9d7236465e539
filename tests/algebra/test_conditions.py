"""Conditions: the normal form, negation and splitting keep the truth at every point; deciding them; signs."""

from __future__ import annotations

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.algebra.conditions import Atom, atom, cell, compare, negate, split, substitute_cell
from gametheory.algebra.decide import Answer, find_point, implies, satisfiable, sign
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import Undecided
from tests.strategies import NAMES, RELATIONS, holds, points, polynomial, rationals, terms, value

x, y = Polynomial.variable("x"), Polynomial.variable("y")
ONE = Polynomial.constant(1)


def truth(condition, point):
    return condition if isinstance(condition, bool) else condition.holds_at(point)


def made(p, relation):
    condition = atom(p, relation)
    assert isinstance(condition, Atom)
    return condition


# Products with squares among the factors, so that the normal form has something to do.
factored = terms(("x", "y"), degree=1, most=3)


def multiplied(a, b, c):
    parts = [polynomial(t, ("x", "y")) for t in (a, b, c)]
    return parts[0] * parts[1] ** 2 * parts[2]


@given(factored, factored, factored, RELATIONS, points(("x", "y")))
def test_the_normal_form_keeps_the_truth(a, b, c, relation, point):
    """An atom in normal form holds exactly where the condition as written holds."""
    v = [value(t, point, ("x", "y")) for t in (a, b, c)]
    expected = holds(v[0] * v[1] ** 2 * v[2], relation)
    assert truth(atom(multiplied(a, b, c), relation), point) == expected


@given(factored, factored, factored, RELATIONS, points(("x", "y")))
def test_negation_holds_exactly_where_the_condition_fails(a, b, c, relation, point):
    """`negate` turns the truth round at every point, and twice it gives the same value."""
    condition = atom(multiplied(a, b, c), relation)
    if isinstance(condition, Atom):
        assert negate(condition).holds_at(point) == (not condition.holds_at(point))
        assert negate(negate(condition)) == condition


@given(factored, factored, factored, RELATIONS, points(("x", "y")))
def test_splitting_keeps_the_truth(a, b, c, relation, point):
    """The alternatives of `split` together hold exactly where the condition holds, and are irreducible."""
    condition = atom(multiplied(a, b, c), relation)
    if isinstance(condition, Atom):
        alternatives = split(condition)
        assert any(
            all(p.holds_at(point) for p in alternative) for alternative in alternatives
        ) == condition.holds_at(point)
        for part in (p for alternative in alternatives for p in alternative):
            assert len(part.polynomial.factors()[1]) == 1


@given(factored, factored, RELATIONS, points(("x", "y")))
def test_comparing_a_quotient_keeps_the_truth_and_fails_at_a_pole(a, b, relation, point):
    """`p/q relation 0` means the relation of the values, and nothing at a pole."""
    bottom = polynomial(b, ("x", "y"))
    if not bottom.is_zero():
        quotient = RationalFunction(polynomial(a, ("x", "y")), bottom)
        pole = quotient.denominator.evaluate(point) == 0
        expected = not pole and holds(quotient.evaluate(point), relation)
        assert all(truth(c, point) for c in compare(quotient, relation)) == expected


@given(factored, factored, RELATIONS, rationals(), points(("x", "y")))
def test_substituting_a_number_is_evaluating_there(a, b, relation, number, point):
    """A cell with x set to a number holds at y exactly where the cell holds at both."""
    conditions = cell([atom(polynomial(a, ("x", "y")), relation), atom(polynomial(b, ("x", "y")), ">=")])
    if conditions is not None:
        put = substitute_cell(conditions, {"x": RationalFunction.constant(number)})
        expected = all(c.holds_at({**point, "x": number}) for c in conditions)
        assert (put is not None and all(c.holds_at(point) for c in put)) == expected


@given(factored, factored, RELATIONS, points(("x", "y")))
def test_a_cell_that_holds_somewhere_is_satisfiable(a, b, relation, point):
    """A cell that holds at some rational point is never answered `no`, and its negation never `implied`."""
    conditions = cell([atom(polynomial(a, ("x", "y")), relation), atom(polynomial(b, ("x", "y")), ">=")])
    if conditions is not None and all(c.holds_at(point) for c in conditions):
        assert satisfiable(conditions) is Answer.YES
        for c in conditions:
            assert implies(conditions, c) is Answer.YES
            assert implies(conditions, negate(c)) is Answer.NO


@pytest.mark.parametrize("relation", [">", ">=", "=", "!="])
@pytest.mark.parametrize("sign_of_x", [-1, 0, 1])
@pytest.mark.parametrize("sign_of_y", [-1, 0, 1])
def test_squared_factors_count_where_they_vanish(relation, sign_of_x, sign_of_y):
    """x²y compared with zero, on and off both axes: in normal form, split, and negated."""
    point = {"x": sign_of_x, "y": sign_of_y}
    condition = made(x**2 * y, relation)
    expected = holds(sign_of_x**2 * sign_of_y, relation)
    assert condition.holds_at(point) == expected
    assert any(all(p.holds_at(point) for p in alternative) for alternative in split(condition)) == expected
    assert negate(condition).holds_at(point) != expected


def test_equal_conditions_are_equal_values():
    """Positive factors, squares and the way of writing do not matter."""
    assert atom(6 * x - 6 * y, ">") == atom(x - y, ">")
    assert atom(-2 * x, "=") == atom(x**3, "=")
    assert atom((x * x) * y, ">=") == atom(x * y * x, ">=")
    assert atom(x * x, ">") == Atom(x, "!=")
    assert atom(-(x**2), ">=") == Atom(x, "=")


@pytest.mark.parametrize(
    ("p", "relation", "expected"),
    [
        (x * x, ">=", True),
        (-x * x, ">", False),
        (ONE * 0, ">=", True),
        (ONE * 0, ">", False),
        (-ONE, "!=", True),
    ],
)
def test_plain_truths_are_answered_at_once(p, relation, expected):
    """A condition that does not depend on its variables becomes a truth value."""
    assert atom(p, relation) is expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([], Answer.YES),
        ([made(x, ">"), made(-x, ">")], Answer.NO),
        ([made(x, ">="), made(-x, ">=")], Answer.YES),
        ([made(x * x + y * y - ONE, "="), made(x + y - 2 * ONE, ">=")], Answer.NO),
        ([made(x * x + y * y - 2 * ONE, "="), made(x + y - 2 * ONE, ">=")], Answer.YES),
        ([made(x * x - 2 * ONE, "=")], Answer.YES),
    ],
    ids=["nothing", "both signs", "zero", "circle too small", "circle touches", "irrational"],
)
def test_satisfiable(conditions, expected):
    """Satisfiability over the reals: tangent lines and irrational solutions included."""
    assert satisfiable(frozenset(conditions)) is expected


linear = st.lists(st.tuples(terms(degree=1, most=4), RELATIONS), min_size=1, max_size=6)


@settings(max_examples=100)
@given(linear)
def test_linear_systems_agree_with_z3(written):
    """Conjunctions of linear conditions in three unknowns are answered as z3 answers them as written."""
    solver = z3.Solver()
    unknowns = [z3.Real(n) for n in NAMES]
    for data, relation in written:
        parts = [
            c * z3.Sum([u for u, e in zip(unknowns, es, strict=True) if e] or [z3.RealVal(1)])
            for es, c in data.items()
        ]
        left = z3.Sum([z3.RealVal(0), *parts])
        solver.add({">": left > 0, ">=": left >= 0, "=": left == 0, "!=": left != 0}[relation])
    conditions = cell(atom(polynomial(data), relation) for data, relation in written)
    ours = Answer.NO if conditions is None else satisfiable(conditions)
    assert ours.value == {"sat": "yes", "unsat": "no"}[str(solver.check())]


def test_clauses_need_one_atom_each():
    """Of a clause at least one atom must hold, and an empty clause never does."""
    either = frozenset({made(-x, ">"), made(x - y, ">=")})
    assert satisfiable(frozenset({made(x, ">"), made(y - x, ">")}), frozenset({either})) is Answer.NO
    assert satisfiable(frozenset({made(x, ">")}), frozenset({either})) is Answer.YES
    assert satisfiable(frozenset(), frozenset({frozenset()})) is Answer.NO


def test_an_unknown_answer_has_no_truth_value():
    """`unknown` raises when it is used as a truth value, and stays unknown when negated."""
    with pytest.raises(Undecided):
        bool(Answer.UNKNOWN)
    assert ~Answer.UNKNOWN is Answer.UNKNOWN
    assert bool(Answer.YES) and not Answer.NO
    assert ~Answer.YES is Answer.NO


def test_a_point_is_exact_and_plain():
    """`find_point` returns a rational point of the set, none if it is empty or has irrational points only."""
    conditions = frozenset({made(2 * x + y - ONE, "="), made(x, ">"), made(y, ">")})
    answer, point = find_point(conditions)
    assert answer is Answer.YES
    assert all(c.holds_at(point) for c in conditions)
    assert find_point(frozenset({made(x * x - 2 * ONE, "=")})) == (Answer.YES, None)
    assert find_point(frozenset({made(x, ">"), made(-x, ">")})) == (Answer.NO, None)


@pytest.mark.parametrize(
    ("p", "given_", "expected"),
    [
        (x * y, [made(x, ">"), made(-y, ">")], -1),
        (x * x - 2 * x + ONE, [made(x - ONE, ">")], 1),
        (x - y, [made(x - y, "=")], 0),
        (x - y, [], None),
        (x * x + ONE, [], 1),
        (ONE - x * y, [made(x, ">"), made(ONE - x, ">"), made(y, ">"), made(ONE - y, ">")], 1),
        (ONE * -3, [], -1),
    ],
    ids=str,
)
def test_sign(p, given_, expected):
    """The sign that a polynomial has wherever the conditions hold, `None` if it varies."""
    assert sign(p, frozenset(given_)) == expected
