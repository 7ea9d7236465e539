"""Both or nothing: a mediator who reveals an acceptance only if both sides accept.

Two leaders decide whether to engage, which costs each of them the political price pi.  Joint engagement is worth G to
each.  Without a mediator a leader who engages alone pays pi and the exposure x; with one, acceptances are collected in
private and nothing happens, and nothing is known, unless both accept.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

G, pi, x = gt.parameters("G pi x")

ASSUMING = [G > 0, pi > 0, x > 0]


def direct() -> gt.Game:
    """Build the game without a mediator: lone engagement is exposed."""
    return _simultaneous(alone=-pi - x, name="direct engagement")


def mediated() -> gt.Game:
    """Build the game with the mediator's protocol: lone acceptance stays secret and costs nothing."""
    return _simultaneous(alone=0, name="both or nothing")


def _simultaneous(alone: Any, name: str) -> gt.Game:
    def weak(strong_engages: bool) -> gt.Move:
        both = gt.end(strong=G - pi, weak=G - pi, outcome="engagement")
        only_strong = gt.end(strong=alone, weak=0, outcome="stalemate")
        only_weak = gt.end(strong=0, weak=alone, outcome="stalemate")
        neither = gt.end(strong=0, weak=0, outcome="stalemate")
        engage, refuse = (both, only_strong) if strong_engages else (only_weak, neither)
        return gt.move("weak", knows="nothing", actions={"engage": engage, "refuse": refuse})

    root = gt.move("strong", knows="nothing", actions={"engage": weak(True), "refuse": weak(False)})
    return gt.Game(root, assuming=ASSUMING, name=name)


_ENGAGE = gt.plays("strong", "engage")


@dataclass(frozen=True)
class Data:
    """The exact boundaries at G = 1, in the plane of exposure and political cost."""

    exposure: Any
    risk_dominance: Any
    dominance: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the thresholds at G = 1."""
    solved = MODEL.solve()
    ((risk, _),) = solved.region("risk dominant").solve_for(pi).boundaries
    ((dominance, _),) = solved.threshold("mediated").boundaries
    grid = np.linspace(0.0, 1.0, 11 if quick else 101)
    return Data(grid, risk.evaluate(x=grid, G=1.0), dominance.evaluate(G=1.0))


def draw(d: Data) -> Any:
    """Draw where engaging is risk dominant without the mediator, and weakly dominant with it."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.fill_between(d.exposure, d.risk_dominance, d.dominance, color=gt.plot.FILL[0], lw=0)
    axes.fill_between(d.exposure, 0, np.maximum(d.risk_dominance, 0), color=gt.plot.FILL[2], lw=0)
    axes.plot(d.exposure, d.risk_dominance, color=gt.plot.LINE[2])
    axes.axhline(d.dominance, color=gt.plot.LINE[0])
    axes.text(0.06, 0.12, "engaging is risk dominant\neven without a mediator")
    axes.text(0.3, 0.6, "with the mediator engaging is weakly dominant,\nwithout it too risky")
    axes.text(0.3, 1.08, "nobody engages, mediator or not")
    axes.annotate(r"$x^*=G-2\pi$", (0.6, 0.2), (0.7, 0.3), arrowprops={"arrowstyle": "-"})
    axes.annotate(r"$\pi=G$", (0.9, d.dominance), (0.9, 0.92))
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1.2),
        xlabel=r"exposure $x$ of a lone engagement",
        ylabel=r"political cost $\pi$",
    )
    axes.set_title(r"What the protocol adds ($G=1$)")
    return figure


MODEL = gt.Model(
    title="Both-or-nothing mediator",
    claim="Engagement happens when inaction costs more than engagement, and a mediator's deniability makes it possible.",
    source="Essay 2 (a middle power as mediator)",
    games={"direct": direct, "mediated": mediated},
    concept=gt.nash,
    questions={
        "risk dominant": gt.Question(
            "Without the mediator, is engaging the risk-dominant choice (best against a coin toss)?",
            lambda found: found["direct"].when((_ENGAGE > 0) & (_ENGAGE < Fraction(1, 2))),
            x,
        ),
        "direct": gt.Question(
            "Without the mediator, can both engage?",
            lambda found: found["direct"].when(gt.certain("engagement")),
            pi,
        ),
        "mediated": gt.Question(
            "With the mediator, can both engage?",
            lambda found: found["mediated"].when(gt.certain("engagement")),
            pi,
        ),
        "stalemate remains": gt.Question(
            "With the mediator, can it be that nobody engages?",
            lambda found: found["mediated"].when(gt.certain("stalemate")),
            pi,
        ),
    },
    message=(
        "Without a mediator engaging is risk dominant only if exposure is low, x < G - 2 pi; with one it is weakly dominant "
        "for every exposure as long as pi <= G; the claim fails for pi > G, where nobody engages, and the protocol removes "
        "the risk but not the stalemate: mutual refusal stays an equilibrium for all parameters."
    ),
    data=data,
    draw=draw,
)
