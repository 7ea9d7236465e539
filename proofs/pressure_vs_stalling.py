"""Theorem: at which pace pressure pays, and which pressure makes it pay to slow the talks.

Values at a given pace and pressure are derived from the two Bellman equations; that the ends of the tree carry them is a
step.  Then backward induction: S after each pace, W before.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Implies, diff

import gametheory as gt
from models.essays.pressure_vs_stalling import (
    ASSUMING,
    MODEL,
    OUTSET,
    by_floor,
    f_S,
    f_W,
    kap,
    mu,
    nu,
    process,
    s,
    w,
)

MU_STAR = kap / (w * (1 + kap))
SURPLUS = 1 - f_W - f_S
S_HAT = (mu - nu) * (1 - w) * SURPLUS / (1 - mu * (1 - w) * (1 + kap))
S_0 = (f_W + mu * (1 - w) * SURPLUS) / (1 - mu * (1 - w) * (1 + kap))


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree = process()
    below, beyond = by_floor(solved.equilibria["talks"])
    c_W, c_S, r, m, part, t = gt.parameters("c_W c_S r m part t")

    def payoff(player: str, pace: str, pressure: str) -> Any:
        """Return a payoff of the tree itself."""
        return tree.payoffs({"W": pace, "S": {"fast": pressure, "slow": pressure}})[player]

    pressed = {i: payoff(i, "fast", "press") for i in "WS"}
    spared = {i: payoff(i, "fast", "hold back") for i in "WS"}
    stalled = {i: payoff(i, "slow", "hold back") for i in "WS"}
    gain = pressed["S"] - spared["S"]
    total = SURPLUS + (1 + kap) * s
    bellman = And(
        Eq(c_S, (1 - mu) * (f_S - kap * s) + mu * (w * (1 - c_W) + (1 - w) * c_S)),
        Eq(c_W, (1 - mu) * (f_W - s) + mu * ((1 - w) * (1 - c_S) + w * c_W)),
    )
    return gt.Theorem(
        name="pressure_vs_stalling",
        statement=(
            "S presses at the pace mu iff mu > mu* = kap/(w (1 + kap)), in continuous time iff m > r kap/(w (1 + kap) - kap), "
            "never if kap >= w/(1 - w). W slows from mu to nu iff nu <= mu* <= mu and the pressure is at least (mu - nu)(1 - w) S/"
            "(1 - mu (1 - w)(1 + kap)), S = 1 - f_W - f_S. Unbounded pressure stops where W's value is 0, and then W slows."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "A proposer offers the other the worth c of rejecting, so c_S = (1 - mu)(f_S - kap s) + mu (w (1 - c_W) + (1 - w) "
                "c_S) and likewise c_W. The only solution: each has its flow and its odds of proposing times the discounted surplus.",
                Equivalent(
                    bellman,
                    And(Eq(c_S, f_S - kap * s + mu * w * total), Eq(c_W, f_W - s + mu * (1 - w) * total)),
                ),
            ),
            gt.Step(
                "These are the values that the ends of the tree carry, with pressure and without.",
                And(
                    Eq(pressed["S"], f_S - kap * s + mu * w * total),
                    Eq(pressed["W"], f_W - s + mu * (1 - w) * total),
                    Eq(spared["S"], f_S + mu * w * SURPLUS),
                    Eq(spared["W"], f_W + mu * (1 - w) * SURPLUS),
                    Eq(stalled["W"], f_W + nu * (1 - w) * SURPLUS),
                ),
            ),
            gt.Step(
                "Pressing pays S iff mu > mu*, and costs it iff mu < mu*.",
                And(Equivalent(gain > 0, mu > MU_STAR), Equivalent(gain < 0, mu < MU_STAR)),
            ),
            gt.Step(
                "A part of the pressure earns that part of the gain, so no amount in between is better than both ends.",
                Eq(gain.subs(s, part * s), part * gain),
                given=[0 < part, part < 1],
            ),
            gt.Step(
                "In continuous time mu = m/(r + m) exceeds mu* iff m > m* = r kap/(w (1 + kap) - kap); if kap >= w/(1 - w), at no m.",
                And(
                    Implies(
                        kap < w * (1 + kap),
                        Equivalent(m / (r + m) > MU_STAR, m > r * kap / (w * (1 + kap) - kap)),
                    ),
                    Implies(kap >= w / (1 - w), m / (r + m) < MU_STAR),
                ),
                given=[r > 0, m > 0],
            ),
            gt.Step(
                "mu* rises in the cost of pressure and falls in S's odds of proposing.",
                And(diff(MU_STAR, kap) > 0, diff(MU_STAR, w) < 0),
            ),
            gt.Step(
                "Where S gains from pressure, W loses by it.",
                pressed["W"] < spared["W"],
                given=[mu >= MU_STAR],
            ),
            gt.Step(
                "If S does the same at both paces, W wants fast talks.",
                And(spared["W"] > stalled["W"], pressed["W"] > payoff("W", "slow", "press")),
            ),
            gt.Step(
                "If S presses in fast talks only, W slows iff s > (mu - nu)(1 - w) S/(1 - mu (1 - w)(1 + kap)).",
                And(
                    Equivalent(stalled["W"] > pressed["W"], s > S_HAT),
                    Equivalent(stalled["W"] < pressed["W"], s < S_HAT),
                ),
                given=[mu >= MU_STAR],
            ),
            gt.Step(
                "W's gain is S's loss: S would prefer fast talks with pressure.",
                stalled["S"] < pressed["S"],
                given=[mu >= MU_STAR],
            ),
            gt.Step(
                "The best slow pace is the fastest at which S holds back, mu*: W's value rises in nu, and the threshold falls.",
                And(diff(stalled["W"], nu) > 0, diff(S_HAT, nu) < 0),
                given=[mu >= MU_STAR],
            ),
            gt.Step(
                "If any pressure t can be exerted, W's value at the outset is positive iff t < s0 = (f_W + mu (1 - w) S)/"
                "(1 - mu (1 - w)(1 + kap)), where pressure pays.",
                Equivalent(below.value("W", OUTSET).subs(s, t) > 0, t < S_0),
                given=[t > 0, mu >= MU_STAR],
            ),
            gt.Step(
                "Up to s0 more pressure raises S's value if mu > mu*; beyond, where W's share is at its floor of 0, it lowers it.",
                And(
                    Implies(mu > MU_STAR, diff(below.value("S", OUTSET), s) > 0),
                    diff(beyond.value("S", OUTSET), s) < 0,
                ),
            ),
            gt.Step(
                "The two meet at s0: so that is S's best pressure, it exceeds what W has, and any slow pace at which S holds back "
                "is worth more to W.",
                And(
                    Eq(below.value("S", OUTSET), beyond.value("S", OUTSET)).subs(s, t),
                    t > f_W,
                    stalled["W"] > 0,
                ),
                given=[Eq(t * (1 - mu * (1 - w) * (1 + kap)), f_W + mu * (1 - w) * SURPLUS), MU_STAR < mu],
            ),
        ],
        conclusions=[
            ("pressure pays in fast talks", mu > MU_STAR, lambda: solved.region("pressure pays")),
            (
                "W slows in some equilibrium",
                And(nu <= MU_STAR, MU_STAR <= mu, s >= S_HAT),
                lambda: solved.region("W slows"),
            ),
            (
                "W slows in every equilibrium",
                And(nu < MU_STAR, MU_STAR < mu, s > S_HAT),
                lambda: solved.region("W must slow"),
            ),
        ],
    )
