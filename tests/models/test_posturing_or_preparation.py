"""Posturing or preparation: cited values, best replies of many types, and a finite version in the solver's hands."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import gametheory as gt
from models.essays.posturing_or_preparation import BELIEF, MEANT, MODEL, W, a, w

F = Fraction


@cache
def solved():
    return MODEL.solve()


def test_cited_values():
    """a = .2, w = W = 1: q* = 6/11, threats 11/30 = .3667, war 1/6."""
    point = {a: F(1, 5), w: 1, W: 1}
    assert BELIEF.subs(point) == F(6, 11)
    (some,) = [e for e in solved().equilibria["game"] if e.name == "some posture"]
    assert some.values["threats"].subs(point) == F(11, 30) and some.values["war"].subs(point) == F(1, 6)


@pytest.mark.parametrize(("cost", "harm"), [(0.2, 1.0), (0.5, 3.0), (0.9, 1.0)])
def test_best_replies_lead_to_the_listed_resistance(cost, harm):
    """With types of A on a grid, B's resistance comes to rest at the listed probability."""
    own = np.linspace(-1, 0, 4001)
    genuine = own >= -cost
    low, high = 0.0, 1.0
    for _ in range(60):
        r = (low + high) / 2
        gains = (1 - r) + r * np.where(genuine, own, -cost) >= 0
        meant = (genuine & gains).sum() / max(gains.sum(), 1)
        reply = min(1.0, (1 - meant) / (meant * harm)) if meant else 1.0
        low, high = (r, high) if reply > r else (low, r)
    expected = min(1 / (1 + cost), (1 - cost) / (cost * harm))
    assert abs(r - expected) < 2e-3


def test_two_types_do_the_same():
    """One type that would fight and one that would not, one cost of war: bluffs until B is indifferent, and silence."""
    share, cost, harm = F(1, 5), F(1, 2), F(1)

    def threatened(kind):
        after = gt.move("A", knows=(kind, "resisted"), actions={
            "fight": gt.end(A=F(-1, 4) if kind == "able" else -1, B=-harm), "back down": gt.end(A=-cost, B=1)})  # fmt: skip
        return gt.move("B", knows="threat", actions={"give in": gt.end(A=1, B=0), "resist": after})

    def choice(kind):
        return gt.move("A", knows=kind, actions={"threat": threatened(kind), "silence": gt.end(A=0, B=1)})

    found = gt.sequential(
        gt.Game(gt.chance({"able": share, "unable": 1 - share}, choice), players=("A", "B"))
    )
    assert found.complete == "all"
    resistance = {
        e.strategy["B"]["threat"]["resist"]
        for e in found
        if not e.free and e.strategy["A"]["able"]["threat"] == 1
    }
    assert resistance == {1 / (1 + cost)}
    assert any(e.strategy["A"]["able"]["threat"] == e.strategy["A"]["unable"]["threat"] == 0 for e in found)


def test_the_edge():
    """At w = W = 1 the share a meets (1 + a)/(2 + a) at the golden ratio's inverse."""
    region = solved().region("some posture").substitute(w=1, W=1)
    assert region.contains(a=F(618, 1000)) and not region.contains(a=F(619, 1000))
    assert MEANT == a / w
