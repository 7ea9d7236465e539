"""Coalitional games: the axioms of the Shapley value, the core decided, refusals."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import combinations, permutations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.bargaining.coalitions import CharacteristicFunction
from gametheory.errors import InvalidGameError, MixedFieldError, ParameterError

F = Fraction
worths = st.builds(F, st.integers(-4, 12), st.integers(1, 3))


def game(worth, players="abc", **more):
    """A game from a rule that gives the worth of a coalition (a string of names in order)."""
    every = [c for size in range(1, len(players) + 1) for c in combinations(players, size)]
    return CharacteristicFunction({c: worth("".join(c)) for c in every}, players, **more)


def games(players="abc"):
    every = [c for size in range(1, len(players) + 1) for c in combinations(players, size)]
    fixed = st.fixed_dictionaries({c: worths for c in every})
    return st.builds(CharacteristicFunction, fixed, st.just(players))


def by_size(*worth, players="abc", **more):
    return game(lambda c: worth[len(c) - 1], players, **more)


# -- the Shapley value ------------------------------------------------------------------------------------------


@given(v=games("abcd"))
def test_shapley_is_the_mean_over_orders_of_arrival_and_efficient(v):
    total = dict.fromkeys("abcd", F(0))
    for order in permutations("abcd"):
        for i, p in enumerate(order):
            before = v.worth(order[:i]) if i else 0
            total[p] += v.worth(order[: i + 1]) - before
    assert v.shapley() == {p: x / 24 for p, x in total.items()}
    assert sum(v.shapley().values()) == v.worth("abcd")


@given(one=games(), two=games())
def test_shapley_is_additive(one, two):
    both = game(lambda c: one.worth(c) + two.worth(c))
    first, second = one.shapley(), two.shapley()
    assert both.shapley() == {p: first[p] + second[p] for p in "abc"}


@given(v=games("ab"), alone=worths)
def test_a_dummy_gets_what_it_brings(v, alone):
    with_dummy = game(lambda c: (v.worth(c.replace("c", "")) if c != "c" else 0) + (alone if "c" in c else 0))
    value = with_dummy.shapley()
    assert value["c"] == alone
    assert (value["a"], value["b"]) == tuple(v.shapley().values())


@given(v=games())
def test_names_do_not_matter(v):
    turned = CharacteristicFunction(
        {tuple(c.translate(str.maketrans("abc", "bca")) for c in s): v.worth(s) for s in v.coalitions()},
        "abc",
    )
    before, after = v.shapley(), turned.shapley()
    assert (after["b"], after["c"], after["a"]) == (before["a"], before["b"], before["c"])


def test_shapley_over_all_three_fields():
    w = gt.parameters("w")
    symbolic = game(lambda c: {3: 1, 2: w if c == "ab" else 0, 1: 0}[len(c)])
    value = symbolic.shapley()
    assert sympy.simplify(value["a"] - (2 + w) / 6) == 0 and sympy.simplify(value["c"] - (1 - w) / 3) == 0
    exact = symbolic.at(w="1/2")
    assert exact.shapley() == {"a": F(5, 12), "b": F(5, 12), "c": F(1, 6)}
    floats = game(lambda c: {3: 1, 2: 0.5 if c == "ab" else 0, 1: 0}[len(c)])
    assert floats.shapley() == {"a": 5 / 12, "b": 5 / 12, "c": 1 / 6}
    assert all(isinstance(x, float) for x in floats.shapley().values())


# -- the core ---------------------------------------------------------------------------------------------------


def balanced(v):
    """Bondareva-Shapley for three players, from the list of minimal balanced collections."""
    a, b, c = (v.worth(p) for p in "abc")
    ab, ac, bc, abc = (v.worth(s) for s in ("ab", "ac", "bc", "abc"))
    return max(a + b + c, ab + c, ac + b, bc + a, (ab + ac + bc) / 2) <= abc


@given(v=games())
def test_the_core_is_empty_exactly_when_the_game_is_not_balanced(v):
    core = v.core()
    assert (core.is_empty() is Answer.NO) == balanced(v)
    point = core.point
    assert (point is not None) == balanced(v)
    if point is not None:
        assert v.is_in_core(point)
        assert sum(point.values()) == v.worth("abc")


@settings(max_examples=20)
@given(v=games("abcd"))
def test_a_point_of_the_core_leaves_nobody_to_block_four_players(v):
    point = v.core().point
    if point is None:
        assert not v.is_in_core(v.shapley())
    else:
        assert all(sum(point[p] for p in c) >= v.worth(c) for c in v.coalitions())


@given(v=games())
def test_the_blocking_coalition_can_really_do_better(v):
    value = v.shapley()
    check = v.is_in_core(value)
    excess = {c: v.worth(c) - sum(value[p] for p in c) for c in v.coalitions()}
    assert bool(check) == (max(excess.values()) <= 0)
    if not check:
        assert check.excess == excess[frozenset(check.blocking)] == max(excess.values())


def test_gloves():
    gloves = game(lambda c: int("a" in c and len(c) > 1))
    assert gloves.shapley() == {"a": F(2, 3), "b": F(1, 6), "c": F(1, 6)}
    assert gloves.core().point == {"a": 1, "b": 0, "c": 0}
    check = gloves.is_in_core(gloves.shapley())
    assert not check and check.blocking == ("a", "b") and check.excess == F(1, 6)
    assert str(check) == "no: (a, b) can get 1/6 more than its members have"
    assert not gloves.is_in_core([1, 1, 0]) and "gives away 1 more" in gloves.is_in_core([1, 1, 0]).reason


def test_the_threshold_of_the_symmetric_majority_game_is_two_thirds():
    w = gt.parameters("w")
    majority = by_size(0, w, 1)
    assert majority.core().when.equivalent(gt.region(w <= F(2, 3)))
    assert majority.at(w="2/3").core().point == dict.fromkeys("abc", F(1, 3))
    assert majority.at(w="7/10").core().point is None
    assert majority.core().is_empty() is Answer.NO
    assert by_size(0, w, 1, assuming=w > F(2, 3)).core().is_empty() is Answer.YES


def test_all_balanced_collections_of_three_come_out_of_elimination():
    ab, ac, bc, v = gt.parameters("ab ac bc v")
    general = game(lambda c: {"ab": ab, "ac": ac, "bc": bc, "abc": v}.get(c, 0))
    expected = gt.region([v >= 0, v >= ab, v >= ac, v >= bc, 2 * v >= ab + ac + bc])
    assert general.core().when.equivalent(expected)


def test_four_symmetric_players():
    x, y = gt.parameters("x y")
    when = by_size(0, x, y, 1, players="abcd").core().when
    assert when.equivalent(gt.region([x <= F(1, 2), y <= F(3, 4)]))


def test_an_allocation_with_parameters():
    w = gt.parameters("w")
    majority = by_size(0, w, 1, assuming=[0 < w, w < 1])
    check = majority.is_in_core([F(1, 3)] * 3)
    assert check.answer is Answer.NO and check.blocking == ("a", "b") and check.at["w"] > F(2, 3)
    assert check.when.equivalent(gt.region([0 < w, w <= F(2, 3)], assuming=[0 < w, w < 1]))
    with pytest.raises(MixedFieldError):
        majority.is_in_core([0.5, 0.25, 0.25])


# -- convexity --------------------------------------------------------------------------------------------------


@given(v=games())
def test_in_convex_games_the_shapley_value_is_in_the_core(v):
    if v.is_convex():
        assert v.is_in_core(v.shapley())


def test_the_region_of_convexity():
    w = gt.parameters("w")
    majority = by_size(0, w, 1)
    assert majority.convex_when().equivalent(gt.region([w >= 0, w <= F(1, 2)]))
    assert majority.is_convex() is Answer.NO
    assert by_size(0, 1, 4).is_convex() is Answer.YES


# -- as a value -------------------------------------------------------------------------------------------------


def test_games_are_values():
    one, two = by_size(0, "1/2", 1), by_size(0, F(1, 2), 1)
    assert one == two and hash(one) == hash(two) and pickle.loads(pickle.dumps(one)) == one
    assert repr(one).startswith("CharacteristicFunction((a): 0, (b): 0")
    with pytest.raises(AttributeError, match="immutable"):
        one.players = "ab"
    with pytest.raises(AttributeError, match="immutable"):
        del one.players
    with pytest.raises(TypeError):
        one.values[frozenset("a")] = 1


GOOD = {("a",): 0, ("b",): 0, ("a", "b"): 1}


@pytest.mark.parametrize(
    ("worth", "message"),
    [
        ({("a",): 0, ("b",): 0}, r"no worth for \(a, b\)"),
        ({}, r"no worth for \(a\), \(b\), \(a, b\)"),
        ({**GOOD, (): 1}, "nobody is worth 1"),
        ({**GOOD, ("c",): 1}, "'c' is not a player"),
        ({**GOOD, ("b", "a"): 2}, "twice"),
        ({**GOOD, ("a", "a"): 2}, "twice"),
        ({**GOOD, "ab": 2}, "write a tuple"),
        ({**GOOD, ("a", "b"): None}, r"the worth of \(a, b\)"),
        ({**GOOD, ("a", "b"): float("inf")}, "finite"),
    ],
)
def test_bad_games_are_refused(worth, message):
    with pytest.raises(InvalidGameError, match=message):
        CharacteristicFunction(worth, "ab")


def test_bad_questions_are_refused():
    w = gt.parameters("w")
    with pytest.raises(InvalidGameError, match="name each once"):
        CharacteristicFunction(GOOD, "aab")
    with pytest.raises(MixedFieldError):
        by_size(0, w, 0.5)
    majority = by_size(0, w, 1, assuming=w < 1)
    with pytest.raises(ParameterError, match="has parameters w"):
        _ = majority.core().point
    with pytest.raises(ParameterError, match="`z` is not a parameter"):
        majority.at(z=1)
    with pytest.raises(ParameterError, match="outside what is assumed"):
        majority.at(w=2)
    with pytest.raises(InvalidGameError, match="2 numbers"):
        majority.is_in_core([1, 0])
    with pytest.raises(InvalidGameError, match="the players are"):
        majority.is_in_core({"a": 1})
    with pytest.raises(InvalidGameError, match="not a coalition"):
        majority.worth("xy")
