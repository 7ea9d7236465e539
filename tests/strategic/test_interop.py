"""Games to and from other packages keep their payoffs, names and conventions."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given

import gametheory as gt
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.strategic.interop import (
    from_nashpy,
    from_quantecon,
    quantecon_arrays,
    to_nashpy,
    to_nfg,
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


def test_nfg_text_runs_through_the_first_player_first():
    """The payoff version of Gambit's format: all players' payoffs by cell, fractions kept, quotes escaped."""
    game = gt.NormalForm(
        [[1, Fraction(1, 3)], [2, 0]],
        [[0, 1], [5, 3]],
        players=["weak", 'the "strong"'],
        actions=[("a", "b"), ("c", "d")],
    )
    text = to_nfg(game)
    assert text.startswith('NFG 1 R "" { "weak" "the \\"strong\\"" }')
    assert text.endswith("1 0 2 5 1/3 1 0 3")
    floats = gt.NormalForm([[0.1]], [[0.2]])
    assert to_nfg(floats).endswith("0.1 0.2")


def test_what_does_not_fit_is_refused():
    """Three players do not go to nashpy; parameters go nowhere."""
    table = [[[0, 1]]]
    with pytest.raises(InvalidGameError, match="3 players"):
        to_nashpy(gt.NormalForm(table, table, table))
    symbolic = gt.NormalForm([[gt.parameters("x")]])
    for function in (to_nashpy, to_nfg, quantecon_arrays):
        with pytest.raises(ParameterError, match="set"):
            function(symbolic)
