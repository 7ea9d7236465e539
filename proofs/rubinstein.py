"""Theorem: Rubinstein's game has one subgame-perfect equilibrium outcome, and agreement is immediate.

Shaked and Sutton's argument: let M_i and m_i be the supremum and infimum of what player i gets in subgame-perfect
equilibria of subgames in which she proposes.  All equilibria count, not only stationary ones.  Four inequalities hold
for them; that these leave one value is put to the decision procedure.  The last step is existence: the stationary
equilibrium that the solver finds has that value.
"""

from __future__ import annotations

from sympy import And, Eq, diff

import gametheory as gt
from models.papers.rubinstein import ASSUMING, FIRST, MODEL, d1, d2

X = (1 - d2) / (1 - d1 * d2)
Y = (1 - d1) / (1 - d1 * d2)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    M1, m1, M2, m2 = gt.parameters("M1 m1 M2 m2")
    ranges = [0 <= m1, m1 <= M1, M1 <= 1, 0 <= m2, m2 <= M2, M2 <= 1]
    bounds = [m1 >= 1 - d2 * M2, M1 <= 1 - d2 * m2, m2 >= 1 - d1 * M1, M2 <= 1 - d1 * m1]
    return gt.Theorem(
        name="rubinstein",
        statement=(
            "In every subgame-perfect equilibrium there is agreement at once and the first proposer gets "
            "(1 - d2)/(1 - d1 d2); the equilibrium is unique in payoffs, among all strategies and not only stationary ones."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Player 2 accepts whatever beats d2 M2, so player 1 gets at least 1 - d2 M2; she accepts nothing below "
                "d2 m2, so an accepted offer leaves player 1 at most 1 - d2 m2. A rejected one leaves him at most "
                "d1 (1 - m2), which is no more.",
                d1 * (1 - m2) <= 1 - d2 * m2,
                given=ranges,
            ),
            gt.Step(
                "The same with the roles exchanged: d2 (1 - m1) is no more than 1 - d1 m1.",
                d2 * (1 - m1) <= 1 - d1 * m1,
                given=ranges,
            ),
            gt.Step(
                "The four bounds leave one value for player 1: M1 = m1 = (1 - d2)/(1 - d1 d2).",
                And(Eq(M1, X), Eq(m1, X)),
                given=[*ranges, *bounds],
            ),
            gt.Step(
                "And one for player 2: M2 = m2 = (1 - d1)/(1 - d1 d2).",
                And(Eq(M2, Y), Eq(m2, Y)),
                given=[*ranges, *bounds],
            ),
            gt.Step(
                "Delay is impossible: together the players would get less than the proposer's share and d2 times the "
                "other's, which are what each can have at once.",
                And(Eq(X + d2 * Y, 1), d1 * (1 - Y) < X),
            ),
            gt.Step(
                "The share rises in one's own patience and falls in the other's.",
                And(diff(X, d1) > 0, diff(X, d2) < 0),
            ),
        ],
        conclusions=[
            ("agreement at once, everywhere", True, lambda: solved.region("agreement at once")),
            (
                "the value is (1 - d2)/(1 - d1 d2), everywhere",
                True,
                lambda: solved.equilibria["game"].when(gt.value("1", FIRST) == X, "every"),
            ),
            (
                "the first proposer gets at least half",
                d2 <= 1 / (2 - d1),
                lambda: solved.region("more than half"),
            ),
        ],
    )
