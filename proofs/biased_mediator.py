"""Theorem: whose advice is followed, and what that does to war.

The mediator compares what A's pressing and conceding are worth to him after either sign; A compares them after either word.
The derivation never looks at the solver, and its end is proved equal to what `gametheory.sequential` finds.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.biased_mediator import (
    ASSUMING,
    MODEL,
    TOUGH,
    advised,
    alone,
    b,
    c_A,
    c_H,
    c_L,
    c_M,
    eps,
    mu,
    s,
)

Q_STAR = (c_H - c_L) / (c_A + c_H)
LOW = eps * c_M / ((1 - eps) * c_H - c_L)
HIGH = mu * c_M / ((1 - mu) * c_H - c_L)
PRIOR = s * eps + (1 - s) * mu


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree, single = advised(), alone()
    x, y, v, w = gt.parameters("x y v w")

    def play(says: tuple[Any, Any], presses: tuple[Any, Any]) -> Any:
        """Return a profile: the chance of saying "weak" after the sign weak (tough), of pressing when told weak (tough)."""
        return {
            "mediator": {
                f"sign: {sign}": {"weak": p, "tough": 1 - p}
                for sign, p in zip(("weak", "tough"), says, strict=True)
            },
            "A": {
                f"told: {word}": {"press": p, "concede": 1 - p}
                for word, p in zip(("weak", "tough"), presses, strict=True)
            },
        }

    def payoff(player: str, says: tuple[Any, Any], presses: tuple[Any, Any]) -> Any:
        return tree.payoffs(play(says, presses))[player]

    def lie(sign: str) -> Any:
        """Return what saying "weak" rather than "tough" after a sign adds for the mediator (counted with its probability)."""
        one, other = (((p, y) if sign == "weak" else (y, p)) for p in (1, 0))
        return payoff("mediator", one, (v, w)) - payoff("mediator", other, (v, w))

    def worth(sign: str) -> Any:
        """Return what A's pressing rather than conceding is worth to the mediator after a sign."""
        return (1 - TOUGH[sign]) * b * c_H - TOUGH[sign] * c_M - b * c_L

    def pressing(word: str) -> Any:
        """Return what pressing adds for A when told so by a mediator who says "weak" with chances x and y."""
        one, other = (((p, w) if word == "weak" else (v, p)) for p in (1, 0))
        return payoff("A", (x, y), one) - payoff("A", (x, y), other)

    chances = [0 <= x, x <= 1, 0 <= y, y <= 1, 0 <= v, v <= 1, 0 <= w, w <= 1]
    useful = [eps <= Q_STAR, Q_STAR <= mu]
    window = And(worth("weak") >= 0, worth("tough") <= 0)
    honest = play((1, 0), (1, 0))
    pressed, conceded = (single.payoffs({"A": a})["A"] for a in ("press", "concede"))
    war = tree.outcomes(honest)["war"]
    return gt.Theorem(
        name="biased_mediator",
        statement=(
            "The mediator's sign makes a difference to what A does in some sequential equilibrium iff eps <= q* <= mu, with q* = "
            "(c_H - c_L)/(c_A + c_H), b >= b_lo = eps c_M/((1 - eps) c_H - c_L) and b ((1 - mu) c_H - c_L) <= mu c_M; then A can follow it "
            "altogether. War is then less likely than without him iff the prior q <= q*, and more likely iff q >= q*."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "After either sign the mediator gains by a word according to how much likelier it makes A press, and to what pressing "
                "is worth to him.",
                And(
                    Eq(lie("weak"), s * (v - w) * worth("weak")),
                    Eq(lie("tough"), (1 - s) * (v - w) * worth("tough")),
                ),
                given=chances,
            ),
            gt.Step(
                "A presses when told 'weak' only if B is tough with probability at most q*, and concedes when told 'tough' only if at "
                "least q*: the beliefs are the averages of eps and mu with the weights s x, (1 - s) y, and s (1 - x), (1 - s)(1 - y).",
                And(
                    Eq(
                        pressing("weak"), (c_A + c_H) * (s * x * (Q_STAR - eps) + (1 - s) * y * (Q_STAR - mu))
                    ),
                    Eq(
                        pressing("tough"),
                        (c_A + c_H) * (s * (1 - x) * (Q_STAR - eps) + (1 - s) * (1 - y) * (Q_STAR - mu)),
                    ),
                ),
                given=chances,
            ),
            gt.Step(
                "So if the sign is of no use to A (q* below eps) she concedes whatever she is told,",
                And(pressing("weak") < 0, pressing("tough") < 0),
                given=[*chances, Q_STAR < eps, s * x + (1 - s) * y > 0, s * x + (1 - s) * y < 1],
            ),
            gt.Step(
                "or (q* above mu) presses.",
                And(pressing("weak") > 0, pressing("tough") > 0),
                given=[*chances, Q_STAR > mu, s * x + (1 - s) * y > 0, s * x + (1 - s) * y < 1],
            ),
            gt.Step(
                "If pressing is worth less than nothing to the mediator after a sign of weakness, so it is after a sign of resolve, "
                "as long as b is not negative,",
                worth("tough") < 0,
                given=[worth("weak") < 0, b >= 0],
            ),
            gt.Step(
                "and if b is negative it is, after either sign that could make A press.",
                worth("weak") < 0,
                given=[b < 0, eps <= Q_STAR],
            ),
            gt.Step(
                "If it is worth something after a sign of resolve, so it is after a sign of weakness.",
                worth("weak") > 0,
                given=[worth("tough") > 0, b >= 0],
            ),
            gt.Step(
                "If the word makes A press more (v > w), a strict interest in her pressing after both signs, or in her conceding after "
                "both, sends the same word after both: the sign makes a difference only if worth >= 0 after weakness and <= 0 after "
                "resolve.",
                And(
                    Equivalent(lie("weak") >= 0, worth("weak") >= 0),
                    Equivalent(lie("tough") <= 0, worth("tough") <= 0),
                ),
                given=[*chances, v > w],
            ),
            gt.Step(
                "Where the sign is of use, the first means b >= b_lo > 0.",
                And(Equivalent(worth("weak") >= 0, b >= LOW), LOW > 0),
                given=useful,
            ),
            gt.Step(
                "The second means b <= b_hi = mu c_M/((1 - mu) c_H - c_L) if the denominator is positive, and is no condition otherwise.",
                And(
                    Equivalent(worth("tough") <= 0, b * ((1 - mu) * c_H - c_L) <= mu * c_M),
                ),
            ),
            gt.Step(
                "b_lo < b_hi: the window is not empty.", LOW < HIGH, given=[*useful, (1 - mu) * c_H > c_L]
            ),
            gt.Step(
                "In the window honest words and A's following them are an equilibrium.",
                And(
                    lie("weak").subs({v: 1, w: 0}) >= 0,
                    lie("tough").subs({v: 1, w: 0}) <= 0,
                    pressing("weak").subs({x: 1, y: 0}) >= 0,
                    pressing("tough").subs({x: 1, y: 0}) <= 0,
                ),
                given=[*useful, window, *chances],
            ),
            gt.Step("An unbiased mediator (b = 0) is outside it.", worth("weak") < 0, given=[Eq(b, 0)]),
            gt.Step(
                "A herself, with b = 1 and c_M = c_A, is inside it, so what helps is to resemble her.",
                window,
                given=[Eq(b, 1), Eq(c_M, c_A), *useful],
            ),
            gt.Step(
                "b_lo rises in eps, c_M and c_L and falls in c_H.",
                And(diff(LOW, eps) > 0, diff(LOW, c_M) > 0, diff(LOW, c_L) > 0, diff(LOW, c_H) < 0),
                given=useful,
            ),
            gt.Step(
                "b_hi rises in mu, c_M and c_L and falls in c_H.",
                And(diff(HIGH, mu) > 0, diff(HIGH, c_M) > 0, diff(HIGH, c_L) > 0, diff(HIGH, c_H) < 0),
                given=[(1 - mu) * c_H > c_L],
            ),
            gt.Step(
                "Without him A presses iff q <= q*, where q = s eps + (1 - s) mu.",
                Equivalent(pressed >= conceded, PRIOR <= Q_STAR),
            ),
            gt.Step(
                "With him war comes with probability s eps: below q, and above the 0 of an A who concedes.",
                And(Eq(war, s * eps), war < PRIOR, war > 0),
            ),
        ],
        conclusions=[
            ("A can follow the mediator's sign", And(*useful, window), lambda: solved.region("believed")),
            (
                "the sign can make a difference",
                And(*useful, window),
                lambda: solved.region("any influence"),
            ),
            (
                "war can be less likely with him",
                And(*useful, window, PRIOR <= Q_STAR),
                lambda: solved.region("less war"),
            ),
            (
                "war can be more likely with him",
                And(*useful, window, PRIOR >= Q_STAR),
                lambda: solved.region("more war"),
            ),
        ],
    )
