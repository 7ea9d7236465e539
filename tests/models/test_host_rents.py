"""Host rents: the threshold by value iteration, its statics, and what the figure shows."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np

from models.essays.host_rents import MODEL, eta

F = Fraction


@cache
def solved():
    return MODEL.solve()


def test_the_threshold_at_a_point():
    """phi = 1/2, r = 1/10, B = 1, D = 3: the host stalls up to a danger of (1/2 - 1/10)/4 = 1/10."""
    point = {"phi": F(1, 2), "r": F(1, 10), "B": 1, "D": 3, "s": F(1, 3), "f": 2}
    assert solved().region("stalls").substitute(**point).solve_for(eta).value == F(1, 10)


def test_a_host_who_can_change_its_pace_at_any_time_does_the_same():
    """Value iteration in short periods, the pace chosen anew in each: slow exactly below the threshold."""
    draw = np.random.default_rng(5)
    period = 5e-3
    for _ in range(6):
        r, phi, B, D = 0.1, draw.uniform(0.2, 1), draw.uniform(0.2, 2), draw.uniform(0.5, 4)
        slow, fast = np.sort(draw.uniform(0.1, 3, 2))
        star = (phi - r * B) / (B + D)
        for danger in (star * 0.8, star * 1.2):
            if danger <= 0:
                continue
            value = 0.0
            for _ in range(6_000):
                paid = [
                    period * (phi + m * B - danger * D) + (1 - period * (r + m + danger)) * value
                    for m in (slow, fast)
                ]
                value = max(paid)
            assert (paid[0] > paid[1]) == (danger < star)


def test_statics():
    signs = {n: str(s) for n, s in solved().threshold("hurries").statics().items()}
    assert signs["s"] == signs["f"] == "0"
