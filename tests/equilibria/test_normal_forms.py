"""Nash equilibria of normal forms against brute force: all supports, all corners, and nothing else."""

from __future__ import annotations

import warnings
from fractions import Fraction
from itertools import product

import nashpy
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from tests.oracles import gain, middle, named, nash_by_supports, nondegenerate, support
from tests.strategies import HALF, bimatrices, three_player_tables


def supports(e):
    return tuple(frozenset(s) for s in e.family.supports)


def mixtures(e):
    """The strategies of a pinned-down equilibrium, one vector for each player."""
    return tuple(tuple(e.strategy[h.player][h.knows].values()) for h in e.game.information_sets)


def somewhere(found, profile):
    return any(e.contains(profile) is Answer.YES for e in found)


def rounded(vector):
    return tuple(Fraction(float(v)).limit_denominator(1000) for v in vector)


@given(bimatrices())
def test_all_equilibria_of_degenerate_games(tables):
    """The supports that occur are exactly those of brute force, and every corner and middle lies in its set."""
    a, b = tables
    found = gt.nash(gt.NormalForm(a, b))
    expected = nash_by_supports(a, b)
    assert found.complete == "all"
    assert len(found) == len(expected)
    assert {supports(e): e for e in found}.keys() == expected.keys()
    for e in found:
        xs, ys = expected[supports(e)]
        assert e.contains(named(found.game, (middle(xs), middle(ys)))) is Answer.YES
        if len(xs) == len(ys) == 1:
            assert mixtures(e.sample()) == (xs[0], ys[0])
        else:
            assert e.free
        for corner in product(xs, ys):
            assert somewhere(found, named(found.game, corner))


@given(bimatrices(), st.data())
def test_every_set_is_certified_and_a_sample_has_no_gain(tables, data):
    """The certificate says 0, proved, and recomputing a sample's deviations by brute force gives 0."""
    a, b = tables
    game = gt.NormalForm(a, b)
    for e in gt.nash(game):
        assert (e.certificate.status, e.certificate.gain) == ("proved", 0)
        sample = e.sample()
        assert sample.free == ()
        assert supports(sample) == tuple(map(support, mixtures(sample)))
        assert gain(sample.game, sample.strategy) == 0
        assert sample.payoffs == sample.game.payoffs(sample.strategy)


@given(bimatrices(most=2))
def test_a_profile_lies_in_a_set_exactly_if_nobody_gains(tables):
    """On a grid of mixed profiles of a 2 × 2 game: in some set if and only if no deviation gains."""
    found = gt.nash(gt.NormalForm(*tables))
    grid = [
        [(Fraction(n, 4), 1 - Fraction(n, 4)) for n in range(5)] if k == 2 else [(1,)]
        for k in (len(tables[0]), len(tables[0][0]))
    ]
    for profile in (named(found.game, m) for m in product(*grid)):
        assert somewhere(found, profile) == (gain(found.game, profile) == 0)


wide = st.integers(-50, 50)


def extreme(a, b):
    """The equilibria that nashpy finds by vertex enumeration (its support enumeration misses some by rounding)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Its polytopes need positive payoffs.
        lift = 1 - min(min(map(min, a)), min(map(min, b)))
        return list(nashpy.Game(np.array(a) + lift, np.array(b) + lift).vertex_enumeration())


@settings(max_examples=25)
@given(bimatrices(payoffs=wide))
def test_nashpy_agrees_on_nondegenerate_games(tables):
    """Without degeneracy every equilibrium is extreme: nashpy finds as many, at the same points."""
    a, b = tables
    assume(len(a) > 1 and len(a[0]) > 1 and nondegenerate(a, b))
    found, theirs = gt.nash(gt.NormalForm(a, b)), extreme(a, b)
    assert len(theirs) == len(found) == len(nash_by_supports(a, b))
    for x, y in map(mixtures, found):
        near = [np.allclose([*map(float, x), *map(float, y)], [*v, *w], atol=1e-9) for v, w in theirs]
        assert near.count(True) == 1


@settings(max_examples=25)
@given(bimatrices())
def test_nashpy_extreme_equilibria_lie_in_our_sets(tables):
    """Every extreme equilibrium that nashpy's vertex enumeration finds in a degenerate game is in a set."""
    a, b = tables
    assume(len(a) > 1 and len(a[0]) > 1)
    found = gt.nash(gt.NormalForm(a, b))
    for x, y in extreme(a, b):
        assert somewhere(found, named(found.game, (rounded(x), rounded(y))))


@given(bimatrices(payoffs=st.integers(0, 20).map(lambda n: Fraction(n, 10))))
def test_floats_agree_with_exact_numbers(tables):
    """Decimals such as 0.1 as floats: the same supports, ties are ties, values to nine digits."""
    a, b = tables
    exact = gt.nash(gt.NormalForm(a, b))
    rough = gt.nash(
        gt.NormalForm([[float(u) for u in row] for row in a], [[float(u) for u in row] for row in b])
    )
    assert rough.field == "float64"
    assert {supports(e) for e in rough} == {supports(e) for e in exact}
    same = {supports(e): e for e in exact}
    for e in rough:
        assert e.certificate.status == "within tolerance"
        assert e.certificate.gain <= 1e-9
        other = same[supports(e)]
        assert e.free == other.free
        if not e.free:
            assert all(isinstance(p, float) for m in mixtures(e) for p in m)
            assert np.allclose(
                [*mixtures(e)[0], *mixtures(e)[1]], [float(p) for m in mixtures(other) for p in m], atol=1e-9
            )
            assert np.allclose(
                list(e.payoffs.values()), [float(u) for u in other.payoffs.values()], atol=1e-9
            )


def test_a_float_tie_is_a_tie():
    """0.1 + 0.2 against 0.3 differ as floats; as payoffs 0.1, 0.3 - 0.2 written in decimals they tie."""
    game = gt.NormalForm([[0.3, 0.1], [0.3, 0.1]], [[0.1, 0.1], [0.1, 0.1]])
    assert len(gt.nash(game)) == 9


def test_matching_pennies():
    """One equilibrium, both mix evenly, the value is 0."""
    (e,) = gt.nash(gt.NormalForm([[1, -1], [-1, 1]]))
    assert mixtures(e) == ((HALF, HALF), (HALF, HALF))
    assert e.payoffs == {"row": 0, "column": 0}
    assert not e.is_pure


def test_battle_of_the_sexes():
    """Two pure equilibria, and a mixed one in which each plays the favourite with 2/3."""
    found = gt.nash(gt.NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    expected = {
        ((1, 0), (1, 0)),
        ((0, 1), (0, 1)),
        ((Fraction(2, 3), Fraction(1, 3)), (Fraction(1, 3), Fraction(2, 3))),
    }
    assert {mixtures(e) for e in found} == expected
    assert sum(e.is_pure for e in found) == 2


def test_a_known_continuum():
    """Top and left tie with their alternatives against each other: (top, any mixture) and (any mixture, left).

    Row: both rows pay 1 against left; top pays 1 and bottom 0 against right.  Column: likewise with left and right.
    """
    found = gt.nash(gt.NormalForm([[1, 1], [1, 0]], [[1, 1], [1, 0]]))
    corner, sides = ({0}, {0}), [({0}, {1}), ({1}, {0}), ({0}, {0, 1}), ({0, 1}, {0})]
    assert {supports(e) for e in found} == {tuple(map(frozenset, s)) for s in (corner, *sides)}
    (edge,) = [e for e in found if supports(e) == ({0}, {0, 1})]
    assert edge.free == ("P(1|column:start)",)
    assert str(edge.where) == "0 < P(1|column:start) < 1"
    assert edge.contains({"row": "1", "column": {"1": Fraction(1, 7), "2": Fraction(6, 7)}}) is Answer.YES
    assert edge.contains({"row": "2", "column": {"1": Fraction(1, 7), "2": Fraction(6, 7)}}) is Answer.NO


@settings(max_examples=15)
@given(three_player_tables())
def test_three_players(tables):
    """2 × 2 × 2 games: what is listed has no gain, and if the list is complete every profile of a grid without gain is listed."""
    found = gt.nash(gt.NormalForm(*tables))
    for e in found:
        assert e.certificate.status == "proved"
        sample = e.sample()
        if sample is not None:
            assert gain(sample.game, sample.strategy) == 0
    if found.complete == "all":
        for m in product([(1, 0), (HALF, HALF), (0, 1)], repeat=3):
            profile = named(found.game, m)
            assert somewhere(found, profile) == (gain(found.game, profile) == 0)
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
    expected = {((1, 0),) * 3, ((0, 1),) * 3, ((HALF, HALF),) * 3}
    assert {mixtures(e) for e in found} == expected


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_pure_coordination_has_every_subset(size):
    """The identity game of size n has 2^n - 1 equilibria: both mix evenly over the same subset."""
    identity = [[int(i == j) for j in range(size)] for i in range(size)]
    found = gt.nash(gt.NormalForm(identity, identity))
    assert len(found) == 2**size - 1
    for e in found:
        x, y = mixtures(e)
        assert x == y
        assert set(x) - {0} == {Fraction(1, len(support(x)))}
