"""Theorem: how leaky a channel may be.  Cut-offs from the gain of accepting at the cut-off; h stands for sqrt(1 - G)."""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, Not, Or

import gametheory as gt
from models.essays.leaky_channel import ASSUMING, MODEL, G, best_cutoff, e


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    a, b, c, h, t = gt.parameters("a b c h t")
    cutoffs = [0 <= a, a <= 1, 0 <= b, b <= 1]

    def gain(cost: object, other: object) -> object:
        """Return what accepting brings at a cost, the other accepting with this probability."""
        return other * (G - cost) - (1 - other) * e

    fixed = t**2 - (G + e) * t + e
    root = [Eq(h**2, 1 - G), h > 0]
    tight = And((G + e) ** 2 >= 4 * e, G + e < 2)
    return gt.Theorem(
        name="leaky_channel",
        statement=(
            "In every equilibrium both sides have the same cut-off: 0, which always is one, or a root of t^2 - (G + e) t + e = 0, of "
            "which there are any exactly if e <= (1 - sqrt(1 - G))^2; the larger root falls in e down to 1 - sqrt(1 - G) at the limit."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "The gain falls in the own cost, so that best replies are cut-offs; at the cost 1 it is negative.",
                And(Implies(And(a < c, b > 0), gain(a, b) > gain(c, b)), gain(1, b) < 0),
                given=[0 <= b, b <= 1],
            ),
            gt.Step(
                "A side whose other never accepts does not accept either; so silence is an equilibrium.",
                gain(a, 0) < 0,
                given=[a >= 0],
            ),
            gt.Step(
                "Best replies to each other that are not both 0 are equal.",
                Implies(And(best_cutoff(b, a), best_cutoff(a, b)), Eq(a, b)),
                given=cutoffs,
            ),
            gt.Step(
                "A common positive cut-off is a best reply to itself iff t^2 - (G + e) t + e = 0.",
                Equivalent(And(t > 0, best_cutoff(t, t)), And(t > 0, Eq(fixed, 0))),
                given=[0 <= t, t <= 1],
            ),
            gt.Step(
                "Between 0 and 1 it has a root only if (G + e)^2 >= 4 e and G + e < 2.",
                Implies(And(0 < t, t < 1, Eq(fixed, 0)), tight),
            ),
            gt.Step(
                "Then both roots lie there: it is positive at 0 and at 1, and its least value is between.",
                Implies(tight, And(fixed.subs(t, 0) > 0, fixed.subs(t, 1) > 0, 0 < G + e, G + e < 2)),
            ),
            gt.Step(
                "These conditions say e <= (1 - sqrt(1 - G))^2.",
                Equivalent(tight, e <= (1 - h) ** 2),
                given=[*root, h < 1],
            ),
            gt.Step(
                "At the limit both roots are 1 - sqrt(1 - G), which is positive: beyond it the cut-off jumps to 0.",
                Implies(Eq(e, (1 - h) ** 2), And(Equivalent(Eq(fixed, 0), Eq(t, 1 - h)), 1 - h > 0)),
                given=[*root, h < 1],
            ),
            gt.Step(
                "Below it the larger root is larger than that.",
                Implies(And(e < (1 - h) ** 2, Eq(fixed, 0), 2 * t > G + e), t > 1 - h),
                given=[*root, h < 1],
            ),
            gt.Step(
                "The larger root falls in e: its slope (t - 1)/(2 t - G - e) is negative.",
                Implies(And(Eq(fixed, 0), 2 * t > G + e), And(Or(2 * t - G - e > 0), (t - 1) < 0)),
                given=[0 < t, t < 1],
            ),
        ],
        conclusions=[
            ("talks", tight, lambda: solved.region("talks")),
            ("silence", True, lambda: solved.region("silence")),
            ("only silence", Not(tight), lambda: solved.region("only silence")),
        ],
    )
