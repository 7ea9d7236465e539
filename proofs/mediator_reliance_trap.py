"""Theorem: how a mediator's settlements crowd out concessions in a war of attrition.

Stationary strategies against stationary strategies are a Markov decision problem that ends, or costs, in every period, so
a one-period deviation is all there is to exclude: a side concedes at its turn only if the next value is at most 0, and
waits only if it is at least 0.  Every payoff below is the game's own, with the next values put in.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Or, Rational, diff

import gametheory as gt
from models.essays.mediator_reliance_trap import (
    ASSUMING,
    MODEL,
    U_S,
    U_W,
    V_S,
    V_W,
    alone,
    c,
    g,
    g_S,
    g_W,
    m,
    mediated,
    unequal,
    v,
)

M_STAR = c / g


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    p, q, x = gt.parameters("p q x")

    def value(game: gt.Game, own: Any, other: Any, after: Any, of: str = "W") -> Any:
        """Return what a side has at the start of a period: both concede with these chances, and `after` follows."""
        one, two = (own, other) if of == "W" else (other, own)
        profile = {"W": {"concede": one, "wait": 1 - one}, "S": {"concede": two, "wait": 1 - two}}
        next_value = {"W": {V_W, U_W}, "S": {V_S, U_S}}[of]
        return game.payoffs(profile)[of].subs(dict.fromkeys(next_value, after))

    def lasting(game: gt.Game, chance: Any) -> Any:
        """Return the chance that the stalemate lasts another period if both concede with a given chance."""
        mixture = {"concede": chance, "wait": 1 - chance}
        return game.outcomes({"W": mixture, "S": mixture})["stalemate"]

    talks, contest = mediated(), alone()
    apart = unequal()
    mixing = 2 * (c - m * g) / ((1 - m) * v)
    mixing_alone = 2 * c / v
    waiting = (m * g - c) / m
    giving_in = 2 * (m * g - c) / (1 + m)
    winning = (2 * (m * g - c) + (1 - m) * v) / (1 + m)
    return gt.Theorem(
        name="mediator_reliance_trap",
        statement=(
            "In the symmetric stationary equilibrium each side concedes at the rate (c - m g)/v if m < m* = c/g and never "
            "above. The stalemate lasts longer than without a mediator iff g > v/2 and m < 2c/v, and shorter iff m > 2c/v, "
            "or g < v/2. Both gain iff m > m*. One side conceding at its first turn is an equilibrium iff m <= m*; there are "
            "no other stationary ones for m < m*. If the settlement pays for waiting on one side only, the other concedes at "
            "once in every equilibrium."
        ),
        assuming=[*ASSUMING, g_W > 0, g_S > 0],
        steps=[
            gt.Step(
                "A side that mixes has the next value 0; with that, this period's value is 0 iff the other concedes at its "
                "turn with probability p* = 2 (c - m g)/((1 - m) v), whatever the side itself does.",
                Equivalent(Eq(value(talks, q, p, 0), 0), Eq(p, mixing)),
            ),
            gt.Step(
                "That is a probability below 1 always, positive iff m < m*, and 0 at m*.",
                And(mixing < 1, Equivalent(mixing > 0, m < M_STAR), Equivalent(Eq(mixing, 0), Eq(m, M_STAR))),
            ),
            gt.Step(
                "Per period a side so concedes with probability (c - m g)/v: settlements crowd out concessions.",
                Eq((1 - m) / 2 * mixing, (c - m * g) / v),
            ),
            gt.Step(
                "If both wait for ever, each has the value (m g - c)/m; waiting is then a best reply iff m >= m*.",
                And(
                    Equivalent(Eq(value(talks, 0, 0, q), q), Eq(q, waiting)),
                    Equivalent(waiting >= 0, m >= M_STAR),
                ),
            ),
            gt.Step(
                "If the other waits, conceding at one's turn yields 2 (m g - c)/(1 + m) at the start of a period; it is a best "
                "reply iff m <= m*.",
                And(
                    Equivalent(Eq(value(talks, 1, 0, q), q), Eq(q, giving_in)),
                    Equivalent(giving_in <= 0, m <= M_STAR),
                ),
            ),
            gt.Step(
                "The other then has a positive value by waiting, because the period is short.",
                And(Equivalent(Eq(value(talks, 0, 1, q), q), Eq(q, winning)), winning > 0),
            ),
            gt.Step(
                "Both conceding at their turns is no equilibrium: with the value V this yields, waiting is better.",
                value(talks, 1, 1, q) > 0,
            ),
            gt.Step(
                "If one side mixes, so does the other where m < m*: a side that waits for sure, or that concedes for sure, "
                "gives the mixing side a value other than 0.",
                And(value(talks, q, 0, 0) < 0, value(talks, q, 1, 0) > 0),
                given=[m < M_STAR],
            ),
            gt.Step(
                "An atom at date 0: if the other concedes at its first turn with another probability p, a side's value moves "
                "by (1 - m)(p - p*) v/2, and the other is still indifferent; so any p is possible there, when m <= m*.",
                Eq(value(talks, q, p, 0), (1 - m) * (p - mixing) * v / 2),
                given=[m <= M_STAR],
            ),
            gt.Step(
                "Without the mediator each concedes at its turn with probability 2c/v.",
                And(
                    Equivalent(Eq(value(contest, q, p, 0), 0), Eq(p, mixing_alone)),
                    mixing_alone > 0,
                    mixing_alone < 1,
                ),
            ),
            gt.Step(
                "The stalemate ends in a period with probability 2c/v + m (1 - 2g/v) for m <= m*, against 2c/v without the "
                "mediator: one for one crowding out at g = v/2, a longer stalemate iff g > v/2.",
                And(
                    Eq(1 - lasting(talks, mixing), 2 * c / v + m * (1 - 2 * g / v)),
                    Eq(1 - lasting(contest, mixing_alone), 2 * c / v),
                    Equivalent(lasting(talks, mixing) > lasting(contest, mixing_alone), g > v / 2),
                    Equivalent(Eq(lasting(talks, mixing), lasting(contest, mixing_alone)), Eq(g, v / 2)),
                ),
                given=[m <= M_STAR],
            ),
            gt.Step(
                "Above m* it ends when the mediator comes: slower than without him iff m < 2c/v, which is possible iff "
                "g > v/2.",
                And(
                    Equivalent(lasting(talks, 0) > lasting(contest, mixing_alone), m < 2 * c / v),
                    Equivalent(M_STAR < 2 * c / v, g > v / 2),
                ),
                given=[m >= M_STAR],
            ),
            gt.Step(
                "m* rises in the cost of waiting and falls in the worth of the settlement.",
                And(diff(M_STAR, c) > 0, diff(M_STAR, g) < 0),
            ),
            gt.Step(
                "Unequal settlements: where m g_S > c, waiting for ever is worth a positive amount to S, whatever W does (q): a "
                "period adds something positive to what is left of the next value x, so S never concedes.",
                And(
                    value(apart, 0, q, 0, of="S") > 0,
                    diff(value(apart, 0, q, x, of="S"), x) >= 0,
                    diff(value(apart, 0, q, x, of="S"), x) < 1,
                ),
                given=[m * g_S > c, 0 <= q, q <= 1],
            ),
            gt.Step(
                "Against a side that never concedes, W loses by waiting if m g_W < c, now and for ever, and so concedes at its "
                "first turn.",
                And(
                    (m * g_W - c) / m < 0,
                    2 * (m * g_W - c) / (1 + m) < 0,
                    Equivalent(Eq(value(apart, 1, 0, q), q), Eq(q, 2 * (m * g_W - c) / (1 + m))),
                    Equivalent(Eq(value(apart, 0, 0, q), q), Eq(q, (m * g_W - c) / m)),
                ),
                given=[m * g_W < c],
            ),
        ],
        conclusions=[
            ("concessions stop", m >= M_STAR, lambda: solved.region("no concessions")),
            (
                "the mediator lengthens the stalemate",
                And(g > v * Rational(1, 2), m < 2 * c / v),
                lambda: solved.region("longer"),
            ),
            (
                "the mediator shortens the stalemate",
                Or(m > 2 * c / v, g < v * Rational(1, 2)),
                lambda: solved.region("shorter"),
            ),
            ("both gain", m > M_STAR, lambda: solved.region("gain")),
            ("one side concedes at its first turn", m <= M_STAR, lambda: solved.region("one side gives in")),
            (
                "W concedes at its first turn in every equilibrium",
                And(m * g_W < c, c < m * g_S),
                lambda: solved.region("W must give in"),
            ),
        ],
    )
