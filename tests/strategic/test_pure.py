"""Pure equilibria, against the definition; of large games, by arrays and by plain loops, exact where floats would tie."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory as gt
from gametheory.strategic import pure
from gametheory.strategic._integers import integer_tables
from tests.strategies import bimatrices, three_player_tables


def paid(game, k, chosen):
    return game.field.present(game.payoff_element(k, chosen))


@given(st.one_of(bimatrices(most=4), three_player_tables()))
def test_pure_equilibria_by_definition(tables):
    """Every profile from which nobody gains alone, and no other; strict ones lose by every deviation."""
    game = gt.NormalForm(*tables)
    listed = {tuple(e.profile.values()): e for e in gt.pure_equilibria(game)}
    for cell in product(*map(range, game.shape)):
        gains = [
            paid(game, k, (*cell[:k], i, *cell[k + 1 :])) - paid(game, k, cell)
            for k, size in enumerate(game.shape)
            for i in range(size)
            if i != cell[k]
        ]
        names = tuple(game.actions[k][i] for k, i in enumerate(cell))
        assert (names in listed) == (max(gains, default=0) <= 0)
        if names in listed:
            assert listed[names].strict == all(g < 0 for g in gains)
            assert list(listed[names].payoffs.values()) == [
                paid(game, k, cell) for k in range(len(game.shape))
            ]


def test_pure_equilibria_of_a_large_game():
    """Four hundred actions a side: as NumPy finds them."""
    a, b = np.random.default_rng(3).random((2, 400, 400))
    expected = np.argwhere((a == a.max(axis=0)) & (b == b.max(axis=1)[:, None])) + 1
    found = gt.pure_equilibria(gt.NormalForm(a, b))
    assert [tuple(map(int, e.profile.values())) for e in found] == [tuple(p) for p in expected.tolist()]


@given(st.one_of(bimatrices(most=4), three_player_tables()), st.sampled_from([1, 2**70]), st.booleans())
def test_arrays_and_loops_agree(tables, scale, floats):
    """Both ways give the same profiles in the same order, also for integers beyond machine words."""
    game = gt.NormalForm(*(np.array(t, dtype=object) * scale for t in tables))
    if floats:
        game = gt.NormalForm(*(np.array(t, dtype=float) for t in tables))
    read = [table for table, _ in integer_tables(game)]
    assert pure._in_arrays(game, read) == pure._in_lists(read, game.shape)


@pytest.mark.parametrize("size", [2, 80])
def test_nothing_is_rounded(size):
    """A payoff that is larger by one in 2**64 is better; in floats it would tie."""
    low, high = 2**64, 2**64 + 1
    first = [[high if i == j == 0 else low if i <= 1 else 0 for j in range(size)] for i in range(size)]
    game = gt.NormalForm(first, [[0] * size] * size)
    found = {tuple(e.profile.values()) for e in gt.pure_equilibria(game)}
    assert found == {("1", str(j + 1)) for j in range(size)} | {("2", str(j + 1)) for j in range(1, size)}


def test_strict_equilibria_of_three_players_in_a_large_game():
    """All agree, and each pair of players prefers a common number: only agreements are strict."""
    size = 20
    pay = [[[int(i == j == k) for k in range(size)] for j in range(size)] for i in range(size)]
    found = gt.pure_equilibria(gt.NormalForm(pay, pay, pay))
    strict = {tuple(map(int, e.profile.values())) for e in found if e.strict}
    assert strict == {(i, i, i) for i in range(1, size + 1)}
    # With three different numbers nobody can make them agree alone.
    apart = {cell for cell in product(range(1, size + 1), repeat=3) if len(set(cell)) == 3}
    assert {tuple(map(int, e.profile.values())) for e in found} == strict | apart
