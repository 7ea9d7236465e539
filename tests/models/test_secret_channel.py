"""A secret channel: cited values, best replies of many types, the counterexample to the unrestricted claim, and the choice by an A who knows w_A."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from sympy import sympify

import gametheory as gt
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


def pairs(**point):
    """The listed probabilities of resistance (in public, in private), where a channel is unused the least one."""
    values = {s: sympify(point[s.name]) for s in (model.H, model.w, model.W, model.a, model.t)}
    for e in solved().equilibria["chosen"]:
        if region(e.when, assuming=model.KNOWING).contains(**point):
            one, other, public = (
                float(sympify(e.values[k]).subs(values)) for k in ("resists", "elsewhere", "public")
            )
            # All in private: the public channel is the other one, and no belief makes B resist less than with t/W there.
            floor = max(other, min(1.0, float(point["t"] / point["W"])))
            yield (e.name, floor, one, public) if public == 0 else (e.name, one, other, public)


def consistent(p, s, half, *, H, w, W, a, t):
    """Whether types of A can reply so that B resists in public (private) with a probability within half a step of p (s).

    Linear in how much of each type demands where.  A reply is allowed if it is best for some pair in the square; a channel that
    nobody uses puts no condition on B beyond those on any belief.
    """
    low, high = np.maximum([p - half, s - half], 0), np.minimum([p + half, s + half], 1)
    if high[0] < min(1, t / W):
        return False
    # Forty types to a unit, so that -a and 0 lie between two of them.
    types = round(40 * (H + w))
    own = -w + (np.arange(types) + 0.5) / 40
    worth = np.array([np.maximum(own, -a), np.maximum(own, 0)])
    # What a channel brings falls in resistance (H <= 1): its best and its worst value in the square, and 0 for no demand.
    best = np.vstack([*(1 - low[k] * (1 - worth[k]) for k in (0, 1)), 0 * own])
    least = np.vstack([*(1 - high[k] * (1 - worth[k]) for k in (0, 1)), 0 * own])
    allowed = [(best[k] >= least[[j for j in range(3) if j != k]].max(axis=0) - 1e-12) for k in range(3)]
    # Bluffers per fighter that make B resist with r: r W in private, (r W - t)/(1 + t) in public; for r = 1 that or more.
    rows = []
    for k, cost in ((0, t), (1, 0.0)):
        fights = own > -a if k == 0 else own > 0
        for bound, sign in ((low[k], -1), (high[k], 1)):
            if sign == 1 and bound >= 1:
                continue
            row = np.zeros(3 * types)
            row[k * types : (k + 1) * types] = sign * np.where(fights, -(bound * W - cost) / (1 + cost), 1)
            rows.append(row)
    everybody = np.tile(np.eye(types), 3)
    bounds = [(0, 1 if allowed[k][i] else 0) for k in range(3) for i in range(types)]
    found = linprog(
        np.zeros(3 * types),
        A_ub=rows,
        b_ub=[0] * len(rows),
        A_eq=everybody,
        b_eq=np.ones(types),
        bounds=bounds,
    )
    return found.status == 0


@pytest.mark.parametrize(
    "point",
    [
        {"H": F(1, 2), "w": F(1), "W": F(4), "a": F(1, 5), "t": F(1)},  # comes apart
        {"H": F(1, 2), "w": F(1, 2), "W": F(4), "a": F(1, 5), "t": F(2)},  # both channels
        {"H": F(4, 5), "w": F(1, 2), "W": F(1), "a": F(2, 5), "t": F(4, 5)},  # nobody bluffs in public
        {
            "H": F(1, 2),
            "w": F(1),
            "W": F(1),
            "a": F(1, 2),
            "t": F(1, 5),
        },  # a private demand is always resisted
    ],
)
def test_no_other_resistance_is_consistent(point):
    """An exclusion over the whole square of resistances leaves the neighbourhood of the listed ones, and all of these."""
    numbers = {k: float(v) for k, v in point.items()}
    listed = list(pairs(**point))
    half = 1 / 8
    left = [(p, s) for p in (1 / 8, 3 / 8, 5 / 8, 7 / 8) for s in (1 / 8, 3 / 8, 5 / 8, 7 / 8)]
    while True:
        left = [(p, s) for p, s in left if consistent(p, s, half, **numbers)]
        if half < 1 / 200:
            break
        half /= 2
        left = [(p + i * half, s + j * half) for p, s in left for i in (-1, 1) for j in (-1, 1)]
    near = 8 * half

    def known(p, s):
        return any(
            (abs(s - b) <= near and p >= a - near)
            if public == 0
            else (abs(p - a) <= near and s >= b - near)
            if public == 1
            else abs(p - a) <= near and abs(s - b) <= near
            for _, a, b, public in listed
        )

    assert [pair for pair in left if not known(*pair)] == []
    for name, a, b, _ in listed:
        assert any(max(abs(p - a), abs(s - b)) <= half + 1e-9 for p, s in left), name


def finite(t):
    """Three types of A, two of B (written as B's plans): in private B resists with 1/2 if all demand."""
    a, costs = F(1, 5), (F(1, 2), F(3))
    types = {"bluffer": (F(-1), F(1, 2)), "half": (F(-1, 10), F(1, 10)), "firm": (F(1, 2), F(2, 5))}

    def demand(x, audience, price):
        def end(many):
            fights = x > -audience
            reply = sum((-v if fights else 1) for v in costs[:many])
            return gt.end(
                A=F(2 - many, 2) + F(many, 2) * max(x, -audience), B=F(1, 2) * reply - F(2 - many, 2) * price
            )

        return {f"resists {many}": end(many) for many in range(3)}

    def choice(kind):
        x = types[kind][0]
        actions = {"none": {"keeps": gt.end(A=0, B=1)}, "public": demand(x, a, t), "private": demand(x, 0, 0)}
        return gt.move(
            "A", knows=kind, actions={m: gt.move("B", knows=m, actions=r) for m, r in actions.items()}
        )

    return gt.Game(gt.chance({k: p for k, (_, p) in types.items()}, choice), players=("A", "B"))


@pytest.mark.parametrize(("t", "kept"), [(F(1, 10), False), (F(2, 5), False), (F(1), True), (F(4), True)])
def test_a_finite_version_is_solved_alike(t, kept):
    """The resolute use what is resisted less; D1 keeps all in private iff B resists the resolute as often as everybody, t >= 1/2."""
    equilibria = [e.sample() for e in gt.sequential(finite(t))]
    outcomes = set()
    for e in equilibria:
        told, replies = e.strategy["A"], e.strategy["B"]
        p, s = (F(1, 2) * replies[m]["resists 1"] + replies[m]["resists 2"] for m in ("public", "private"))
        public = told["firm"]["public"]
        assert told["firm"]["none"] == 0
        assert s < p or public == 1 or p == s
        assert p < s or p == s or all(told[kind]["private"] == 1 for kind in told)
        if p == s < 1:
            assert told["half"]["private"] == told["bluffer"]["private"] == 1
        outcomes.add("private" if public == 0 else "public" if public == 1 else "both")
    assert {"private", "public"} <= outcomes
    # Half of B's types resist the resolute in public: so do they all in private if 3/5 bluff to 1/5.
    assert ("both" in outcomes) == (t >= F(1, 2))
    left = {e.strategy["A"]["firm"]["public"] for e in gt.d1(equilibria).kept}
    assert (0 in left) == kept and 1 in left


def test_a_channel_chosen_knowing_comes_apart():
    """a = .05, H = w = .5, W = 4: from t = .1 the channel compels, but D1 keeps it only from t = w/H = 1."""
    at = {"a": F(1, 20), "H": F(1, 2), "w": F(1, 2), "W": F(4)}
    inside, beyond = ({**at, "t": t} for t in (F(1, 2), F(1)))
    assert solved().region("private compels").contains(**inside)
    assert solved().region("comes apart").contains(**inside)
    assert not solved().region("plausibly private").contains(**inside)
    assert solved().region("plausibly private").contains(**beyond)
    assert not solved().region("comes apart").contains(**beyond)


def test_the_figure_shows_the_regions():
    data = MODEL.data(quick=True)
    least = {"private compels anyhow": data.fixed, "plausibly private": data.known}
    for question, line in least.items():
        here = solved().region(question).substitute(w=1, W=4, a=F(1, 10))
        for resolve, edge in list(zip(data.resolve, line, strict=True))[1::7]:
            for t, inside in ((edge - 1e-4, False), (edge + 1e-4, True)):
                assert here.contains(H=F(float(resolve)), t=F(float(t))) == inside
