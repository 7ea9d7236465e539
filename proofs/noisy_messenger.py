"""Theorem: what the best go-between is worth, and when its friction is worth bearing.

The bound holds for every communication equilibrium: what S earns at t = 0 determines what W earns on average.  The lottery attains it,
because it gives t = 0 what S wants there.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, Or, Rational, diff, simplify, summation

import gametheory as gt
from models.essays.noisy_messenger import (
    ASSUMING,
    CELLS,
    DIRECT,
    DROWNED,
    FIRST,
    MEDIATED,
    MODEL,
    M,
    N,
    b,
    f,
)

GAIN = (1 - 2 * b * N**2) ** 2 / (12 * N**2)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    i, t, w, y, z, u = gt.parameters("i t w y z u")
    Y, YY, YT, L, U0 = gt.parameters("Y YY YT L U0")

    def end(k: object) -> object:
        return k / N - 2 * b * k * (N - k)  # type: ignore[operator]

    def missed(action: object, state: object) -> object:
        """Return what S loses."""
        return (action - state - b) ** 2  # type: ignore[operator]

    below, above = (end(i - 1) + end(i)) / 2, (end(i) + end(i + 1)) / 2
    width = 1 / N + 2 * b * (2 * i - N - 1)
    direct_loss = simplify(summation((width**3).expand() / 12, (i, 1, N)))
    cell = 2 * FIRST + 2 * b + 4 * b * (i - 1)
    filled = simplify(summation(cell, (i, 1, M - 1)))
    told_b = FIRST + DROWNED * (1 - FIRST)
    moment = FIRST**2 / 2 + DROWNED * (1 - FIRST**2) / 2
    # What W loses: at y = b on [0, x], at y = b on [x, 1] if drowned, in the cells otherwise.
    cells_loss = simplify(summation((cell**3).expand() / 12, (i, 1, M - 1)))
    third = Rational(1, 3)
    loss = (
        (b**3 - (b - FIRST) ** 3) * third
        + DROWNED * ((b - FIRST) ** 3 - (b - 1) ** 3) * third
        + (1 - DROWNED) * cells_loss
    )
    return gt.Theorem(
        name="noisy_messenger",
        statement=(
            "For 0 < b < 1/2 every communication equilibrium gives W at most -b (1 - b)/3, and the lottery of the model attains that. Direct "
            "talks in N intervals give -(1/(12 N^2) + b^2 (N^2 - 1)/3), so the go-between is worth (1 - 2 b N^2)^2/(12 N^2)."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Direct talks: with ends i/N - 2 b i (N - i) type i is indifferent between the middles of the intervals that it bounds; the "
                "ends begin at 0, end at 1 and rise, the first interval being 1/N - 2 b (N - 1) wide and each 4 b wider than the last.",
                And(
                    Eq(missed(below, end(i)), missed(above, end(i))),
                    Eq(end(0 * i), 0),
                    Eq(end(N), 1),
                    1 / N - 2 * b * (N - 1) > 0,
                    Eq(end(i) - end(i - 1), width),
                    Eq(width.subs(i, i + 1) - width, 4 * b),
                ),
            ),
            gt.Step(
                "W loses a twelfth of the cube of each width: 1/(12 N^2) + b^2 (N^2 - 1)/3 in all.",
                Eq(direct_loss, -DIRECT),
            ),
            gt.Step(
                "No communication equilibrium is better than U0/3 - b (1 - b)/3, U0 <= 0 being what t = 0 gives S. Let Y, YY, YT be the means of y, "
                "y^2 and y t, L W's mean payoff. W obeys, so y is the mean of t given y: Y = 1/2, YT = YY. S is honest, so S's payoff at t is "
                "U0 + 2 (the integral of the mean action, less s + b, over s up to t); its mean over t is U0 + 2 (Y - YT) - 2 (1/2 - 1/3) - b, "
                "and it is L - b^2 as well. So 3 L = U0 - b (1 - b).",
                And(Eq(3 * L, U0 - b * (1 - b)), Implies(U0 <= 0, L <= MEDIATED)),
                given=[
                    Eq(Y, Rational(1, 2)),
                    Eq(YT, YY),
                    Eq(L, -(YY - 2 * YT + third)),
                    Eq(L - b**2 - 2 * b * (Rational(1, 2) - Y), U0 + 2 * (Y - YT) - third - b),
                ],
            ),
            gt.Step(
                "The lottery is one: x lies in [0, 2 b] and below 1, the drowned are a probability, and the cells fill [x, 1].",
                And(FIRST >= 0, FIRST <= 2 * b, FIRST < 1, DROWNED >= 0, DROWNED <= 1, Eq(filled, 1 - FIRST)),
                given=CELLS,
            ),
            gt.Step(
                "W obeys: told b, it believes the state to be b on average; told the middle of a cell, it believes it uniform there.",
                Eq(moment, b * told_b),
                given=CELLS,
            ),
            gt.Step(
                "S is honest at the ends: type x is indifferent between b and the middle of the first cell, and a type between cells of widths "
                "w and w + 4 b between their middles.",
                And(
                    Eq(missed(b, u), missed(2 * u + b, u)),
                    Eq(missed(t - w / 2, t), missed(t + (w + 4 * b) / 2, t)),
                ),
            ),
            gt.Step(
                "And elsewhere: who is indifferent between two actions, or lotteries that differ in one action, prefers the higher one as a "
                "higher type and the lower one as a lower type.",
                And(
                    Implies(u > t, missed(z, u) < missed(y, u)),
                    Implies(u < t, missed(y, u) < missed(z, u)),
                ),
                given=[y < z, Eq(missed(y, t), missed(z, t))],
            ),
            gt.Step(
                "Type 0 is told b, what S wants there, so U0 = 0 and W gets -b (1 - b)/3; what W loses on [0, x], with the drowned and in the "
                "cells adds up to the same.",
                And(Eq(missed(b, 0), 0), Eq(simplify(loss), -MEDIATED)),
                given=CELLS,
            ),
            gt.Step(
                "So the go-between is worth (1 - 2 b N^2)^2/(12 N^2): nothing iff b = 1/(2 N^2).",
                And(Eq(MEDIATED - DIRECT, GAIN), Equivalent(Eq(GAIN, 0), Eq(b, 1 / (2 * N**2)))),
            ),
            gt.Step(
                "Where direct talks say nothing (N = 1, b >= 1/4) that is (1 - 2 b)^2/12, and falls in b.",
                And(
                    Eq(GAIN.subs(N, 1), (1 - 2 * b) ** 2 / 12),
                    Implies(b < Rational(1, 2), diff(GAIN.subs(N, 1), b) < 0),
                ),
                given=[b >= Rational(1, 4)],
            ),
            gt.Step(
                "It never exceeds 1/48, what it is at b = 1/4 (this needs that N is 1 or at least 2).",
                And(
                    Implies(Or(Eq(N, 1), N >= 2), GAIN <= Rational(1, 48)),
                    Eq(GAIN.subs({N: 1, b: Rational(1, 4)}), Rational(1, 48)),
                ),
            ),
        ],
        conclusions=[
            ("W uses the go-between", f < GAIN, lambda: solved.region("pays")),
            ("direct talks are as good", Eq(2 * b * N**2, 1), lambda: solved.region("worthless")),
        ],
    )
