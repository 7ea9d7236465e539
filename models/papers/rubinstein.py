"""Rubinstein's alternating offers: no delay, and patience is power.

Two players divide one unit.  Player 1 proposes first; a rejected offer passes the initiative.  Player i discounts a
period by d_i.  Nothing is private and nothing can break down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import gametheory as gt

d1, d2 = gt.parameters("d1 d2")

ASSUMING = [0 < d1, d1 < 1, 0 < d2, d2 < 1]

FIRST = "1 proposes"


def game() -> gt.bargaining.Bargaining:
    """Build the infinite game."""
    return gt.bargaining.Rubinstein(d1, d2, assuming=ASSUMING)


@dataclass(frozen=True)
class Data:
    """The first proposer's share in games of T periods, for two discount factors, and in the infinite game."""

    periods: Any
    shares: dict[str, Any]
    limits: dict[str, float]


def data(*, quick: bool = False) -> Data:
    """Solve Stahl's T-period games exactly, T = 1, 2, ..."""
    longest = 12 if quick else 25
    shares, limits = {}, {}
    for d in ("9/10", "7/10"):
        values = [gt.bargaining.Stahl(d, d, t).equilibria()[0].share("1") for t in range(1, longest + 1)]
        shares[d] = np.array([float(v) for v in values])
        limits[d] = float(gt.bargaining.Rubinstein(d, d).equilibria()[0].share("1"))
    return Data(np.arange(1, longest + 1), shares, limits)


def draw(d: Data) -> Any:
    """Draw the shares against the length of the game."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    for (factor, share), colour in zip(d.shares.items(), gt.plot.LINE, strict=False):
        axes.plot(d.periods, share, "o-", ms=3, lw=0.8, color=colour, label=rf"$d_1=d_2={factor}$")
        axes.axhline(d.limits[factor], color=colour, ls=":", lw=0.8)
    axes.set(xlabel="number of periods $T$", ylabel="share of the first proposer", ylim=(0, 1.02))
    axes.set_title("Stahl's finite games alternate around Rubinstein's share")
    axes.legend(loc="upper right")
    return figure


MODEL = gt.Model(
    title="Rubinstein's alternating offers",
    claim="Time matters as much as power: who can wait gets more, and the weaker side gains by delaying.",
    source="Essay 1 (asymmetric diplomacy); Rubinstein, Econometrica 50 (1982); Stahl (1972)",
    games={"game": game},
    concept=lambda g: g.equilibria(),
    questions={
        "agreement at once": gt.Question(
            "Is there agreement at once?", lambda found: found["game"].agreement(FIRST), d1
        ),
        "more than half": gt.Question(
            "Does player 1, who proposes first, get at least half?",
            lambda found: found["game"].when(2 * gt.value("1", FIRST) >= 1),
            d2,
        ),
        "responder more than half": gt.Question(
            "Does player 1 get at least half even when the other proposes?",
            lambda found: found["game"].when(2 * gt.value("1", "2 proposes") >= 1),
            d2,
        ),
    },
    message=(
        "Patience is power: the first proposer gets (1 - d2)/(1 - d1 d2), which rises in her own patience and falls in the "
        "other's; the claim that delaying helps fails here for all parameters: agreement is immediate, and the threat to "
        "wait is worth something only because it is never used."
    ),
    data=data,
    draw=draw,
)
