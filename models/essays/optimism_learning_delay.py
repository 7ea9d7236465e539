"""Waiting to persuade: both overrate their leverage, and put the deal off until events teach them.

W and S divide one unit that both discount at rate r.  Whoever has the initiative makes the offer; who has it next is drawn
afresh every time, with an unknown bias.  Both start with beta priors worth n units of time of observation (their firmness), and
together overrate the initiative by Del: at date t the probabilities that they give to having it add up to 1 + y(t),
y(t) = Del/(t + n).  Beta priors that far apart need n >= Del.  Both watch who gets the initiative, and so does each know
how the other will think.

Nobody here has a common prior, so no solver takes the game.  The subgame-perfect equilibrium is derived in the theorem: in
the limit of frequent offers there is agreement at the first date at which optimism wears off no faster than time is
discounted, Del <= r (t + n)(t + n + Del); the date t is known to both from the start.  `constant` is the
same with optimism that no event corrects (Yildiz 2003), for periods discounted by d.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from sympy import Not

import gametheory as gt

Del, n, r, t, y, d = gt.parameters("Del n r t y d")

ASSUMING = [Del > 0, n >= Del, r > 0, t >= 0]

CONSTANT = [0 <= y, y <= 1, 0 < d, d < 1]
"""For constant optimism y and periods discounted by d."""


def learning(firmness: Any = n, date: Any = t) -> gt.Derived:
    """State what the equilibrium is at a date: a deal, or waiting because what both expect together grows."""
    held = date + firmness
    gain = Del / (held * (held + Del)) - r
    wears_off_slowly = Del <= r * held * (held + Del)
    values = {"optimism": Del / held, "gain from waiting": gain}
    return gt.Derived(
        "subgame perfect with heterogeneous priors, frequent offers",
        [
            gt.DerivedEquilibrium("a deal", wears_off_slowly, {**values, "deal": 1}),
            gt.DerivedEquilibrium("waiting to persuade", Not(wears_off_slowly), {**values, "deal": 0}),
        ],
        assuming=[Del > 0, r > 0, firmness >= Del, t >= 0],
        complete="all",
        reason="unique by backward induction: steps of the theorem; Yildiz (2004)",
    )


def constant() -> gt.Derived:
    """State the equilibrium with constant optimism and no deadline: agreement at once."""
    pie = (1 + y) / (1 + d * y)
    return gt.Derived(
        "subgame perfect with heterogeneous priors",
        [gt.DerivedEquilibrium("at once", d * pie <= 1, {"perceived pie": pie, "waiting": d * pie})],
        assuming=CONSTANT,
        complete="all",
        reason="unique as the limit of distant deadlines; Yildiz (2003)",
    )


@dataclass(frozen=True)
class Data:
    """The date of settlement against firmness: closed form, and the discrete game solved backward."""

    firmness: dict[str, Any]
    date: dict[str, Any]
    sample: Any
    discrete: Any
    optimism: Any
    least: Any
    top: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the solved date at r = 1/10, and recursion points at Del = 1."""
    solved = MODEL.solve()
    edge = solved.threshold("delay").boundaries[-1][0].value
    firmness, date = {}, {}
    for size in (1, 2, 4):
        grid = np.linspace(size, 6, 40 if quick else 400)
        threshold = float(edge.subs({Del: size, r: Fraction(1, 10)}))
        firmness[str(size)], date[str(size)] = grid, np.maximum(0, threshold - grid)
    sample = np.linspace(1, 5, 5 if quick else 9)
    discrete = [
        gt.bargaining.LearningOptimism(1, Fraction(float(x)), "1/10").numerically(period=1e-2)["settlement"]
        for x in sample
    ]
    optimism = np.linspace(1e-6, 6.5, 40 if quick else 400)
    at = [float(edge.subs({Del: float(x), r: Fraction(1, 10)})) for x in optimism]
    return Data(firmness, date, sample, np.array(discrete), optimism, np.array(at), 5.0)


def draw(d: Data) -> Any:
    """Draw where there is delay, and how long it is."""
    figure = gt.plot.new_figure(figsize=(8.6, 3.9))
    left, right = figure.subplots(1, 2)
    x, least = d.optimism, d.least
    possible = x <= d.top
    left.fill_between(x, np.maximum(x, least), 7, color=gt.plot.FILL[2], lw=0)
    left.fill_between(x[possible], x[possible], least[possible], color=gt.plot.FILL[1], lw=0)
    left.plot(x[possible], least[possible], color=gt.plot.LINE[1])
    left.plot(x, x, color=gt.plot.INK, lw=0.8, ls="--")
    left.text(0.8, 5.9, "agreement at once", fontsize=9)
    left.text(1.55, 2.3, "both\nwait", fontsize=9)
    left.text(4.0, 1.6, "no such priors,\n$n<\\Delta$", fontsize=9)
    left.annotate("$n^*$", (1.5, np.interp(1.5, x, least)), (0.7, 4.2), arrowprops={"arrowstyle": "-"})
    left.set(xlim=(0, 6.5), ylim=(0, 7), xlabel=r"optimism $\Delta$", ylabel=r"firmness of beliefs $n$")
    left.set_title("When optimism delays the deal ($r=0.1$)", fontsize=10)
    for (size, grid), colour in zip(d.firmness.items(), gt.plot.LINE, strict=False):
        right.plot(grid, d.date[size], color=colour, label=rf"$\Delta={size}$")
    right.plot(d.sample, d.discrete, "o", ms=4, mfc="none", color=gt.plot.INK, label="discrete game")
    right.set(
        xlim=(0.9, 6), ylim=(-0.05, 3), xlabel=r"firmness of beliefs $n$", ylabel=r"date of the deal $t^*$"
    )
    right.set_title("How long they wait", fontsize=10)
    right.legend(loc="upper right")
    return figure


def _waits(values: Mapping[str, Any]) -> Any:
    return values["deal"] < 1


MODEL = gt.Model(
    title="Waiting to persuade",
    claim=(
        "A side that believes a little more pressure will bring the other to its knees sees no benefit in concessions: both "
        "overrate their leverage, and delay until events teach them."
    ),
    source=(
        "Essay 3 (conditions for success); Yildiz, Quarterly Journal of Economics 119 (2004), and Econometrica 71 (2003) for "
        "constant optimism"
    ),
    games={
        "at the start": lambda: learning(date=0),
        "learning": learning,
        "loosest beliefs": lambda: learning(firmness=Del, date=0),
        "constant": constant,
    },
    concept=lambda g: g,
    questions={
        "delay": gt.Question(
            "Do both put the deal off?",
            lambda found: found["at the start"].when(_waits, "every"),
            n,
        ),
        "delay at t": gt.Question(
            "Is there still no deal at date t?",
            lambda found: found["learning"].when(_waits, "every"),
            t,
        ),
        "delay at all": gt.Question(
            "Do both put the deal off if their beliefs are as loose as they can be, n = Del?",
            lambda found: found["loosest beliefs"].when(_waits, "every"),
            Del,
        ),
        "constant": gt.Question(
            "Does optimism that nothing corrects delay the deal?",
            lambda found: found["constant"].when(lambda e: e["waiting"] > 1),
            y,
        ),
    },
    message=(
        "Optimism delays the deal exactly when beliefs are loose enough for events to change them soon, n < n* = (sqrt(Del^2 + "
        "4 Del/r) - Del)/2, and then until the date n* - n that both foresee; the claim fails for firm beliefs and for Del >= "
        "1/(2 r), and optimism that no event will correct never delays a deal: it is not overrating oneself that makes both "
        "wait, but expecting the other to learn."
    ),
    data=data,
    draw=draw,
)
