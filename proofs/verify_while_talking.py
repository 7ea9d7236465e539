"""Theorem: when talks are used for building, and when S talks all the same.

Backward induction over a small tree; the derivation never looks at the solver, and its end is proved equal to what
`gametheory.sequential` finds.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Or, diff

import gametheory as gt
from models.essays.verify_while_talking import ASSUMING, MODEL, Delta, L, b, c, g, game, l

DELTA_STAR = g / (g + l)
B_STAR = c / ((1 - Delta) * L + Delta * c)


def _after_detection(tree: gt.Game, action: str) -> Any:
    """Return what S gets from an action once it has detected building."""
    (end,) = (v for v in tree.nodes if v.path[-1:] == (action,) and "detected" in v.path)
    return tree.field.present(end.payoffs[tree.players.index("S")])


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree = game()

    def payoff(player: str, talk: str, build: str) -> Any:
        """Return a payoff of the game itself when S would strike at detected building."""
        return tree.payoffs({"S": {"prior": talk, "building detected": "strike"}, "W": build})[player]

    builds, abstains = payoff("W", "talk", "build"), payoff("W", "talk", "abstain")
    strike = payoff("S", "strike", "build")
    return gt.Theorem(
        name="verify_while_talking",
        statement=(
            "An opportunist abstains in some sequential equilibrium iff Delta >= Delta* = g/(g + l). S talks in some "
            "sequential equilibrium iff Delta >= Delta* or b <= b* = c/((1 - Delta) L + Delta c)."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Once building is detected, striking is better for S than letting be.",
                _after_detection(tree, "strike") > _after_detection(tree, "let be"),
            ),
            gt.Step(
                "Building pays an opportunist (1 - Delta) g - Delta l and abstaining 0 (the payoffs count its prior b).",
                And(Eq(builds, b * ((1 - Delta) * g - Delta * l)), Eq(abstains, 0)),
            ),
            gt.Step(
                "So it builds for sure below Delta*, not above, and is indifferent at Delta*.",
                And(
                    Equivalent(builds > abstains, Delta < DELTA_STAR),
                    Equivalent(builds < abstains, Delta > DELTA_STAR),
                ),
            ),
            gt.Step(
                "If the opportunist builds, S talks iff b <= b*.",
                Equivalent(payoff("S", "talk", "build") >= strike, b <= B_STAR),
            ),
            gt.Step("If nobody builds, S talks, whatever b.", payoff("S", "talk", "abstain") > strike),
            gt.Step(
                "The threshold lies inside the unit interval: 0 < Delta* < 1.",
                And(DELTA_STAR > 0, DELTA_STAR < 1),
            ),
            gt.Step("And b* is a probability: 0 < b* < 1.", And(B_STAR > 0, B_STAR < 1)),
            gt.Step(
                "Delta* rises in the gain from building and falls in the loss from a strike.",
                And(diff(DELTA_STAR, g) > 0, diff(DELTA_STAR, l) < 0),
            ),
            gt.Step(
                "b* rises in the cost of a strike and in detection, and falls in the loss from unseen building.",
                And(diff(B_STAR, c) > 0, diff(B_STAR, Delta) > 0, diff(B_STAR, L) < 0),
            ),
        ],
        conclusions=[
            ("W abstains in some equilibrium", Delta >= DELTA_STAR, lambda: solved.region("no building")),
            (
                "S talks in some equilibrium",
                Or(Delta >= DELTA_STAR, b <= B_STAR),
                lambda: solved.region("talk"),
            ),
            (
                "S talks in every equilibrium",
                Or(Delta > DELTA_STAR, b < B_STAR),
                lambda: solved.region("must talk"),
            ),
        ],
    )
