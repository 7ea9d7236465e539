"""All Nash equilibria of two players against brute force: every extreme equilibrium once, every set maximal, every cut right."""

from __future__ import annotations

import json
import pickle
import random
import warnings
from fractions import Fraction
from itertools import product

import nashpy
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import InvalidGameError, ParameterError, Undecided
from gametheory.strategic._check import Checker
from tests.oracles import (
    cliques,
    connected,
    extreme_equilibria,
    gain,
    nash_by_supports,
    nondegenerate,
    support,
)
from tests.strategies import HALF, bimatrices, three_player_tables

METHODS = [
    gt.LabelBranching(compiled=False),
    gt.LabelBranching(compiled=True),
    gt.SupportEnumeration(),
    gt.VertexEnumeration(),
]
every_method = pytest.mark.parametrize("method", METHODS, ids=str)


def random_game(rows, columns, low, high, seed):
    draw = random.Random(seed)
    a, b = ([[draw.randint(low, high) for _ in range(columns)] for _ in range(rows)] for _ in range(2))
    return a, b


def spans(found):
    """The sets of a result as pairs of sets of extreme strategies."""
    return {tuple(map(frozenset, e.vertices)) for e in found}


def regret(a, b, x, y):
    """The largest gain from a pure deviation, by definition."""
    mine = [sum(u * q for u, q in zip(row, y, strict=True)) for row in a]
    yours = [sum(row[j] * p for row, p in zip(b, x, strict=True)) for j in range(len(y))]
    now = sum(p * u for p, u in zip(x, mine, strict=True)), sum(q * u for q, u in zip(y, yours, strict=True))
    return max(max(mine) - now[0], max(yours) - now[1])


# -- complete, and nothing else ---------------------------------------------------------------------------------


@every_method
@given(tables=bimatrices())
def test_degenerate_games_give_all_maximal_sets(method, tables):
    """Extreme equilibria, maximal Nash subsets and components are those of brute force; all of it is proved."""
    expected = extreme_equilibria(*tables)
    found = gt.nash(gt.NormalForm(*tables), method=method)
    assert found.complete == "all"
    assert len(found.extreme) == len(set(found.extreme))
    assert set(found.extreme) == expected
    assert len(spans(found)) == len(found)
    assert spans(found) == cliques(expected)
    assert len(found.components) == connected(expected)
    for e in found:
        assert (e.certificate.status, e.certificate.gain) == ("proved", 0)
        assert all(regret(*tables, x, y) == 0 for x, y in (*e.extreme, e.mixtures))


@settings(max_examples=25)
@given(st.integers(0, 10**9), st.sampled_from([(4, 4), (5, 3), (6, 6), (2, 9)]), st.sampled_from([1, 3, 50]))
def test_searches_agree_on_larger_games(seed, shape, high):
    """Integers, floats with proved cuts, and vertex enumeration list the same sets, degenerate games included."""
    game = gt.NormalForm(*random_game(*shape, 0, high, seed))
    listed = [spans(gt.nash(game, method=method)) for method in (METHODS[0], METHODS[1], METHODS[3])]
    assert listed[0] == listed[1] == listed[2]


@pytest.mark.parametrize("size", [9, 12, 14])
def test_indices_sum_to_one(size):
    """Shapley's index theorem holds for the list, so it is odd (Wilson 1971): a check that nothing is missing."""
    for seed in range(3):
        found = gt.nash(gt.NormalForm(*random_game(size, size, 0, 9999, seed)))
        assert found.complete == "all"
        assert sum(e.index for e in found) == 1
        assert all(e.certificate.status == "proved" for e in found)


@given(bimatrices(most=2))
def test_a_profile_lies_in_a_set_exactly_if_nobody_gains(tables):
    """On a grid of mixed profiles of a 2 × 2 game: in some set if and only if no deviation gains."""
    found = gt.nash(gt.NormalForm(*tables))
    grid = [
        [(Fraction(n, 4), 1 - Fraction(n, 4)) for n in range(5)] if k == 2 else [(1,)]
        for k in (len(tables[0]), len(tables[0][0]))
    ]
    actions = found.game.actions
    for x, y in product(*grid):
        profile = {
            player: dict(zip(names, mixture, strict=True))
            for player, names, mixture in zip(found.game.players, actions, (x, y), strict=True)
        }
        listed = any(e.contains(profile) is Answer.YES for e in found)
        assert listed == (regret(*tables, x, y) == 0)


@settings(max_examples=25)
@given(bimatrices(payoffs=st.integers(-50, 50)))
def test_nashpy_agrees_on_nondegenerate_games(tables):
    """Without degeneracy every equilibrium is extreme: nashpy finds as many, at the same points."""
    a, b = tables
    assume(len(a) > 1 and len(a[0]) > 1 and nondegenerate(a, b))
    found = gt.nash(gt.NormalForm(a, b))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Its polytopes need positive payoffs; its support enumeration misses some by rounding.
        lift = 1 - min(min(map(min, a)), min(map(min, b)))
        theirs = list(nashpy.Game(np.array(a) + lift, np.array(b) + lift).vertex_enumeration())
    assert len(theirs) == len(found) == len(nash_by_supports(a, b))
    for e in found:
        x, y = ([float(p) for p in mixture] for mixture in e.mixtures)
        assert [np.allclose([*x, *y], [*v, *w], atol=1e-9) for v, w in theirs].count(True) == 1


# -- numbers ----------------------------------------------------------------------------------------------------


@given(bimatrices(payoffs=st.integers(0, 20).map(lambda n: Fraction(n, 10))))
def test_floats_agree_with_exact_numbers(tables):
    """Decimals such as 0.1 as floats: the same sets, ties are ties, certified in floats."""
    exact = gt.nash(gt.NormalForm(*tables))
    rough = gt.nash(gt.NormalForm(*([[float(u) for u in row] for row in table] for table in tables)))
    assert rough.field == "float64"
    assert spans(rough) == spans(exact)
    for e in rough:
        assert e.certificate.status == "within tolerance"
        assert e.certificate.gain <= 1e-9
        if e.is_point:
            assert all(isinstance(p, float) for mixture in e.strategy.values() for p in mixture.values())
            assert all(isinstance(u, float) for u in e.payoffs.values())


def test_a_float_tie_is_a_tie():
    """As payoffs 0.1 and 0.3 written in decimals tie with themselves: everybody may do anything."""
    (everything,) = gt.nash(gt.NormalForm([[0.3, 0.1], [0.3, 0.1]], [[0.1, 0.1], [0.1, 0.1]]))
    assert [len(points) for points in everything.vertices] == [2, 2]


@pytest.mark.parametrize("lift", [10**20, 10**400])
@every_method
def test_huge_integers_are_exact(method, lift):
    """Differences of 1 between payoffs that no float tells apart decide as they should."""
    a, b = random_game(3, 3, 0, 3, seed=8)
    high = [[[u + lift for u in row] for row in table] for table in (a, b)]
    assert spans(gt.nash(gt.NormalForm(*high), method=method)) == cliques(extreme_equilibria(a, b))


def test_what_floats_cannot_decide_is_searched_in_integers():
    """A gain of 1 against payoffs of 2^60 is below the rounding of floats: the compiled search hands it over, and says so."""
    a, b = random_game(4, 4, 0, 9, seed=4)
    high = [[[u + (2**60 if i == 0 else 0) for u in row] for i, row in enumerate(table)] for table in (a, b)]
    found = gt.nash(gt.NormalForm(*high), method=gt.LabelBranching(compiled=True))
    assert spans(found) == spans(gt.nash(gt.NormalForm(*high), method=gt.VertexEnumeration()))
    near = gt.NormalForm([[2**60, 0], [2**60 - 1, 1]], [[0, 1], [1, 0]])
    again = gt.nash(near, method=gt.LabelBranching(compiled=True))
    assert "again in integers" in again.method
    assert [e.mixtures for e in again] == [((HALF, HALF), (HALF, HALF))]


# -- known games ------------------------------------------------------------------------------------------------


def test_matching_pennies():
    """One equilibrium, both mix evenly, the value is 0."""
    found = gt.nash(gt.NormalForm([[1, -1], [-1, 1]]))
    (e,) = found
    assert found.is_unique
    assert e.mixtures == ((HALF, HALF), (HALF, HALF))
    assert e.payoffs == {"row": 0, "column": 0}
    assert not e.is_pure


def test_battle_of_the_sexes():
    """Two pure equilibria, and a mixed one in which each plays the favourite with 2/3; indices +1, +1, -1."""
    found = gt.nash(gt.NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    third = Fraction(1, 3)
    expected = {((1, 0), (1, 0)): 1, ((0, 1), (0, 1)): 1, ((2 * third, third), (third, 2 * third)): -1}
    assert {e.mixtures: e.index for e in found} == expected
    assert sum(e.is_pure for e in found) == 2
    assert not found.is_unique


def test_a_known_continuum():
    """Top and left tie with their alternatives against each other: (top, any mixture) and (any mixture, left).

    Row: both rows pay 1 against left; top pays 1 and bottom 0 against right.  Column: likewise with left and right.
    """
    found = gt.nash(gt.NormalForm([[1, 1], [1, 0]], [[1, 1], [1, 0]]))
    pure = ((1, 0), (0, 1))
    assert spans(found) == {(frozenset(pure[:1]), frozenset(pure)), (frozenset(pure), frozenset(pure[:1]))}
    assert len(found.components) == 1
    (edge,) = [e for e in found if e.supports == ((0,), (0, 1))]
    assert edge.free == ("P(1|column:start)",)
    assert str(edge.where) == "0 <= P(1|column:start) <= 1"
    assert edge.index is None
    inside = {"row": "1", "column": {"1": Fraction(1, 7), "2": Fraction(6, 7)}}
    assert edge.contains(inside) is Answer.YES
    assert edge.contains({**inside, "row": "2"}) is Answer.NO
    middle = edge.sample()
    assert middle.is_point and middle.certificate and middle.mixtures == ((1, 0), (HALF, HALF))


def test_questions_about_a_set():
    """In the set (top, any mixture) of a degenerate game the column player may get anything from 0 to 2."""
    found = gt.nash(gt.NormalForm([[1, 1], [0, 0]], [[2, 2], [5, 5]]))
    (e,) = found
    assert e.payoffs == {"row": 1, "column": 2}
    assert found.when(gt.payoff("column") == 2, "every").is_everything() is Answer.YES
    assert found.when(gt.plays("column", "1") > HALF).is_everything() is Answer.YES
    assert found.when(gt.plays("column", "1") > HALF, "every").is_empty() is Answer.YES


@pytest.mark.parametrize("size", [1, 2, 3, 4, 6])
def test_pure_coordination_has_every_subset(size):
    """The identity game of size n has 2^n - 1 equilibria: both mix evenly over the same subset."""
    identity = [[int(i == j) for j in range(size)] for i in range(size)]
    found = gt.nash(gt.NormalForm(identity, identity))
    assert len(found) == 2**size - 1
    for e in found:
        x, y = e.mixtures
        assert x == y
        assert set(x) - {0} == {Fraction(1, len(support(x)))}


@every_method
def test_six_by_six_with_75_equilibria(method):
    """von Stengel's counterexample to the bound of 2^6 - 1 = 63, with the payoffs of Savani and von Stengel.

    von Stengel, B. (1999), New maximal numbers of equilibria in bimatrix games, Discrete and Computational Geometry 21,
    557-568; Savani, R. and von Stengel, B. (2006), Hard-to-solve bimatrix games, Econometrica 74, 397-429.
    """
    a = [
        [-81, 36, -126, 126, -36, 90],
        [-180, 72, -333, 297, -153, 270],
        [20, -3, 42, -33, 17, -30],
        [-30, 17, -33, 42, -3, 20],
        [270, -153, 297, -333, 72, -180],
        [90, -36, 126, -126, 36, -81],
    ]
    b = [
        [72, 36, 17, -3, -36, -153],
        [-180, -81, -30, 20, 90, 270],
        [297, 126, 42, -33, -126, -333],
        [-333, -126, -33, 42, 126, 297],
        [270, 90, 20, -30, -81, -180],
        [-153, -36, -3, 17, 36, 72],
    ]
    found = gt.nash(gt.NormalForm(a, b), method=method)
    assert found.complete == "all"
    assert len(found) == len(found.extreme) == 75
    assert sum(e.index for e in found) == 1


def test_everything_ties():
    """If no payoff depends on anything, all profiles are one set, with all pure strategies as extreme points."""
    for method in METHODS:
        (e,) = gt.nash(gt.NormalForm([[0] * 3] * 4, [[7] * 3] * 4), method=method)
        assert [len(points) for points in e.vertices] == [4, 3]


# -- budgets, bad input, faces ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [None, *METHODS], ids=str)
def test_a_budget_is_kept_and_admitted(method):
    """Forty actions each: all equilibria cannot be listed in a moment, and the result says so."""
    game = gt.NormalForm(*random_game(40, 40, 0, 10**6, seed=1))
    found = gt.nash(game, method=method, budget=gt.Budget(seconds=0.3))
    assert found.complete in ("some", "unknown")
    assert "budget" in found.reason
    assert found.complete == ("some" if found.sets else "unknown")
    assert all(e.certificate for e in found)
    with pytest.raises(Undecided):
        found.when(gt.payoff("row") > 0)


def test_a_wrong_claim_fails_its_certificate():
    """The checker refuses a profile in which somebody gains, and mixtures that are none."""
    checker = Checker(gt.NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    one, other = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
    assert checker.certificate(((one,), (one,)))
    assert not checker.certificate(((one,), (other,)))
    assert not checker.certificate((((HALF, HALF),), ((HALF, HALF),)))
    assert not checker.certificate((((Fraction(2), Fraction(-1)),), (one,)))
    rough = Checker(gt.NormalForm([[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]))
    assert rough.certificate(((one,), (one,))).status == "within tolerance"


def test_methods_refuse_what_they_do_not_take():
    """A method needs a normal form of two players with numbers."""
    x = gt.parameters("x")
    table = [[[0, 1], [1, 0]], [[1, 0], [0, 1]]]
    for game in (gt.NormalForm([[x, 0], [0, 1]]), gt.NormalForm(table, table, table)):
        with pytest.raises(ParameterError, match="takes a normal form of two players"):
            gt.nash(game, method=gt.VertexEnumeration())
    with pytest.raises(ParameterError, match="is not a method"):
        gt.nash(gt.NormalForm([[1]]), method="lemke")


@pytest.mark.parametrize("kind", [np.array, lambda table: table], ids=["array", "lists"])
@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([[1.0, 2.0]], [[1.0], [2.0]], "shape"),
        ([[1.0, float("nan")]], [[1.0, 2.0]], "nan"),
        ([[1.0, float("inf")]], [[1.0, 2.0]], "inf"),
        ([[], []], [[], []], "no action"),
    ],
)
def test_bad_tables_are_refused(kind, a, b, message):
    """Shapes that differ, empty action sets, NaN and infinities, as lists and as arrays."""
    with pytest.raises(InvalidGameError, match=message):
        gt.NormalForm(kind(a), kind(b))


@given(bimatrices(payoffs=st.integers(-3, 3)))
def test_arrays_make_the_same_game(tables):
    """Arrays of integers or floats are read as the lists of the same numbers."""
    a, b = tables
    assert gt.NormalForm(np.array(a), np.array(b)) == gt.NormalForm(a, b)
    floats = [[[float(u) for u in row] for row in table] for table in tables]
    whole = gt.NormalForm(*map(np.array, floats))
    assert whole == gt.NormalForm(*floats)
    assert all(np.array_equal(read, table) for read, table in zip(whole.arrays(), floats, strict=True))
    assert not whole.arrays()[0].flags.writeable


def results():
    """A point, a set, and floats."""
    return [
        gt.nash(gt.NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]])),
        gt.nash(gt.NormalForm([[1, 1], [1, 0]], [[1, 1], [1, 0]])),
        gt.nash(gt.NormalForm([[0.2, 0.0], [0.0, 0.1]], [[0.1, 0.0], [0.0, 0.2]])),
    ]


@pytest.mark.parametrize("found", results(), ids=["points", "sets", "floats"])
def test_faces(found):
    """Text, HTML, LaTeX, JSON and pickles say the same."""
    assert str(found).startswith(f"{len(found)} nash equilibria; the list is complete.\nFound by ")
    assert ("connected component" in str(found)) == any(not e.is_point for e in found)
    assert found._repr_html_().startswith("<pre>")
    assert found.latex().count(r"\item") == len(found)
    data = json.loads(found.to_json())
    assert [len(plain["extreme"]) for plain in data["equilibria"]] == [2] * len(found)
    assert data["complete"] == "all" and data["field"] == found.field
    again = pickle.loads(pickle.dumps(found))
    assert str(again) == str(found) and again.to_json() == found.to_json()
    for e in found:
        assert repr(e).startswith("<nash equilibri")
        assert e._repr_latex_() == f"${e.latex()}$"
        assert found.at() is found


def test_json_keeps_fractions_exact():
    """Numbers in JSON are text that reads back as the same fraction."""
    data = json.loads(results()[0].to_json())
    read = {tuple(tuple(map(Fraction, p)) for (p,) in e["extreme"]) for e in data["equilibria"]}
    assert read == {e.mixtures for e in results()[0]}


# -- three players ----------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(three_player_tables())
@example(  # one of its equilibria is irrational
    [
        [[[1, 0], [0, 0]], [[0, 0], [1, 1]]],
        [[[0, 0], [1, 0]], [[1, 0], [0, 1]]],
        [[[1, 0], [1, 0]], [[0, 0], [0, 1]]],
    ]
)
def test_three_players(tables):
    """2 × 2 × 2 games: what is listed has no gain, and if the list is complete every profile of a grid without gain is listed."""
    found = gt.nash(gt.NormalForm(*tables))
    tree = gt.NormalForm(*tables).to_game()
    for e in found:
        assert e.certificate.status == "proved"
    if found.complete == "all":
        for mixtures in product([(1, 0), (HALF, HALF), (0, 1)], repeat=3):
            profile = {
                player: {"start": dict(zip("12", m, strict=True))}
                for player, m in zip(tree.players, mixtures, strict=True)
            }
            listed = any(e.contains(profile) is Answer.YES for e in found)
            assert listed == (gain(tree, profile) == 0)
    else:
        assert found.reason


def test_three_players_who_want_to_meet():
    """Pure coordination of three (1 if all meet): both places, all mixing evenly, and nothing else.

    If all mix, each is indifferent iff q r = (1 - q)(1 - r), so any two probabilities sum to 1 and all are 1/2.  If
    one is surely at a place, another gains by going there unless the third is surely away; with two places two of the
    three are then surely together, and the one apart gains by joining them.
    """
    table = [[[int(i == j == k) for k in range(2)] for j in range(2)] for i in range(2)]
    found = gt.nash(gt.NormalForm(table, table, table))
    assert found.complete == "all"
    assert {tuple(tuple(m.values()) for m in e.strategy.values()) for e in found} == {
        ((1, 0),) * 3,
        ((0, 1),) * 3,
        ((HALF, HALF),) * 3,
    }
