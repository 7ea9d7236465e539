"""Theorem: what a threat means.  Gains of A's types and of B from the stakes; silence by the beliefs that support it."""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, diff

import gametheory as gt
from models.essays.posturing_or_preparation import ASSUMING, BELIEF, MEANT, MODEL, POOLED, W, a, w


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    q, r, v, x, y = gt.parameters("q r v x y")

    def threat(worth: object) -> object:
        """Return what a threat brings if B resists with probability r and resistance is then worth this."""
        return (1 - r) + r * worth

    resists = [0 <= r, r <= 1]
    war = MEANT / (1 + a)
    return gt.Theorem(
        name="posturing_or_preparation",
        statement=(
            "If a/w < q* = (1 + a)/(1 + a + W) some who posture threaten, a threat is meant with probability q*, B resists with probability "
            "1/(1 + a), and war has probability a/(w (1 + a)); if a/w >= q* all threaten. That nobody does is an equilibrium always."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Who would back down gains by a threat iff r <= 1/(1 + a); who would fight gains more.",
                And(
                    Equivalent(threat(-a) >= 0, r * (1 + a) <= 1),
                    Implies(And(x >= -a, r > 0), threat(x) >= threat(-a)),
                ),
                given=resists,
            ),
            gt.Step(
                "B resists iff its cost of war is at most (1 - q)/q, with probability (1 - q)/(q W) where that is at most 1.",
                Equivalent(q * -v + (1 - q) >= 0, v <= (1 - q) / q),
                given=[0 < q, q <= 1],
            ),
            gt.Step(
                "Posturing is worth nothing exactly at the belief q* = (1 + a)/(1 + a + W).",
                Equivalent(Eq((1 - q) / (q * W), 1 / (1 + a)), Eq(q, BELIEF)),
                given=[0 < q, q <= 1],
            ),
            gt.Step(
                "The belief is at least the share a/w of those who would fight, since they threaten whenever others do: so some posture "
                "iff a/w < q*, and the share of threats a/(w q*) is then less than 1.",
                Implies(MEANT < BELIEF, And(MEANT / BELIEF > 0, MEANT / BELIEF < 1)),
            ),
            gt.Step(
                "If a/w >= q* and all threaten, B resists with at most 1/(1 + a), and all gain.",
                Equivalent(MEANT >= BELIEF, POOLED * (1 + a) <= 1),
            ),
            gt.Step(
                "Not even if all who threaten mean it are there threats by these alone: B would always give in, and others would gain.",
                Implies(Eq(r, 0), threat(-a) > 0),
            ),
            gt.Step(
                "Silence: if B resists surely, no type gains by a threat, since w_A <= 0; B does so iff it believes at most 1/(1 + W).",
                And(
                    Implies(And(Eq(r, 1), x <= 0), And(threat(x) <= 0, threat(-a) < 0)),
                    Equivalent((1 - q) / (q * W) >= 1, q <= 1 / (1 + W)),
                ),
                given=[0 < q, q <= 1],
            ),
            gt.Step(
                "D1: the more a type would rather fight, the larger the set of replies to which it would threaten. So B must believe that a "
                "threat is meant, gives in, and silence ends.",
                And(
                    Implies(And(x > y, y >= -a, r > 0, threat(y) >= 0), threat(x) > 0),
                    Implies(And(x > -a, r > 0, threat(-a) >= 0), threat(x) > 0),
                    Implies(Eq(q, 1), Eq((1 - q) / (q * W), 0)),
                ),
                given=[*resists, x <= 0],
            ),
            gt.Step(
                "The intuitive criterion crosses out nobody: if B gives in every type gains.",
                Implies(Eq(r, 0), And(threat(x) > 0, threat(-a) > 0)),
            ),
            gt.Step("The belief rises in a and falls in W.", And(diff(BELIEF, a) > 0, diff(BELIEF, W) < 0)),
            gt.Step(
                "War, where some posture, rises in a and falls in w.", And(diff(war, a) > 0, diff(war, w) < 0)
            ),
        ],
        conclusions=[
            ("some posture", MEANT < BELIEF, lambda: solved.region("some posture")),
            ("all threaten", MEANT >= BELIEF, lambda: solved.region("all threaten")),
            ("likelier meant", And(MEANT < BELIEF, W < 1 + a), lambda: solved.region("likelier meant")),
            ("silence", True, lambda: solved.region("silence")),
        ],
    )
