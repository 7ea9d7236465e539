"""From what position: the cited threshold, the four regimes, and the game played backwards from a far horizon."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.from_what_position import MODEL, S_OFFERS, W_OFFERS, bare, strong

F = Fraction
REST = {"d": F(9, 10), "g": F(0)}


@cache
def solved():
    return MODEL.solve()


def test_the_cited_threshold():
    """(d + f)/(1 + d) = 11/19 at d = 9/10, f = 1/5, with no flow of S."""
    threshold = solved().region("option matters").substitute(**REST, f=F(1, 5)).solve_for("w")
    assert threshold.value == F(11, 19)


@pytest.mark.parametrize(("w", "share"), [(F(1, 10**6), F(10, 19)), (F(2, 5), F(10, 19)), (F(3, 5), F(2, 5))])
def test_the_cited_shares_of_the_proposer(w, share):
    """outside_option_share1 at d = .9: 10/19 with w2 = .4, and 1 - w2 = .4 with w2 = .6."""
    (only,) = strong().at(**REST, f=0, w=w).equilibria()
    assert only.share("S", S_OFFERS) == share


def test_the_cited_share_when_the_holder_of_the_option_proposes():
    """outside_option_share1 at d = .9, w1 = .7: .73."""
    (only,) = strong().at(**REST, f=0, w=F(7, 10)).equilibria()
    assert only.share("W", W_OFFERS) == F(73, 100)


@pytest.mark.parametrize("f", [F(0), F(1, 10), F(2, 5)])
def test_the_flow_changes_nothing_where_the_option_decides(f):
    (only,) = strong().at(**REST, f=f, w=F(4, 5)).equilibria()
    assert (only.value("W", S_OFFERS), only.value("W", W_OFFERS)) == (F(4, 5), 1 - F(9, 10) * F(1, 5))


def backwards(point, periods=2000):
    """Play the game backwards in floats: the responder stays or leaves, the proposer buys her consent or does not."""
    d, f, g, w = (float(point[name]) for name in "dfgw")
    value = {W_OFFERS: (0.0, 0.0), S_OFFERS: (0.0, 0.0)}
    for _ in range(periods):
        stay = {s: ((1 - d) * f + d * v[0], (1 - d) * g + d * v[1]) for s, v in value.items()}
        refused = stay[S_OFFERS]
        at_w = (max(1 - refused[1], refused[0]), refused[1])
        refused = stay[W_OFFERS] if stay[W_OFFERS][0] >= w else (w, 0.0)
        at_s = (refused[0], max(1 - refused[0], refused[1]))
        value = {W_OFFERS: at_w, S_OFFERS: at_s}
    return value


@pytest.mark.parametrize("g", [F(0), F(1, 10)])
@pytest.mark.parametrize(
    "point",
    [
        {"d": F(9, 10), "f": F(1, 5), "w": F(1, 2)},
        {"d": F(9, 10), "f": F(1, 5), "w": F(7, 10)},
        {"d": F(1, 2), "f": F(1, 10), "w": F(6, 5)},
        {"d": F(9, 10), "f": F(7, 10), "w": F(2)},
    ],
)
def test_the_game_played_backwards(point, g):
    (only,) = strong().at(**point, g=g).equilibria()
    for s, worth in backwards(point | {"g": g}).items():
        assert np.allclose([float(only.value(p, s)) for p in "WS"], worth, rtol=0, atol=1e-12)


def test_the_figure_shows_the_better_position():
    data = MODEL.data(quick=True)
    table = (data.flow + 0.9 * 0.9) / 1.9
    assert np.allclose(data.border, table, rtol=0, atol=1e-12)
    assert np.allclose(data.share, np.maximum(data.option[:, None], table), rtol=0, atol=1e-12)


def test_without_an_option_nobody_leaves():
    (only,) = bare().at(**REST, f=F(1, 5), w=F(1)).equilibria()
    assert only.value("W", S_OFFERS) == F(11, 19)
