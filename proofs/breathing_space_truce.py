"""Theorem: the truce is feasible up to a rise p2*, and W pays for its rise in advance.

The argument holds for all subgame-perfect equilibria of the game that is played period by period: S can secure what war
is worth, W can secure the rest by offering S a little more than that in every period, and there is no more than one unit
a period.  So continuation payoffs are pinned down, and only today is left.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Or, diff

import gametheory as gt
from models.essays.breathing_space_truce import ASSUMING, MODEL, NO_THREAT, THREAT, c, d, p1, p2

WAR_NOW = 1 - p1 - c * (1 - d)
WAR_LATER = 1 - p2 - c * (1 - d)
"""What war is worth to S, today and later."""

X = 1 + (d * p2 - p1) / (1 - d) - c * (1 - d)
"""S's share of today's unit in a truce, as long as it can threaten tomorrow."""

P2_STAR = (p1 + c * (1 - d) ** 2) / d
C_STAR = (d - p1) / (1 - d)
P2_STAR_S = (p1 + c * (1 - d)) / d


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    x, v = gt.parameters("x v")
    truce = next(e for e in solved.equilibria["now"] if e.agrees("now"))
    tomorrow = next(e for e in solved.equilibria["later"] if e.value("S") != 0)
    return gt.Theorem(
        name="breathing_space_truce",
        statement=(
            "There is a truce iff p2 <= p2* = (p1 + c (1 - d)^2)/d or c >= (d - p1)/(1 - d). If c (1 - d) <= 1 - p2, S then gets "
            "x = 1 + (d p2 - p1)/(1 - d) - c (1 - d) of today's unit, and W p1 + c (1 - d) in all, whatever p2. If S makes the "
            "offers, there is a truce iff p2 <= (p1 + c (1 - d))/d."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Later S secures what war is worth. So it accepts any larger share x of a period's unit, whatever it "
                "gets afterwards; W can offer that in every period, and keeps the rest of the whole, v.",
                And((1 - d) * x + d * v > WAR_LATER, Eq(1 - WAR_LATER, p2 + c * (1 - d))),
                given=[*THREAT, x > WAR_LATER, v >= WAR_LATER],
            ),
            gt.Step(
                "These are the values that the solver finds for tomorrow, and W would not rather fight.",
                And(
                    Eq(tomorrow.value("S"), WAR_LATER),
                    Eq(tomorrow.value("W"), 1 - WAR_LATER),
                    1 - WAR_LATER > p2,
                ),
            ),
            gt.Step(
                "Today S accepts a share x iff with tomorrow it is worth as much as war: x >= 1 + (d p2 - p1)/(1 - d) - c (1 - d).",
                Equivalent((1 - d) * x + d * WAR_LATER >= WAR_NOW, x >= X),
            ),
            gt.Step(
                "W can offer no more than today's unit: the rise must not exceed p2*.",
                Equivalent(X <= 1, p2 <= P2_STAR),
            ),
            gt.Step(
                "For a rising W that share is never negative, so no other bound is needed.",
                X > 0,
                given=THREAT,
            ),
            gt.Step(
                "In all, W gets today's rest and tomorrow p1 + c (1 - d): the value of the game, more than war, and free of p2.",
                And(
                    Eq((1 - d) * (1 - X) + d * (1 - WAR_LATER), p1 + c * (1 - d)),
                    Eq(truce.value("W"), p1 + c * (1 - d)),
                    truce.value("W") > p1,
                ),
            ),
            gt.Step(
                "No protocol can give W more: S can fight, and there is one unit.",
                v <= p1 + c * (1 - d),
                given=[v <= 1 - x, x >= WAR_NOW],
            ),
            gt.Step(
                "Today's terms are worse than W's power p1 iff the rise is worth more than S's cost of war.",
                Equivalent(1 - X < p1, d * (p2 - p1) > c * (1 - d) ** 2),
            ),
            gt.Step(
                "S's share today rises in p2 and in patience, and falls in p1 and in its cost of war.",
                And(diff(X, p2) > 0, diff(X, d) > 0, diff(X, p1) < 0, diff(X, c) < 0),
            ),
            gt.Step(
                "p2* rises in p1 and in the cost of war, and falls in patience.",
                And(diff(P2_STAR, p1) > 0, diff(P2_STAR, c) > 0, diff(P2_STAR, d) < 0),
            ),
            gt.Step(
                "If S has no threat left, W takes all tomorrow, and today S must be content with one unit: it is iff "
                "c >= (d - p1)/(1 - d).",
                And(WAR_LATER < 0, Equivalent(1 - d >= WAR_NOW, c >= C_STAR)),
                given=NO_THREAT,
            ),
            gt.Step(
                "Then the formula p2 <= p2* would call for war too often; it is enough that either condition holds.",
                d * p2 - p1 - c * (1 - d) ** 2 > d - p1 - c * (1 - d),
                given=NO_THREAT,
            ),
            gt.Step(
                "That is so with a threat too: c >= (d - p1)/(1 - d) then implies p2 <= p2*.",
                p2 <= P2_STAR,
                given=[*THREAT, c >= C_STAR],
            ),
            gt.Step(
                "W's terms today without a threat: less than p1 iff c < d (1 - p1)/(1 - d), as long as S gets anything.",
                Equivalent(1 - WAR_NOW / (1 - d) < p1, c < d * (1 - p1) / (1 - d)),
                given=[*NO_THREAT, WAR_NOW >= 0],
            ),
            gt.Step(
                "If S makes the offers, W gets p2 tomorrow. A W that would stay for nothing today, d p2 >= p1, gets d p2, and S "
                "prefers war iff p2 exceeds (p1 + c (1 - d))/d; otherwise S pays W up to p1 and has 1 - p1, more than by war.",
                And(Equivalent(1 - d * p2 >= WAR_NOW, p2 <= P2_STAR_S), 1 - p1 > WAR_NOW),
            ),
            gt.Step("That threshold is higher: war is rarer if S makes the offers.", P2_STAR_S > P2_STAR),
        ],
        conclusions=[
            ("a truce", Or(p2 <= P2_STAR, c >= C_STAR), lambda: solved.region("truce")),
            (
                "a truce on poor terms",
                And(
                    Or(p2 <= P2_STAR, c >= C_STAR),
                    d * (p2 - p1) > c * (1 - d) ** 2,
                    d * (1 - p1) > c * (1 - d),
                ),
                lambda: solved.region("poor terms"),
            ),
            ("the rise pays more than S's cost of war", False, lambda: solved.region("rise pays")),
            (
                "nor does it if S proposes",
                False,
                lambda: solved.equilibria["S proposes"].when(gt.value("W") > p1 + c * (1 - d)),
            ),
            ("a truce, S proposes", p2 <= P2_STAR_S, lambda: solved.region("truce, S proposes")),
            (
                "if S proposes, the rise brings W more than war",
                And(d * p2 > p1, p2 <= P2_STAR_S),
                lambda: solved.region("rise pays, S proposes"),
            ),
        ],
    )
