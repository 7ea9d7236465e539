"""A secret channel: cited values, best replies of many types, and the counterexample to the unrestricted claim."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import sympify

from gametheory import region
from models.essays import secret_channel as model
from models.essays.secret_channel import MODEL

F = Fraction


@cache
def solved():
    return MODEL.solve()


def resists(channel, **point):
    """The probability that B resists, from the form that exists at the point."""
    listed = solved().equilibria[channel]
    values = {s: sympify(point[s.name]) for s in (model.H, model.w, model.W, model.a, model.t)}
    (form,) = {
        sympify(e.values["resists"]).subs(values)
        for e in listed
        if region(e.when, assuming=model.ASSUMING).contains(**point)
    }
    return F(str(form))


@pytest.mark.parametrize(
    ("a", "t", "H", "w", "W", "expected"),
    [
        (F(1, 10), F(1, 20), F(1, 2), 1, 4, F(13, 32)),  # .40625
        (F(3, 10), F(1, 5), F(1, 10), 1, F(1, 2), F(10, 13)),  # .76923
    ],
)
def test_cited_probabilities(a, t, H, w, W, expected):
    """Tables of numerically found equilibria."""
    assert resists("public", a=a, t=t, H=H, w=w, W=W) == expected


def test_the_unrestricted_claim_fails():
    """H = .5, a = .3, t = .95, w = .4, W = 1: t >= a/H and H W < w (1 + a), yet the channel compels: .8 against .95."""
    point = {"H": F(1, 2), "a": F(3, 10), "t": F(19, 20), "w": F(2, 5), "W": F(1)}
    assert resists("public", **point) == F(19, 20) and resists("private", **point) == F(4, 5)
    assert solved().region("private compels anyhow").contains(**point)
    assert not solved().region("private compels").contains(**point)


def test_the_cited_threshold():
    """a = .05, H = .5 give t* = .1."""
    region = solved().region("private compels").substitute(a=F(1, 20), H=F(1, 2), w=F(1, 2), W=4)
    assert region.contains(t=F(1, 10)) and not region.contains(t=F(1, 10) - F(1, 10**6))


@pytest.mark.parametrize("a", [0.1, 0.5])
@pytest.mark.parametrize("t", [0.05, 0.5, 2.0])
@pytest.mark.parametrize("W", [0.8, 4.0])
def test_best_replies_lead_to_the_listed_resistance(a, t, W):
    """Damped best replies of 4,001 types of A against B's cut-off come to rest at the listed probability."""
    H, w = 0.5, 1.0
    own = np.linspace(-w, H, 4001)
    genuine = own >= -a
    listed = float(resists("public", a=F(str(a)), t=F(str(t)), H=F(1, 2), w=F(1), W=F(str(W))))
    low, high = 0.0, 1.0
    for _ in range(60):
        r = (low + high) / 2
        # Bluffers demand if that gains; B's best reply then falls in what it does.
        gains = (1 - r) + r * np.where(genuine, own, -a) >= 0
        meant = (genuine & gains).sum() / max(gains.sum(), 1)
        reply = min(1.0, (1 - meant + t) / (meant * W)) if meant else 1.0
        low, high = (r, high) if reply > r else (low, r)
    assert abs(r - listed) < 2e-3
