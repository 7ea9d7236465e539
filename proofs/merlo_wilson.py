"""Theorem: two states; delay in the low one iff its surplus is below the value of waiting.

The derivation works with the total value alone (with transferable surplus, agreement comes when it is efficient); its
end is proved equal to the solver's region, which works with the players' values.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.papers.merlo_wilson import ASSUMING, MODEL, beta, c_H, c_L, pi

THRESHOLD = beta * pi * c_H / (1 - beta * (1 - pi))


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    W, W_L = gt.parameters("W W_L")
    wait = beta * (pi * c_H + (1 - pi) * W)
    return gt.Theorem(
        name="merlo_wilson",
        statement=(
            "In the stationary equilibrium there is delay in the low state iff c_L < beta pi c_H/(1 - beta (1 - pi)); the "
            "total value is then that threshold, shared equally, so delay is efficient."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "In the high state nothing better can come: c_H exceeds beta c_H, so there is agreement.",
                c_H > beta * c_H,
            ),
            gt.Step(
                "If talks wait in the low state until it turns high, the total value W solves W = beta (pi c_H + (1 - pi) W).",
                Equivalent(Eq(W, wait), Eq(W, THRESHOLD)),
            ),
            gt.Step(
                "Waiting for ever for the high state beats agreeing now iff c_L lies below that value.",
                Equivalent(c_L < beta * (pi * c_H + (1 - pi) * W_L), c_L < THRESHOLD),
                given=[Eq(W_L, THRESHOLD)],
            ),
            gt.Step(
                "Agreeing now is a best reply to agreeing from now on iff c_L is at least beta (pi c_H + (1 - pi) c_L): the "
                "same threshold, so exactly one of the two patterns is self-confirming.",
                Equivalent(c_L >= beta * (pi * c_H + (1 - pi) * c_L), c_L >= THRESHOLD),
            ),
            gt.Step(
                "The threshold rises in patience, in the chance and in the size of the high surplus.",
                And(diff(THRESHOLD, beta) > 0, diff(THRESHOLD, pi) > 0, diff(THRESHOLD, c_H) > 0),
            ),
            gt.Step("It lies below c_H: a surplus that cannot grow is divided at once.", THRESHOLD < c_H),
        ],
        conclusions=[
            ("delay in the low state", c_L < THRESHOLD, lambda: solved.region("delay")),
            (
                "waiting is worth more than half of c_L to player 1",
                c_L < THRESHOLD,
                lambda: solved.region("waiting pays"),
            ),
        ],
    )
