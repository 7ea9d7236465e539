"""Theorem: W gets at least half iff r_W/r_S <= (1 - 2 f_S)/(1 - 2 f_W), and never if S's flow is half or more.

Shaked and Sutton's argument with flows: M_i and m_i are the supremum and infimum of what player i gets, before the lot
is drawn, in subgame-perfect equilibria of all kinds.  A second part takes the offers in turn to the same limit.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.time_vs_power import ASSUMING, MODEL, S_FIRST, W_FIRST, f_S, f_W, h, r_S, r_W

V_W = f_W + (1 - f_W - f_S) * r_S / (r_W + r_S)
V_S = f_S + (1 - f_W - f_S) * r_W / (r_W + r_S)
RATIO = (1 - 2 * f_S) / (1 - 2 * f_W)


def after_w(value: Any) -> Any:
    """Return what a refusal leaves to W if a period later it has that value."""
    return r_W * h * f_W + (1 - r_W * h) * value


def after_s(value: Any) -> Any:
    """Return what a refusal leaves to S if a period later it has that value."""
    return r_S * h * f_S + (1 - r_S * h) * value


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    (by_lot,), (in_turn,) = solved.equilibria["lots"], solved.equilibria["turns"]
    M_W, m_W, M_S, m_S, x, y = gt.parameters("M_W m_W M_S m_S x y")
    ranges = [f_W <= m_W, m_W <= M_W, M_W <= 1 - f_S, f_S <= m_S, m_S <= M_S, M_S <= 1 - f_W]
    bounds = [
        2 * M_W <= 1 - after_s(m_S) + after_w(M_W),
        2 * m_W >= 1 - after_s(M_S) + after_w(m_W),
        2 * M_S <= 1 - after_w(m_W) + after_s(M_S),
        2 * m_S >= 1 - after_w(M_W) + after_s(m_S),
    ]
    first, second = in_turn.value("W", W_FIRST), in_turn.value("W", S_FIRST)
    return gt.Theorem(
        name="time_vs_power",
        statement=(
            "In every subgame-perfect equilibrium with offers by lot there is agreement at once and W gets "
            "f_W + (1 - f_W - f_S) r_S/(r_W + r_S): at least half iff r_W/r_S <= (1 - 2 f_S)/(1 - 2 f_W), and for no r_W "
            "if f_S >= 1/2. With offers in turn W's value lies within r_W h of that."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Refusing for ever gives i the flow f_i, so i never gets less, nor the other more than the rest. A "
                "proposer whose offer is refused then gets no more than by buying the other's consent: W.",
                after_w(1 - m_S) <= 1 - after_s(m_S),
                given=[f_S <= m_S, m_S <= 1 - f_W],
            ),
            gt.Step(
                "The same for S.",
                after_s(1 - m_W) <= 1 - after_w(m_W),
                given=[f_W <= m_W, m_W <= 1 - f_S],
            ),
            gt.Step(
                "So W gets, as a proposer, between 1 less what S's refusal is worth at most and at least, and as a "
                "responder what its own refusal is worth. These bounds leave one value for W.",
                And(Eq(M_W, V_W), Eq(m_W, V_W)),
                given=[*ranges, *bounds],
            ),
            gt.Step("And one for S.", And(Eq(M_S, V_S), Eq(m_S, V_S)), given=[*ranges, *bounds]),
            gt.Step(
                "It is the value of the equilibrium that the solver finds, for every length of a period, and more than the flow.",
                And(Eq(by_lot.value("W"), V_W), Eq(by_lot.value("S"), V_S), V_W > f_W),
            ),
            gt.Step(
                "There is agreement at once: two refusals together are worth less than the whole.",
                after_w(V_W) + after_s(V_S) < 1,
            ),
            gt.Step(
                "W gets at least half iff the ratio of impatience is at most (1 - 2 f_S)/(1 - 2 f_W).",
                Equivalent(V_W >= V_S, r_W / r_S <= RATIO),
            ),
            gt.Step(
                "If S's flow is half or more, W gets less than S at any patience, for it gets less than 1 - f_S.",
                And(V_W < 1 - f_S, V_W < V_S),
                given=2 * f_S >= 1,
            ),
            gt.Step(
                "W's value falls in its impatience, rises in S's and in its own flow, and falls in S's flow.",
                And(diff(V_W, r_W) < 0, diff(V_W, r_S) > 0, diff(V_W, f_W) > 0, diff(V_W, f_S) < 0),
            ),
            gt.Step(
                "The ratio that W can afford rises in its own flow and falls in S's, while S's is below half.",
                And(diff(RATIO, f_W) > 0, diff(RATIO, f_S) < 0),
                given=2 * f_S < 1,
            ),
            gt.Step(
                "In turn: with x and y for W's values when W and S propose, x = 1 - (what S's refusal is worth) and "
                "y = what W's is worth have one solution, the solver's.",
                And(Eq(x, first), Eq(y, second)),
                given=[Eq(x, 1 - after_s(1 - y)), Eq(y, after_w(x))],
            ),
            gt.Step(
                "The value by lot lies between the two, and these are less than r_W h apart, so all three meet as h goes "
                "to 0.",
                And(second < V_W, V_W < first, first - second < r_W * h),
            ),
        ],
        conclusions=[
            (
                "W gets at least half",
                r_W * (1 - 2 * f_W) <= r_S * (1 - 2 * f_S),
                lambda: solved.region("half"),
            ),
            ("some patience brings W half", 2 * f_S < 1, lambda: solved.region("patience enough")),
            (
                "W gets half though S opens",
                r_W * (1 - 2 * f_W) <= r_S * (1 - 2 * f_S) * (1 - r_W * h),
                lambda: solved.region("half when S opens"),
            ),
            (
                "W gets half if it opens",
                r_W * (1 - 2 * f_W) * (1 - r_S * h) <= r_S * (1 - 2 * f_S),
                lambda: solved.region("half when W opens"),
            ),
            ("agreement at once, everywhere", True, lambda: solved.region("agreement at once")),
        ],
    )
