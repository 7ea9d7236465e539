"""Batches of games against brute force and against the solver of single games."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import InvalidGameError
from tests.oracles import extreme_equilibria, support

SHAPES = [(1, 1), (1, 4), (2, 2), (2, 3), (3, 2), (3, 3), (4, 2), (4, 4)]


def games(shape, count, high, seed):
    draw = np.random.default_rng(seed)
    return tuple(draw.integers(0, high + 1, (count, *shape)) for _ in range(2))


def rounded(profiles):
    """Profiles as a set that forgives rounding."""
    return {tuple(np.round(np.concatenate([np.asarray(m, float) for m in p]), 7)) for p in profiles}


def best(matrix, mixture):
    """The number of best replies to a mixture."""
    earned = [sum(u * p for u, p in zip(row, mixture, strict=True)) for row in matrix]
    return earned.count(max(earned))


@pytest.mark.parametrize("high", [1, 2, 9, 1000])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_game_of_a_batch_by_brute_force(shape, high):
    """All extreme equilibria of every game, each once; without a flag, all of them are regular."""
    count = 12 if max(shape) == 4 else 40
    a, b = games(shape, count, high, seed=high)
    found = gt.nash_batch(a, b)
    assert found.complete == "all" and len(found) == count
    for g in range(count):
        tables = a[g].tolist(), b[g].tolist()
        expected = extreme_equilibria(*tables)
        assert len(found[g]) == found.counts[g] == len(expected)
        assert rounded(found[g]) == rounded(expected)
        if not found.degenerate[g]:
            turned = [list(column) for column in zip(*tables[1], strict=True)]
            for x, y in expected:
                assert len(support(x)) == len(support(y)) == best(tables[0], y) == best(turned, x)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (5, 5), (3, 6), (7, 4), (8, 3)], ids=str)
def test_random_floats_agree_with_single_games(shape):
    """Continuous payoffs: the same equilibria as `nash`, nobody gains, and hardly any game needs exact numbers."""
    draw = np.random.default_rng(7)
    a, b = draw.normal(size=(2, 30, *shape))
    found = gt.nash_batch(a, b)
    if max(shape) < 8:
        assert found.degenerate.sum() == 0
    mine, yours = np.einsum("kij,kj->ki", np.repeat(a, found.counts, 0), found.columns), None
    gains = mine.max(1) - (mine * found.rows).sum(1)
    yours = np.einsum("kij,ki->kj", np.repeat(b, found.counts, 0), found.rows)
    assert max(gains.max(), (yours.max(1) - (yours * found.columns).sum(1)).max()) < 1e-9
    assert np.allclose(found.payoffs[:, 0], mine.max(1)) and np.allclose(found.payoffs[:, 1], yours.max(1))
    for g in range(10):
        alone = gt.nash(gt.NormalForm(a[g], b[g]))
        assert rounded(found[g]) == rounded(alone.extreme)


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_symmetries(seed):
    """Swapping the players swaps the mixtures; a dominated action changes nothing (another shape, another loop)."""
    a, b = games((2, 2), 20, 5, seed)
    found = gt.nash_batch(a, b)
    turned = gt.nash_batch(b.swapaxes(1, 2), a.swapaxes(1, 2))
    padded = gt.nash_batch(
        *(np.pad(t, ((0, 0), (0, 1), (0, 0)), constant_values=v) for t, v in ((a, -1), (b, 0)))
    )
    for g in range(20):
        assert rounded(found[g]) == rounded([(y, x) for x, y in turned[g]])
        assert rounded(found[g]) == rounded([(x[:2], y) for x, y in padded[g]])


def test_threads_change_nothing():
    """The order of games and equilibria does not depend on the number of threads."""
    a, b = games((3, 3), 500, 50, seed=2)
    one, three = (gt.nash_batch(a, b, threads=k) for k in (1, 3))
    assert np.array_equal(one.offsets, three.offsets) and np.array_equal(one.rows, three.rows)
    assert np.array_equal(one.columns, three.columns) and np.array_equal(one.degenerate, three.degenerate)


def test_near_ties_are_solved_exactly():
    """0.1 + 0.2 against 0.3, and a difference in the last digit: what floats cannot promise is flagged and right."""
    tiny = np.array([[[0.3, 0.0], [0.1 + 0.2, 1.0]], [[0.3, 0.0], [0.3, 1.0]]])
    found = gt.nash_batch(tiny, np.array([np.eye(2)[::-1]] * 2))
    assert found.degenerate.tolist() == [True, True] or found.degenerate.tolist() == [False, True]
    for g in range(2):
        game = gt.NormalForm(tiny[g], np.eye(2)[::-1])
        assert rounded(found[g]) == rounded(gt.nash(game).extreme)
    near = np.array([[[1.0, 0.0], [1.0 - 2**-53, 2**-53]]])
    (equilibrium,) = gt.nash_batch(near, np.array([[[0.0, 1.0], [1.0, 0.0]]]))[0]
    exact = Fraction(repr(2**-53)) / (Fraction(repr(2**-53)) + 1 - Fraction(repr(1.0 - 2**-53)))
    assert abs(equilibrium[1][0] - float(exact)) < 1e-9


def test_a_budget_ends_the_exact_part():
    """Flagged games that were not solved again are left out, and said to be."""
    a, b = games((3, 3), 200, 1, seed=0)
    found = gt.nash_batch(a, b, budget=gt.Budget(seconds=0))
    assert found.complete == "some" and "budget" in found.reason
    assert not found.counts[found.degenerate].any()


def test_no_games_and_no_overflow():
    """An empty batch is fine; integers beyond 2^53 keep their last digit."""
    empty = np.empty((0, 3, 3))
    assert len(gt.nash_batch(empty, empty)) == 0
    big = np.array([[[2**60, 0], [2**60 - 1, 1]]])
    found = gt.nash_batch(big, np.array([[[0, 1], [1, 0]]]))
    assert rounded(found[0]) == {(0.5, 0.5, 0.5, 0.5)}
    least = np.array([[[-(2**63), 0], [0, 1]]])
    assert len(gt.nash_batch(least, least)[0]) == 3 or len(gt.nash_batch(least, least)[0]) == 1


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (np.zeros((2, 2)), np.zeros((2, 2)), "2 axes"),
        (np.zeros((1, 2, 2)), np.zeros((1, 2, 3)), "one shape"),
        (np.zeros((1, 0, 2)), np.zeros((1, 0, 2)), "no action"),
        (np.full((1, 2, 2), np.nan), np.zeros((1, 2, 2)), r"A\[0, 0, 0\] is nan"),
        (np.zeros((1, 2, 2)), np.full((1, 2, 2), np.inf), r"B\[0, 0, 0\] is inf"),
        ([[["x"]]], [[["y"]]], "type"),
    ],
)
def test_bad_arrays_are_refused(a, b, message):
    """One sentence says what is wrong."""
    with pytest.raises(InvalidGameError, match=message):
        gt.nash_batch(a, b)


def test_what_it_looks_like():
    """Length, items and iteration agree."""
    a, b = games((2, 2), 3, 9, seed=1)
    found = gt.nash_batch(a, b)
    assert repr(found).startswith(f"<{len(found.rows)} equilibria of 3 games 2 × 2")
    assert [len(listed) for listed in found] == found.counts.tolist()
    assert len(found[-1]) == found.counts[2]
    with pytest.raises(IndexError):
        found[3]
