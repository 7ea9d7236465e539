"""The noisy messenger: a go-between who garbles what it is told can carry more than the sides say to each other directly.

S knows the state t, uniform on [0, 1], and W chooses an action y.  W wants y = t, S wants y = t + b, and both lose the square of what is
missed (Crawford and Sobel 1982).  Directly, S can only name one of finitely many intervals: at most N of them, where
2 b N (N - 1) < 1 <= 2 b N (N + 1).  Or S tells a go-between, who recommends an action to W by a lottery that depends on what it was told;
using it costs W a friction f.

The best lottery (`device`; Goltsman, Hörner, Pavlov and Squintani 2009 for its value) recommends y = b to the types below x, and to those
above with probability `drowned`; otherwise it recommends the middle of their cell, where M - 1 cells divide [x, 1], the first
2 x + 2 b wide and each 4 b wider than the one before it.  M is the number with 2 b (M - 1)^2 <= 1 <= 2 b M^2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Any

import numpy as np
from sympy import Eq

import gametheory as gt

b, f, N, M = gt.parameters("b f N M")

BIAS = [0 < b, b < Fraction(1, 2)]
"""From 1/2 on the bound is no more than what W earns without talks, or not attained."""

STEPS = [N >= 1, 2 * b * N * (N - 1) < 1, 2 * b * N * (N + 1) >= 1]
"""N is the largest number of intervals (it is used as a whole number, and what is proved holds for all others as well)."""

CELLS = [M >= 2, 2 * b * (M - 1) ** 2 <= 1, 2 * b * M**2 >= 1]

ASSUMING = [*BIAS, *STEPS, f > 0]

DIRECT = -(1 / (12 * N**2) + b**2 * (N**2 - 1) / 3)
MEDIATED = -b * (1 - b) / 3

FIRST = (1 - 2 * b * (M - 1) ** 2) / (2 * M - 1)
DROWNED = FIRST * (2 * b - FIRST) / ((1 - FIRST) * (1 + FIRST - 2 * b))


def direct() -> gt.Derived:
    """State the most informative equilibrium of direct talks."""
    values = {"W": DIRECT, "S": DIRECT - b**2, "intervals": N}
    return gt.Derived(
        "sequential, most informative",
        [gt.DerivedEquilibrium("intervals", True, values)],
        assuming=[*BIAS, *STEPS],
        complete="all",
        reason="every equilibrium is one of at most N intervals, and W and S like more of them: Crawford and Sobel (1982)",
    )


def mediated() -> gt.Derived:
    """State the best of what a go-between can bring about, before its friction."""
    return gt.Derived(
        "communication equilibrium, best for W",
        [gt.DerivedEquilibrium("noisy messenger", True, {"W": MEDIATED, "S": MEDIATED - b**2})],
        assuming=BIAS,
        complete="all",
        reason="no communication equilibrium is better for W: steps of the theorem",
    )


def device() -> gt.Derived:
    """State the lottery that attains it."""
    return gt.Derived(
        "communication equilibrium, best for W",
        [gt.DerivedEquilibrium("lottery", True, {"x": FIRST, "drowned": DROWNED, "W": MEDIATED})],
        assuming=[*BIAS, *CELLS],
        complete="all",
        reason="its incentives are steps of the theorem (other lotteries may attain the value as well)",
    )


def intervals(bias: Any) -> list[Fraction]:
    """Return the ends of the intervals of the most informative equilibrium of direct talks."""
    bias = Fraction(bias)
    n = 1
    while 2 * bias * n * (n + 1) < 1:
        n += 1
    return [Fraction(i, n) - 2 * bias * i * (n - i) for i in range(n + 1)]


def lottery(bias: Any) -> tuple[Fraction, Fraction, list[Fraction]]:
    """Return x, the probability with which types above it are drowned, and the ends of the cells of [x, 1]."""
    bias = Fraction(bias)
    # The least M with 2 b M^2 >= 1, but at least 2.
    m = max(2, isqrt(int(1 / (2 * bias))))
    while 2 * bias * m**2 < 1:
        m += 1
    x, drowned = (Fraction(str(e.subs({b: bias, M: m}))) for e in (FIRST, DROWNED))
    ends = [x]
    for j in range(m - 1):
        ends.append(ends[-1] + 2 * x + 2 * bias + 4 * bias * j)
    return x, drowned, ends


@dataclass(frozen=True)
class Data:
    """The two ways to talk at one bias, and what the go-between adds against the bias."""

    bias: Fraction
    intervals: list[Fraction]
    lottery: tuple[Fraction, Fraction, list[Fraction]]
    grid: Any
    gain: Any
    worthless: list[float]


def data(*, quick: bool = False) -> Data:
    """Evaluate both at b = 1/5, and the gain on a grid."""
    bias = Fraction(1, 5)
    grid = np.linspace(0.02, 0.5, 97 if quick else 961)
    steps = np.ceil(-0.5 + 0.5 * np.sqrt(1 + 2 / grid))
    gain = np.array(
        [float((MEDIATED - DIRECT).subs({b: float(x), N: int(n)})) for x, n in zip(grid, steps, strict=True)]
    )
    return Data(bias, intervals(bias), lottery(bias), grid, gain, [1 / (2 * n**2) for n in range(1, 6)])


def draw(d: Data) -> Any:
    """Draw the action against the state, with the lottery as the width of lines, and the gain."""
    figure = gt.plot.new_figure(figsize=(8.6, 3.9))
    left, right = figure.subplots(1, 2)
    for low, high in pairwise(d.intervals):
        middle = float(low + high) / 2
        left.plot([low, high], [middle, middle], color=gt.plot.LINE[1], lw=1.2, ls="--")
    x, drowned, ends = d.lottery
    bias, most = float(d.bias), 5.0
    colour = gt.plot.LINE[0]
    left.plot([0, x], [bias, bias], color=colour, lw=most, solid_capstyle="butt")
    left.plot([x, 1], [bias, bias], color=colour, lw=most * float(drowned), solid_capstyle="butt")
    for low, high in pairwise(ends):
        middle = float(low + high) / 2
        left.plot(
            [low, high], [middle] * 2, color=colour, lw=most * float(1 - drowned), solid_capstyle="butt"
        )
    left.plot([0, 1], [0, 1], color=gt.plot.INK, lw=0.6, ls=":")
    left.text(float(x) + 0.02, bias - 0.05, f"with probability {drowned}", fontsize=8, color=colour)
    left.text(0.02, 0.86, "go-between (width: probability)", fontsize=9, color=colour)
    left.text(0.02, 0.79, "direct talks", fontsize=9, color=gt.plot.LINE[1])
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel="state $t$", ylabel="action $y$")
    left.set_title(f"What W does ($b={d.bias}$)", fontsize=10)
    right.plot(d.grid, d.gain, color=colour)
    right.fill_between(d.grid, 0, d.gain, color=gt.plot.FILL[0], lw=0)
    inside = [w for w in d.worthless if w >= d.grid[0]]
    right.plot(inside, [0] * len(inside), "o", ms=4, mfc="white", color=gt.plot.INK)
    right.axvline(0.25, color=gt.plot.INK, lw=0.6, ls=":")
    right.text(0.33, 0.0125, r"$f=\frac{(1-2b)^2}{12}$")
    right.text(0.255, 0.0205, "direct talks say nothing", fontsize=8)
    right.set(xlim=(0, 0.5), ylim=(-0.0006, 0.022), xlabel="bias $b$", ylabel="friction $f$")
    right.set_title("Where W uses the go-between (shaded)", fontsize=10)
    return figure


MODEL = gt.Model(
    title="The noisy messenger",
    claim="Middle powers act as circuit breakers: they absorb shocks and filter demands, and so find a baseline for agreement.",
    source=(
        "Essay 2 (mediators); Goltsman, Hörner, Pavlov and Squintani, Journal of Economic Theory 144 (2009); Crawford and Sobel, "
        "Econometrica 50 (1982)"
    ),
    games={"direct": direct, "mediated": mediated, "device": device},
    concept=lambda g: g,
    questions={
        "pays": gt.Question(
            "Does W use the go-between in spite of its friction?",
            lambda found: _net(found, lambda ours, theirs: ours > theirs),
            f,
        ),
        "pays where talk is empty": gt.Question(
            "Does W use it where direct talks say nothing?",
            lambda found: _net(found, lambda ours, theirs: ours > theirs).substitute(N=1),
            f,
        ),
        "worthless": gt.Question(
            "Do direct talks achieve all that a go-between can?",
            lambda found: gt.region(
                Eq(found["mediated"][0].values["W"], found["direct"][0].values["W"]), assuming=[*BIAS, *STEPS]
            ),
            b,
        ),
    },
    message=(
        "Filtering what S says is worth (1 - 2 b N^2)^2/(12 N^2) to W (and to S), and W uses the go-between exactly if its friction is less: "
        "less than (1 - 2 b)^2/12 where direct talks say nothing, b >= 1/4; the claim fails at b = 1/(2 N^2), where direct talks are as good, "
        "and the gain never exceeds 1/48."
    ),
    data=data,
    draw=draw,
)


def _net(found: Any, compare: Any) -> gt.Region:
    """Return where what W earns with the go-between, less its friction, and what W earns directly compare so."""
    (ours,), (theirs,) = found["mediated"], found["direct"]
    return gt.region(compare(ours.values["W"] - f, theirs.values["W"]), assuming=ASSUMING)
