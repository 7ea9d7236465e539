"""Theorem: what a secret channel compels.  Gains of A's types and of B from the stakes; the derivation never looks at the lists."""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, Or, diff

import gametheory as gt
from models.essays.secret_channel import ASSUMING, MEANT, MODEL, POOLED, PRIVATE, H, W, a, t, w


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    q, r, v, x = gt.parameters("q r v x")

    def demand(worth: object) -> object:
        """Return what a demand brings to A if B resists with probability r and resistance is then worth this."""
        return (1 - r) + r * worth

    resisting = q * -v + (1 - q) - (-t)
    resists = [0 <= r, r <= 1]
    share = [0 < q, q <= 1]
    t_star = a / H
    mixed = (1 + a) * (1 + t) / (W + 1 + a)
    return gt.Theorem(
        name="secret_channel",
        statement=(
            "B resists a public demand with probability min{1/(1 + a), (1 - g + t)/(g W)}, g = (H + a)/(H + w), if t (1 + a) <= W, and "
            "min{1, t/W} otherwise; a private one with min{1, w/(H W)}. If t (1 + a) <= W the private demand is resisted no more iff "
            "t >= a/H and H W >= w (1 + a); otherwise iff t >= W or t >= w/H."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "A bluffer, who would back down at the cost a, gains by a demand iff r <= 1/(1 + a); whoever would fight gains more.",
                And(
                    Equivalent(demand(-a) >= 0, r * (1 + a) <= 1),
                    Implies(And(x >= -a, r > 0), demand(x) >= demand(-a)),
                ),
                given=resists,
            ),
            gt.Step(
                "B resists iff its cost of war is at most (1 - q + t)/q.",
                Equivalent(resisting >= 0, v <= (1 - q + t) / q),
                given=share,
            ),
            gt.Step(
                "The more mean it, the less B resists; at least the share g does, and at most all.",
                And(diff((1 - q + t) / q, q) < 0, 0 < MEANT, MEANT <= 1),
                given=share,
            ),
            gt.Step(
                "Bluffers can be so many that they gain nothing, r = 1/(1 + a), iff (1 - g + t)(1 + a) >= g W and t (1 + a) <= W.",
                And(
                    Eq((1 - mixed + t) / (mixed * W), 1 / (1 + a)),
                    Equivalent(And(mixed >= MEANT, mixed <= 1), And(POOLED * (1 + a) >= 1, t * (1 + a) <= W)),
                ),
            ),
            gt.Step(
                "If t (1 + a) > W, B resists more than bluffers bear even if all mean it: none bluffs, and B resists with probability t/W "
                "or 1.",
                Implies(And(t * (1 + a) > W, t <= W), t / W > 1 / (1 + a)),
            ),
            gt.Step(
                "Then A's types with w_A >= -(1 - r)/r demand, all of whom would fight.",
                Implies(And(r * (1 + a) > 1, demand(x) >= 0), x > -a),
                given=resists,
            ),
            gt.Step(
                "In private a bluff costs nothing, so all demand, and those with w_A >= 0 would fight: B resists with probability w/(H W).",
                And(demand(0) >= 0, Equivalent(v <= (1 - H / (H + w)) / (H / (H + w)), v <= PRIVATE * W)),
                given=resists,
            ),
            gt.Step(
                "All demanding in public, B resists no less than in private iff t >= a/H.",
                Equivalent(POOLED >= PRIVATE, t >= t_star),
            ),
            gt.Step(
                "Where the demand is resisted with 1/(1 + a), iff H W >= w (1 + a).",
                Equivalent(1 / (1 + a) >= PRIVATE, H * W >= w * (1 + a)),
            ),
            gt.Step(
                "The threshold a/H rises in a and falls in H, and what the sides may lose does not matter.",
                And(diff(t_star, a) > 0, diff(t_star, H) < 0),
            ),
        ],
        conclusions=[
            (
                "private compels",
                And(t * (1 + a) <= W, t >= t_star, H * W >= w * (1 + a)),
                lambda: solved.region("private compels"),
            ),
            (
                "private compels anyhow",
                Or(
                    And(t * (1 + a) <= W, t >= t_star, H * W >= w * (1 + a)),
                    And(t * (1 + a) > W, Or(t >= W, t >= w / H)),
                ),
                lambda: solved.region("private compels anyhow"),
            ),
        ],
    )
