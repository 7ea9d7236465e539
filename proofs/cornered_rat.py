"""Theorem: the largest shift short of war in both protocols, and what S gains by pressing up to it.

As in `breathing_space_truce` the argument holds for all subgame-perfect equilibria of the game played period by period:
the responder can secure what war is worth, the proposer the rest, and there is no more than one unit a period.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.cornered_rat import ASSUMING, LOT, MODEL, S_OFFERS, W_OFFERS, X, d, k, later, now, p, q

WAR_W, WAR_S = (1 - p) * (1 - k), p * (1 - k)
"""What war today is worth."""

WAR_W_LATER, WAR_S_LATER = (1 - p - X) * (1 - k), (p + X) * (1 - k)
"""And tomorrow."""

X_W = (k / (1 - k) + p * (1 - d)) / d
X_S = (1 - d) * (k / (1 - k) + p) / d
X_LOT = X_S + q * k / (1 - k)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    x, y, u, v = gt.parameters("x y u v")
    (w_later,), (s_later,), (lot_later,) = (later(who).equilibria() for who in (W_OFFERS, S_OFFERS, LOT))
    found = solved.equilibria
    return gt.Theorem(
        name="cornered_rat",
        statement=(
            "If W makes the offers there is war for sure iff X > X* = (k/(1 - k) + p (1 - d))/d, and peace for X < X*; if S "
            "makes them the threshold is (1 - d)(k/(1 - k) + p)/d = X* - k/(1 - k). In the first case S's best pressure is X* "
            "itself, and brings it k, all that peace saves; in the second no pressure brings it anything."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Tomorrow a responder accepts whatever exceeds what war is worth to it, for it can secure that later too; so "
                "the proposer keeps the rest. First S, then W as the responder.",
                And((1 - d) * x + d * v > WAR_S_LATER, (1 - d) * y + d * u > WAR_W_LATER),
                given=[x > WAR_S_LATER, v >= WAR_S_LATER, y > WAR_W_LATER, u >= WAR_W_LATER],
            ),
            gt.Step(
                "These are the values that the solver finds for tomorrow; a lot mixes the two.",
                And(
                    Eq(w_later.value("S"), WAR_S_LATER),
                    Eq(w_later.value("W"), 1 - WAR_S_LATER),
                    Eq(s_later.value("W"), WAR_W_LATER),
                    Eq(lot_later.value("W"), q * (1 - WAR_S_LATER) + (1 - q) * WAR_W_LATER),
                ),
            ),
            gt.Step(
                "If W makes the offers, not even all of today's unit keeps it from war iff X > X*.",
                Equivalent((1 - d) + d * (1 - WAR_S_LATER) < WAR_W, X > X_W),
            ),
            gt.Step(
                "At X* and beyond S would be content with nothing today, so it is W who fights.",
                d * WAR_S_LATER > WAR_S,
                given=X >= X_W,
            ),
            gt.Step(
                "If S must be paid today, W pays up to what war is worth to S, which leaves W more than war.",
                1 - WAR_S > WAR_W,
            ),
            gt.Step(
                "If S makes the offers, all of today's unit does not keep W from war iff X > (1 - d)(k/(1 - k) + p)/d.",
                Equivalent((1 - d) + d * WAR_W_LATER < WAR_W, X > X_S),
            ),
            gt.Step("And S would rather buy peace than have war.", 1 - WAR_W > WAR_S),
            gt.Step(
                "By lot tomorrow: the threshold is the one with S's offers plus q k/(1 - k), from one protocol to the other.",
                And(
                    Equivalent((1 - d) + d * lot_later.value("W") < WAR_W, X > X_LOT),
                    Eq(X_LOT.subs(q, 1), X_W),
                    Eq(X_LOT.subs(q, 0), X_S),
                ),
            ),
            gt.Step("S's offers make war likelier, by k/(1 - k).", And(X_S > 0, Eq(X_W - X_S, k / (1 - k)))),
            gt.Step(
                "Power is bounded: W can be cornered at all only if k/(1 - k) is less than d - p.",
                Equivalent(p + X_W < 1, k / (1 - k) < d - p),
            ),
            gt.Step(
                "In peace, and paid by W only later, S gets d (p + X)(1 - k): it rises in X, and at X* it is what war brings and k.",
                And(diff(d * WAR_S_LATER, X) > 0, Eq((d * WAR_S_LATER).subs(X, X_W), WAR_S + k)),
            ),
            gt.Step(
                "X* rises in k and in S's power, and falls in patience; so does the threshold with S's offers.",
                And(
                    *(diff(star, k) > 0 for star in (X_W, X_S)),
                    *(diff(star, p) > 0 for star in (X_W, X_S)),
                    *(diff(star, d) < 0 for star in (X_W, X_S)),
                ),
            ),
        ],
        conclusions=[
            ("war, W offers", X > X_W, lambda: solved.region("war")),
            ("there can be peace, W offers", X <= X_W, lambda: found["W offers"].agreement("now")),
            ("war, S offers", X > X_S, lambda: solved.region("war, S offers")),
            ("war, a lot tomorrow", X > X_LOT, lambda: solved.region("war, lot")),
            (
                "war, S offers today and W tomorrow: as if W offered today too",
                X > X_W,
                lambda: ~now(S_OFFERS, W_OFFERS).equilibria().agreement("now"),
            ),
            (
                "pressure brings S more than none, W offers",
                And(d * (p + X) > p, X <= X_W),
                lambda: solved.region("pressure pays"),
            ),
            (
                "S can get what war brings and k only by X*, W offers",
                Eq(X, X_W),
                lambda: found["W offers"].when(gt.value("S") >= WAR_S + k),
            ),
            ("no pressure pays, S offers", False, lambda: solved.region("pressure pays, S offers")),
        ],
    )
