"""A rift in the bloc: the cited values, members one by one instead of a role, and value iteration with random partners."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations

import numpy as np
import pytest

import gametheory as gt
from models.essays.bloc_rift import MODEL, split

F = Fraction


@cache
def solved():
    return MODEL.solve()


def share(size, needed, d, **more):
    (only,) = split(**more).at(n=size, m=needed, d=d).equilibria()
    return only.value("T")


@pytest.mark.parametrize(("size", "d", "most"), [(3, F(9, 10), F(7, 3)), (5, F(95, 100), F(75, 19))])
def test_the_cited_thresholds(size, d, most):
    assert solved().region("a rift pays").substitute(n=size, d=d).solve_for("m").value == most


@pytest.mark.parametrize(("needed", "value"), [(2, F(4, 7)), (3, F(1, 4))])
def test_the_cited_shares_of_three_members(needed, value):
    assert share(3, needed, F(9, 10)) == value


def test_unanimity_is_a_game_of_equals():
    """Members one by one, as players of their own, instead of a role."""
    members = ["a", "b", "c"]
    game = gt.bargaining.Bargaining(
        surplus={"talks": 1},
        discount=dict.fromkeys(["T", *members], F(9, 10)),
        proposer={"talks": dict.fromkeys(["T", *members], F(1, 4))},
    )
    (only,) = game.equilibria()
    assert only.value("T") == only.value("a") == F(1, 4) == share(3, 3, F(9, 10))


def iterated(size, needed, d, T_proposes, rounds=3000):
    """T's value by iterating offers to single members, every set of partners equally likely."""
    T, each = 0.0, np.zeros(size)
    for _ in range(rounds):
        new_T, new = 0.0, np.zeros(size)
        with_T = list(combinations(range(size), needed))
        for partners in with_T:
            odds = T_proposes / len(with_T)
            new_T += odds * (1 - d * each[list(partners)].sum())
            new[list(partners)] += odds * d * each[list(partners)]
        for i in range(size):
            others = list(combinations([j for j in range(size) if j != i], needed - 1))
            for partners in others:
                odds = (1 - T_proposes) / size / len(others)
                paid = d * each[list(partners)]
                new[i] += odds * (1 - d * T - paid.sum())
                new[list(partners)] += odds * paid
                new_T += odds * d * T
        done = abs(new_T - T) < 1e-13 and np.abs(new - each).max() < 1e-13
        T, each = new_T, new
        if done:
            break
    assert T + each.sum() == pytest.approx(1) and np.ptp(each) < 1e-9
    return T


@pytest.mark.parametrize(("size", "needed"), [(2, 1), (3, 1), (3, 2), (3, 3), (4, 3)])
def test_value_iteration_agrees(size, needed):
    d = F(9, 10)
    equal = share(size, needed, d)
    assert iterated(size, needed, 0.9, 1 / (size + 1)) == pytest.approx(float(equal), abs=1e-9)
    kept = share(size, needed, d, T_proposes=F(1, 2))
    assert iterated(size, needed, 0.9, 0.5) == pytest.approx(float(kept), abs=1e-9)
    point = {"n": size, "m": needed, "d": d}
    assert (point in solved().region("a rift pays")) == (equal > F(1, 2))
    assert (point in solved().region("proposing kept")) == (kept > F(1, 2)) == (needed < size)


def test_more_members_can_make_a_rift_better_or_worse():
    """m* = n (1 - n/10)/(9/10) at d = 9/10 is largest at n = 5."""
    region = solved().region("a rift pays").substitute(d=F(9, 10))
    most = {size: region.substitute(n=size).solve_for("m").value for size in (3, 5, 7)}
    assert most == {3: F(7, 3), 5: F(25, 9), 7: F(7, 3)}


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    for size, edge in data.boundary.items():
        assert np.allclose(edge, (1 - size * (1 - data.patience)) / data.patience, rtol=0, atol=1e-12)
    for needed, value in data.share.items():
        d = data.patience
        assert np.allclose(value, (5 - needed * d) / (30 - 25 * d - needed * d), rtol=0, atol=1e-12)
    assert data.share[4][-1] > 0.9 and np.allclose(data.share[5], 1 / 6)
