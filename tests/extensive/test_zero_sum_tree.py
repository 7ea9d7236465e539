"""Zero-sum trees: exact values with proof, floats with a gap."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import InvalidGameError
from tests.strategies import trees

KUHN = examples.kuhn()
LEDUC_VALUE = -0.0856064  # Southey et al. (2005); OpenSpiel


def zero_sum(game):
    """The same tree with payoffs of `a`, and their negatives."""

    def turned(node):
        if isinstance(node, gt.games.tree.End):
            paid = dict(node.payoffs)
            return gt.end(a=paid["a"], b=-paid["a"])
        children = tuple(map(turned, node.children))
        return type(node)(*(getattr(node, f) for f in node.__dataclass_fields__ if f != "children"), children)

    return gt.Game(turned(game.root), players=("a", "b"))


def test_kuhn_exactly():
    """Kuhn (1950): the value is -1/18; the second player's strategy is unique, the first bets a king thrice as often as a jack."""
    found = gt.zero_sum_tree(KUHN)
    assert found.value == Fraction(-1, 18) and found.gap == 0
    second = found.strategy["second"]
    assert second["Qb"] == {"fold": Fraction(2, 3), "call": Fraction(1, 3)}
    assert second["Jk"] == {"check": Fraction(2, 3), "bet": Fraction(1, 3)}
    first = found.strategy["first"]
    assert first["K"]["bet"] == 3 * first["J"]["bet"] and first["Q"]["check"] == 1
    assert gt.verify(KUHN, found.strategy).is_nash
    assert "value -1/18 (proved)" in str(found)


def test_leduc_in_floats():
    """The value of Leduc poker, with the gap recomputed by best replies."""
    found = gt.zero_sum_tree(examples.leduc(), exact=False)
    assert abs(found.value - LEDUC_VALUE) < 1e-7 and 0 <= found.gap < 1e-9


@settings(max_examples=20, deadline=None)
@given(trees())
def test_values_of_trees_and_of_their_normal_forms(game):
    """The value is that of the reduced normal form; floats agree; the strategies are equilibria."""
    game = zero_sum(game)
    found = gt.zero_sum_tree(game, exact=True)
    assert found.value == gt.zero_sum(game.normal_form()).value
    assert gt.verify(game, found.strategy).is_nash
    floats = gt.zero_sum_tree(game, exact=False)
    assert abs(float(found.value) - floats.value) < 1e-8 and floats.gap < 1e-8


def test_leduc_exactly():
    """The value of Leduc poker as a fraction; whether suits are told apart does not matter."""
    found = gt.zero_sum_tree(examples.leduc())
    assert found.gap == 0 and abs(found.value - Fraction(LEDUC_VALUE)) < Fraction(1, 10**7)
    assert "solved in rationals" in found.method and isinstance(found.value, Fraction)
    assert gt.zero_sum_tree(examples.leduc(suits=True)).value == found.value


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 2, 50]))
def test_larger_trees_through_floats(seed, most):
    """Plans in floats become exact ones; degenerate payoffs leave weights free, which does not matter."""
    game = examples.random_tree(seed, depth=7, lottery=0.3, most=most, zero_sum=True)
    found = gt.zero_sum_tree(game)
    assert found.gap == 0
    checked = gt.verify(game, found.strategy)
    assert checked.is_nash and checked.payoffs["player 1"] == found.value


def test_gambit_finds_the_same_values():
    """Gambit's linear program in rationals (`gambit-lp`)."""
    gambit = pytest.importorskip("pygambit")
    for seed in range(6):
        game = examples.random_tree(seed, depth=4, lottery=0.2, zero_sum=True)
        theirs = gambit.nash.lp_solve(gt.interop.to_pygambit(game), rational=True).equilibria[0]
        value = Fraction(str(theirs.payoff(next(iter(theirs.game.players)))))
        assert gt.zero_sum_tree(game).value == value


def test_constant_sums():
    """A prize of ten added to both moves the value, and nothing else."""

    def lifted(node):
        if isinstance(node, gt.games.tree.End):
            return gt.end(payoffs={player: u + 10 for player, u in node.payoffs})
        children = tuple(map(lifted, node.children))
        return type(node)(*(getattr(node, f) for f in node.__dataclass_fields__ if f != "children"), children)

    game = gt.Game(lifted(KUHN.root), players=KUHN.players)
    form = gt.sequence_form(game)
    assert form.total == 20 and not form.is_zero_sum
    for exact in (True, False):
        found = gt.zero_sum_tree(form, exact=exact)
        assert abs(found.value - (10 - Fraction(1, 18))) <= found.gap < 1e-9
    assert gt.regret_minimization(form, until=1e-4).lower == pytest.approx(10 - 1 / 18, abs=2e-4)


def test_floats_read_as_decimals():
    """A game of floats has an exact value on request, and a float otherwise."""
    game = KUHN.float()
    assert isinstance(gt.zero_sum_tree(game).value, float)
    exact = gt.zero_sum_tree(game, exact=True)
    assert isinstance(exact.value, Fraction) and abs(exact.value + Fraction(1, 18)) < Fraction(1, 10**12)


def test_refusals_and_budgets():
    """No constant sum; a budget that ends says so."""
    with pytest.raises(InvalidGameError, match="no constant sum"):
        gt.zero_sum_tree(examples.beer_quiche())
    found = gt.zero_sum_tree(examples.leduc(), budget=gt.Budget(seconds=1e-9))
    assert found.complete == "unknown" and "was spent" in str(found) and found.value is None
