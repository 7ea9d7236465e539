"""Theorem: when an offer that the firm refuse pays.

Backward induction after every first offer, with payoffs of the game itself; then a comparison of the suprema over offers.
The derivation never looks at the solver, and its end is proved equal to what `gametheory.sequential` and elimination find.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.probing_offer import MODEL, PRIMITIVES, SKIM, d, h, hold_out, l, pi, probe, x, y

LOW = l / h
HIGH = l * (h - d * l) / (h * (d * h + (1 - 2 * d) * l))


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    a, s = gt.parameters("a s")
    games = {x: probe(), y: hold_out()}
    chances = [0 <= a, a <= 1, 0 <= s, s <= 1]
    probing, high = [l < x, x < SKIM], [y > SKIM, y < h]

    def profile(accepts: Any, asks_l: Any, firm: Any = 0) -> Any:
        return {
            "S": {
                "soft": {"accept": accepts, "refuse": 1 - accepts},
                "firm": {"accept": firm, "refuse": 1 - firm},
            },
            "W": {"ask l": asks_l, "ask h": 1 - asks_l},
        }

    def to_W(offer: Any, accepts: Any, asks_l: Any) -> Any:
        return games[offer].payoffs(profile(accepts, asks_l))["W"]

    def gain(offer: Any, asks_l: Any) -> Any:
        """Return what accepting adds for a soft S (counted with its prior)."""
        taken, waited = (games[offer].payoffs(profile(own, asks_l))["S"] for own in (1, 0))
        return taken - waited

    def firm_gain(offer: Any) -> Any:
        one, other = (games[offer].payoffs(profile(a, s, firm=own))["S"] for own in (1, 0))
        return one - other

    mixes = 1 - (1 - pi) * l / (pi * (h - l))
    concedes = (h - y) / (d * (h - l))
    skimming, holding = to_W(x, 1, 1), to_W(y, mixes, concedes)
    best_probe, best_hold = skimming.subs(x, SKIM), holding.subs(y, h)
    ends = games[y].outcomes(profile(mixes, concedes))
    return gt.Theorem(
        name="probing_offer",
        statement=(
            "W settles at l at once iff pi <= l/h. Above, it asks h - d (h - l), which a soft S accepts, and then l, which a "
            "firm S accepts with delay, up to pi^ = l (h - d l)/(h (d h + (1 - 2d) l)); beyond, it asks h twice, a soft S "
            "accepts at once with probability 1 - (1 - pi) l/(pi (h - l)) and later otherwise, and a firm S never."
        ),
        assuming=PRIMITIVES,
        steps=[
            gt.Step(
                "A firm S refuses every offer above l.",
                And(firm_gain(x) < 0, firm_gain(y) < 0),
                given=[*chances, *probing, *high],
            ),
            gt.Step(
                "If a soft S accepts with probability a, W prefers l to h after a refusal iff l (1 - pi a) > h pi (1 - a), that "
                "is a > a* = 1 - (1 - pi) l/(pi (h - l)); it is indifferent at a*.",
                And(
                    Equivalent(to_W(y, a, 1) > to_W(y, a, 0), a > mixes),
                    Equivalent(Eq(to_W(y, a, 1), to_W(y, a, 0)), Eq(a, mixes)),
                ),
                given=chances,
            ),
            gt.Step(
                "If W then asks l with probability s, a soft S prefers to accept x iff h - x > s d (h - l).",
                Equivalent(gain(x, s) > 0, h - x > s * d * (h - l)),
                given=chances,
            ),
            gt.Step(
                "So it accepts an offer below h - d (h - l) whatever it expects, and W then asks l: W gets pi x + (1 - pi) d l, "
                "which rises in x.",
                And(
                    gain(x, s) > 0,
                    to_W(x, 1, 1) > to_W(x, 1, 0),
                    Eq(skimming, pi * x + (1 - pi) * d * l),
                    diff(skimming, x) > 0,
                ),
                given=[*chances, *probing],
            ),
            gt.Step(
                "A higher offer is not accepted for sure: W would next ask l, and a soft S would rather wait.",
                And(to_W(y, 1, 1) > to_W(y, 1, 0), gain(y, 1) < 0),
                given=high,
            ),
            gt.Step(
                "With pi < l/h it is refused for sure: W asks l next whatever a is, and gets d l, less than by settling.",
                And(to_W(y, a, 1) > to_W(y, a, 0), gain(y, 1) < 0, Eq(to_W(y, 0, 1), d * l), d * l < l),
                given=[*chances, *high, pi < LOW],
            ),
            gt.Step(
                "At pi = l/h a soft S refuses for sure too, and W gets d l all the same.",
                And(Eq(to_W(y, 0, s), d * l), Eq(mixes, 0)),
                given=[*chances, *high, Eq(pi * h, l)],
            ),
            gt.Step(
                "With pi > l/h it is not refused for sure either: W would ask h next, and a soft S would rather accept.",
                And(to_W(y, 0, 0) > to_W(y, 0, 1), gain(y, 0) > 0),
                given=[*high, pi > LOW],
            ),
            gt.Step(
                "So both mix: a soft S accepts with probability a*, and W asks l with probability s* = (h - y)/(d (h - l)).",
                And(
                    Equivalent(Eq(gain(y, s), 0), Eq(s, concedes)),
                    0 < mixes,
                    mixes < 1,
                    0 < concedes,
                    concedes < 1,
                ),
                given=[*high, pi > LOW],
            ),
            gt.Step(
                "W's payoff from holding out rises in y: its supremum is h (pi - (1 - d)(1 - pi) l/(h - l)), at y = h.",
                And(
                    diff(holding, y) > 0,
                    Eq(best_hold, h * (pi - (1 - d) * (1 - pi) * l / (h - l))),
                ),
                given=[*high, pi > LOW],
            ),
            gt.Step(
                "An offer of h or more, refused by all, leaves W no more than d l or d pi h: less than settling or holding out.",
                And(d * l < l, d * pi * h < best_hold),
                given=[pi > LOW],
            ),
            gt.Step(
                "The supremum of probing, pi h (1 - d) + d l, exceeds l iff pi > l/h, which no longer depends on d.",
                And(
                    Eq(best_probe, pi * h * (1 - d) + d * l),
                    Equivalent(best_probe > l, pi > LOW),
                    Eq(diff(LOW, d), 0),
                ),
            ),
            gt.Step(
                "Holding out beats probing iff pi > pi^, which lies strictly between l/h and 1.",
                And(Equivalent(best_hold > best_probe, pi > HIGH), HIGH > LOW, HIGH < 1),
            ),
            gt.Step(
                "Both thresholds rise in the firm's value and fall in the soft one's; pi^ falls in patience.",
                And(
                    diff(LOW, l) > 0,
                    diff(LOW, h) < 0,
                    diff(HIGH, l) > 0,
                    diff(HIGH, h) < 0,
                    diff(HIGH, d) < 0,
                ),
            ),
            gt.Step(
                "Probing delays the deal with the firm, probability 1 - pi, and nothing breaks down.",
                And(
                    Eq(games[x].outcomes(profile(1, 1))["delay"], 1 - pi),
                    Eq(games[x].outcomes(profile(1, 1))["breakdown"], 0),
                ),
            ),
            gt.Step(
                "Holding out at y = h breaks down with the firm, probability 1 - pi, and delays the deal with probability "
                "(1 - pi) l/(h - l).",
                And(
                    Eq(ends["breakdown"].subs(y, h), 1 - pi),
                    Eq(ends["delay"].subs(y, h), (1 - pi) * l / (h - l)),
                ),
                given=[pi > LOW],
            ),
        ],
        conclusions=[
            ("probing pays more than settling", pi > LOW, lambda: solved.region("probe")),
            ("holding out pays more than probing", pi > HIGH, lambda: solved.region("hold out")),
            ("talks can break down after a high offer", pi >= LOW, lambda: solved.region("breakdown")),
            ("a soft S keeps something, everywhere", True, lambda: solved.region("soft gains")),
        ],
    )
