"""Theorem: what a bond held by a guarantor does to two sides' patience.

One-shot deviations from keeping, with the payoffs of the games themselves; the derivation never looks at the solver.  Its end is
proved equal to what `gametheory.subgame_perfect` finds, and to the trigger strategies of the repeated game in which
either side can also stay away.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Implies, Or, diff

import gametheory as gt
from models.essays.guarantor import (
    MODEL,
    PRIMITIVES,
    STANDING,
    V_A,
    V_B,
    P,
    R,
    S,
    T,
    d,
    enforcement,
    g,
    h,
    k,
    round_,
)

D_STAR = (T - g - R) / (T - g - P)

DETERRED, TEMPTED = R >= (1 - d) * (T - g) + d * P, R <= (1 - d) * (T - g) + d * P


def repeated() -> gt.Region:
    """Return where keeping for ever, under the threat of staying away, is subgame perfect in the repeated game."""
    rows = [[R, S, P], [T - g, P - g, P], [P, P, P]]
    columns = [list(column) for column in zip(*rows, strict=True)]
    actions = ("keep", "break", "stay away")
    stage = gt.NormalForm(rows, columns, actions=[actions, actions], assuming=PRIMITIVES)
    return gt.repeated.grim_trigger(stage, ("keep", "keep"), ("stay away", "stay away"), discount=d)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree, temptation = round_(), enforcement()
    V, p = gt.parameters("V p")

    def payoff(own: str, other: str) -> Any:
        return tree.payoffs({"A": own, "B": other})["A"]

    def tempted(own: str, guarantor: str) -> Any:
        return temptation.payoffs({"A": own, "guarantor": guarantor})

    kept, broken = payoff("keep", "keep"), payoff("break", "keep")
    endured, clash = payoff("keep", "break"), payoff("break", "break")
    value = [Eq(V_A, R), Eq(V_B, R)]
    return gt.Theorem(
        name="guarantor",
        statement=(
            "With a sure bond both sides can keep for ever iff (T - g - P) d >= T - g - R: iff d >= d* = (T - g - R)/(T - g - P) "
            "where g < T - R, and always where g >= T - R. Both can break iff g <= P - S, and one can break while the other "
            "keeps iff g >= P - S and (T - g - P) d <= T - g - R. The guarantor seizes the bond iff k <= h; if k > h the bond does "
            "nothing."
        ),
        assuming=[*PRIMITIVES, *STANDING],
        steps=[
            gt.Step(
                "If keeping goes on being kept it is worth V_A = R, and only that is stationary.",
                Equivalent(Eq(kept, V_A), Eq(V_A, R)),
            ),
            gt.Step(
                "Breaking then pays no more iff R >= (1 - d)(T - g) + d P.",
                Equivalent(kept >= broken, DETERRED),
                given=value,
            ),
            gt.Step(
                "With g < T - R this means d >= d*, which lies strictly between 0 and 1.",
                And(Equivalent(DETERRED, d >= D_STAR), 0 < D_STAR, D_STAR < 1),
                given=[g < T - R],
            ),
            gt.Step("With g >= T - R it holds for any patience.", DETERRED, given=[g >= T - R]),
            gt.Step(
                "d* falls in the bond and in R, and rises in T and in P.",
                And(diff(D_STAR, g) < 0, diff(D_STAR, R) < 0, diff(D_STAR, T) > 0, diff(D_STAR, P) > 0),
                given=[g < T - R],
            ),
            gt.Step(
                "Against a side that breaks, breaking too is a best reply iff g <= P - S, for any patience.",
                Equivalent(clash >= endured, g <= P - S),
            ),
            gt.Step(
                "One side breaks and the other keeps iff g >= P - S and breaking against one who keeps is no worse: the value "
                "V = (1 - d)(T - g) + d P to the one who breaks is then at least R.",
                Equivalent(broken >= kept, TEMPTED),
                given=[Eq(V_A, (1 - d) * (T - g) + d * P)],
            ),
            gt.Step(
                "A bond above both T - R and P - S makes keeping the better choice whatever the other does, and whatever the future, "
                "worth at least P, may bring.",
                And(kept > broken, endured > clash),
                given=[g > T - R, g > P - S, V_A >= P],
            ),
            gt.Step(
                "Without that, patience alone does not exclude other equilibria: with g <= P - S both break at any d.",
                clash >= endured,
                given=[DETERRED, g <= P - S],
            ),
            gt.Step(
                "Nor does a larger bond, if the sides can mix. Suppose both keep with probability p, and V is what that is worth; each is "
                "indifferent if p (R - T + (1 - d) g + d p (T - P)) = (1 - p)(P - S - g).",
                Equivalent(
                    Eq(p * kept + (1 - p) * endured, V),
                    Eq(p * (R - T + (1 - d) * g + d * p * (T - P)), (1 - p) * (P - S - g)),
                ),
                given=[0 < p, p < 1, Eq(V, p * broken + (1 - p) * clash), Eq(V_A, V)],
            ),
            gt.Step(
                "The guarantor seizes iff that is no dearer than losing its standing.",
                Equivalent(
                    tempted("break", "seize")["guarantor"] >= tempted("break", "waive")["guarantor"], k <= h
                ),
            ),
            gt.Step(
                "If it waives, a side keeps its word iff d >= (T - R)/(T - P), as without a bond; that is more than d*.",
                And(
                    Equivalent(
                        tempted("keep", "waive")["A"] >= tempted("break", "waive")["A"],
                        d >= (T - R) / (T - P),
                    ),
                    Implies(g < T - R, (T - R) / (T - P) > D_STAR),
                ),
            ),
            gt.Step(
                "If it seizes, iff R >= (1 - d)(T - g) + d P.",
                Equivalent(tempted("keep", "seize")["A"] >= tempted("break", "seize")["A"], DETERRED),
            ),
        ],
        conclusions=[
            ("both can keep for ever", DETERRED, lambda: solved.region("kept")),
            ("the same in the repeated game with three actions", DETERRED, repeated),
            ("both can break", g <= P - S, lambda: solved.region("both break")),
            (
                "one can break and the other keep",
                And(g >= P - S, TEMPTED),
                lambda: solved.region("one breaks"),
            ),
            (
                "a side can be kept to its word",
                Or(d >= (T - R) / (T - P), And(h >= k, DETERRED)),
                lambda: solved.region("guaranteed"),
            ),
            (
                "a side can break and keep its bond",
                And(h <= k, d <= (T - R) / (T - P)),
                lambda: solved.region("idle"),
            ),
        ],
    )
