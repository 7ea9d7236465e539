"""Theorem: which plans of phased relief both sides keep.

Stopping for ever is the hardest punishment (a side that gives nothing gets at least 0), so a plan is kept in some
subgame-perfect equilibrium iff neither side gains at any of its turns by stopping.  The first steps show this for plans
with a constant share, with the payoffs of the game itself; the later ones show that no other plan does more.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.phased_relief import ASSUMING, MODEL, V_S, V_W, a, b, c, d, e, game, q, r

KEPT = b * c / (a * e * d**2)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree = game()
    X, Y, Z = gt.parameters("X Y Z")
    first, rest_X, rest_Y, x_0 = gt.parameters("first rest_X rest_Y x_0")

    def payoff(player: str, W: str, S: str) -> Any:
        return tree.payoffs({"W": W, "S": S})[player]

    keeps_W, keeps_S = (payoff(player, "deliver", "relieve") for player in "WS")
    value_W = (1 - q) * (d * e * r - b) / (1 - d**2 * q)
    value_S = (1 - q) * (a - d * c * r) / (1 - d**2 * q)
    values = [Eq(V_W, value_W), Eq(V_S, value_S)]
    return gt.Theorem(
        name="phased_relief",
        statement=(
            "A plan that leaves the share q of both stocks open after each round, at r units of relief for a unit of "
            "concession, is kept in some equilibrium iff b <= d e r and c r <= d a q. Some plan is iff d^2 > bc/(ae), also "
            "among plans whose share varies; none that ends is; and none leaves less than the "
            "share bc/(ae d^2) of concessions open after a round. Doing nothing is always an equilibrium."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "If the plan is kept, a round is worth V_W = (1 - q)(d e r - b)/(1 - d^2 q) to W and "
                "V_S = (1 - q)(a - d c r)/(1 - d^2 q) to S.",
                And(
                    Equivalent(Eq(keeps_W, V_W), Eq(V_W, value_W)),
                    Equivalent(Eq(keeps_S, V_S), Eq(V_S, value_S)),
                ),
            ),
            gt.Step(
                "At its turn S relieves iff c r <= d a q: what relief costs now against what the next concession is worth.",
                Equivalent(keeps_S >= payoff("S", "deliver", "stop"), c * r <= d * a * q),
                given=values,
            ),
            gt.Step(
                "W delivers iff b <= d e r.",
                Equivalent(keeps_W >= payoff("W", "stop", "relieve"), b <= d * e * r),
                given=values,
            ),
            gt.Step(
                "If S would stop, W does not deliver.",
                payoff("W", "deliver", "stop") < payoff("W", "stop", "stop"),
            ),
            gt.Step(
                "If nothing follows, S does not relieve: so doing nothing is an equilibrium.",
                payoff("S", "deliver", "relieve") < payoff("S", "deliver", "stop"),
                given=[Eq(V_S, 0), Eq(V_W, 0)],
            ),
            gt.Step(
                "Both conditions together bound the share that stays open, q >= bc/(ae d^2), on any terms.",
                q >= KEPT,
                given=[b <= d * e * r, c * r <= d * a * q],
            ),
            gt.Step(
                "And the terms r = b/(d e), which leave W indifferent, reach the bound.",
                Equivalent(c * (b / (d * e)) <= d * a * q, q >= KEPT),
            ),
            gt.Step(
                "A plan that ends (q = 0) is never kept: the last relief costs c r and brings nothing.",
                c * r > d * a * q,
                given=[Eq(q, 0)],
            ),
            gt.Step(
                "Plans with varying steps: let X and Z be W's concessions from this round and from the next on, Y the relief "
                "from this round on, each discounted to its first date. Keeping the plan means b X <= d e Y and "
                "c Y <= d a Z, so Z >= X bc/(ae d^2): the rest cannot shrink faster than with the constant share.",
                Z >= KEPT * X,
                given=[X > 0, Y > 0, Z >= 0, b * X <= d * e * Y, c * Y <= d * a * Z],
            ),
            gt.Step(
                "Nor can what is open: it is X + (1 - d^2)(Z + rest_X) before and Z + (1 - d^2) rest_X after a round, where rest_X, "
                "the sum of the later discounted rests, is at least what Z leaves by shrinking that fast for ever.",
                Z + (1 - d**2) * rest_X >= KEPT * (X + (1 - d**2) * (Z + rest_X)),
                given=[X > 0, Z >= KEPT * X, (1 - KEPT) * rest_X >= KEPT * Z, KEPT < 1],
            ),
            gt.Step(
                "With d^2 <= bc/(ae) the rest would not shrink at all, Z >= X in every round; but it is at most what is left of a "
                "finite stock, which vanishes: no plan is kept.",
                Z >= X,
                given=[
                    X > 0,
                    Y > 0,
                    Z >= 0,
                    b * X <= d * e * Y,
                    c * Y <= d * a * Z,
                    a * e * d**2 <= b * c,
                ],
            ),
            gt.Step(
                "Given whole stocks, x_0 being W's first step: a stock is the first of these discounted rests plus (1 - d^2) "
                "times the sum of the later ones (concessions: X + (1 - d^2) rest_X; relief: Y + (1 - d^2) rest_Y). As "
                "b <= d e holds for each pair of rests, it holds for the stocks.",
                b * (X + (1 - d**2) * rest_X) <= d * e * (Y + (1 - d**2) * rest_Y),
                given=[b * X <= d * e * Y, b * rest_X <= d * e * rest_Y],
            ),
            gt.Step(
                "In the same way S's condition compares the stock of relief with that of concessions less x_0: so stocks in "
                "the ratio r can be exchanged iff b <= d e r and c r < d a, whatever the steps.",
                c * (Y + (1 - d**2) * rest_Y) < d * a * (x_0 + first + (1 - d**2) * rest_X),
                given=[c * Y <= d * a * first, c * rest_Y <= d * a * rest_X, x_0 > 0],
            ),
            gt.Step(
                "The smallest share left rises in both costs and falls in both benefits and in patience.",
                And(
                    diff(KEPT, b) > 0,
                    diff(KEPT, c) > 0,
                    diff(KEPT, a) < 0,
                    diff(KEPT, e) < 0,
                    diff(KEPT, d) < 0,
                ),
            ),
            gt.Step(
                "Gains from trade, bc < ae, are necessary; they suffice only in the limit of patience.",
                b * c < a * e,
                given=[a * e * d**2 > b * c],
            ),
        ],
        conclusions=[
            ("some plan is kept", a * e * d**2 > b * c, lambda: solved.region("relief")),
            ("a plan that leaves the share q is kept", q >= KEPT, lambda: solved.region("share left")),
            (
                "a plan on the terms r is kept",
                And(r >= b / (d * e), r < a * d / c),
                lambda: solved.region("terms"),
            ),
            ("a plan that ends, nowhere", False, lambda: solved.region("all at once")),
            ("W delivers nothing, everywhere", True, lambda: solved.region("nothing")),
        ],
    )
