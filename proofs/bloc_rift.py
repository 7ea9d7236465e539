"""Theorem: how many consents a bloc may require before splitting it hurts the target.

One Bellman equation for the target, and the sum of values for the members, at any probability a with which T proposes.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Rational, diff

import gametheory as gt
from models.essays.bloc_rift import ASSUMING, MODEL, d, m, n

M_STAR = n * (1 - n * (1 - d)) / d
D_STAR = n * (n - 1) / (n**2 - m)
HALF = Rational(1, 2)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    a, v, u = gt.parameters("a v u")
    share = a * (n - m * d) / (n * (1 - (1 - a) * d) - a * m * d)
    chance = [0 < a, a < 1]
    ((found,), (kept,), (unanimity,)) = (solved.equilibria[name] for name in ("game", "kept", "unanimity"))
    target = found.value("T")
    return gt.Theorem(
        name="bloc_rift",
        statement=(
            "In the stationary equilibrium the target of a split bloc gets (n - m d)/(n (n + 1) - n^2 d - m d): more than the 1/2 "
            "that it gets from a united bloc iff m < m* = n (1 - n (1 - d))/d, that is d > n (n - 1)/(n^2 - m). If it proposes "
            "with probability 1/2 as before, it gets more iff m < n."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Let T propose with probability a. It then pays m members d u each; else it is paid d v. Nothing is lost, so "
                "v + n u = 1, and there is one solution.",
                Equivalent(
                    And(Eq(v, a * (1 - m * d * u) + (1 - a) * d * v), Eq(v + n * u, 1)),
                    And(Eq(v, share), Eq(n * u, 1 - share)),
                ),
                given=chance,
            ),
            gt.Step(
                "Proposers prefer that to waiting: T keeps at least d v, and a member who buys T and m - 1 others at least d u.",
                And(1 - m * d * u >= d * v, 1 - d * v - (m - 1) * d * u >= d * u),
                given=[*chance, Eq(v, share), Eq(n * u, 1 - share)],
            ),
            gt.Step(
                "These are the values of the game, with a = 1/(n + 1) and with a = 1/2.",
                And(Eq(target, share.subs(a, 1 / (n + 1))), Eq(kept.value("T"), share.subs(a, HALF))),
            ),
            gt.Step(
                "T gains from proposing often and from needing few.",
                And(diff(share, a) > 0, diff(share, m) < 0),
                given=chance,
            ),
            gt.Step(
                "T gets more than 1/2 iff m < m*; equivalently iff d > n (n - 1)/(n^2 - m).",
                And(Equivalent(target > HALF, m < M_STAR), Equivalent(target > HALF, d > D_STAR)),
            ),
            gt.Step("m* lies below n: a rift never pays if all must agree.", M_STAR < n),
            gt.Step(
                "Then T gets 1/(n + 1), as if it were one of n + 1 equals, and the less the more members.",
                Eq(unanimity.value("T"), 1 / (n + 1)),
            ),
            gt.Step(
                "m* exceeds 1, so that some rift pays, iff d > n/(n + 1).",
                Equivalent(M_STAR > 1, d > n / (n + 1)),
            ),
            gt.Step(
                "A rift with majority rule, m = (n + 1)/2, pays iff d > 2 n/(2 n + 1).",
                Equivalent(target.subs(m, (n + 1) / 2) > HALF, d > 2 * n / (2 * n + 1)),
            ),
            gt.Step(
                "m* rises in patience; in the number of members it rises iff n < 1/(2 (1 - d)), and falls beyond.",
                And(
                    diff(M_STAR, d) > 0,
                    Equivalent(diff(M_STAR, n) > 0, n < 1 / (2 * (1 - d))),
                    Equivalent(diff(M_STAR, n) < 0, n > 1 / (2 * (1 - d))),
                ),
            ),
            gt.Step(
                "Patient sides: the bloc keeps at most n^2 (1 - d)/(n - m), so if one consent can be spared T gets nearly all.",
                1 - target <= n**2 * (1 - d) / (n - m),
                given=[m < n],
            ),
            gt.Step(
                "At equal chances of proposing, being able to spare one consent is enough: the loss from a rift is the loss of "
                "proposing.",
                And(Equivalent(kept.value("T") > HALF, m < n), kept.value("T") > target),
            ),
        ],
        conclusions=[
            ("a rift pays", m < M_STAR, lambda: solved.region("a rift pays")),
            ("the sides are patient enough", d > D_STAR, lambda: solved.region("patience")),
            (
                "a rift pays if one consent suffices",
                d > n / (n + 1),
                lambda: solved.region("one consent suffices"),
            ),
            ("a rift hurts if all must agree, everywhere", True, lambda: solved.region("all must agree")),
            ("a rift pays at equal chances of proposing", m < n, lambda: solved.region("proposing kept")),
            (
                "a united bloc leaves one half, everywhere",
                True,
                lambda: solved.equilibria["united"].when(gt.value("T") == Rational(1, 2), "every"),
            ),
        ],
    )
