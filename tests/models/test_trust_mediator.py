"""The trust mediator: cited values, the meeting of both sides verified at points, and what the figure shows."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

import gametheory as gt
from models.essays.trust_mediator import MODEL, P, S, T, beta, meeting, th

F = Fraction


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize(
    ("payoffs", "kappa"),
    [
        ({"T": 4, "R": 3, "P": F(5, 2), "S": 1}, F(1, 2)),
        ({"T": 2, "R": F(3, 2), "P": 1, "S": F(-1, 2)}, F(3, 5)),
        ({"T": 4, "R": 3, "P": 2, "S": 1}, F(1, 3)),
    ],
)
def test_the_cited_values(payoffs, kappa):
    """kappa = 1/2, 3/5, and 1/3 in the table 3,3 / 1,4 / 4,1 / 2,2, where no mediator can vouch to both."""
    assert solved().region("two believes").substitute(**payoffs).solve_for(beta).value == kappa
    assert solved().region("one believes").substitute(**payoffs).solve_for(beta).value == 1 - kappa
    both = solved().region("both believe").substitute(**payoffs)
    assert (both.is_empty() is gt.algebra.decide.Answer.YES) == (kappa < F(1, 2))
    assert ({"beta": F(1, 2), "th": F(1, 2)} in both) == (kappa >= F(1, 2))


def test_trust_does_not_matter_to_a_mediator_who_is_believed():
    assert {n: str(s) for n, s in solved().threshold("one believes").statics().items()}["th"] == "0"
    point = {"T": 4, "R": 3, "P": F(5, 2), "S": 1}
    assert solved().region("without him").substitute(**point).solve_for(th).value == F(3, 4)
    (honest,) = (
        e
        for e in solved().equilibria["one"].at(**point, beta=F(1, 2), th=F(1, 100))
        if e.is_pure and e.outcomes["agreement"] > 0 and e.strategy["mediator"]["good"]["go"] == 1
    )
    assert honest.outcomes == {"agreement": F(1, 100), "nothing": F(99, 100), "exploited": 0}


def profile(says):
    stays = {"step": 0, "stay": 1}
    steps = {"step": 1, "stay": 0}
    return {
        "mediator": {
            kinds: {"go": int(kinds in says), "no": int(kinds not in says)} for kinds in ("gg", "gb", "bg")
        },
        "one": {"told: go": steps, "told: no": stays},
        "two": {"told: go": steps, "told: no": stays},
    }


@pytest.mark.parametrize("weight", [F(1, 10), F(2, 5), F(1, 2), F(3, 5), F(7, 10), F(19, 20)])
@pytest.mark.parametrize("trust", [F(1, 10), F(9, 10)])
def test_the_meeting_is_verified_at_points(weight, trust):
    """At T = 2, R = 3/2, P = 1, S = -1/2, T_g = 1: kappa = 3/5, and trust of its own means th >= 3/4."""
    game = meeting().at(T=2, R=F(3, 2), P=1, S=F(-1, 2), T_g=1, beta=weight, th=trust)
    kinds = ("gg", "gb", "bg")
    best = {}
    for says in (("gg",), ("gg", "bg"), ("gg", "gb")):
        gains = []
        base = profile(says)
        value = game.payoffs(base)
        for player, changes in (
            (
                "mediator",
                [
                    {k: {"go": a, "no": 1 - a} for k, a in zip(kinds, p, strict=True)}
                    for p in product((0, 1), repeat=3)
                ],
            ),
            *(
                (
                    side,
                    [
                        {"told: go": {"step": a, "stay": 1 - a}, "told: no": {"step": b, "stay": 1 - b}}
                        for a, b in product((0, 1), repeat=2)
                    ],
                )
                for side in ("one", "two")
            ),
        ):
            gains += [game.payoffs({**base, player: plan})[player] - value[player] for plan in changes]
        best[says] = max(gains)
    assert (best[("gg",)] == 0) == (F(2, 5) <= weight <= F(3, 5))
    assert (best[("gg", "bg")] == 0) == (weight >= F(3, 5) and trust >= F(3, 4))
    assert (best[("gg", "gb")] == 0) == (weight <= F(2, 5) and trust >= F(3, 4))


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert np.allclose(data.least, 1 - data.stake, rtol=0, atol=1e-12)
    assert np.allclose(data.largest, data.stake, rtol=0, atol=1e-12)
    value = solved().threshold("two believes").value
    assert value.equals((P - S) / (T - S))


def test_the_meeting_is_solved_completely_at_its_cited_payoffs():
    """At kappa = 3/5 they agree in some equilibrium iff 2/5 <= beta <= 3/5, or trust of their own makes up for it, th >= 3/4."""
    equilibria = gt.sequential(meeting().at(T=2, R=F(3, 2), P=1, S=F(-1, 2), T_g=1))
    assert equilibria.complete == "all"
    # All points of a set have the same supports: they agree at all of them or at none.
    cells = [c for e in equilibria if e.outcomes["agreement"] != 0 for c in e.when.cells]
    given = [0 <= beta, beta <= 1, 0 < th, th < 1]
    wanted = gt.region(((F(2, 5) <= beta) & (beta <= F(3, 5))) | (th >= F(3, 4)), assuming=given)
    found = gt.Region(cells, parameters=wanted.parameters, assuming=wanted.assuming)
    assert found.equivalent(wanted) is gt.algebra.decide.Answer.YES
