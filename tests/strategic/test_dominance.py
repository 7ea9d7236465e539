"""Iterated dominance, rationalizability, pure equilibria and structure, against definitions and known games."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import ParameterError
from gametheory.strategic.dominance import best_reply_belief
from tests.oracles import nash_by_supports
from tests.strategies import HALF, bimatrices, three_player_tables

DILEMMA = gt.NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]], actions=[("cooperate", "defect")] * 2)


def paid(game, k, chosen):
    return game.field.present(game.payoff_element(k, chosen))


def advantage(game, step):
    """What a dominating strategy gains over the eliminated action, by joint action of the others, in the whole game."""
    k = game.players.index(step.player)
    gone = game.actions[k].index(step.action)
    for others in product(*(range(1 if j == k else size) for j, size in enumerate(game.shape))):
        gains = [
            p
            * (
                paid(game, k, (*others[:k], game.actions[k].index(a), *others[k + 1 :]))
                - paid(game, k, (*others[:k], gone, *others[k + 1 :]))
            )
            for a, p in step.by.items()
        ]
        yield sum(gains)


@given(bimatrices(most=4, payoffs=st.integers(0, 4)))
def test_eliminated_actions_are_in_no_equilibrium(tables):
    """Strictly dominated actions have probability 0 in all equilibria, and the reduced game has the same ones."""
    game = gt.NormalForm(*tables)
    found = gt.iterated_dominance(game)
    used = [set(), set()]
    for supports in nash_by_supports(*tables):
        for mine, support in zip(used, supports, strict=True):
            mine |= {str(i + 1) for i in support}
    for mine, left in zip(used, found.actions.values(), strict=True):
        assert mine <= set(left)
    assert len(gt.nash(found.game).extreme) == len(gt.nash(game).extreme)
    for step in found.steps:
        assert sum(step.by.values()) == 1 and step.action not in step.by
        if step.round == 1:
            assert min(advantage(game, step)) == step.margin > 0


@settings(max_examples=25)
@given(st.one_of(bimatrices(most=4), three_player_tables()))
def test_the_order_of_strict_elimination_does_not_matter(tables):
    """One at a time leaves the same game as all at once; what is left is rationalizable, each action with a belief."""
    game = gt.NormalForm(*tables)
    left = gt.iterated_dominance(game)
    assert (
        gt.iterated_dominance(game, order="one at a time").actions == left.actions == gt.rationalizable(game)
    )
    assert gt.iterated_dominance(game, mixed=False).game.shape >= left.game.shape
    for k, (player, actions) in enumerate(left.actions.items()):
        for action in actions:
            belief = best_reply_belief(left.game, player, action)
            assert sum(belief.values()) == 1 and min(belief.values()) > 0
            earned = {
                a: sum(
                    q
                    * paid(
                        left.game,
                        k,
                        tuple(
                            left.game.actions[j].index(n) for j, n in enumerate((*others[:k], a, *others[k:]))
                        ),
                    )
                    for others, q in belief.items()
                )
                for a in left.game.actions[k]
            }
            assert earned[action] == max(earned.values())


@given(bimatrices(most=4))
def test_weak_dominance_by_definition(tables):
    """Every weakly dominated action of the first round loses nowhere and somewhere; pure dominators are always found."""
    game = gt.NormalForm(*tables)
    first = [s for s in gt.iterated_dominance(game, kind="weak").steps if s.round == 1]
    for step in first:
        assert min(advantage(game, step)) >= 0 and max(advantage(game, step)) > 0
    listed = {(s.player, s.action) for s in first}
    a, b = tables
    for i, row in enumerate(a):
        if any(all(u >= v for u, v in zip(o, row, strict=True)) and o != row for o in a):
            assert ("row", str(i + 1)) in listed
    for j, column in enumerate(zip(*b, strict=True)):
        if any(
            all(u >= v for u, v in zip(o, column, strict=True)) and o != column for o in zip(*b, strict=True)
        ):
            assert ("column", str(j + 1)) in listed


def test_weak_elimination_depends_on_the_order():
    """The game of Osborne and Rubinstein (1994), section 4.3: M weakly dominates T and B; T first, and L goes next, but not M or B.

    A mixture can dominate weakly where no pure action does.
    """
    game = gt.NormalForm([[1, 1, 0], [0, 1, 1]], [[1, 1, 0], [0, 2, 2]], actions=[list("LR"), list("TMB")])
    at_once = gt.iterated_dominance(game, kind="weak").actions
    one_by_one = gt.iterated_dominance(game, kind="weak", order="one at a time").actions
    assert at_once == {"row": ("L", "R"), "column": ("M",)}
    assert one_by_one == {"row": ("R",), "column": ("M", "B")}
    mixed = gt.NormalForm([[4, 0], [0, 4], [2, 2], [0, 2]], [[0, 0]] * 4)
    weak = gt.iterated_dominance(mixed, kind="weak")
    assert "4" not in weak.actions["row"]
    assert "weakly dominated" in str(weak)


def test_known_eliminations():
    """The prisoners' dilemma, a domination by a mixture only, and guessing games with their reasons in words."""
    found = gt.iterated_dominance(DILEMMA)
    assert found.solves and found.actions == {"row": ("defect",), "column": ("defect",)}
    assert "row: cooperate is strictly dominated by defect (by at least 1)" in str(found)
    three = gt.NormalForm([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3)
    (step,) = gt.iterated_dominance(three).steps
    assert step.by == {"1": HALF, "2": HALF} and step.margin == HALF
    assert gt.iterated_dominance(three, mixed=False).steps == ()
    # Two players name 0 to 4; the nearer to 2/3 of the mean wins 1 (a tie is shared).  0 is all that is left.
    prize = [
        [
            Fraction(int(abs(i - Fraction(i + j, 3)) < abs(j - Fraction(i + j, 3))))
            + Fraction(int(i == j), 2)
            for j in range(5)
        ]
        for i in range(5)
    ]
    guess = gt.NormalForm(prize, [list(column) for column in zip(*prize, strict=True)])
    assert gt.iterated_dominance(guess, kind="weak").actions == {"row": ("1",), "column": ("1",)}


# -- pure equilibria --------------------------------------------------------------------------------------------


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
    """A thousand actions a side: as NumPy finds them."""
    a, b = np.random.default_rng(3).random((2, 400, 400))
    expected = np.argwhere((a == a.max(axis=0)) & (b == b.max(axis=1)[:, None])) + 1
    found = gt.pure_equilibria(gt.NormalForm(a, b))
    assert [tuple(map(int, e.profile.values())) for e in found] == [tuple(p) for p in expected.tolist()]


# -- structure --------------------------------------------------------------------------------------------------


@given(st.one_of(bimatrices(most=3), three_player_tables()))
def test_potentials_by_definition(tables):
    """Exact: gains are differences.  Ordinal: gains go up.  None: the cycle gains at every step and closes."""
    game = gt.NormalForm(*tables)
    found = gt.potential(game)
    place = [{a: i for i, a in enumerate(names)} for names in game.actions]
    cells = {tuple(game.actions[k][i] for k, i in enumerate(c)): c for c in product(*map(range, game.shape))}

    def gain(before, after):
        (k,) = [k for k in range(len(before)) if before[k] != after[k]]
        return paid(game, k, cells[after]) - paid(game, k, cells[before])

    if found:
        for profile in cells:
            for k, names in enumerate(game.actions):
                for a in names:
                    after = (*profile[:k], a, *profile[k + 1 :])
                    if after != profile:
                        change = found.values[after] - found.values[profile]
                        assert (
                            change == gain(profile, after)
                            if found.kind == "exact"
                            else gain(profile, after) <= 0 or change > 0
                        )
        pure = {tuple(e.profile.values()) for e in gt.pure_equilibria(game)}
        assert set(found.maximizers) <= pure
    else:
        assert found.cycle[0] == found.cycle[-1]
        assert all(gain(u, v) > 0 for u, v in zip(found.cycle, found.cycle[1:], strict=False))
    assert place


def test_congestion_games_have_exact_potentials():
    """Three players on two roads, each paying the number of users (Rosenthal 1973)."""
    tables = [
        [[[-(i, j, k).count((i, j, k)[p]) for k in range(2)] for j in range(2)] for i in range(2)]
        for p in range(3)
    ]
    found = gt.potential(gt.NormalForm(*tables))
    assert found.kind == "exact" and len(found.maximizers) == 6
    assert gt.structure(gt.NormalForm(*tables)).symmetric


@given(bimatrices(most=3))
def test_supermodular_games_by_definition(tables):
    """In the orders found differences increase, and the extreme equilibria bound all rationalizable actions."""
    game = gt.NormalForm(*tables)
    found = gt.supermodular(game)
    if found is None:
        return
    place = [{a: i for i, a in enumerate(names)} for names in game.actions]
    low, high = found.orders
    for k, table in enumerate(tables):
        for r, c in product(range(len(low) - 1), range(len(high) - 1)):
            (i, i2), (j, j2) = (place[0][a] for a in low[r : r + 2]), (place[1][a] for a in high[c : c + 2])
            assert table[i2][j2] + table[i][j] >= table[i][j2] + table[i2][j], k
    pure = {tuple(e.profile.values()) for e in gt.pure_equilibria(game)}
    assert {found.least, found.greatest} <= pure
    for k, actions in enumerate(gt.rationalizable(game).values()):
        ranks = [found.orders[k].index(a) for a in actions]
        assert found.orders[k].index(found.least[k]) <= min(ranks)
        assert max(ranks) <= found.orders[k].index(found.greatest[k])


def test_structure_of_known_games():
    """Bertrand-like complements are solved by their extremes; matching pennies is neither a potential nor a supermodular game."""
    prices = range(4)
    profit = [[i * (6 - 2 * i + j) for j in prices] for i in prices]
    bertrand = gt.NormalForm(profit, [list(column) for column in zip(*profit, strict=True)])
    report = gt.structure(bertrand)
    assert report.symmetric and report.supermodular.orders == (("1", "2", "3", "4"),) * 2
    assert report.supermodular.least in {tuple(e.profile.values()) for e in gt.pure_equilibria(bertrand)}
    pennies = gt.structure(gt.NormalForm([[1, -1], [-1, 1]]))
    assert pennies.constant_sum == 0 and not pennies.potential and pennies.supermodular is None
    assert not pennies.ties and not pennies.dominance_solvable and not pennies.symmetric
    assert "no potential" in str(pennies) and "constant sum 0" in str(pennies)
    assert gt.structure(gt.NormalForm([[1, 0], [0, 1]], [[1, 0], [0, 1]])).common_interest
    assert gt.structure(DILEMMA).dominance_solvable


def test_bad_options_are_refused():
    """Options, orders, names and parameters are checked."""
    for options in ({"kind": "very"}, {"order": "any"}):
        with pytest.raises(ParameterError, match="must be"):
            gt.iterated_dominance(DILEMMA, **options)
    with pytest.raises(ParameterError, match="does not name each"):
        gt.supermodular(DILEMMA, [("cooperate", "cooperate"), ("cooperate", "defect")])
    with pytest.raises(ParameterError, match="orders for"):
        gt.supermodular(DILEMMA, [("cooperate", "defect")])
    with pytest.raises(ParameterError, match="has no action"):
        best_reply_belief(DILEMMA, "row", "wait")
    x = gt.parameters("x")
    for solve in (gt.iterated_dominance, gt.pure_equilibria, gt.potential, gt.supermodular, gt.structure):
        with pytest.raises(ParameterError, match="set the parameters"):
            solve(gt.NormalForm([[x, 0], [0, 1]], [[1, 0], [0, 1]]))
