"""Bilateral trade: Myerson and Satterthwaite's impossibility and second best, the same by virtual values, bad input."""

from __future__ import annotations

from fractions import Fraction

import pytest

import gametheory as gt
from gametheory.errors import InvalidGameError, ParameterError


def even(n, low=0, high=1):
    """Return equally likely types in the middles of n cells of an interval."""
    return {low + (high - low) * Fraction(2 * i + 1, 2 * n): Fraction(1, n) for i in range(n)}


def by_virtual_values(buyer, seller):
    """Return the largest gains without a linear program, for distributions whose virtual values rise.

    Neighbours' incentives bind, so a mechanism needs no subsidy iff the virtual surplus of what is traded is not negative: a knapsack
    filled by surplus per unit of virtual loss (Myerson and Satterthwaite 1983, theorem 2, for finitely many types).
    """
    values, costs = sorted(buyer), sorted(seller)
    above = {v: sum(buyer[u] for u in values if u > v) for v in values}
    below = {c: sum(seller[u] for u in costs if u < c) for c in costs}
    gaps = {v: (values[i + 1] - v if i + 1 < len(values) else 0) for i, v in enumerate(values)}
    drops = {c: (c - costs[j - 1] if j else 0) for j, c in enumerate(costs)}
    virtual_v = [v - gaps[v] * above[v] / buyer[v] for v in values]
    virtual_c = [c + drops[c] * below[c] / seller[c] for c in costs]
    assert virtual_v == sorted(virtual_v) and virtual_c == sorted(virtual_c)
    items = [
        (buyer[v] * seller[c] * (v - c), buyer[v] * seller[c] * (p - q))
        for v, p in zip(values, virtual_v, strict=True)
        for c, q in zip(costs, virtual_c, strict=True)
        if v > c
    ]
    total = sum(s for s, w in items if w >= 0)
    left = sum(w for _, w in items if w >= 0)
    for s, w in sorted((i for i in items if i[1] < 0), key=lambda i: i[0] / i[1]):
        share = min(Fraction(1), left / -w)
        total, left = total + share * s, left + share * w
    return total


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7])
def test_the_same_by_virtual_values(n):
    found = gt.bilateral_trade(even(n), even(n))
    assert (
        found.gains == by_virtual_values(even(n), even(n)) and found.mechanism.certificate.status == "proved"
    )
    assert found.lost == found.efficient - found.gains >= 0


@pytest.mark.parametrize(
    ("buyer", "seller"), [((5, 0, 1), (4, Fraction(1, 4), 2)), ((4, 1, 3), (6, 0, 2)), ((3, 2, 3), (3, 0, 1))]
)
def test_other_intervals(buyer, seller):
    found = gt.bilateral_trade(even(*buyer), even(*seller))
    assert found.gains == by_virtual_values(even(*buyer), even(*seller))


def test_efficient_trade_is_impossible_for_many_types_and_possible_for_few():
    """With continuous uniform types the second best is 9/64 of at most 1/6 (Myerson and Satterthwaite 1983, section 5)."""
    assert [gt.bilateral_trade(even(n), even(n)).lost > 0 for n in (2, 3, 4, 5, 6)] == [False] * 4 + [True]
    coarse, fine = (gt.bilateral_trade(even(n), even(n), exact=False) for n in (8, 16))
    assert coarse.gains > fine.gains > 9 / 64 and coarse.efficient < fine.efficient < 1 / 6
    assert 2 * fine.gains - coarse.gains == pytest.approx(9 / 64, abs=3e-3)
    assert fine.gains == pytest.approx(float(by_virtual_values(even(16), even(16))), abs=1e-9)
    assert float(by_virtual_values(even(200), even(200))) == pytest.approx(9 / 64, abs=1e-3)


def test_no_trade_between_close_values_and_the_payments():
    found = gt.bilateral_trade(even(6), even(6))
    assert found.trade[max(v for v, _ in found.trade), min(c for _, c in found.trade)] == 1
    assert all(p == 0 for (v, c), p in found.trade.items() if v < c)
    # Nobody's expected payment exceeds what it is worth.
    for v in {v for v, _ in found.trade}:
        assert (
            sum(found.trade[v, c] * v - found.payment[v, c] for _, c in [k for k in found.trade if k[0] == v])
            >= 0
        )
    assert "of 35/216" in str(found) and found._repr_html_().startswith("<pre>")
    axes = found.draw().axes[0]
    assert axes.get_xlabel() == "cost of the seller"


def test_bad_input():
    with pytest.raises(ParameterError, match="buyer has types"):
        gt.bilateral_trade({"much": 1}, {0: 1})
    with pytest.raises(InvalidGameError, match="sums to 1/2"):
        gt.bilateral_trade({1: "1/2"}, {0: 1})
