"""One equilibrium of a tree, by Lemke's path."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import InvalidProfileError, Undecided
from gametheory.extensive._path import in_floats, tableau
from gametheory.extensive._recovery import recovered
from gametheory.extensive.sequence_form import best_reply, earned
from gametheory.strategic._lexicographic import Tableau
from tests.strategies import trees

KUHN = examples.kuhn()


@settings(max_examples=25, deadline=None)
@given(trees())
def test_one_equilibrium_of_a_tree(game):
    """Lemke's path on the sequence form ends at an equilibrium, also of degenerate games."""
    strategy, found = gt.one_equilibrium_of_tree(game)
    assert found.is_nash and gt.verify(game, strategy).payoffs == found.payoffs


def test_lemke_keeps_its_budget():
    """A path may be cut, and says so."""
    with pytest.raises(Undecided, match="after 1 pivots"):
        gt.one_equilibrium_of_tree(KUHN, budget=gt.Budget(cases=1))
    strategy, _ = gt.one_equilibrium_of_tree(examples.beer_quiche().float())
    assert all(
        isinstance(p, Fraction) for known in strategy.values() for m in known.values() for p in m.values()
    )


@settings(max_examples=25, deadline=None)
@given(trees(depth=3), st.integers(0, 2**32))
def test_from_another_prior(game, seed):
    """Any prior leads to an equilibrium; it may leave actions out."""
    draw = random.Random(seed)
    prior = {player: {} for player in game.players}
    for s in game.information_sets:
        weights = [draw.randint(0, 3) for _ in s.actions]
        weights[0] += not any(weights)
        total = sum(weights)
        prior[s.player][s.knows] = {a: Fraction(w, total) for a, w in zip(s.actions, weights, strict=True)}
    _, found = gt.one_equilibrium_of_tree(game, prior=prior)
    assert found.is_nash


@settings(max_examples=25, deadline=None)
@given(trees())
def test_the_end_is_undominated(game):
    """From a prior that leaves nothing out: each plan is a best reply to something that does neither (von Stengel et al. 2002)."""
    strategy, _ = gt.one_equilibrium_of_tree(game)
    # A weakly dominated mixture can be improved upon by another that is never worse and somewhere better: a linear program.
    table = game.normal_form()
    for k, player in enumerate(game.players):
        own = [s for s in game.information_sets if s.player_index == k]
        rows = [
            [table.payoffs((i, j) if k == 0 else (j, i))[player] for j in table.actions[1 - k]]
            for i in table.actions[k]
        ]
        played = [Fraction(0)] * len(rows)
        for r, pure in enumerate(game.strategies(player)):
            weight = Fraction(1)
            for s, a in zip(own, pure, strict=True):
                weight *= strategy[player][s.knows][a] if a is not None else 1
            played[r] = weight
        mean = [sum(p * row[j] for p, row in zip(played, rows, strict=True)) for j in range(len(rows[0]))]
        assert _largest_improvement(rows, mean) == pytest.approx(0, abs=1e-9)


def _largest_improvement(rows, mean):
    """Return the most that a mixture of rows gains over `mean` in all columns together, while losing in none."""
    import numpy as np
    from scipy.optimize import linprog

    table = np.array(rows, float)
    ones = np.ones((1, len(rows)))
    solved = linprog(-table.sum(axis=1), -table.T, -np.array(mean, float), ones, [1.0], method="highs")
    return -solved.fun - float(sum(mean))


@pytest.mark.parametrize("seed", range(20))
def test_games_of_floats(seed):
    """The equilibrium is one of the decimals as they are written, chance times payoff without rounding."""
    draw = random.Random(seed)
    odds = [round(draw.uniform(0.1, 0.45), 2) for _ in range(2)]

    def reply():
        paid = {x: gt.end(a=round(draw.random(), 2), b=round(draw.random(), 2)) for x in "xy"}
        return gt.move("b", knows="?", actions=paid)

    starts = {
        t: gt.move("a", knows=knows, actions={"l": reply(), "r": reply()})
        for t, knows in (("u", "one"), ("v", "one"), ("w", "other"))
    }
    game = gt.Game(gt.chance({"u": odds[0], "v": odds[1], "w": 1 - sum(odds)}, starts))
    _, found = gt.one_equilibrium_of_tree(game)
    assert found.is_nash and found.tolerance == 0


@pytest.mark.parametrize("most", [1, 9, 1000])
def test_floats_find_what_integers_verify(most):
    """The compiled path and the exact solution of what its end uses, on trees with many ties and with few."""
    reached = 0
    for seed in range(12):
        game = examples.random_tree(seed, depth=6, lottery=0.2, most=most)
        form = gt.sequence_form(game)
        even = tuple(own.plan([[Fraction(1, n)] * n for n in own.count]) for own in form.own)
        floats = in_floats(form, even, gt.Budget().started())
        assert floats is not None
        for plans in recovered(form, floats):
            if all(best_reply(form, k, plans[1 - k]) == earned(form, k, plans) for k in (0, 1)):
                reached += 1
                break
    assert reached >= 11


@pytest.mark.parametrize("seed", [0, 1, 2, 5, 10, 18, 34, 39, 47, 50, 53, 56])
def test_ties_are_broken_as_by_explicit_disturbances(seed):
    """The disturbance read off the tableau leaves the same rows as one carried along in columns of its own."""
    form = gt.sequence_form(examples.random_tree(seed, depth=6, lottery=0.2, most=1 + seed % 2))
    even = tuple(own.plan([[Fraction(1, n)] * n for n in own.count]) for own in form.own)
    table = tableau(form, even)
    matrix, right = [list(line[:-1]) for line in table.rows], [line[-1] for line in table.rows]
    explicit = Tableau.of(matrix, right, table.columns, table.basis)
    entering, ending = 2 * table.size, 2 * table.size + 1
    while True:
        column = table.columns.index(entering)
        row = table.leaving(column)
        if table.basis[row] != ending:  # the end is taken as soon as it ties
            assert row == explicit.leaving(column)
        left = table.exchange(row, column)
        assert explicit.exchange(row, column) == left
        if left == ending:
            break
        entering = table.partner(left)


def test_a_larger_tree():
    """Some hundred sequences, through floats to a proved equilibrium."""
    game = examples.random_tree(1, depth=10, hidden=0.6, lottery=0.2, most=50)
    assert sum(own.size for own in gt.sequence_form(game).own) > 150
    _, found = gt.one_equilibrium_of_tree(game)
    assert found.is_nash and found.tolerance == 0


def test_a_prior_that_does_not_fit():
    """Read as any profile is."""
    with pytest.raises(InvalidProfileError):
        gt.one_equilibrium_of_tree(KUHN, prior={"first": "bet"})
