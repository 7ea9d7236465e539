"""Projection and solving where pivots vanish: the cases that are easily lost."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import region
from gametheory.algebra.decide import Answer

c, t, s, x, y, p, q, mu = gt.parameters("c t s x y p q mu")


def same(one, other):
    return one.equivalent(region(other)) is Answer.YES


def test_two_conditions_share_a_vanishing_coefficient():
    """At c = 0 the second condition says t < 0, whatever x is."""
    assert same(region([c * x + 1 >= 0, c * x - t > 0]).eliminate("x"), sympy.Or(sympy.Ne(c, 0), t < 0))


def test_a_coefficient_that_is_a_product():
    """Some x < p has s t x > 1: always if s t < 0, and for s t > 0 iff s t p > 1."""
    found = region([s * t * x > 1, x < p]).eliminate("x")
    assert same(found, sympy.Or(s * t < 0, sympy.And(s * t > 0, s * t * p > 1)))


def test_an_equation_that_appears_on_the_way_bounds_from_both_sides():
    """A point that no x and y support is not in the projection."""
    conditions = [2 * x * y >= 1, s + t * y - x * y + 1 >= 0]
    found = region(conditions, assuming=[2 * s * t + s * x + 2 * x >= 2]).eliminate("x", "y")
    assert not found.contains(s=-1, t=2)


def test_equilibria_at_a_vanishing_payoff_are_kept():
    """Where all replies are worth the same, every mixture of the sender stays an equilibrium."""

    def reply(first):
        ends = {"u": gt.end(S=0, R=c if first else 0), "d": gt.end(S=0, R=t), "e": gt.end(S=0, R=s)}
        return gt.move("R", knows="r", actions=ends)

    game = gt.Game(gt.move("S", actions={"a": reply(True), "b": reply(False)}))
    for solve in (gt.nash, gt.sequential):
        at_zero = {e.family.supports for e in solve(game).at(c=0, t=0, s=0)}
        assert at_zero == {e.family.supports for e in solve(game.at(c=0, t=0, s=0))}


def test_a_payoff_that_is_a_product_of_undecided_factors():
    """(c - 1)(c - 2) as a payoff neither loops nor loses the region."""

    def reply(first):
        worth = (c - 1) * (c - 2) if first else 0
        return gt.move("R", knows="r", actions={"u": gt.end(S=0, R=worth), "d": gt.end(S=0, R=1)})

    found = gt.sequential(
        gt.Game(gt.move("S", actions={"a": reply(True), "b": reply(False)}), assuming=[c > 0])
    )
    assert found.complete == "all"
    assert found.covers()


def test_a_parameter_may_be_called_mu():
    """A name that looks like a belief is still a parameter."""
    odds = {"H": 1 / (2 + mu**2), "L": (1 + mu**2) / (2 + mu**2)}
    reply = {
        z: gt.move("R", knows="r", actions={"u": gt.end(R=int(z == "H")), "d": gt.end(R=mu)}) for z in "HL"
    }
    game = gt.Game(gt.chance(odds, reply))
    when = [e.when for e in gt.sequential(game) if e.family.supports == ((0,),)]
    assert [same(w, 1 >= mu * (2 + mu**2)) for w in when] == [True]


@pytest.mark.parametrize(
    ("conditions", "assuming", "printed"),
    [
        ([x >= s, x > t], (), "x > t and x >= s"),
        ([c * x > s, c * x >= t], (c > 0,), "x > s/c and x >= t/c"),
        (q**2 - 2 * q + t > 0, (q > 1,), "every q  if t > 1; or q > 1 + sqrt(1 - t)  if t <= 1"),
        (x**2 > t, (t > 0,), "x < -sqrt(t); or x > sqrt(t)"),
        (x**2 < t, (t > 0,), "-sqrt(t) < x < sqrt(t)"),
    ],
)
def test_pieces(conditions, assuming, printed):
    """Bounds of different strictness, roots, and the case without real roots."""
    parameter = "q" if "q >" in printed else "x"
    assert str(region(conditions, assuming=assuming).solve_for(parameter)) == printed


def test_statics_look_at_every_piece():
    """One boundary, rising on one piece and falling on the other."""
    curve = t**2 - t + 1
    found = region(sympy.Or(sympy.And(x > curve, t > 1), sympy.And(x < curve, t < -1))).solve_for(x)
    assert {n: str(v) for n, v in found.statics().items()} == {"t": "+/-"}


small = st.integers(-2, 2)


@settings(max_examples=30)
@given(st.lists(st.tuples(small, small, small, small, st.booleans()), min_size=1, max_size=3), small, small)
def test_projection_agrees_with_substitution(rows, c_value, t_value):
    """Some x satisfies (a c + b) x + (d t + e) >= 0 for all rows iff the point lies in the projection."""
    conditions = []
    for a, b, d, e, strict in rows:
        left = (a * c + b) * x + d * t + e
        conditions.append(left > 0 if strict else left >= 0)
    if any(condition in (sympy.true, sympy.false) for condition in conditions):
        return
    whole = region(conditions, parameters=[c, t, x])
    at_point = whole.substitute(c=c_value, t=t_value) if {"c", "t"} & set(whole.parameters) else whole
    expected = at_point.is_empty() is Answer.NO
    projected = whole.eliminate("x")
    assert projected.contains({"c": c_value, "t": t_value}) == expected
