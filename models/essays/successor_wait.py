"""Waiting out the incumbent: a better deal may come from the successor.

The incumbent H offers W a division of one unit; W accepts or waits.  While there is no deal both collect their status-quo
flows, worth f_W and f_H if they last for ever.  Settling costs H kap at home.  At the end of a period H is replaced with
probability p by a successor, who settles at the share x for W (more or less than W has now) without such a cost; H counts what is left to its successor, 1 - x,
with weight l, between 0 (a rival) and 1 (an heir).  Everybody discounts a period by d.

In continuous time, with discount rate r and turnover rate rho, the same equilibrium conditions hold with
rho/r = p d/(1 - d): the period and the rates enter through this ratio alone, so no limit need be taken.

x is what the successor is known to give: if W and the successor bargain as in the Rubinstein limit and the successor has
the status-quo flow f_D, for instance, x = f_W + (1 - f_W - f_D)/2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

p, d, f_W, f_H, kap, x, l = gt.parameters("p d f_W f_H kap x l")

ASSUMING = [
    *(0 < p, p < 1, 0 < d, d < 1, 0 < f_W, 0 < f_H, f_W + f_H < 1),
    *(0 <= kap, kap < 1, 0 < x, x < 1, 0 <= l, l <= 1),
]

NOW = "incumbent"


def talks(proposer: str = "H", turnover: Any = p) -> gt.bargaining.Bargaining:
    """Build talks between W and the incumbent, which end when the successor takes over."""
    return gt.bargaining.Bargaining(
        surplus={NOW: 1 - kap},
        discount={"W": d, "H": d},
        proposer={NOW: proposer},
        flow={"W": (1 - d) * f_W, "H": (1 - d) * f_H},
        breakdown=turnover,
        breakdown_payoff={"W": d * x, "H": d * l * (1 - x)},
        assuming=ASSUMING,
        name="waiting for the successor",
    )


@dataclass(frozen=True)
class Panel:
    """The boundary between settling and waiting for one kind of successor, and its two ends."""

    title: str
    cost: Any
    without: float
    with_certainty: float


@dataclass(frozen=True)
class Data:
    """The boundary against the ratio rho/r, where the successor threatens W's patience and where H's."""

    ratio: Any
    panels: tuple[Panel, Panel]


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact boundary at d = 9/10, for a generous successor and for a tough rival of H."""
    delay = MODEL.solve().region("delay").substitute(d=Fraction(9, 10))
    ratio = np.linspace(0.0, 6.0, 31 if quick else 301)
    panels = []
    for title, f, share, weight in (
        (
            "a generous successor, of H's party",
            (Fraction(1, 10), Fraction(2, 10)),
            Fraction(3, 5),
            Fraction(1, 2),
        ),
        ("a tough successor, H's rival", (Fraction(3, 10), Fraction(3, 10)), Fraction(1, 5), Fraction(0)),
    ):
        ((edge, _),) = delay.substitute(f_W=f[0], f_H=f[1], x=share, l=weight).solve_for(kap).boundaries
        panels.append(
            Panel(title, edge.evaluate(p=ratio / 9), float(1 - sum(f)), float((1 - share) * (1 - weight)))
        )
    return Data(ratio, (panels[0], panels[1]))


def draw(data: Data) -> Any:
    """Draw where there is delay, in the plane of turnover and of the cost of settling."""
    figure = gt.plot.new_figure(figsize=(7.6, 3.9))
    both = figure.subplots(1, 2, sharey=True)
    for axes, panel in zip(both, data.panels, strict=True):
        falling = panel.with_certainty < panel.without
        axes.fill_between(data.ratio, panel.cost, 1, color=gt.plot.FILL[1], lw=0)
        axes.fill_between(data.ratio, 0, panel.cost, color=gt.plot.FILL[2], lw=0)
        low, high = sorted((panel.without, panel.with_certainty))
        axes.plot(data.ratio, panel.cost, color=gt.plot.LINE[1])
        for height, text in ((panel.without, "$1-f_W-f_H$"), (panel.with_certainty, "$(1-x)(1-l)$")):
            axes.axhline(height, color=gt.plot.INK, lw=0.6, ls=":")
            axes.text(5.9, height + 0.015, text, ha="right", fontsize=9)
        axes.text(3.0, (high + 1) / 2, "wait, whatever the turnover", ha="center", va="center", fontsize=9)
        axes.text(3.0, low / 2, "settle, whatever the turnover", ha="center", va="center", fontsize=9)
        if falling:
            axes.text(2.4, 0.54, "wait for the successor", fontsize=9)
            axes.text(0.15, 0.29, "settle", fontsize=9)
        else:
            axes.text(0.1, 0.72, "wait", fontsize=9)
            axes.text(1.7, 0.49, "settle before the successor comes", fontsize=9)
        axes.set(
            xlim=(0, 6), ylim=(0, 1), xlabel=r"turnover $\rho/r$", ylabel=r"$H$'s cost of settling $\kappa$"
        )
        axes.set_title(panel.title, fontsize=10)
    return figure


MODEL = gt.Model(
    title="Waiting out the incumbent",
    claim="If the weak side can wait out the incumbent leader, it might be able to get a better deal from the successor.",
    source="Essay 3 (conditions for success); Wolford, International Studies Quarterly 51 (2007), for the mechanism only",
    games={
        "game": talks,
        "permanent incumbent": lambda: talks(turnover=0),
        "W offers": lambda: talks(proposer="W"),
    },
    concept=lambda g: g.equilibria(),
    questions={
        "delay because of turnover": gt.Question(
            "Is there delay that there would not be without turnover?",
            lambda found: found["game"].delay(NOW) & found["permanent incumbent"].agreement(NOW),
            p,
        ),
        "deal because of turnover": gt.Question(
            "Is there a deal that there would not be without turnover?",
            lambda found: found["game"].agreement(NOW) & found["permanent incumbent"].delay(NOW),
            p,
        ),
        "delay": gt.Question("Is there delay?", lambda found: found["game"].delay(NOW), kap),
        "the prospect pays": gt.Question(
            "Does W gain from the prospect of a successor?",
            lambda found: found["game"].when(
                gt.value("W", NOW) > gt.value("W", NOW, among=found["permanent incumbent"]), "every"
            ),
            x,
        ),
        "delay if W offers": gt.Question(
            "Is there delay if W makes the offers?", lambda found: found["W offers"].delay(NOW), kap
        ),
    },
    message=(
        "W waits for the successor who would otherwise have settled exactly when settling costs the incumbent kap > "
        "(1 - x)(1 - l) and turnover is fast, p d/(1 - d) = rho/r > (1 - f_W - f_H - kap)/(kap - (1 - x)(1 - l)); the claim "
        "fails if settling is cheap: with kap <= (1 - x)(1 - l) the incumbent buys off the prospect at any rate of turnover, "
        "W gains as much without waiting, and where kap > 1 - f_W - f_H the same prospect even brings about a deal."
    ),
    data=data,
    draw=draw,
)
