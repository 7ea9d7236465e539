"""Matrix games: exact values by definition, closed forms, symmetries, and the proved gap of large ones."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.strategic._interior_point import interior_point
from gametheory.strategic._simplex import matrix_game
from gametheory.strategic.zero_sum import _recovered, float_gap
from tests.strategies import HALF


@st.composite
def matrices(draw, most=5, high=3):
    m, n = draw(st.integers(1, most)), draw(st.integers(1, most))
    row = st.lists(st.integers(-high, high), min_size=n, max_size=n)
    return draw(st.lists(row, min_size=m, max_size=m))


def guarantees(matrix, x, y):
    """What the row player gets at least, and the column player concedes at most, by definition."""
    columns = range(len(matrix[0]))
    least = min(sum(p * row[j] for p, row in zip(x, matrix, strict=True)) for j in columns)
    most = max(sum(q * u for q, u in zip(y, row, strict=True)) for row in matrix)
    return least, most


@given(matrices())
def test_both_guarantees_meet_at_the_value(matrix):
    """Exact optimal strategies: mixtures whose guarantees are the value (von Neumann 1928); they are an equilibrium."""
    found = gt.zero_sum(matrix)
    assert sum(found.row) == sum(found.column) == 1 and min(*found.row, *found.column) >= 0
    assert guarantees(matrix, found.row, found.column) == (found.value, found.value)
    assert found.gap == 0 and isinstance(found.value, Fraction)
    solved = gt.nash(gt.NormalForm(matrix))
    assert all(gt.NormalForm(matrix).payoffs(list(p))["row"] == found.value for p in solved.extreme)
    if found.unique:
        assert solved.extreme == ((found.row, found.column),)


@settings(max_examples=20)
@given(matrices(), st.integers(-5, 5), st.integers(1, 4))
def test_shifts_scales_and_swaps(matrix, shift, scale):
    """The value moves with the payoffs, and changes its sign when the players change places."""
    value = gt.zero_sum(matrix).value
    assert gt.zero_sum([[scale * u + shift for u in row] for row in matrix]).value == scale * value + shift
    assert gt.zero_sum([[-u for u in column] for column in zip(*matrix, strict=True)]).value == -value


@given(st.tuples(*[st.integers(-9, 9)] * 4))
def test_two_by_two_without_a_saddle_point(entries):
    """The value is (ad - bc)/(a + d - b - c) if no pure profile is an equilibrium (von Neumann and Morgenstern 1944)."""
    a, b, c, d = entries
    if max(min(a, b), min(c, d)) < min(max(a, c), max(b, d)):
        assert gt.zero_sum([[a, b], [c, d]]).value == Fraction(a * d - b * c, a + d - b - c)


@given(matrices(most=4))
def test_a_symmetric_game_is_fair(matrix):
    """If swapping the players changes nothing but names, the value is 0."""
    size = min(len(matrix), len(matrix[0]))
    skew = [[matrix[i][j] - matrix[j][i] for j in range(size)] for i in range(size)]
    assert gt.zero_sum(skew).value == 0


@pytest.mark.parametrize(("size", "high"), [(25, 10**6), (25, 1), (40, 2)])
def test_the_way_through_floats_agrees_with_the_simplex_method(size, high):
    """Supports found in floats and solved in rationals give the value of the simplex method in integers."""
    draw = np.random.default_rng(size + high)
    matrix = draw.integers(0, high + 1, (size, size + 3)).tolist()
    recovered, direct = _recovered(matrix, Budget().started()), matrix_game(matrix, Budget().started())
    if high > 1:  # with payoffs in {0, 1} the supports found may be those of many solutions
        assert recovered is not None
        assert guarantees(matrix, *recovered) == guarantees(matrix, *direct)
    assert gt.zero_sum(matrix).value == guarantees(matrix, *direct)[0]


@settings(max_examples=25)
@example([[0, 0, 0, 0, 0, 0, -4], [0, -1, 0, 0, 0, 0, 0], [0, -1, 0, 0, 0, 1, 0]])
@given(matrices(most=8, high=50))
def test_floats_have_a_proved_gap(matrix):
    """The float solution of any shape, degenerate ones included, is within its gap of the exact value."""
    rough, exact = gt.zero_sum(np.array(matrix, float)), gt.zero_sum(matrix)
    assert rough.gap < 1e-9 * 50
    assert abs(rough.value - exact.value) <= rough.gap + 1e-12
    least, most = guarantees(matrix, rough.row, rough.column)
    assert most - least <= rough.gap


def test_a_large_game():
    """300 × 200 floats: the gap is proved to be below 1e-9; both orientations are solved."""
    matrix = np.random.default_rng(1).normal(size=(300, 200))
    one, other = gt.zero_sum(matrix), gt.zero_sum(-matrix.T)
    assert one.gap < 1e-9 and other.gap < 1e-9
    assert abs(one.value + other.value) < 2e-9


def test_the_gap_tells_a_bad_pair():
    """Uniform mixtures in matching pennies for different prizes: the gap is what both lose."""
    value, gap = float_gap(np.array([[3.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    assert value == 1.0 and gap == pytest.approx(1.0)


def test_interior_point_on_a_game_with_many_solutions():
    """If nothing matters, any mixtures are optimal."""
    x, y, _ = interior_point(np.zeros((3, 5)))
    assert x.sum() == pytest.approx(1) and y.sum() == pytest.approx(1)


def test_saddle_points_and_uniqueness():
    """A saddle point is found at once; uniqueness is proved only where it holds."""
    found = gt.zero_sum(np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert (found.value, found.gap) == (3.0, 0.0) and "saddle" in found.method
    assert gt.zero_sum([[1, -1], [-1, 1]]).unique is True
    assert gt.zero_sum([[0, 0], [0, 0]]).unique is None


def test_constant_sums_and_fields():
    """A constant sum is fine; floats can be read exactly; fractions stay."""
    shared = gt.NormalForm([[3, 0], [0, 1]], [[0, 3], [3, 2]])
    found = gt.zero_sum(shared)
    assert found.value == Fraction(3, 4) and "1 1/4, 2 3/4" in str(found)
    tenth = gt.zero_sum(np.array([[0.1, 0.0], [0.0, 0.1]]), exact=True)
    assert tenth.value == Fraction(1, 20) and tenth.row == (HALF, HALF)
    assert isinstance(gt.zero_sum(gt.NormalForm([[0.1, 0.0], [0.0, 0.1]])).value, float)


def test_a_budget_is_admitted():
    """Without time there is no answer, and that is what it says."""
    found = gt.zero_sum([[int(i == j) for j in range(5)] for i in range(5)], budget=gt.Budget(seconds=0))
    assert found.complete == "unknown" and "budget" in str(found)


@pytest.mark.parametrize(
    ("game", "error", "message"),
    [
        (gt.NormalForm([[1, 0]], [[1, 0]]), InvalidGameError, "sum to between 0 and 2"),
        (gt.NormalForm([[gt.parameters("x"), 0]]), ParameterError, "set parameters"),
        (np.array([[1.0, np.nan]]), InvalidGameError, "nan"),
        (np.zeros((0, 2)), InvalidGameError, "no action"),
        (np.zeros(3), InvalidGameError, "rows and columns"),
        ([[1, 2], [3]], InvalidGameError, "ragged"),
    ],
)
def test_bad_input(game, error, message):
    """One sentence says what is wrong."""
    with pytest.raises(error, match=message):
        gt.zero_sum(game)
