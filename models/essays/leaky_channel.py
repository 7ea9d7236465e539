"""A leaky channel: secret talks that come to light if only one side is willing.

Two leaders decide in private whether to accept secret talks.  A leader's cost c of doing so is private and uniform on [0, 1]; if both
accept, each gains G < 1 less this cost.  A leader who accepts alone is exposed with probability l, at a cost x; else nothing happens.
Only the expected exposure e = l x counts.

Whoever accepts at some cost does so at a lower one, so there is a cut-off for each side, the lowest cost to refuse: with cut-offs a and b
the cost a is where b (G - a) = (1 - b) e, or 0 if that is negative, or 1 beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import And, Eq, Or, sqrt

import gametheory as gt

G, e = gt.parameters("G e")

ASSUMING = [0 < G, G < 1, e > 0]

LIMIT = (1 - sqrt(1 - G)) ** 2
"""The expected exposure up to which there are talks."""


def best_cutoff(other: Any, own: Any) -> Any:
    """Return the condition that `own` is the best cut-off against `other`; since G < 1 it is below 1."""
    gain = other * (G - own) - (1 - other) * e
    return Or(And(own > 0, Eq(gain, 0)), And(Eq(own, 0), other * G <= (1 - other) * e))


def _talks(cutoff: Any) -> dict[str, Any]:
    return {"cut-off": cutoff, "probability of talks": cutoff**2, "anybody accepts": 1}


def equilibria() -> gt.Derived:
    """List the equilibria: no talks, and two symmetric ones where the channel is tight enough."""
    root = sqrt((G + e) ** 2 - 4 * e)
    talks = [(G + e) ** 2 >= 4 * e, G + e < 2]
    return gt.Derived(
        "Bayesian Nash equilibrium in cut-offs",
        [
            gt.DerivedEquilibrium(
                "no talks", True, {"cut-off": 0, "probability of talks": 0, "anybody accepts": 0}
            ),
            gt.DerivedEquilibrium("open", talks, _talks((G + e + root) / 2)),
            gt.DerivedEquilibrium("wary", talks, _talks((G + e - root) / 2)),
        ],
        assuming=ASSUMING,
        complete="all",
        reason="the theorem excludes asymmetric cut-offs and others",
    )


@dataclass(frozen=True)
class Data:
    """Cut-offs against the exposure at three stakes, and the limit of exposure against the stakes."""

    exposure: dict[float, Any]
    open_: dict[float, Any]
    wary: dict[float, Any]
    stakes: Any
    limit: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the closed forms, and the solver's limit."""
    count = 40 if quick else 400
    ((limit, _),) = MODEL.solve().threshold("talks").boundaries
    exposure, open_, wary = {}, {}, {}
    for stake in (0.5, 0.7, 0.9):
        most = float(limit.evaluate(G=stake))
        grid = most * (1 - np.linspace(1, 0, count) ** 2)
        root = np.sqrt(np.maximum((stake + grid) ** 2 - 4 * grid, 0))
        exposure[stake] = grid
        open_[stake], wary[stake] = (stake + grid + root) / 2, (stake + grid - root) / 2
    stakes = np.linspace(0.0, 0.999, count)
    return Data(exposure, open_, wary, stakes, limit.evaluate(G=stakes))


def draw(d: Data) -> Any:
    """Draw the cut-offs, and where there can be talks."""
    figure = gt.plot.new_figure(figsize=(8.4, 3.8))
    left, right = figure.subplots(1, 2)
    for (stake, grid), colour in zip(d.exposure.items(), gt.plot.LINE, strict=False):
        left.plot(grid, d.open_[stake], color=colour, label=f"$G={stake:g}$")
        left.plot(grid, d.wary[stake], color=colour, ls="--")
        left.plot([grid[-1]] * 2, [0, d.open_[stake][-1]], color=colour, lw=0.6, ls=":")
    left.text(0.23, 0.93, "dashed: the wary equilibrium", fontsize=8)
    left.set(
        xlim=(0, 0.5),
        ylim=(0, 1),
        xlabel="expected exposure $e=lx$",
        ylabel="cost up to which a side accepts",
    )
    left.set_title("Talks end with a jump", fontsize=10)
    left.legend(loc="lower right")
    right.fill_between(d.stakes, d.limit, 1, color=gt.plot.FILL[1], lw=0)
    right.fill_between(d.stakes, 0, d.limit, color=gt.plot.FILL[2], lw=0)
    right.plot(d.stakes, d.limit, color=gt.plot.LINE[1])
    right.text(0.15, 0.55, "no talks")
    right.text(0.68, 0.06, "talks are possible", fontsize=9)
    right.annotate(
        r"$e=(1-\sqrt{1-G})^2$",
        (0.9, float(np.interp(0.9, d.stakes, d.limit))),
        (0.4, 0.8),
        arrowprops={"arrowstyle": "-"},
        fontsize=9,
    )
    right.set(xlim=(0, 1), ylim=(0, 1), xlabel="gain from talks $G$", ylabel="expected exposure $e$")
    right.set_title("How tight the channel must be", fontsize=10)
    return figure


MODEL = gt.Model(
    title="A leaky channel",
    claim="Secret talks may leak; the fear of being exposed as the only one who is willing keeps leaders from them.",
    source="Essay 4 (secret diplomacy); own model, a global game's cousin in which both wish to talk and neither alone",
    games={"channel": equilibria},
    concept=lambda g: g,
    questions={
        "talks": gt.Question(
            "Is there an equilibrium with talks?",
            lambda found: found["channel"].when(lambda v: v["anybody accepts"] > 0),
            e,
        ),
        "silence": gt.Question(
            "Is there an equilibrium without?",
            lambda found: found["channel"].when(lambda v: v["anybody accepts"] < 1),
            e,
        ),
        "only silence": gt.Question(
            "Are there no talks in any equilibrium?",
            lambda found: found["channel"].when(lambda v: v["anybody accepts"] < 1, "every"),
            e,
        ),
    },
    message=(
        "Leaks end talks exactly when the expected exposure exceeds (1 - sqrt(1 - G))^2, and then with a jump: up to there leaders "
        "accept at costs up to 1 - sqrt(1 - G) at least in one equilibrium, beyond it never; the claim that a leaky channel is no "
        "channel fails below that limit, and a tight one is no promise: silence is an equilibrium for all parameters, because to be "
        "the only one who is willing is a loss."
    ),
    data=data,
    draw=draw,
)
