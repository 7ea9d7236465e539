"""Correlated and coarse correlated equilibrium: published values, properties, bad input."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import ParameterError
from gametheory.mediation._program import solve_exactly
from tests.strategies import bimatrices

CHICKEN = gt.NormalForm([[6, 2], [7, 0]], [[6, 7], [2, 0]], actions=[("yield", "dare")] * 2)


# -- published values -------------------------------------------------------------------------------------------


def test_chicken():
    """Aumann (1974): correlation earns 21/4 each, more than any Nash equilibrium; both disobediences of `yield` bind."""
    found = gt.correlated(CHICKEN)
    assert found.value == Fraction(21, 2) and found.certificate.status == "proved"
    assert found.probabilities == {
        ("yield", "yield"): Fraction(1, 2),
        ("yield", "dare"): Fraction(1, 4),
        ("dare", "yield"): Fraction(1, 4),
    }
    assert {(d.player, d.told, d.instead) for d in found.binding} == {
        ("row", "yield", "dare"),
        ("column", "yield", "dare"),
    }
    assert max(sum(e.payoffs.values()) for e in gt.nash(CHICKEN)) < found.value
    assert "told yield, would as soon play dare" in str(found) and r"\tfrac{1}{2}" in found.latex()


def test_polytopes_of_nau():
    """Nau, Gomez Canovas and Hansen (2004): the game of section 4 has 33 extreme correlated equilibria; battle of the sexes has 5."""
    irrational = gt.NormalForm(
        [[[3, 1], [0, 0]], [[0, 0], [1, 2]]],
        [[[0, 0], [2, 1]], [[1, 3], [0, 0]]],
        [[[2, 0], [0, 0]], [[0, 0], [0, 3]]],
    )
    assert len(gt.correlated_set(irrational).vertices) == 33
    battle = gt.NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    assert len(gt.correlated_set(battle).vertices) == 5


def test_shapley():
    """Shapley's game (1964): the even mixture over the six cells that pay earns 1/2 each, as does no Nash equilibrium (1/3)."""
    a = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    b = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    game = gt.NormalForm(a, b)
    found = gt.correlated(game)
    assert found.value == 1 and found.payoffs == {"row": Fraction(1, 2), "column": Fraction(1, 2)}
    (nash,) = gt.nash(game)
    assert nash.payoffs == {"row": Fraction(1, 3), "column": Fraction(1, 3)}


# -- properties -------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(bimatrices(most=3))
def test_nash_correlated_and_coarse(tables):
    """Nash equilibria are correlated ones, these are coarse ones; optima are ordered, proved, and those of the extreme points."""
    game = gt.NormalForm(*tables)
    best, coarse = gt.correlated(game), gt.correlated(game, coarse=True)
    assert best.certificate.status == coarse.certificate.status == "proved"
    assert coarse.value >= best.value
    assert gt.check_correlated(game, best.distribution, coarse=True).status == "proved"
    for e in gt.nash(game):
        for x, y in e.extreme:
            joint = tuple(p * q for p, q in product(x, y))
            assert gt.check_correlated(game, joint).status == "proved"
            assert best.value >= sum(e.payoffs.values()) if e.is_point else True
    whole = gt.correlated_set(game)
    assert max(sum(u) for u in whole.payoffs) == best.value
    assert all(gt.check_correlated(game, v).status == "proved" for v in whole.vertices)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([(2, 2, 2), (3, 2, 3), (4, 4, 4)]), st.booleans())
def test_exact_and_float_programs_agree(seed, shape, coarse):
    """Integers, recovered bases and HiGHS find the same optimum, for welfare and for one player."""
    tables = np.random.default_rng(seed).integers(0, 50, (len(shape), *shape))
    game = gt.NormalForm(*tables.tolist())
    for objective in ("welfare", "player 1", {"player 2": 2, "player 1": -1}):
        exact = gt.correlated(game, objective, coarse=coarse)
        floats = gt.correlated(game, objective, coarse=coarse, exact=False)
        assert exact.certificate.status == "proved" and floats.certificate.status == "within tolerance"
        assert abs(float(exact.value) - floats.value) < 1e-6


def test_a_degenerate_program():
    """If all is worth the same everything is optimal, and the simplex method still ends with a proof."""
    found = solve_exactly([3] * 50, [{0: 1, 1: -1}], gt.Budget())
    assert sum(found.x) == 1
    zero = gt.NormalForm([[0] * 8] * 8, [[0] * 8] * 8)
    assert gt.correlated(zero).value == 0


def test_profiles_as_an_objective():
    """The most likely that a profile can be."""
    assert gt.correlated(CHICKEN, {("yield", "yield"): 1}).value == Fraction(1, 2)
    assert gt.correlated(CHICKEN, {("dare", "dare"): 1}).value == Fraction(1, 5)


def test_pictures():
    """Correlated payoffs around the Nash ones."""
    figure = gt.correlated_set(CHICKEN).draw()
    assert [t.get_text() for t in figure.axes[0].get_legend().get_texts()] == ["correlated", "Nash"]


# -- bad input --------------------------------------------------------------------------------------------------


def test_bad_input():
    """Each with one sentence."""
    with pytest.raises(ParameterError, match="neither 'welfare' nor a player"):
        gt.correlated(CHICKEN, "umpire")
    with pytest.raises(ParameterError, match="neither a player"):
        gt.correlated(CHICKEN, {"umpire": 1})
    with pytest.raises(ParameterError, match="not a number"):
        gt.correlated(CHICKEN, {"row": "much"})
    c = gt.parameters("c")
    with pytest.raises(ParameterError, match="numbers"):
        gt.correlated(gt.NormalForm([[c]], [[1]]))
    assert gt.check_correlated(CHICKEN, (1, 0, 0, 1)).status == "failed"
    assert gt.check_correlated(CHICKEN, (1, 0, 0, 0)).gain == 1
    assert gt.correlated_set(CHICKEN, budget=gt.Budget(seconds=0)).complete == "unknown"
    assert gt.correlated(CHICKEN, budget=gt.Budget(seconds=0)).complete == "unknown"
    three = gt.NormalForm(*[[[[0, 1], [1, 0]]] * 2] * 3)
    with pytest.raises(ParameterError, match="two players"):
        gt.correlated_set(three).draw()


def test_a_game_whose_program_needs_care():
    """Eight actions a side: the float optimum leaves the prices open, and they are found all the same, at once."""
    tables = np.random.default_rng(1).integers(0, 50, (2, 8, 8))
    game = gt.NormalForm(*tables.tolist())
    found = gt.correlated(game, budget=gt.Budget(seconds=20))
    assert found.certificate.status == "proved" and found.complete == "some"
    assert float(found.value) == pytest.approx(gt.correlated(game, exact=False).value, abs=1e-6)
