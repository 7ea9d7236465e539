"""Theorem: what a mediator adds who reveals acceptances only if there are two.

Two by two games; the derivation never looks at the solver, and its end is proved equal to what `gametheory.nash`
finds.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Rational, diff

import gametheory as gt
from models.essays.both_or_nothing_mediator import ASSUMING, MODEL, G, direct, mediated, pi, x

X_STAR = G - 2 * pi


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    p = gt.parameters("p")
    mixed = (pi + x) / (G + x)

    def gain(tree: gt.Game, engages: Any) -> Any:
        """Return what engaging adds for one leader when the other engages with a given probability."""
        weak = {"engage": engages, "refuse": 1 - engages}
        one, other = (tree.payoffs({"strong": own, "weak": weak})["strong"] for own in ("engage", "refuse"))
        return one - other

    alone, together = gain(direct(), 0), gain(direct(), 1)
    return gt.Theorem(
        name="both_or_nothing_mediator",
        statement=(
            "Without the mediator, engaging is risk dominant iff x < x* = G - 2 pi. With it, engaging is weakly dominant, and "
            "joint engagement an equilibrium, iff pi <= G; mutual refusal is an equilibrium for all parameters."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Against a partner who engages with probability p, engaging pays p (G - pi) - (1 - p)(pi + x): the one "
                "that makes a leader indifferent is p* = (pi + x)/(G + x).",
                Equivalent(Eq(gain(direct(), p), 0), Eq(p, mixed)),
            ),
            gt.Step(
                "It lies strictly between 0 and 1 iff pi < G.", Equivalent(And(mixed > 0, mixed < 1), pi < G)
            ),
            gt.Step(
                "Engaging is best against a coin toss iff p* < 1/2, that is x < x*.",
                Equivalent(gain(direct(), Rational(1, 2)) > 0, x < X_STAR),
            ),
            gt.Step(
                "The same in Harsanyi and Selten's terms: where both engaging and both refusing are strict, the product of "
                "deviation losses is larger at engagement iff x < x*.",
                Equivalent(together**2 > alone**2, x < X_STAR),
                given=[pi < G],
            ),
            gt.Step(
                "With the mediator a refusing partner makes accepting worth 0, as refusing is; an accepting one makes it "
                "worth G - pi: accepting is weakly dominant iff pi <= G.",
                And(Eq(gain(mediated(), 0), 0), Equivalent(gain(mediated(), 1) >= 0, pi <= G)),
            ),
            gt.Step(
                "The protocol matters: where engaging is risk dominant without it, it is weakly dominant with it.",
                pi <= G,
                given=[x < X_STAR],
            ),
            gt.Step(
                "x* rises in the gain and falls in the political cost.",
                And(diff(X_STAR, G) > 0, diff(X_STAR, pi) < 0),
            ),
        ],
        conclusions=[
            (
                "engaging is risk dominant without the mediator",
                x < X_STAR,
                lambda: solved.region("risk dominant"),
            ),
            ("both can engage without the mediator", pi <= G, lambda: solved.region("direct")),
            ("both can engage with the mediator", pi <= G, lambda: solved.region("mediated")),
            ("mutual refusal remains with the mediator", True, lambda: solved.region("stalemate remains")),
        ],
    )
