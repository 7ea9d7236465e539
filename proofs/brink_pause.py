"""Theorem: what a pause does to a contest in which waiting is costly and dangerous.

As in `mediator_reliance_trap`, one-period deviations are all there is to exclude: a side concedes at its turn only if the
next value is at most 0, and waits only if it is at least 0.  Every payoff and probability below is the game's own.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.brink_pause import (
    ASSUMING,
    MODEL,
    U_S,
    U_W,
    V_S,
    V_W,
    D,
    c_0,
    c_1,
    crisis,
    e_0,
    e_1,
    pause,
    v,
)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    p, q = gt.parameters("p q")
    now, paused = crisis(), pause()

    def profile(own: Any, other: Any) -> Any:
        return {"W": {"concede": own, "wait": 1 - own}, "S": {"concede": other, "wait": 1 - other}}

    def value(game: gt.Game, own: Any, other: Any, after: Any) -> Any:
        """Return what W has at the start of a period: both concede with these chances, and `after` follows."""
        return game.payoffs(profile(own, other))["W"].subs({V_W: after, U_W: after, V_S: after, U_S: after})

    def risk(game: gt.Game, one: Any, two: Any) -> Any:
        """Return the chance that an accident ever happens if both concede with these chances at every turn."""
        outcomes = game.outcomes(profile(one, two))
        return outcomes["accident"] / (1 - outcomes["stalemate"])

    def lasting(game: gt.Game, chance: Any) -> Any:
        return game.outcomes(profile(chance, chance))["stalemate"]

    def mixing(e: Any, c: Any) -> Any:
        return 2 * (c + e * D) / ((1 - e) * v)

    def closed(e: Any, c: Any) -> Any:
        return e * v / (e * v + 2 * c + 2 * e * D)

    here, there = mixing(e_0, c_0), mixing(e_1, c_1)
    giving_in = -2 * (c_0 + e_0 * D) / (1 + e_0)
    winning = ((1 - e_0) * v - 2 * (c_0 + e_0 * D)) / (1 + e_0)
    pair = [0 < e_1, e_1 < e_0, e_0 < 1]
    return gt.Theorem(
        name="brink_pause",
        statement=(
            "There are three stationary equilibria: each side concedes at the rate (c + e D)/v, or one side concedes at its "
            "first turn. In the first an accident ever happens with probability e v/(e v + 2c + 2 e D); a pause lowers it iff "
            "c_1 > c_0 e_1/e_0, always lengthens the crisis, and leaves both with the payoff 0. If one side concedes at its "
            "first turn, every pause lowers the risk."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "A side that mixes has the next value 0; with that, this period's value is 0 iff the other concedes at its "
                "turn with probability p* = 2 (c + e D)/((1 - e) v), in the crisis and in the pause alike.",
                And(
                    Equivalent(Eq(value(now, q, p, 0), 0), Eq(p, here)),
                    Equivalent(Eq(value(paused, q, p, 0), 0), Eq(p, there)),
                ),
            ),
            gt.Step(
                "Both are probabilities strictly between 0 and 1, because the period is short.",
                And(here > 0, here < 1, there > 0, there < 1),
            ),
            gt.Step(
                "Both waiting for ever is no equilibrium: its value x is negative.",
                q < 0,
                given=[Eq(value(now, 0, 0, q), q)],
            ),
            gt.Step(
                "If the other waits, conceding at one's turn is a best reply: the value at the start of a period is negative.",
                And(Equivalent(Eq(value(now, 1, 0, q), q), Eq(q, giving_in)), giving_in < 0),
            ),
            gt.Step(
                "The other then has a positive value by waiting.",
                And(Equivalent(Eq(value(now, 0, 1, q), q), Eq(q, winning)), winning > 0),
            ),
            gt.Step(
                "Both conceding at their turns is no equilibrium: the value that this yields makes waiting better.",
                value(now, 1, 1, q) > 0,
            ),
            gt.Step(
                "If one side mixes, so does the other: one that waits for sure, or concedes for sure, gives the mixing side a "
                "value other than 0. So there are these three and no other stationary equilibria.",
                And(value(now, q, 0, 0) < 0, value(now, q, 1, 0) > 0),
            ),
            gt.Step(
                "An atom at date 0: if the other concedes at its first turn with another probability p, a side's value moves "
                "by (1 - e)(p - p*) v/2, and the other is still indifferent; so any p is possible there.",
                Eq(value(now, q, p, 0), (1 - e_0) * (p - here) * v / 2),
            ),
            gt.Step(
                "In the contest an accident ever happens with probability e v/(e v + 2c + 2 e D).",
                And(
                    Eq(risk(now, here, here), closed(e_0, c_0)),
                    Eq(risk(paused, there, there), closed(e_1, c_1)),
                ),
            ),
            gt.Step(
                "Its odds are v against 2D + 2c/e: only the cost of waiting per accident counts.",
                Eq(closed(e_0, c_0) / (1 - closed(e_0, c_0)), v / (2 * D + 2 * c_0 / e_0)),
            ),
            gt.Step(
                "With no other cost of waiting than the danger, the accident rate cancels: v/(v + 2D).",
                And(Eq(closed(e_0, 0), v / (v + 2 * D)), Eq(diff(closed(e_0, c_0), e_0).subs(c_0, 0), 0)),
            ),
            gt.Step(
                "The probability rises in the prize and falls in the loss.",
                And(diff(closed(e_0, c_0), v) > 0, diff(closed(e_0, c_0), D) < 0),
            ),
            gt.Step(
                "It falls in the cost of waiting; and it rises in the accident rate iff waiting has a cost.",
                And(diff(closed(e_0, c_0), c_0) < 0, Equivalent(diff(closed(e_0, c_0), e_0) > 0, c_0 > 0)),
            ),
            gt.Step(
                "So a pause lowers it iff the cost of waiting falls less, in proportion, than the accident rate.",
                Equivalent(risk(paused, there, there) < risk(now, here, here), c_1 > c_0 * e_1 / e_0),
            ),
            gt.Step(
                "A pause that leaves the cost of waiting as it is lowers the risk iff that cost is positive.",
                Equivalent(closed(e_1, c_0) < closed(e_0, c_0), c_0 > 0),
                given=pair,
            ),
            gt.Step(
                "Every pause lengthens the crisis.",
                lasting(paused, there) > lasting(now, here),
            ),
            gt.Step(
                "If one side concedes at its first turn, the probability of an accident is 2e/(1 + e), and a pause lowers it.",
                And(
                    Eq(risk(now, 1, 0), 2 * e_0 / (1 + e_0)),
                    Eq(risk(paused, 1, 0), 2 * e_1 / (1 + e_1)),
                    risk(paused, 1, 0) < risk(now, 1, 0),
                ),
            ),
        ],
        conclusions=[
            ("the pause lowers the risk", c_1 > c_0 * e_1 / e_0, lambda: solved.region("risk falls")),
            ("the crisis lasts longer, everywhere", True, lambda: solved.region("open longer")),
            ("W gains from the pause, nowhere", False, lambda: solved.region("both gain")),
            (
                "the pause lowers the risk where one side gives in, everywhere",
                True,
                lambda: solved.region("risk falls if one side gives in"),
            ),
        ],
    )
