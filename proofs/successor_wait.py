"""Theorem: when talks wait for the successor, and when the prospect of one speeds them up.

Only joint values matter (what is divided is transferable): there is a deal iff 1 - kap, what it leaves, is at least what
the two expect together from waiting.  The derivation works with these sums; the solver works with the values of W and H
separately.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, diff

import gametheory as gt
from models.essays.successor_wait import ASSUMING, MODEL, NOW, d, f_H, f_W, kap, l, p, x

SURPLUS = 1 - f_W - f_H
"""What a deal adds to the status quo."""

RESCUED = (1 - x) * (1 - l)
"""What a deal now saves the pair from the successor: what H loses of its successor's share."""

P_STAR = (1 - d) * (SURPLUS - kap) / (d * (kap - RESCUED))
WEIGHT = p * d / (1 - d + p * d)
KAP_STAR = (1 - WEIGHT) * SURPLUS + WEIGHT * RESCUED


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    game = solved.equilibria["game"]
    v, r, rho = gt.parameters("v r rho")
    u_W = (1 - WEIGHT) * f_W + WEIGHT * x
    u_H = (1 - WEIGHT) * f_H + WEIGHT * l * (1 - x)
    waits = next(e for e in game if not e.agrees(NOW))
    settles = next(e for e in game if e.agrees(NOW))
    return gt.Theorem(
        name="successor_wait",
        statement=(
            "Let S = 1 - f_W - f_H and z = p d/(1 - d + p d) (in continuous time rho/(r + rho)). There is a deal with the "
            "incumbent iff kap <= (1 - z) S + z (1 - x)(1 - l), whoever makes the offers. Delay is caused by turnover iff "
            "(1 - x)(1 - l) < kap <= S and p d/(1 - d) > (S - kap)/(kap - (1 - x)(1 - l))."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "W's value of waiting for ever solves v = (1 - d) f_W + p d x + (1 - p) d v: a mean of the status quo and the "
                "successor's deal with weight z = p d/(1 - d + p d) on the latter.",
                Equivalent(Eq(v, (1 - d) * f_W + p * d * x + (1 - p) * d * v), Eq(v, u_W)),
            ),
            gt.Step(
                "Likewise H's, which counts what is left to its successor with weight l.",
                Equivalent(Eq(v, (1 - d) * f_H + p * d * l * (1 - x) + (1 - p) * d * v), Eq(v, u_H)),
            ),
            gt.Step(
                "In continuous time the weight is rho/(r + rho), if rho/r = p d/(1 - d).",
                Eq(WEIGHT, rho / (r + rho)),
                given=[r > 0, rho > 0, Eq(rho * (1 - d), r * p * d)],
            ),
            gt.Step(
                "A deal beats waiting for ever, 1 - kap >= u_W + u_H, iff kap is at most the mean of S and (1 - x)(1 - l).",
                Equivalent(1 - kap >= u_W + u_H, kap <= KAP_STAR),
            ),
            gt.Step(
                "Against a deal in every later period (worth 1 - kap to the two), putting it off by one period pays iff the "
                "same condition fails: so exactly one pattern is self-confirming.",
                Equivalent(
                    1 - kap < (1 - d) * (f_W + f_H) + p * d * (x + l * (1 - x)) + (1 - p) * d * (1 - kap),
                    kap > KAP_STAR,
                ),
            ),
            gt.Step(
                "W gets its value of waiting in both patterns: the incumbent who settles pays for the prospect in full, and "
                "waiting itself adds nothing.",
                And(Eq(waits.value("W"), u_W), Eq(settles.value("W"), u_W)),
            ),
            gt.Step(
                "Two moving forces: without turnover there is a deal iff kap <= S, and with immediate turnover iff "
                "kap <= (1 - x)(1 - l); the bound moves from the one to the other as p rises.",
                And(
                    Equivalent(diff(KAP_STAR, p) < 0, RESCUED < SURPLUS),
                    Equivalent(diff(KAP_STAR, p) > 0, RESCUED > SURPLUS),
                ),
            ),
            gt.Step(
                "If kap lies between them, turnover decides: delay iff p > p*.",
                Equivalent(kap > KAP_STAR, p > P_STAR),
                given=[RESCUED < kap, kap <= SURPLUS],
            ),
            gt.Step(
                "In the mirror case delay iff p < p*: the prospect of the successor brings about a deal.",
                Equivalent(kap > KAP_STAR, p < P_STAR),
                given=[SURPLUS < kap, kap < RESCUED],
            ),
            gt.Step(
                "A cost below both never delays, and above both always: turnover alone is not enough, and with kap = 0 there "
                "is a deal at once.",
                And(
                    Implies(And(kap <= SURPLUS, kap <= RESCUED), kap <= KAP_STAR),
                    Implies(And(kap > SURPLUS, kap > RESCUED), kap > KAP_STAR),
                ),
            ),
            gt.Step(
                "Where kap lies between, p* falls in the flows, in the cost, in the successor's deal, in H's sympathy with "
                "the successor and in patience.",
                And(
                    *(diff(P_STAR, parameter) < 0 for parameter in (f_W, f_H, kap, l, d)),
                    diff(P_STAR, x) <= 0,
                    Implies(l < 1, diff(P_STAR, x) < 0),
                ),
                given=[RESCUED < kap, kap < SURPLUS],
            ),
        ],
        conclusions=[
            (
                "delay because of turnover",
                And(RESCUED < kap, kap <= SURPLUS, p > P_STAR),
                lambda: solved.region("delay because of turnover"),
            ),
            (
                "a deal because of turnover",
                And(SURPLUS < kap, kap < RESCUED, p >= P_STAR),
                lambda: solved.region("deal because of turnover"),
            ),
            ("delay", kap > KAP_STAR, lambda: solved.region("delay")),
            (
                "delay if W makes the offers: the same",
                kap > KAP_STAR,
                lambda: solved.region("delay if W offers"),
            ),
            ("the prospect is worth something to W", x > f_W, lambda: solved.region("the prospect pays")),
        ],
    )
