"""One equilibrium: paths of pivots in integers, and large games in floats."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.strategic._check import regret
from gametheory.strategic.one import _paths, _two_by_two, float_regret
from tests.oracles import extreme_equilibria
from tests.strategies import HALF, bimatrices


@given(bimatrices(most=4), st.data())
def test_a_lemke_howson_path_ends_at_an_extreme_equilibrium(tables, data):
    """From every label, degenerate games included: an extreme equilibrium, proved, and the path starts with that label."""
    game = gt.NormalForm(*tables)
    expected = extreme_equilibria(*tables)
    label = data.draw(st.integers(0, sum(game.shape) - 1))
    found = gt.nash(game, method=gt.LemkeHowson(label))
    (e,) = found
    assert found.complete == "some" and e.certificate.status == "proved"
    assert e.mixtures in expected
    m = game.shape[0]
    name = f"row {label + 1}" if label < m else f"column {label - m + 1}"
    assert found.path.entered[0] == name and name in found.path.left[-1]
    assert len(found.path.profiles) == len(found.path)
    assert str(found.path).startswith(f"1. {name} enters, ")


def test_the_paths_of_a_known_game():
    """In the coordination game 2, 1 a missing label of either pure equilibrium leads there in two pivots (a square walked once)."""
    game = gt.NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    ends = [gt.nash(game, method=gt.LemkeHowson(k))[0].mixtures for k in range(4)]
    first, second = ((1, 0), (1, 0)), ((0, 1), (0, 1))
    assert ends == [first, second, first, second]


@given(bimatrices(most=4), st.data())
def test_lemke_from_any_prior(tables, data):
    """The path from any prior, interior or not, ends at an equilibrium."""
    game = gt.NormalForm(*tables)

    def mixture(size):
        weights = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any))
        return tuple(Fraction(w, sum(weights)) for w in weights)

    found = gt.nash(game, method=gt.Lemke(tuple(map(mixture, game.shape))))
    assert found[0].certificate.status == "proved"
    assert regret(game, found[0].mixtures) == 0


def test_lemke_starts_and_stays_at_a_strict_equilibrium():
    """A prior that is a strict equilibrium is where the path ends; from the centre both reply at once."""
    game = gt.NormalForm([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    assert gt.nash(game, method=gt.Lemke(((0, 1), (0, 1))))[0].mixtures == ((0, 1), (0, 1))
    assert gt.nash(game, method=gt.Lemke())[0].mixtures == ((1, 0), (1, 0))


@pytest.mark.parametrize("method", [gt.LemkeHowson(), gt.Lemke()], ids=str)
def test_a_path_keeps_its_budget(method):
    """A path that is cut off finds nothing, and says so."""
    game = gt.NormalForm(np.random.default_rng(0).integers(0, 100, (20, 20)))
    found = gt.nash(game, method=method, budget=gt.Budget(cases=2))
    assert found.complete == "unknown" and "2 pivots" in found.reason


def test_paths_refuse_bad_starts():
    """Labels and priors are checked."""
    game = gt.NormalForm([[1, 0], [0, 1]])
    with pytest.raises(ParameterError, match="label 4 is not one of 0 to 3"):
        gt.nash(game, method=gt.LemkeHowson(4))
    for prior in (((1, 1), (1, 0)), ((1,), (1, 0)), ((1, 0),)):
        with pytest.raises(ParameterError, match="prior"):
            gt.nash(game, method=gt.Lemke(prior))


# -- large games ------------------------------------------------------------------------------------------------


def correlated(size, rho, seed):
    """Normal payoffs of both players with a given correlation in every cell."""
    u, v = np.random.default_rng(seed).normal(size=(2, size, size))
    return u, rho * u + (1 - rho * rho) ** 0.5 * v


@settings(max_examples=30)
@given(bimatrices(most=5, payoffs=st.integers(0, 9)))
def test_exact_games_are_verified(tables):
    """An exact game gets an exact equilibrium with no regret."""
    game = gt.NormalForm(*tables)
    found = gt.nash_one(game)
    assert found.complete == "some" and found.regret == 0
    assert regret(game, (found.row, found.column)) == 0
    assert found.payoffs == tuple(game.payoffs([found.row, found.column]).values())


@pytest.mark.parametrize("seed", range(4))
def test_large_uniform_games(seed):
    """300 × 200: found at once with one or two actions a side, the regret bounded."""
    a, b = np.random.default_rng(seed).random((2, 300, 200))
    found = gt.nash_one(a, b)
    assert found.complete == "some" and found.regret < 1e-9
    assert max(map(len, found.supports)) <= 2
    assert float_regret(a, b, found.row, found.column)[0] == found.regret


@pytest.mark.parametrize("seed", range(3))
def test_negatively_correlated_games(seed):
    """40 × 40 with correlation -0.5 has no small supports to speak of; a path from a prior finds an equilibrium."""
    a, b = correlated(40, -0.5, seed)
    found = gt.nash_one(a, b)
    assert found.complete == "some" and found.regret < 1e-9


def test_each_stage_finds_equilibria():
    """Good cells and paths each propose supports that solve the game."""
    a, b = np.random.default_rng(11).random((2, 60, 50))
    small, long = (
        list(_two_by_two(a, b, gt.Budget().started())),
        next(_paths(a, b, gt.Budget().started(), np.random.default_rng(0))),
    )
    assert small
    for rows, columns, _ in [*small, long]:
        x, y = np.zeros(60), np.zeros(50)
        square = a[np.ix_(rows, columns)], b[np.ix_(rows, columns)].T
        for mixture, places, m in ((y, columns, square[0]), (x, rows, square[1])):
            system = np.block([[m, -np.ones((len(m), 1))], [np.ones((1, len(m))), np.zeros((1, 1))]])
            mixture[places] = np.linalg.solve(system, np.append(np.zeros(len(m)), 1.0))[:-1]
        assert float_regret(a, b, x, y)[0] < 1e-9


@given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_two_actions_a_side_are_found_exactly_when_some_equilibrium_has_them(m, n, seed):
    """In small games all replies count as good, so that the search misses none; all supports of two actions are the oracle."""
    a, b = np.random.default_rng(seed).random((2, m, n))
    found = list(_two_by_two(a, b, gt.Budget().started()))
    expected = False
    for rows in combinations(range(m), 2):
        for columns in combinations(range(n), 2):
            u, v = a[np.ix_(rows, columns)], b[np.ix_(rows, columns)]
            one, two = u[0, 0] - u[1, 0], u[1, 1] - u[0, 1]
            left, right = v[0, 0] - v[0, 1], v[1, 1] - v[1, 0]
            if one * two > 0 and left * right > 0:
                x, y = np.zeros(m), np.zeros(n)
                x[list(rows)], y[list(columns)] = (
                    np.array([right, left]) / (left + right),
                    np.array([two, one]) / (one + two),
                )
                expected |= float_regret(a, b, x, y)[0] < 1e-9
    assert bool(found) == expected


def test_what_is_not_found_is_not_claimed():
    """Without time the answer is `unknown`."""
    found = gt.nash_one(*correlated(150, -0.9, 0), budget=gt.Budget(seconds=0))
    assert found.complete == "unknown" and "budget" in str(found)


def test_what_an_equilibrium_looks_like():
    """Text with mixtures, payoffs and the regret."""
    text = str(gt.nash_one(gt.NormalForm([[1, -1], [-1, 1]])))
    assert "1: 1/2, 2: 1/2" in text and "largest gain from a deviation: 0 (proved)" in text
    assert "at most" in str(gt.nash_one(np.eye(2), np.eye(2)))
    pennies = gt.nash_one(gt.NormalForm([[1, -1], [-1, 1]]))
    assert (pennies.row, pennies.column) == ((HALF, HALF), (HALF, HALF))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((np.ones((2, 2)), np.ones((2, 3))), InvalidGameError, "shape"),
        ((np.full((2, 2), np.nan), np.ones((2, 2))), InvalidGameError, "nan"),
        ((np.ones((0, 2)), np.ones((0, 2))), InvalidGameError, "no action"),
        ((np.ones(3), np.ones(3)), InvalidGameError, "axes|matrices"),
        ((gt.NormalForm([[gt.parameters("x")]]),), ParameterError, "parameters"),
    ],
)
def test_bad_input(arguments, error, message):
    """One sentence says what is wrong."""
    with pytest.raises(error, match=message):
        gt.nash_one(*arguments)
