"""Potentials of every kind, orders of strategic complements, opposed interests: against definitions and known games."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import Undecided
from tests.strategies import bimatrices, three_player_tables

DILEMMA = gt.NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]], actions=[("cooperate", "defect")] * 2)
small = bimatrices(most=3, payoffs=st.integers(0, 2))


def paid(game, k, chosen):
    return game.field.present(game.payoff_element(k, chosen))


def gains(game):
    """All deviations as (from, to, gain), by the names of the actions."""
    for cell in product(*map(range, game.shape)):
        for k, size in enumerate(game.shape):
            for i in range(size):
                other = (*cell[:k], i, *cell[k + 1 :])
                names = [tuple(game.actions[j][a] for j, a in enumerate(c)) for c in (cell, other)]
                before, after = (
                    game.field.present(u)
                    for u in (game.payoff_element(k, cell), game.payoff_element(k, other))
                )
                if i != cell[k]:
                    yield *names, k, after - before


def along(game, cycle):
    """The gains along a cycle of deviations."""
    table = {(u, v): gain for u, v, _, gain in gains(game)}
    assert cycle[0] == cycle[-1]
    return [table[step] for step in pairwise(cycle)]


@given(st.one_of(small, bimatrices(most=3), three_player_tables()))
def test_the_kind_of_a_potential(tables):
    """The potential does what its kind promises, and the cycles refute every stronger kind."""
    game = gt.NormalForm(*tables)
    found = gt.potential(game)
    players = game.players
    for u, v, k, gain in gains(game):
        if not found:
            break
        change = found.values[v] - found.values[u]
        if found.kind in ("exact", "weighted"):
            assert gain == found.weights[players[k]] * change and found.weights[players[k]] > 0
        elif found.kind == "ordinal":
            assert (gain > 0) == (change > 0)
        else:
            assert gain <= 0 or change > 0
    if found.kind == "exact":
        assert not found.square and set(found.weights.values()) == {1}
    else:
        assert len(found.square) == 5 and sum(along(game, found.square)) != 0
    if found.kind == "generalized ordinal":
        steps = along(game, found.cycle)
        assert min(steps) >= 0 and max(steps) > 0
    elif found.kind == "none":
        assert min(along(game, found.cycle)) > 0
    else:
        assert not found.cycle


@given(small)
def test_weighted_potentials_and_opposed_games_of_two_players(tables):
    """Mixed differences of the players that are proportional: with a positive factor, a weighted potential; negative, opposed."""
    a, b = tables
    rows, columns = range(len(a)), range(len(a[0]))
    mixed = [
        tuple(m[i][j] - m[x][j] - m[i][y] + m[x][y] for m in (a, b))
        for i, x, j, y in product(rows, rows, columns, columns)
    ]
    proportional = all(p * s == q * r for (p, q), (r, s) in product(mixed, mixed))
    same = proportional and all(p * q > 0 or p == q == 0 for p, q in mixed)
    opposed = proportional and all(p * q < 0 or p == q == 0 for p, q in mixed)
    report = gt.structure(gt.NormalForm(a, b))
    assert (report.potential.kind in ("exact", "weighted")) == same
    assert report.strategically_zero_sum == opposed


def test_potentials_of_known_games():
    """One game for each kind.

    In the second, gains lead from (1, 1) by (2, 1) and (2, 2) to (1, 2), which ties with (1, 1): no ordinal potential.  In the third
    each player has a dominant action, and the mixed differences are 1 and -1: no weighted one.
    """
    scaled = gt.potential(gt.NormalForm([[2, 0], [0, 2]], [[3, 0], [0, 3]]))
    assert scaled.kind == "weighted" and scaled.weights == {"row": 1, "column": Fraction(3, 2)}
    half = gt.potential(gt.NormalForm([[1, 2], [2, 0]], [[0, 0], [0, 1]]))
    assert half.kind == "generalized ordinal"
    assert gt.potential(gt.NormalForm([[0, 0], [1, 2]], [[0, 2], [0, 1]])).kind == "ordinal"
    assert str(gt.potential(gt.NormalForm([[1, -1], [-1, 1]]))).startswith("no potential")


def complements(tables, orders):
    """Increasing differences by definition, over all pairs of steps and not only neighbouring ones."""

    def at(k, cell):
        table = tables[k]
        for i, c in enumerate(cell):
            table = table[orders[i][c]]
        return table

    sizes = [len(o) for o in orders]
    for k, j in permutations(range(len(orders)), 2):
        for cell in product(*map(range, sizes)):
            for own, other in product(range(cell[k]), range(cell[j])):
                low, left, right = list(cell), list(cell), list(cell)
                low[k] = left[k] = own
                low[j] = right[j] = other
                if at(k, cell) - at(k, left) < at(k, right) - at(k, low):
                    return False
    return True


@given(st.one_of(small, bimatrices(most=3, payoffs=st.integers(0, 1)), three_player_tables()))
def test_orders_are_found_if_there_are_any(tables):
    """The search agrees with trying all orders of all players."""
    game = gt.NormalForm(*tables)
    found = gt.supermodular(game)
    tried = product(*(permutations(range(size)) for size in game.shape))
    assert (found is not None) == any(complements(tables, orders) for orders in tried)
    if found is not None:
        orders = [[names.index(a) for a in o] for names, o in zip(game.actions, found.orders, strict=True)]
        assert complements(tables, orders)


@given(st.permutations(range(7)), st.permutations(range(6)), st.booleans())
def test_hidden_orders_of_larger_games(rows, columns, linked):
    """Price competition with shuffled actions, and blocks whose orientations are free of each other."""
    raw = [[i * (20 - 2 * i + j) if linked else (i > 3) * (j > 2) for j in columns] for i in rows]
    other = [[j * (20 - 2 * j + i) if linked else (i > 1) * (j > 3) for j in columns] for i in rows]
    game = gt.NormalForm(raw, other)
    found = gt.supermodular(game)
    assert found is not None
    orders = [[names.index(a) for a in o] for names, o in zip(game.actions, found.orders, strict=True)]
    assert complements([raw, other], orders)
    pure = {tuple(e.profile.values()) for e in gt.pure_equilibria(game)}
    assert {found.least, found.greatest} <= pure


def test_quantity_competition_is_supermodular_in_one_reversed_order():
    """Cournot duopoly (Milgrom and Roberts 1990): complements once one firm's quantities are read downwards."""
    profit = [[q * (12 - q - r) for r in range(6)] for q in range(6)]
    game = gt.NormalForm(profit, [list(column) for column in zip(*profit, strict=True)])
    upward = [list(names) for names in game.actions]
    assert gt.supermodular(game, upward) is None
    found = gt.supermodular(game)
    assert found.orders[0] == game.actions[0] and found.orders[1] == game.actions[1][::-1]
    # A potential game as well: q (12 - q) + r (12 - r) - q r.
    assert gt.potential(game).kind == "exact"


def test_three_players_of_whom_two_are_opposed_have_no_orders():
    """Signs round a triangle of players that multiply to -1 rule all orders out."""

    def pay(sign, x, y):
        return [
            [
                [sign(x) * c[0] * c[1] + sign(y) * c[1] * c[2] for c in ((i, j, k) for k in (0, 1))]
                for j in (0, 1)
            ]
            for i in (0, 1)
        ]

    assert gt.supermodular(gt.NormalForm(*[pay(int, 1, 1)] * 3)) is not None
    triangle = [
        [[[s * (a * b) + t * (b * c) + u * (a * c) for c in (0, 1)] for b in (0, 1)] for a in (0, 1)]
        for s, t, u in [(1, 1, -1)] * 3
    ]
    assert gt.supermodular(gt.NormalForm(*triangle)) is None


def test_two_pairs_of_players_have_orders_of_their_own():
    """Four players in two separate games, each supermodular in orders that are not the given ones."""
    turned = [[1, 0, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0]]
    cells = list(product(range(3), repeat=4))

    def pay(k):
        mate = k ^ 1
        flat = [turned[k][c[k]] * turned[mate][c[mate]] for c in cells]
        for _ in range(3):
            flat = [flat[i : i + 3] for i in range(0, len(flat), 3)]
        return flat

    found = gt.supermodular(gt.NormalForm(*map(pay, range(4))))
    for k, order in enumerate(found.orders):
        ranks = [turned[k][int(a) - 1] for a in order]
        assert ranks in ([0, 1, 2], [2, 1, 0])
    for k in (0, 2):
        assert [turned[j][int(found.orders[j][0]) - 1] for j in (k, k + 1)] in ([0, 0], [2, 2])


def test_a_spent_budget_is_said():
    """A search that ends early is undecided, never a `None` that would mean no."""
    shuffled = [[(i * 3 % 7) * (j * 5 % 7) for j in range(7)] for i in range(7)]
    game = gt.NormalForm(shuffled, shuffled)
    assert gt.supermodular(game) is not None
    with pytest.raises(Undecided, match="budget"):
        gt.supermodular(game, budget=gt.Budget(seconds=0))
    report = gt.structure(game, budget=gt.Budget(seconds=0))
    assert set(report.undecided) == {"supermodular", "dominance solvable"}
    assert "not decided" in str(report)


@given(st.one_of(bimatrices(most=3), three_player_tables()))
def test_potentials_by_definition(tables):
    """Exact: gains are differences.  Ordinal: gains go up.  None: the cycle gains at every step and closes."""
    game = gt.NormalForm(*tables)
    found = gt.potential(game)
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
