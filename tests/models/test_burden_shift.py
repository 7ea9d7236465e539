"""Shifting the burden: the cited value, and best replies in a simulated population."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.burden_shift import MODEL, SHARE, D, E, ell, n, s

F = Fraction


@cache
def solved():
    return MODEL.solve()


def test_the_cited_share():
    """s = .4, E = D = 1, n = .2, ell = .3: opportunists talk with probability 1/3."""
    assert SHARE.subs({s: F(2, 5), E: 1, D: 1, n: F(1, 5), ell: F(3, 10)}) == F(1, 3)


@pytest.mark.parametrize("cost", [0.1, 0.3, 0.45, 0.8])
def test_fictitious_play_comes_to_the_listed_form(cost):
    """Opportunists answer S's past conduct, S answers theirs: the shares settle at the equilibrium's."""
    sincere, price, gain = 0.4, 0.2, (np.arange(10_001) + 0.5) / 10_001
    share = 0.5
    for k in range(1, 20_001):
        believed = sincere / (sincere + (1 - sincere) * share)
        escalates = (gain > cost * believed).mean()
        share += (float(1 - price > escalates) - share) / (k + 1)
    expected = min(1.0, max(0.0, sincere * (cost - price) / ((1 - sincere) * price)))
    assert abs(share - expected) < 5e-3


def test_a_larger_cost_can_leave_escalation_where_it_is():
    """At s = 2/5, E = D = 1, n = 1/5 escalation is 4/5 for every cost from 1/5 to 1/2."""
    region = solved().region("talk buys nothing more").substitute(s=F(2, 5), E=1, D=1, n=F(1, 5))
    assert region.contains(ell=F(1, 4)) and region.contains(ell=F(1, 2))
    assert not region.contains(ell=F(1, 5)) and not region.contains(ell=F(51, 100))
