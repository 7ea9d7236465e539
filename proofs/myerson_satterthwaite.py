"""Theorem: what the best mechanism between a buyer and a seller of two types each realises, and when it loses deals.

The seller's position mirrors the buyer's (cost c stands where value 1 - c stands, what is gained from 1 above the price where the price
stands), so a mechanism can be averaged with its mirror image: three probabilities of trade and two expected payments are left.
"""

from __future__ import annotations

from sympy import And, Eq, Implies, Rational, S, diff

import gametheory as gt
from models.papers.myerson_satterthwaite import ASSUMING, MODEL, SHARE, mechanism, p, x


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    t, m, n, X_1, X_x = gt.parameters("t m n X_1 X_x")
    keen, reluctant = (1 - p) * t + p * m, (1 - p) * m + p * n
    bounds = [0 <= t, t <= 1, 0 <= m, m <= 1, 0 <= n, n <= 1]
    takes_part = x * reluctant - X_x >= 0
    honest = keen - X_1 >= reluctant - X_x
    balanced = Eq(2 * ((1 - p) * X_1 + p * X_x), (1 - p) * keen + p * reluctant)
    gained = (1 - p) ** 2 * t + 2 * p * (1 - p) * x * m + p**2 * (2 * x - 1) * n
    steps = [
        gt.Step(
            "Keen sides trade with probability t, a keen and a reluctant one with m, reluctant ones with n; a keen buyer expects to pay X_1, a "
            "reluctant one X_x. As the seller mirrors the buyer, a balanced budget means that the buyer pays half of what trade moves. "
            "The reluctant must take part and the keen be honest; both together bound m: half of what the keen trade is at least "
            "1 - p/2 - x for each trade of the reluctant.",
            Implies(And(takes_part, honest), (1 - p) * keen / 2 >= (1 - p / 2 - x) * reluctant),
            given=[balanced],
        ),
    ]
    for e in mechanism():
        share = S(e.values["share"])
        X_low, X_high = e.values["low"], e.values["high"]
        Q_high, Q_low = (1 - p) + p * share, (1 - p) * share
        steps += [
            gt.Step(
                f"So no mechanism gains more than stated ({e.name}).",
                gained <= e.values["gains"],
                given=[e.when, *bounds, takes_part, honest, balanced],
            ),
            gt.Step(
                f"And one gains that ({e.name}): nobody lies, nobody stays out, the budget is balanced. (Types are independent, so payments "
                "with these expectations can be balanced after every pair of reports.)",
                And(
                    share >= 0,
                    share <= 1,
                    x * Q_low - X_low >= 0,
                    Q_high - X_high >= 0,
                    Q_high - X_high >= Q_low - X_low,
                    x * Q_low - X_low >= x * Q_high - X_high,
                    Eq(2 * ((1 - p) * X_high + p * X_low), (1 - p) * Q_high + p * Q_low),
                ),
                given=[e.when],
            ),
        ]
    steps += [
        gt.Step(
            "Where deals are lost a keen and a reluctant side still trade more than half of the time, and more often if more is gained.",
            And(SHARE > Rational(1, 2), SHARE < 1, diff(SHARE, x) > 0, diff(SHARE, p) > 0),
            given=[2 * x < 1 - p],
        ),
    ]
    return gt.Theorem(
        name="myerson_satterthwaite",
        statement=(
            "The best mechanism lets keen sides trade always, reluctant ones never, and a keen and a reluctant one with probability min(1, "
            "(1 - p)/(2 (1 - p - x))): deals are lost iff x < (1 - p)/2."
        ),
        assuming=ASSUMING,
        steps=steps,
        conclusions=[
            ("deals are lost", 2 * x < 1 - p, lambda: solved.region("loss")),
            ("less than three in four", 3 * (1 - p - x) > 2 * (1 - p), lambda: solved.region("often lost")),
        ],
    )
