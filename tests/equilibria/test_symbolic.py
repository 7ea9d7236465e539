"""Games over parameters: solved and then set to numbers is set to numbers and then solved, boundaries included."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import MixedFieldError, ParameterError
from tests.oracles import gain, named
from tests.strategies import beer_quiche, rationals

p, d, b, g, c, x, y = gt.parameters("p d b g c x y")


@cache
def beer():
    return gt.sequential(beer_quiche(p, d, b, g, [0 < p, p < 1, d > 0, b > 0, g > 0]))


def by_supports(found):
    sets = {}
    for e in found:
        sets.setdefault(e.family.supports, []).append(e)
    return sets


def same_sets(one, two):
    """Whether two lists of equilibria of one game are the same sets of assessments, supports by supports."""
    first, second = by_supports(one), by_supports(two)
    assert first.keys() == second.keys()
    for key, [e] in first.items():
        [f] = second[key]
        assert e.family.strategies == f.family.strategies
        assert e.family.beliefs == f.family.beliefs
        assert e.where.equivalent(f.where) is Answer.YES
        assert e.payoffs == f.payoffs
        assert e.outcomes == f.outcomes


# Small numbers, so that d = b, p = g/(g + 1) and both at once are often hit.
beer_points = st.fixed_dictionaries(
    {
        "p": st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(9, 10)]),
        "d": st.sampled_from([1, 2, Fraction(1, 2)]),
        "b": st.sampled_from([1, 2]),
        "g": st.sampled_from([1, 2, Fraction(1, 2)]),
    }
)


@settings(max_examples=10)
@given(beer_points)
@example({"p": Fraction(1, 2), "d": 1, "b": 1, "g": 1})
@example({"p": Fraction(1, 2), "d": 2, "b": 1, "g": 1})
@example({"p": Fraction(1, 3), "d": 1, "b": 1, "g": 2})
def test_beer_quiche_solved_then_set_is_set_then_solved(point):
    """At every point, boundaries of the regions included, both ways give the same sets of assessments."""
    here = beer().at(**point)
    there = gt.sequential(beer_quiche(**point))
    assert here.complete == there.complete == "all"
    same_sets(here, there)


@settings(max_examples=6)
@given(beer_points)
@example({"p": Fraction(1, 2), "d": 1, "b": 1, "g": 1})
def test_near_a_point_are_the_sets_that_exist_there_with_their_whole_regions(point):
    """What is found near a point is what the whole list has there: the same sets, with the same regions."""
    near = gt.sequential(beer().game, near=point)
    assert near.complete == "some" and "only what exists at" in near.reason
    here = near.at(**point)
    assert here.complete == "all"
    same_sets(here, beer().at(**point))
    whole = [e for e in beer() if e.when.contains(**point)]
    assert len(whole) == len(near)
    for e in near:
        assert any(
            e.family.supports == f.family.supports and e.when.equivalent(f.when) is Answer.YES for f in whole
        )


def test_a_point_to_be_near_is_checked():
    """A parameter left out, an unknown one and a point outside what is assumed are refused."""
    with pytest.raises(ParameterError, match="`near` leaves out `d`, `b`, `g`; give all parameters"):
        gt.sequential(beer().game, near={"p": "1/2"})
    with pytest.raises(ParameterError, match="q"):
        gt.sequential(beer().game, near={"p": "1/2", "d": 1, "b": 1, "g": 1, "q": 1})
    with pytest.raises(ParameterError):
        gt.sequential(beer().game, near={"p": 2, "d": 1, "b": 1, "g": 1})


def test_the_regions_of_beer_quiche():
    """The generic equilibria exist where Cho and Kreps (1987) say: pooling iff p >= g/(1+g) and d >= b, and so on."""
    whole = [0 < p, p < 1, d > 0, b > 0, g > 0]
    generic = beer().generic
    assert beer().complete == "all"
    pure = {}
    for e in generic:
        if e.is_pure:
            sent = tuple(
                next(m for m, q in e.strategy["sender"][t].items() if q == 1) for t in ("strong", "weak")
            )
            pure[sent] = e.when
    assert pure.keys() == {("beer", "beer"), ("quiche", "quiche"), ("beer", "quiche")}
    pooling = gt.region([p * (1 + g) >= g, d >= b], assuming=whole)
    assert pure["beer", "beer"].equivalent(pooling) is Answer.YES
    assert pure["quiche", "quiche"].equivalent(pooling) is Answer.YES
    assert pure["beer", "quiche"].equivalent(gt.region(d <= b, assuming=whole)) is Answer.YES
    (partial,) = [e for e in generic if 0 not in e.strategy["sender"]["weak"].values()]
    assert partial.when.equivalent(gt.region([p * (1 + g) < g, d > b], assuming=whole)) is Answer.YES
    # By hand: the receiver is indifferent after beer, the weak type between the breakfasts.
    assert sympy.simplify(partial.strategy["sender"]["weak"]["beer"] - p / (g * (1 - p))) == 0
    assert sympy.simplify(partial.strategy["receiver"]["beer"]["retreat"] - b / d) == 0


def test_every_symbolic_set_is_certified():
    """Each set carries a proof that no deviation gains, for all parameters of its region."""
    assert {(e.certificate.status, e.certificate.gain) for e in beer()} == {("proved", 0)}


def test_the_list_covers_what_is_assumed_and_a_shorter_list_does_not():
    """`covers` is proved for all sets, and refuted at a point of a set that was left out."""
    found = beer()
    assert found.covers().status == "proved"
    # The partially pooling set is alone where p < g/(1 + g) and d > b.
    (missing,) = [e for e in found.generic if 0 not in e.strategy["sender"]["weak"].values()]
    rest = tuple(e for e in found if e is not missing)
    fewer = gt.Equilibria(found.game, found.concept, rest, "some", "one left out")
    proof = fewer.covers()
    assert proof.status == "refuted"
    assert missing.when.contains(proof.counterexample)
    assert not any(e.when.contains(proof.counterexample) for e in fewer)
    assert fewer.exists().implies(found.exists()) is Answer.YES


@pytest.mark.parametrize("number", range(4))
def test_a_sample_of_a_symbolic_set_has_no_gain(number):
    """A sample fixes the parameters inside the region and is an equilibrium of the game there."""
    e = beer()[number]
    sample = e.sample()
    assert sample.game.parameters == ()
    assert gain(sample.game, sample.strategy) == 0


@cache
def two_by_two():
    return gt.nash(gt.NormalForm([[x, 0], [0, y]], [[1, 0], [0, c]]))


HALVES = [Fraction(n, 2) for n in range(3)]


@settings(max_examples=25)
@given(rationals(), rationals(), rationals())
@example(Fraction(0), Fraction(0), Fraction(0))
@example(Fraction(0), Fraction(1), Fraction(-1))
@example(Fraction(-1), Fraction(-1), Fraction(0))
def test_a_bimatrix_game_without_assumptions(u, v, w):
    """With no assumption at all, degenerate parameters included: at each point the sets are those of the game there."""
    here = two_by_two().at(x=u, y=v, c=w)
    there = gt.nash(gt.NormalForm([[u, 0], [0, v]], [[1, 0], [0, w]]).to_game())
    assert {e.family.supports for e in here} == {e.family.supports for e in there}
    # Where somebody can be indifferent at all, it is at w/(1 + w) and v/(u + v).
    tempting = [first / (first + second) for first, second in ((w, 1), (v, u)) if first * second > 0]
    grid = [(n, 1 - n) for n in (*HALVES, *tempting)]
    for row, column in product(grid, repeat=2):
        profile = named(there.game, (row, column))
        nobody_gains = gain(there.game, profile) == 0
        assert any(e.contains(profile) is Answer.YES for e in here) == nobody_gains
        assert any(e.contains(profile) is Answer.YES for e in there) == nobody_gains


def test_mixed_equilibrium_in_closed_form():
    """In [[x,0],[0,y]] against [[1,0],[0,c]] the row player mixes c : 1 and the column player y : x (by indifference)."""
    found = gt.nash(gt.NormalForm([[x, 0], [0, y]], [[1, 0], [0, c]], assuming=[x > 0, y > 0, c > 0]))
    assert len(found) == 3
    (mixed,) = [e for e in found if not e.is_pure]
    assert str(mixed.when) == "everywhere"
    assert sympy.simplify(mixed.strategy["row"]["1"] - c / (1 + c)) == 0
    assert sympy.simplify(mixed.strategy["column"]["1"] - y / (x + y)) == 0
    assert sympy.simplify(mixed.payoffs["row"] - x * y / (x + y)) == 0


def test_at_a_point_outside_or_with_too_little_or_too_much():
    """A point outside the assumption, a missing value and an unknown name are refused; outside the region there is no set."""
    with pytest.raises(ParameterError, match="fails there"):
        beer().at(p=2, d=1, b=1, g=1)
    with pytest.raises(ParameterError, match="has no value"):
        beer().at(p=Fraction(1, 2))
    with pytest.raises(ParameterError, match="`z` is not a parameter"):
        beer().at(z=1)
    separating = next(
        e
        for e in beer().generic
        if e.strategy["sender"]["weak"]["quiche"] == 1 == e.strategy["sender"]["strong"]["beer"]
    )
    half = Fraction(1, 2)
    assert separating.at(p=half, d=2, b=1, g=1) is None
    # Everybody eats the favourite; the weak half is fought: 1 - 1/2 for the sender, 1/2 for the receiver.
    assert separating.at(p=half, d=1, b=1, g=1).payoffs == {"sender": half, "receiver": half}


def test_floats_at_a_point_give_a_float_game():
    """Setting all parameters to floats gives floats; leaving one is refused."""
    rough = beer().at(p=0.5, d=2.0, b=1.0, g=1.0)
    assert rough.field == "float64"
    assert len(rough) == len(beer().at(p=Fraction(1, 2), d=2, b=1, g=1)) == 8
    assert all(isinstance(u, float) for e in rough for u in e.sample().payoffs.values())
    with pytest.raises(MixedFieldError):
        beer_quiche(p, d, b, g, [0 < p, p < 1, d > 0, b > 0, g > 0]).at(p=0.5)
