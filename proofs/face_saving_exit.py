"""Theorem: when fear of looking weak delays a settlement.

Bayes' rule after a settlement, and indifference where a type mixes; the derivation never looks at the solver, and its
end is proved equal to what `gametheory.sequential` finds.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.face_saving_exit import ASSUMING, MODEL, G, K, game, k, s, tau, w


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    p, q = gt.parameters("p q")
    tree = game()

    def payoff(player: str, weak: str, strong: str, challenge: Any) -> Any:
        """Return a payoff of the game itself."""
        observer = {"challenge": challenge, "refrain": 1 - challenge}
        return tree.payoffs({"leader": {"weak": weak, "strong": strong}, "observer": observer})[player]

    def gain(kind: str, challenge: Any) -> Any:
        """Return what settling adds for one kind of leader (counted with its prior), the other holding out."""
        settles = {"weak": "hold out", "strong": "hold out", kind: "settle"}
        return payoff("leader", challenge=challenge, **settles)

    posterior = p * w / (p * w + q * (1 - w))
    mixing = tau * (1 - w) / (w * (1 - tau))
    return gt.Theorem(
        name="face_saving_exit",
        statement=(
            "Everybody settles in some sequential equilibrium iff w <= tau, and every sequential equilibrium has delay iff "
            "w > tau. Delay of (w - tau)/(1 - tau) is an equilibrium outcome iff w > tau and k/s <= K/G; nobody settling "
            "is one iff s <= k."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "If all settle, a challenge pays the observer w (1 - tau) - (1 - w) tau: it challenges at beliefs above tau.",
                Equivalent(
                    payoff("observer", "settle", "settle", 1) > payoff("observer", "settle", "settle", 0),
                    w > tau,
                ),
            ),
            gt.Step(
                "If weak and strong settle with probabilities p and q, the belief is at most tau iff p w (1 - tau) is at "
                "most q (1 - w) tau.",
                Equivalent(posterior <= tau, p * w * (1 - tau) <= q * (1 - w) * tau),
                given=[p >= 0, p <= 1, q > 0, q <= 1],
            ),
            gt.Step(
                "No delay with w > tau is impossible: the settled would be challenged, and the weak would lose by settling.",
                gain("weak", 1) < 0,
                given=[w > tau],
            ),
            gt.Step(
                "With w > tau, weak leaders who settle with probability tau (1 - w)/(w (1 - tau)) keep the belief at tau, "
                "and that is a probability.",
                And(0 < mixing, mixing < 1),
                given=[w > tau],
            ),
            gt.Step(
                "They are indifferent iff the observer challenges with probability G/K, which is a probability.",
                And(Equivalent(Eq(gain("weak", p), 0), Eq(p, G / K)), G / K > 0, G / K < 1),
            ),
            gt.Step(
                "Strong leaders then settle (weakly) iff k/s <= K/G.",
                Equivalent(gain("strong", G / K) >= 0, k / s <= K / G),
            ),
            gt.Step(
                "The weak who hold out are the fraction (w - tau)/(1 - tau) of all leaders.",
                Eq(w * (1 - mixing), (w - tau) / (1 - tau)),
            ),
            gt.Step(
                "If nobody settles, beliefs after a settlement are free; a sure challenge deters the weak always, and the "
                "strong iff s <= k.",
                And(gain("weak", 1) < 0, Equivalent(gain("strong", 1) <= 0, s <= k)),
            ),
            gt.Step(
                "The fraction rises in the prior and falls in the observer's threshold.",
                And(diff((w - tau) / (1 - tau), w) > 0, diff((w - tau) / (1 - tau), tau) < 0),
            ),
        ],
        conclusions=[
            ("everybody settles in some equilibrium", w <= tau, lambda: solved.region("no delay")),
            ("delay in every equilibrium", w > tau, lambda: solved.region("delay for sure")),
            (
                "the fraction (w - tau)/(1 - tau) delays",
                And(w > tau, k / s <= K / G),
                lambda: solved.region("part of the weak delay"),
            ),
            ("nobody settles in some equilibrium", s <= k, lambda: solved.region("nobody settles")),
        ],
    )
