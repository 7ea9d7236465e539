"""Exact linear programs: bases from floats, corrected where floats see too little, and sparse equations."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.mediation import _basis
from gametheory.mediation._equations import Equations
from gametheory.mediation._linear import Program, _by_simplex, is_optimal, solve

seeds = st.integers(0, 2**32)


def badly_scaled(generator, spread):
    """A program whose coefficients lie up to ten to the power of twice the spread apart; its unknowns sum to at most a bound."""

    def draw():
        return Fraction(int(generator.integers(-5, 6))) * Fraction(10) ** int(
            generator.choice([-spread, 0, 0, spread])
        )

    def rows(count):
        return [({j: a for j in range(size) if (a := draw())}, draw()) for _ in range(count)]

    size = int(generator.integers(2, 8))
    bound = (dict.fromkeys(range(size), Fraction(1)), Fraction(int(generator.integers(1, 9))))
    return Program(
        [draw() for _ in range(size)],
        [*rows(generator.integers(1, 6)), bound],
        rows(generator.integers(0, 3)),
    )


@given(seeds, st.sampled_from([3, 6, 9]))
@settings(max_examples=60)
def test_badly_scaled_programs_have_the_value_that_the_simplex_method_finds(seed, spread):
    """HiGHS with corrections and the simplex method in integers agree on what is feasible, and on the optimum."""
    program = badly_scaled(np.random.default_rng(seed), spread)
    one, two = solve(program, gt.Budget()), _by_simplex(program, gt.Budget())
    assert one.feasible == two.feasible
    if one.feasible:
        assert is_optimal(program, one)
        worth = [sum(c * p for c, p in zip(program.objective, found.x, strict=True)) for found in (one, two)]
        assert worth[0] == worth[1]


def test_magnified_corrections_settle_bases():
    """Eight programs whose first basis is wrong, and stays so without magnification; another HiGHS may miss one or two of them."""
    settled = 0
    for seed in (7, 10, 31, 63, 143, 181, 204, 260):
        program = badly_scaled(np.random.default_rng(seed), 6)
        settled += _basis.optimum(_basis.Whole(program), gt.Budget().started()) is not None
    assert settled >= 6


@pytest.mark.parametrize("seed", [4, 18, 43, 84, 162, 175, 194, 204])
def test_what_does_not_settle_is_not_called_infeasible(seed):
    """No basis settles for these programs, nor for what they miss: the simplex method finds them feasible."""
    assert solve(badly_scaled(np.random.default_rng(seed), 12), gt.Budget(seconds=60).started()).feasible


@pytest.mark.parametrize("best", range(7))
def test_what_floats_cannot_tell_apart_is_told_apart(best):
    """Seven unknowns are worth 1, or 10^-30 less for each place from the best: floats see them as equal."""
    worth = [1 - abs(j - best) * Fraction(1, 10**30) for j in range(7)]
    program = Program(worth, [(dict.fromkeys(range(7), Fraction(1)), Fraction(1))])
    point = _basis.optimum(_basis.Whole(program), gt.Budget().started())
    assert point is not None
    assert point.x == [point.x_unit * (j == best) for j in range(7)]


def test_equations_that_nearly_agree_do_not():
    """x = 1 and x = 1 + 10^-30: one of them is in the basis, and the other is checked."""
    one = Fraction(1)
    program = Program([one], [], [({0: one}, one), ({0: one}, 1 + Fraction(1, 10**30))])
    assert solve(program, gt.Budget().started()).feasible is False


def test_a_bound_that_floats_round_away_is_kept():
    """x <= 1 - 10^-30 and x >= 1 - 10^-25 - 10^-30: solved exactly, as is the infeasible program with the bounds exchanged."""
    one, least, most = Fraction(1), 1 - Fraction(1, 10**25), 1 - Fraction(1, 10**30)
    found = solve(Program([one], [({0: one}, most), ({0: -one}, -least)]), gt.Budget().started())
    assert found.x == (most,)
    found = solve(Program([one], [({0: one}, least), ({0: -one}, -most)]), gt.Budget().started())
    assert found.feasible is False


@given(seeds, st.integers(1, 7), st.sampled_from([0.25, 0.5, 1.0]))
@settings(max_examples=100)
def test_equations_are_solved_on_both_sides(seed, size, density):
    """A x = b and y A = c hold exactly; equations that are called singular have a determinant of 0."""
    generator = np.random.default_rng(seed)
    table = generator.integers(-4, 5, (size, size)) * (generator.random((size, size)) < density)
    right, left = generator.integers(-5, 6, (2, size)).tolist()
    rows = {i: {j: int(a) for j, a in enumerate(row) if a} for i, row in enumerate(table)}
    solved = Equations(rows, range(size)).solve(dict(enumerate(right)), dict(enumerate(left)))
    if solved is None:
        assert abs(np.linalg.det(table)) < 1e-6
        return
    x, y = solved
    assert all(sum(int(table[i, j]) * x[j] for j in range(size)) == right[i] for i in range(size))
    assert all(sum(int(table[i, j]) * y[i] for i in range(size)) == left[j] for j in range(size))


def test_the_budget_of_a_program_is_kept():
    """A budget that is over ends before the simplex method starts."""
    from gametheory.strategic._search import BudgetSpent

    program = Program([Fraction(1)] * 2, [({0: Fraction(1), 1: Fraction(1)}, Fraction(1))])
    with pytest.raises(BudgetSpent):
        solve(program, gt.Budget(seconds=0).started())
