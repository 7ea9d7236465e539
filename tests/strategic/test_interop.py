"""Games to and from other packages keep their payoffs, names and conventions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given

import gametheory as gt
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.strategic.interop import (
    from_nashpy,
    from_pygambit,
    from_quantecon,
    quantecon_arrays,
    to_nashpy,
    to_nfg,
    to_pygambit,
)
from tests.strategies import bimatrices


@given(bimatrices())
def test_nashpy_and_back(tables):
    """A bimatrix game survives the way to nashpy and back, as floats."""
    game = gt.NormalForm(*tables)
    there = to_nashpy(game)
    assert np.array_equal(there.payoff_matrices[0], tables[0])
    assert np.array_equal(there.payoff_matrices[1], tables[1])
    assert from_nashpy(there).exact().tables == game.tables


def test_quantecon_arrays_begin_with_the_own_action():
    """Player k's payoff to her action and the next players' in turn, as QuantEcon's documentation defines it; and back."""
    tables = np.arange(72).reshape(3, 2, 3, 4)
    game = gt.NormalForm(*tables.tolist())
    arrays = quantecon_arrays(game)
    assert [table.shape for table in arrays] == [(2, 3, 4), (3, 4, 2), (4, 2, 3)]
    assert arrays[1][2, 3, 1] == tables[1][1, 2, 3] and arrays[2][3, 1, 2] == tables[2][1, 2, 3]
    theirs = SimpleNamespace(players=[SimpleNamespace(payoff_array=table) for table in arrays])
    assert from_quantecon(theirs).exact().tables == game.tables


def test_gambit_games_and_back():
    """Tables of pygambit as normal forms, trees as trees (see `tests/files` for the formats)."""
    pytest.importorskip("pygambit")
    table = gt.NormalForm([[1, 2], [3, 4]], [[0, 1], [5, 3]], actions=[("a", "b"), ("c", "d")], name="table")
    assert from_pygambit(to_pygambit(table)) == table
    tree = gt.Game(gt.move("a", knows="start", actions={"l": gt.end(a=1, b=0), "r": gt.end(a=0, b=2)}))
    again = from_pygambit(to_pygambit(tree))
    assert [v.payoffs for v in again.nodes] == [v.payoffs for v in tree.nodes]
    assert again.information_sets == tree.information_sets


def test_what_does_not_fit_is_refused():
    """Three players do not go to nashpy; parameters go nowhere."""
    table = [[[0, 1]]]
    with pytest.raises(InvalidGameError, match="3 players"):
        to_nashpy(gt.NormalForm(table, table, table))
    symbolic = gt.NormalForm([[gt.parameters("x")]])
    for function in (to_nashpy, to_nfg, quantecon_arrays):
        with pytest.raises(ParameterError, match="set"):
            function(symbolic)
