"""Theorem: which first steps show good faith, and how much trust two steps need.

What a step adds for either type, with the payoffs of the games themselves; the derivation never looks at the solver, and its
end is proved equal to what `gametheory.sequential` and elimination find.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Rational, diff

import gametheory as gt
from models.essays.gradual_trust import (
    MILD,
    MODEL,
    PRIMITIVES,
    STAKE,
    P,
    R,
    S,
    T_b,
    T_g,
    honest,
    imitated,
    m,
    mixed,
    th,
    treaty,
    x,
)

LOW = th * (T_b - P) / (th * (T_b - P) + th * (T_b - R) + (1 - th) * (P - S))
TREATY = (P - S) / ((P - S) + (R - T_g))
N = (P - S) * (T_b - R)
M = (R - P) * (T_b - R) + (T_b - P) * (R - T_g)
LEAST = N / (N + M)
NET = th * (T_g - R) + (1 - th) * (P - S)
"""What the first step costs good faith, per unit at stake."""

STEPS = x * NET <= (1 - x) * th * (R - P)
"""Good faith takes the first step if bad faith does not."""


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    plans = {"honest": honest(), "imitated": imitated(), "mixed": mixed()}
    single = treaty()

    def payoff(plan: str, good: str = "step", then: str = "go on", bad: str = "take") -> Any:
        return plans[plan].payoffs({"side": {"good": good, "both stepped": then, "bad": bad}})["side"]

    def good(plan: str) -> Any:
        """Return what the first step adds for good faith (counted with its prior)."""
        return payoff(plan) - payoff(plan, good="take")

    def then(plan: str) -> Any:
        """Return what going on adds for good faith once both have stepped (counted likewise)."""
        return payoff(plan) - payoff(plan, then="take")

    def bad(plan: str) -> Any:
        """Return what the first step adds for bad faith (counted likewise)."""
        return payoff(plan, bad="step") - payoff(plan)

    q = th + (1 - th) * m
    worth = q * (T_b - R) + (1 - q) * (P - S)
    first = q * (R - T_g) - (1 - q) * (P - S)
    second = th * (R - P) - (1 - th) * m * (P - S)
    both = th * (R - T_g) >= (1 - th) * m * (P - S)
    mild = {symbol: value for symbol, value in zip((R, P, S, T_b, T_g), MILD.values(), strict=True)}
    kept = And(both, th * (T_b - P) * first + worth * second >= 0).subs(
        {symbol: Rational(str(value)) for symbol, value in mild.items()}
    )
    example = {th: Rational(1, 50), m: Rational(1, 10)}
    always = [
        bad("imitated") >= 0,
        then("imitated") >= 0,
        good("imitated") >= 0,
    ]
    return gt.Theorem(
        name="gradual_trust",
        statement=(
            "Only good faith takes the first step, and the second, in some equilibrium iff x >= x_bad = th (T_b - P)/(th (T_b - P) + th "
            "(T_b - R) + (1 - th)(P - S)) and x (th (T_g - R) + (1 - th)(P - S)) <= (1 - x) th (R - P); for some x iff th >= th_min = N/(N + M), "
            "less than the trust (P - S)/((P - S) + (R - T_g)) that a treaty needs. If bad faith imitates the first step for sure, the "
            "plan needs as much trust as a treaty; if it does so sometimes, th_min may not be needed."
        ),
        assuming=[*PRIMITIVES, *STAKE, 0 < m, m < 1],
        steps=[
            gt.Step(
                "Against a side whose bad faith takes at once, imitating the first step adds th (1 - x)(T_b - P) - x (th (T_b - R) + (1 - th)"
                "(P - S)) for bad faith.",
                Eq(
                    bad("honest"),
                    (1 - th) * (th * (1 - x) * (T_b - P) - x * (th * (T_b - R) + (1 - th) * (P - S))),
                ),
            ),
            gt.Step(
                "So it does not imitate iff x >= x_bad, which lies strictly between 0 and 1.",
                And(Equivalent(bad("honest") <= 0, x >= LOW), 0 < LOW, LOW < 1),
            ),
            gt.Step("After two steps good faith is sure of the other and goes on.", then("honest") > 0),
            gt.Step(
                "Good faith takes the first step iff x (th (T_g - R) + (1 - th)(P - S)) <= (1 - x) th (R - P).",
                Equivalent(good("honest") >= 0, STEPS),
            ),
            gt.Step(
                "That is easiest at the smallest step that is not imitated,",
                STEPS.subs(x, LOW),
                given=[x >= LOW, STEPS],
            ),
            gt.Step(
                "where it holds iff th >= th_min: so some first step shows good faith iff th >= th_min.",
                And(Equivalent(STEPS.subs(x, LOW), th >= LEAST), 0 < LEAST, LEAST < 1),
            ),
            gt.Step(
                "A treaty needs th >= (P - S)/((P - S) + (R - T_g)),",
                Equivalent(
                    single.payoffs({"side": "step"})["side"] >= single.payoffs({"side": "take"})["side"],
                    th >= TREATY,
                ),
            ),
            gt.Step("which is more than th_min.", TREATY > LEAST),
            gt.Step(
                "x_bad rises in trust, in R and in S, and falls in P.",
                And(diff(LOW, th) > 0, diff(LOW, R) > 0, diff(LOW, S) > 0, diff(LOW, P) < 0),
            ),
            gt.Step(
                "It exceeds one half iff th (R - P) > (1 - th)(P - S): where stepping blindly pays, the first step must be the larger.",
                Equivalent(LOW > Rational(1, 2), th * (R - P) > (1 - th) * (P - S)),
            ),
            gt.Step(
                "If bad faith imitates for sure, two steps say nothing, and going on needs as much trust as a treaty.",
                Equivalent(then("imitated") >= 0, th >= TREATY),
            ),
            gt.Step(
                "If it imitates with probability m, it is indifferent iff x (q (T_b - R) + (1 - q)(P - S)) = (1 - x) th (T_b - P), with q = th + "
                "(1 - th) m,",
                Equivalent(Eq(bad("mixed"), 0), Eq(x * worth, (1 - x) * th * (T_b - P))),
            ),
            gt.Step(
                "good faith goes on iff th (R - T_g) >= (1 - th) m (P - S),",
                Equivalent(then("mixed") >= 0, both),
            ),
            gt.Step(
                "and takes the first step iff x (q (R - T_g) - (1 - q)(P - S)) + (1 - x)(th (R - P) - (1 - th) m (P - S)) >= 0; at the x that "
                "leaves bad faith indifferent, th (T_b - P) stands for x and what bad faith risks for 1 - x.",
                And(
                    Eq(good("mixed"), th * (x * first + (1 - x) * second)),
                    Eq(
                        worth * (x * first + (1 - x) * second),
                        (1 - x) * (th * (T_b - P) * first + worth * second),
                    ),
                    worth > 0,
                ),
                given=[Eq(x * worth, (1 - x) * th * (T_b - P))],
            ),
            gt.Step(
                "This can hold below th_min: at R = 1, P = 0, S = -1/10, T_b = 2, T_g = 0, where th_min = 1/31, it does at th = 1/50, m = 1/10 "
                "and x = 200/1231.",
                And(
                    Eq(LEAST, Rational(1, 31)),
                    th < LEAST,
                    Eq(bad("mixed"), 0),
                    then("mixed") > 0,
                    good("mixed") > 0,
                ),
                given=[
                    *(Eq(symbol, Rational(str(value))) for symbol, value in mild.items()),
                    *(Eq(symbol, value) for symbol, value in example.items()),
                    Eq(x, _indifferent(example, mild)),
                ],
            ),
        ],
        conclusions=[
            (
                "only good faith takes the first step",
                And(x >= LOW, STEPS),
                lambda: solved.region("separates"),
            ),
            ("some step shows good faith", th >= LEAST, lambda: solved.region("some step")),
            ("good faith keeps a treaty", th >= TREATY, lambda: solved.region("treaty")),
            ("good faith takes both steps under imitation", And(*always), lambda: solved.region("imitated")),
            (
                "it does under partial imitation, at some payoffs",
                kept,
                lambda: solved.region("partly imitated"),
            ),
        ],
    )


def _indifferent(at: Any, payoffs: Any) -> Any:
    """Return the stake at which bad faith is indifferent."""
    q = th + (1 - th) * m
    worth = q * (T_b - R) + (1 - q) * (P - S)
    stake = th * (T_b - P) / (th * (T_b - P) + worth)
    return stake.subs({**{s: Rational(str(v)) for s, v in payoffs.items()}, **at})
