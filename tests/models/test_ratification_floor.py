"""A floor at home: the cited values, backward induction of long finite games, and the plane of two floors."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import gametheory as gt
from models.essays.ratification_floor import MODEL, S_FIRST, W_FIRST, talks

F = Fraction


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize(
    ("floor", "share"),
    [(F(3, 10), F(10, 19)), (F(9, 19), F(10, 19)), (F(6, 10), F(64, 100)), (F(9, 10), F(91, 100))],
)
def test_the_cited_shares_at_nine_tenths(floor, share):
    (only,) = talks(S_floor=0).at(d=F(9, 10), h=floor).equilibria()
    assert only.value("W", W_FIRST) == share
    assert share == max(F(10, 19), 1 - F(9, 10) * (1 - floor))


def test_the_threshold_is_what_the_responder_gets():
    threshold = solved().threshold("leverage")
    d = gt.parameters("d")
    assert threshold.value == d / (1 + d)
    assert solved().region("leverage").substitute(d=F(9, 10)).solve_for("h").value == F(9, 19)
    (rubinstein,) = gt.bargaining.Rubinstein(F(9, 10), F(9, 10)).equilibria()
    assert rubinstein.share("2") == F(9, 19)
    assert {name: str(sign) for name, sign in threshold.statics().items() if str(sign) != "0"} == {"d": "+"}


def test_the_gain_can_fall_in_patience():
    """It rises iff h > d (2 + d)/(1 + d)^2, at d = 9/10 iff h > 261/361."""
    turn = F(9, 10) * F(29, 10) / F(19, 10) ** 2
    assert turn == F(261, 361)

    def gain(floor, d):
        return 1 - d * (1 - floor) - 1 / (1 + d)

    step = F(1, 10**6)
    for floor, rises in ((turn + F(1, 100), True), (turn - F(1, 100), False)):
        assert (gain(floor, F(9, 10) + step) > gain(floor, F(9, 10))) == rises


def backwards(d, h, k, periods=2001):
    """What each side gets with the first and the second offer still to come, in a game that ends without a deal."""
    W, S = 0.0, 0.0
    first = {}
    for t in range(periods, 0, -1):
        price_W, price_S = max(h, d * W), max(k, d * S)
        if t % 2:
            deal = (1 - price_S, price_S)
            signed = deal[0] >= max(h, d * W)
        else:
            deal = (price_W, 1 - price_W)
            signed = deal[1] >= max(k, d * S)
        W, S = deal if signed else (d * W, d * S)
        first[W_FIRST if t % 2 else S_FIRST] = (W, S)
    return first


def test_backward_induction_agrees_all_over_the_plane_of_floors():
    draw = np.random.default_rng(2)
    kinds = set()
    for _ in range(60):
        d, h, k = F(int(draw.integers(30, 96)), 100), *(F(int(i), 100) for i in draw.integers(0, 70, 2))
        (only,) = talks().at(d=d, h=h, k=k).equilibria()
        found = backwards(float(d), float(h), float(k))
        for state, (W, S) in found.items():
            assert abs(W - float(only.value("W", state))) < 1e-9
            assert abs(S - float(only.value("S", state))) < 1e-9
        point = {"d": d, "h": h, "k": k}
        leverage = point in solved().region("leverage against a floor")
        alone = backwards(float(d), 0.0, float(k))[W_FIRST][0]
        assert leverage == (found[W_FIRST][0] > alone + 1e-9)
        assert (point in solved().region("no deal")) == (found[W_FIRST][0] == 0)
        kinds.add((leverage, found[W_FIRST][0] == 0))
    assert kinds == {(True, False), (False, True), (False, False)}


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert data.corner == pytest.approx(9 / 19)
    assert np.allclose(data.last, 1 - data.other)
    for name, share in data.share.items():
        k = float(F(name))
        price = np.maximum(
            k, 0.9 * (1 - np.maximum(data.floor, max(0.9 * (1 - k), 0) if k > 9 / 19 else 9 / 19))
        )
        closed = np.where(data.floor + k > 1 + 1e-12, 0, 1 - price)
        assert np.allclose(share, closed, rtol=0, atol=1e-12)
