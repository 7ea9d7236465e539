"""From what position: what W gets at the table, what it gets away from it, and which of the two counts.

W and S propose in turn how to divide one unit, both with discount factor d.  As long as talks last they live on flows
that would be worth f and g if they lasted for ever: the positions inside the talks.  W, answering an offer, may also
leave for an outside option worth w to it and nothing to S.  (S, answering, could leave too, but at a loss of 1, and
never does.)  Who has just made an offer cannot leave: with that right there would be many equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import lambdify

import gametheory as gt

d, f, g, w = gt.parameters("d f g w")

ASSUMING = [0 < d, d < 1, f >= 0, g >= 0, f + g < 1, w > 0]

W_OFFERS, S_OFFERS = "W proposes", "S proposes"


def _talks(option: Any) -> gt.bargaining.Bargaining:
    return gt.bargaining.Bargaining(
        surplus={W_OFFERS: 1, S_OFFERS: 1},
        discount={"W": d, "S": d},
        proposer={W_OFFERS: "W", S_OFFERS: "S"},
        transition={W_OFFERS: S_OFFERS, S_OFFERS: W_OFFERS},
        flow={"W": (1 - d) * f, "S": (1 - d) * g},
        option=option,
        assuming=ASSUMING,
        name="from what position",
    )


def strong() -> gt.bargaining.Bargaining:
    """Build the game in which W can leave."""
    return _talks({W_OFFERS: {"W": 0, "S": -1}, S_OFFERS: {"W": w, "S": 0}})


def bare() -> gt.bargaining.Bargaining:
    """Build the game in which it cannot."""
    return _talks(None)


@dataclass(frozen=True)
class Data:
    """What W gets when S proposes, over the plane of its two positions, and the exact border between them."""

    flow: Any
    option: Any
    share: Any
    border: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact values and the border at d = 9/10, g = 1/10."""
    solved = MODEL.solve()
    n = 31 if quick else 181
    flow, option = np.linspace(0.0, 0.9, n), np.linspace(0.0, 1.2, n)
    rest = {"d": 0.9, "g": 0.1}
    ((border, _),) = solved.threshold("option matters").boundaries
    edge = border.evaluate(**rest, f=flow)
    (without,) = solved.equilibria["without"]
    at_the_table = gt.parameters("d f g"), without.value("W", S_OFFERS)
    talks = np.broadcast_to(lambdify(*at_the_table)(0.9, flow, 0.1), (n, n))
    return Data(flow, option, np.where(option[:, None] > edge, option[:, None], talks), edge)


def draw(d: Data) -> Any:
    """Draw curves of equal share: they have a corner, for only the better position counts."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.fill_between(d.flow, 0, d.border, color=gt.plot.FILL[0], lw=0)
    axes.fill_between(d.flow, d.border, 1, color=gt.plot.FILL[2], lw=0)
    axes.axhspan(1, d.option[-1], color=gt.plot.FILL[1], lw=0)
    levels = axes.contour(
        d.flow, d.option, d.share, levels=[0.5, 0.6, 0.7, 0.8], colors=gt.plot.INK, linewidths=0.7
    )
    axes.clabel(levels, fmt="%.1f", fontsize=8)
    axes.plot(d.flow, d.border, color=gt.plot.LINE[0])
    axes.axhline(1, color=gt.plot.LINE[1])
    box = {"facecolor": gt.plot.FILL[0], "edgecolor": "none", "pad": 1}
    axes.text(0.35, 0.12, "the position at the table decides:\nthe option changes nothing", bbox=box)
    axes.text(0.04, 0.9, "the outside option decides: the flow changes nothing")
    axes.text(0.04, 1.08, "W leaves")
    axes.set(
        xlim=(0, 0.9),
        ylim=(0, 1.2),
        xlabel="position at the table: W's flow $f$ while talks last",
        ylabel="outside option $w$",
    )
    axes.set_title("Only the better position counts: equal shares of W ($d=9/10$, $g=1/10$)")
    return figure


MODEL = gt.Model(
    title="From what position",
    claim=(
        "The question is not why one negotiates, but how and from what position: without deterrence and resilience "
        "behind it, diplomacy carries little weight."
    ),
    source=(
        "Essay 5 (negotiation as an instrument of power); Binmore, Shaked and Sutton, Quarterly Journal of Economics 104 "
        "(1989); inside options: Muthoo, Bargaining Theory with Applications (1999), chapter 6"
    ),
    games={"with option": strong, "without": bare},
    concept=lambda game: game.equilibria(),
    questions={
        "option matters": gt.Question(
            "Does the outside option bring W more than talks without one?",
            lambda found: found["with option"].when(
                gt.value("W", S_OFFERS) > gt.value("W", S_OFFERS, among=found["without"])
            ),
            w,
        ),
        "half": gt.Question(
            "Does W get at least half though S proposes?",
            lambda found: found["with option"].when(2 * gt.value("W", S_OFFERS) >= 1),
            f,
        ),
        "a quarter from nothing": gt.Question(
            "Does W get at least a quarter with no flow (f = 0) and no option?",
            lambda found: found["without"].when(4 * gt.value("W", S_OFFERS) >= 1).substitute(f=0),
            g,
        ),
        "leaves": gt.Question(
            "Must talks end without agreement, W leaving?",
            lambda found: ~found["with option"].agreement(S_OFFERS),
            w,
        ),
    },
    message=(
        "Position counts, but only the better one: the outside option brings W more exactly if w > (f + d (1 - g))/(1 + d), "
        "and then the flow at the table does not; the claim that talks carry little weight without deterrence fails where "
        "W is patient and S's own flow g is small: with neither option nor flow W still gets d (1 - g)/(1 + d)."
    ),
    data=data,
    draw=draw,
)
