"""Merlo and Wilson's stochastic bargaining: delay because the pie is expected to grow.

Two players bargain over a surplus that is c_L now and becomes c_H, for good, with probability pi per period.  Both
discount by beta; each proposes with probability one half.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

beta, pi, c_L, c_H = gt.parameters("beta pi c_L c_H")
c_M = gt.parameters("c_M")

ASSUMING = [0 < beta, beta < 1, 0 < pi, pi < 1, c_L > 0, c_H > 0]

EVEN = {"1": Fraction(1, 2), "2": Fraction(1, 2)}


def game() -> gt.bargaining.Bargaining:
    """Build the game with two states."""
    return gt.bargaining.MerloWilson(
        {"low": c_L, "high": c_H},
        beta,
        transition={"low": {"low": 1 - pi, "high": pi}, "high": "high"},
        proposer={"low": EVEN, "high": EVEN},
        assuming=ASSUMING,
    )


def three_states() -> gt.bargaining.Bargaining:
    """Build a game in which the surplus moves up and down before it reaches 1."""
    return gt.bargaining.MerloWilson(
        {"low": c_L, "middle": c_M, "high": 1},
        Fraction(9, 10),
        transition={
            "low": {"low": Fraction(4, 5), "middle": Fraction(1, 5)},
            "middle": {"low": Fraction(1, 5), "middle": Fraction(3, 5), "high": Fraction(1, 5)},
            "high": "high",
        },
        proposer={"low": EVEN, "middle": EVEN, "high": EVEN},
        assuming=[c_L > 0, c_M > 0],
    )


@dataclass(frozen=True)
class Data:
    """A phase diagram of the three-state game, and its exact boundaries."""

    grid: Any
    phase: Any
    corner: tuple[float, float]
    low_surplus: Any
    between: tuple[Any, Any]


def data(*, quick: bool = False) -> Data:
    """Sweep the plane of the two surpluses; take the boundaries from the symbolic solution."""
    solved = three_states().equilibria()
    grid = (np.arange(100 if quick else 1000) + 0.5) / (100 if quick else 1000)
    found = gt.bargaining.sweep(three_states(), c_L=grid[None, :], c_M=grid[:, None])
    phase = found.agreement("low") + 2 * found.agreement("middle")
    waits = solved.delay("low") & solved.delay("middle")
    corner_low, corner_middle = (float(waits.solve_for(c).boundaries[0][0].value) for c in (c_L, c_M))
    (piece,) = (solved.agreement("low") & solved.agreement("middle")).solve_for(c_M).pieces
    low = np.linspace(corner_low, 1.0, 50)
    between = (piece.lower[0].evaluate(c_L=low), piece.upper[0].evaluate(c_L=low))
    return Data(grid, phase, (corner_low, corner_middle), low, between)


def draw(d: Data) -> Any:
    """Draw where there is agreement in which states: the sweep as colours, the exact boundaries as lines."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    colours = ["#ffffff", *gt.plot.FILL[:3]]
    axes.contourf(d.grid, d.grid, d.phase, levels=[-0.5, 0.5, 1.5, 2.5, 3.5], colors=colours)
    low, middle = d.corner
    axes.plot([0, low, low], [middle, middle, 0], color=gt.plot.INK, lw=1)
    for edge in d.between:
        axes.plot(d.low_surplus, edge, color=gt.plot.INK, lw=1)
    for x, y, text in (
        (0.06, 0.2, "wait in both"),
        (0.04, 0.85, "agree in the middle state only"),
        (0.55, 0.12, "agree in the low state only"),
        (0.66, 0.85, "agree at once"),
    ):
        axes.text(x, y, text)
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="surplus in the low state $c_L$",
        ylabel="surplus in the middle state $c_M$",
    )
    axes.set_title(r"Delay until the surplus has grown ($c_H=1$, $\beta=9/10$, $\pi=1/5$)")
    return figure


MODEL = gt.Model(
    title="Merlo and Wilson's growing pie",
    claim="Delay is a weapon: the side that can wait gains by waiting.",
    source="Essay 1 (asymmetric diplomacy); Merlo and Wilson, Econometrica 63 (1995)",
    games={"game": game},
    concept=lambda g: g.equilibria(),
    questions={
        "delay": gt.Question(
            "Is there delay in the low state?", lambda found: found["game"].delay("low"), c_L
        ),
        "waiting pays": gt.Question(
            "Is waiting worth more to both than half of the low surplus?",
            lambda found: found["game"].when(2 * gt.value("1", "low") > c_L),
            c_L,
        ),
    },
    message=(
        "There is delay exactly when the low surplus is small, c_L < beta pi c_H/(1 - beta (1 - pi)), and then both sides gain "
        "from it alike; the claim that delay is the weapon of one side fails: it is efficient, and where c_L is larger there is "
        "none."
    ),
    data=data,
    draw=draw,
)
