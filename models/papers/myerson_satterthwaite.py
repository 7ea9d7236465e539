"""Myerson and Satterthwaite's trade: whatever the procedure, hidden needs can cost deals that both sides want.

A buyer values a good at 1, or only at x (with probability p); a seller's cost is 0, or, with the same probability, 1 - x.  So either side
is keen or reluctant, the deal of two keen ones is worth 1, that of a keen and a reluctant one x, and two reluctant ones, x < 1/2, have
nothing to gain.  A mechanism asks both and decides whether they trade and what the buyer pays to the seller; nobody gains by lying
about itself or by staying out, and nobody adds money.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

p, x = gt.parameters("p x")

ASSUMING = [0 < p, p < 1, 0 < x, x < Fraction(1, 2)]

EVERY = 2 * x >= 1 - p
"""A mechanism can realise every deal."""

SHARE = (1 - p) / (2 * (1 - p - x))
"""How often a keen and a reluctant side trade otherwise."""


def gains(share: Any) -> Any:
    """Return the expected gains if keen sides always trade, a keen and a reluctant one with this probability, reluctant ones never."""
    return (1 - p) ** 2 + 2 * p * (1 - p) * x * share


def mechanism() -> gt.Derived:
    """State the mechanism with the largest expected gains.

    `share` is the probability of trade between a keen and a reluctant side, `gains` what is gained, `lost` what is not; `low` and `high`
    are what a reluctant and a keen buyer expect to pay.
    """
    cases = []
    for name, when, share in (("every deal", EVERY, 1), ("some deals lost", 2 * x < 1 - p, SHARE)):
        keen, reluctant = (1 - p) + p * share, (1 - p) * share
        low = x * reluctant
        # The buyer pays half of the gain from 0 to 1 on average, as the seller's position mirrors the buyer's.
        high = (((1 - p) * keen + p * reluctant) / 2 - p * low) / (1 - p)
        values = {
            "share": share,
            "gains": gains(share),
            "lost": gains(1) - gains(share),
            "low": low,
            "high": high,
        }
        cases.append(gt.DerivedEquilibrium(name, when, values))
    return gt.Derived(
        "incentive-compatible mechanism, individually rational, without subsidy; largest gains",
        cases,
        assuming=ASSUMING,
        complete="all",
        reason="no mechanism gains more: steps of the theorem (the mechanism need not be unique)",
    )


@dataclass(frozen=True)
class Data:
    """The share of gains that is realised against x: closed form, and optima of linear programs at some points."""

    grid: Any
    curves: dict[str, Any]
    points: Any
    optima: dict[str, Any]


def data(*, quick: bool = False) -> Data:
    """Evaluate the closed form for three probabilities, and solve the program exactly at a few points."""
    grid = np.linspace(0.001, 0.499, 50 if quick else 400)
    at = [Fraction(n, 20) for n in ((2, 8) if quick else range(1, 10))]
    curves, optima = {}, {}
    for chance in ("1/4", "1/2", "3/4"):
        odds = Fraction(chance)
        curve = []
        for value in grid:
            share = SHARE.subs({p: odds, x: value}) if 2 * value < 1 - odds else 1
            curve.append(float(gains(share).subs({p: odds, x: value}) / gains(1).subs({p: odds, x: value})))
        curves[chance] = np.array(curve)
        found = [trade(odds, value) for value in at]
        optima[chance] = np.array([float(f.gains / f.efficient) for f in found])
    return Data(grid, curves, np.array([float(value) for value in at]), optima)


def trade(odds: Any, value: Any) -> gt.BilateralTrade:
    """Solve the program at numbers."""
    odds, value = Fraction(odds), Fraction(value)
    return gt.bilateral_trade({1: 1 - odds, value: odds}, {0: 1 - odds, 1 - value: odds})


def draw(d: Data) -> Any:
    """Draw the share of gains that the best mechanism realises."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    for (chance, curve), colour in zip(d.curves.items(), gt.plot.LINE, strict=False):
        axes.plot(d.grid, curve, color=colour, label=f"$p={chance}$")
        axes.plot(d.points, d.optima[chance], "o", ms=4, mfc="none", color=colour)
    axes.set(
        xlim=(0, 0.5),
        xlabel="worth of a deal with a reluctant side $x$",
        ylabel="share of all gains realised",
    )
    axes.set_title("Deals are lost while $2x<1-p$; circles: linear programs")
    axes.legend(loc="lower right", title="reluctant with probability")
    return figure


MODEL = gt.Model(
    title="Myerson and Satterthwaite's trade",
    claim="Sides who hide how much they need a deal miss deals that both want, whatever the procedure and whoever the mediator.",
    source="Myerson and Satterthwaite, Journal of Economic Theory 29 (1983), for continuous types; here with two types a side",
    games={"mechanism": mechanism},
    concept=lambda g: g,
    questions={
        "loss": gt.Question(
            "Does every mechanism lose deals that both sides want?",
            lambda found: found["mechanism"].when(lambda e: e["lost"] > 0, "every"),
            x,
        ),
        "often lost": gt.Question(
            "Does the best mechanism let a keen and a reluctant side trade less than three times in four?",
            lambda found: found["mechanism"].when(lambda e: e["share"] < Fraction(3, 4), "every"),
            x,
        ),
    },
    message=(
        "Every procedure loses deals that both sides want exactly when little is gained with a reluctant side and such sides are rare, x < "
        "(1 - p)/2, for then a keen one gains by claiming to be reluctant; the claim fails for x >= (1 - p)/2, where an arbitrator realises every "
        "deal without adding money, and even below that more than half of the deals with a reluctant side are made."
    ),
    data=data,
    draw=draw,
)
