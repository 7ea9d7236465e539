"""Normal-form perfection of two players."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import InvalidGameError
from tests.strategies import bimatrices


def test_entry():
    """Of the entry game's normal form, only entry and sharing is perfect (Selten 1975, 1978)."""
    game = examples.entry_deterrence(1).normal_form()
    found = gt.perfect(gt.nash(game))
    profiles = [e.strategy for e in found.kept]
    assert len(profiles) == 1 and not found.partly
    chosen = {player: [a for a, p in own.items() if p] for player, own in profiles[0].items()}
    assert all("share" in str(chosen[p]) or "in" in str(chosen[p]) for p in chosen)
    assert any(r.player == "incumbent" for r in found.removed)


def test_a_set_of_which_a_part_is_perfect():
    """Row is indifferent against the left column; only the row that is better against the right one is undominated."""
    game = gt.NormalForm([[1, 1], [1, 0]], [[1, 0], [1, 0]])
    found = gt.perfect(gt.nash(game))
    assert not found.kept and len(found.partly) == 1
    assert found.partly[0][1] == (((1, 0), (1, 0)),)
    assert [r.by for r in found.removed] == [{"1": Fraction(1)}]


@settings(max_examples=40, deadline=None)
@given(bimatrices(most=3, payoffs=st.integers(0, 2)))
def test_an_equilibrium_in_undominated_strategies_exists(tables):
    """Selten (1975): every game has a perfect equilibrium; completely mixed and strict ones always are."""
    nash = gt.nash(gt.NormalForm(*tables))
    found = gt.perfect(nash)
    assert found.kept or found.partly
    removed = {r.profile for r in found.removed}
    for e in nash:
        for profile in e.extreme:
            if all(all(p > 0 for p in mixture) for mixture in profile):
                assert profile not in removed


def test_three_players():
    """Undominated need not be perfect there."""
    table = [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]
    with pytest.raises(InvalidGameError, match="three and more"):
        gt.perfect(gt.nash(gt.NormalForm(table, table, [[[2, 0], [0, 1]], [[0, 1], [1, 3]]])))
