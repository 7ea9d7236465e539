"""Theorem: an informative equilibrium before an arms race.  A type's payoff from each plan is linear in its cost: all plans are compared.

With word A the other says A with probability h and then does not build, or says D and builds; with word D it says A and builds, or says D
and builds if its cost is below c_L.  Building is -c against a builder and mu - c against the other; not building is -d or 0.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Implies, Rational, diff

import gametheory as gt
from models.essays.talk_before_arming import ASSUMING, C_HIGH, C_LOW, MODEL, MU, PEACE, RACE, TURN, d, h


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    a, b, c, m = gt.parameters("a b c m")
    types = [0 <= c, c <= 1]
    harmless = 1 - C_HIGH

    def hawk(after_hawk: str, after_dove: str) -> Any:
        """Return what the word A brings with these actions after the other's words."""
        first = MU - c if after_hawk == "B" else 0
        second = -c if after_dove == "B" else -d
        return h * first + (1 - h) * second

    def dove(after_hawk: str, after_dove: str) -> Any:
        first = -c if after_hawk == "B" else -d
        second = C_LOW * -c + harmless * (MU - c) if after_dove == "B" else C_LOW * -d
        return h * first + second

    tough, loud, soft = dove("B", "B"), hawk("N", "B"), dove("B", "N")
    plans = [word(x, y) for word in (hawk, dove) for x in "BN" for y in "BN"]

    def best(plan: Any) -> Any:
        return And(*(plan >= other for other in plans if other is not plan))

    slope = h**2 * (1 - 2 * h) * diff(d - 1 + h * (2 - d), h)
    return gt.Theorem(
        name="talk_before_arming",
        statement=(
            "For every h in (0, 1/2) the three intervals with c_L = h (1 - 2h)/(d - 1 + 2h), c_H = h d/(d - 1 + 2h) are an equilibrium at "
            "mu = h^2 (1 - 2h)/(d - 1 + h (2 - d)): no plan of a word and two actions is better for any type. mu rises in h up to one "
            "point and falls after it, so that two equilibria share every smaller mu."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "The intervals are such, and their share of A is h.",
                And(0 < C_LOW, C_LOW < C_HIGH, C_HIGH < 1, Eq(C_HIGH - C_LOW, h), MU > 0),
            ),
            gt.Step(
                "Doves who mean it are no fewer than hawks: 1 - c_H > h, and so mu < c_L.",
                And(harmless > h, MU < C_LOW),
            ),
            gt.Step(
                "c_L is as well off with D and building as with A, c_H with A as with D and not building.",
                And(Eq((tough - loud).subs(c, C_LOW), 0), Eq((loud - soft).subs(c, C_HIGH), 0)),
            ),
            gt.Step(
                "These indifferences leave no other cut-offs, and no other mu, with the share h.",
                Implies(
                    And(Eq(b - a, h), Eq(h * a, (1 - b) * m), Eq(b * (1 - 2 * h), a * d), b < 1),
                    And(Eq(a, C_LOW), Eq(b, C_HIGH), Eq(m, MU)),
                ),
            ),
            gt.Step(
                "No plan is better than D and building for c < c_L.",
                Implies(c <= C_LOW, best(tough)),
                given=types,
            ),
            gt.Step(
                "No plan is better than A, not building if both say it, for c_L < c < c_H.",
                Implies(And(c >= C_LOW, c <= C_HIGH), best(loud)),
                given=types,
            ),
            gt.Step(
                "No plan is better than D and not building for c > c_H.",
                Implies(c >= C_HIGH, best(soft)),
                given=types,
            ),
            gt.Step(
                "Without talk building is better at every cost, because d > 1; with talk every type is better off than -c.",
                And(Implies(c < 1, -c > -d), tough > -c),
                given=types,
            ),
            gt.Step(
                "mu changes with h in the direction of 2 (1 - 3h)(d - 1) + h (2 - d)(1 - 4h): it rises at first, falls at last, and "
                "turns once.",
                And(
                    Eq(diff(h**2 * (1 - 2 * h), h) * (d - 1 + h * (2 - d)) - slope, h * TURN),
                    TURN.subs(h, 0) > 0,
                    TURN.subs(h, Rational(1, 2)) < 0,
                    Implies(Eq(TURN, 0), diff(TURN, h) < 0),
                ),
            ),
            gt.Step(
                "A race is rarer than without talk, and rises in h; peace is possible.",
                And(RACE < 1, diff(RACE, h) > 0, PEACE > 0),
            ),
        ],
        conclusions=[("peace is likelier", PEACE > RACE, lambda: solved.region("peace is likelier"))],
    )
