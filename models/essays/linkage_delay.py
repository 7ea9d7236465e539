"""Linkage: an issue on the table may wait for another one, so that both can be settled as a package.

Issue X can be divided now; issue Y comes up later, in every period with probability m.  One unit of X is worth a > 1 to W
and 1 to S, one unit of Y is worth 1 to W and a to S.  A fair lot decides, in every period, who proposes a division of X.
If X is settled, Y is later halved (as equally patient sides do who offer by lot).  If X is still open when Y comes up, the two are settled as a package: W gets X and S gets Y, which is a for each (the limit of
alternating offers with short periods; their frontier has its corner there).

A unit of payoff to be had when Y comes up is worth beta now, beta = exp(-r tau) if it takes the time tau: the discount
factor of a period is beta/(m + beta (1 - m)).  Payoffs are in units of X, so that those of W are divided by a.

In `separate` X and Y are never linked: X, if it is open when Y comes up, is halved by itself.  In `whole` a contract on X
also promises Y to S.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

a, beta, m = gt.parameters("a beta m")

ASSUMING = [a > 1, 0 < beta, beta < 1, 0 < m, m <= 1]

DELTA = beta / (m + beta * (1 - m))
HALF = {"W": Fraction(1, 2) / a, "S": a / 2}
"""What half of Y is worth."""

PACKAGE = {"W": 1, "S": a}


def _talks(later: dict[str, Any], promised: dict[str, Any]) -> gt.bargaining.Bargaining:
    """Build talks over X until Y comes up: what each then gets if X is open, and of Y if X is settled."""
    kept = {i: beta * promised[i] for i in ("W", "S")}
    return gt.bargaining.Bargaining(
        surplus={"X open": 1 + kept["W"] + kept["S"]},
        discount={"W": DELTA, "S": DELTA},
        proposer={"X open": {"W": Fraction(1, 2), "S": Fraction(1, 2)}},
        breakdown=m,
        breakdown_payoff={i: DELTA * later[i] for i in ("W", "S")},
        assuming=ASSUMING,
        name="linkage",
    )


def linked() -> gt.bargaining.Bargaining:
    """Build the game in which X, if it is open, is settled together with Y."""
    return _talks(PACKAGE, HALF)


def separate() -> gt.bargaining.Bargaining:
    """Build the game in which X is halved by itself if it is open when Y comes up."""
    return _talks({i: Fraction(1, 2) + HALF[i] for i in ("W", "S")}, HALF)


def whole() -> gt.bargaining.Bargaining:
    """Build the game in which a contract on X also gives Y to S."""
    return _talks(PACKAGE, {"W": 0, "S": a})


@dataclass(frozen=True)
class Data:
    """Above which nearness of Y there is delay, and above which W gains from linkage, against the asymmetry."""

    asymmetry: Any
    delay: Any
    gain: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact thresholds."""
    solved = MODEL.solve()
    grid = np.linspace(1.0, 5.0, 21 if quick else 161)
    ((delay, _),) = solved.threshold("delay").boundaries
    ((gain, _),) = solved.threshold("W gains").boundaries
    return Data(grid, delay.evaluate(a=grid), gain.evaluate(a=grid))


def draw(d: Data) -> Any:
    """Draw where X is settled, and where it waits, with a gain for both or for S alone."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.fill_between(d.asymmetry, 0, d.delay, color=gt.plot.FILL[0], lw=0)
    axes.fill_between(d.asymmetry, d.delay, d.gain, color=gt.plot.FILL[1], lw=0)
    axes.fill_between(d.asymmetry, d.gain, 1, color=gt.plot.FILL[2], lw=0)
    axes.plot(d.asymmetry, d.delay, color=gt.plot.LINE[0])
    axes.plot(d.asymmetry, d.gain, color=gt.plot.LINE[2])
    axes.text(1.2, 0.2, "X is settled now; the prospect\nof linkage costs W, and helps S")
    axes.text(3.4, 0.44, "X waits for Y:\nS gains, W loses")
    axes.text(2.9, 0.82, "X waits for Y: both gain")
    axes.set(
        xlim=(1, 5),
        ylim=(0, 1),
        xlabel="asymmetry $a$: own issue's worth over the other's",
        ylabel=r"nearness of the other issue, $\beta=e^{-r\tau}$",
    )
    axes.set_title("Linkage delays a deal if the other issue is near")
    return figure


MODEL = gt.Model(
    title="Linkage and delay",
    claim="The weaker side can manage inequality by shifting issues from one domain to another.",
    source=(
        "Essay 1 (asymmetric diplomacy); essay 3 (conditions for success: partial and wider bargains); after Acharya and "
        "Ortner, Journal of Economic Theory 148 (2013), with linear utility"
    ),
    games={"linked": linked, "separate": separate, "whole": whole},
    concept=lambda game: game.equilibria(),
    questions={
        "delay": gt.Question("Must X wait for Y?", lambda found: ~found["linked"].agreement("X open"), beta),
        "W gains": gt.Question(
            "Does W, to which X matters more, gain from linkage?",
            lambda found: found["linked"].when(gt.value("W") > gt.value("W", among=found["separate"])),
            beta,
        ),
        "S gains": gt.Question(
            "Does S, to which X matters less, gain from it?",
            lambda found: found["linked"].when(gt.value("S") > gt.value("S", among=found["separate"])),
            beta,
        ),
        "delay loses": gt.Question(
            "Must X wait though the sum of payoffs would be larger with X settled well?",
            lambda found: (
                ~found["linked"].agreement("X open")
                & found["linked"].when(gt.value("W") * a + gt.value("S") < a + beta * (1 + a) / 2)
            ),
            beta,
        ),
        "delay with whole contracts": gt.Question(
            "Can there be delay if a contract can promise Y too?",
            lambda found: found["whole"].delay("X open"),
            beta,
        ),
    },
    message=(
        "X waits for Y, so that the deal is delayed, exactly if the other issue is near, beta > 2 a/(a^2 + 2 a - 1); the claim "
        "fails for the side to which the open issue matters more: linkage brings it a gain only if beta > a/(2 a - 1) and a loss "
        "below, with or without delay, while the other side always gains. If contracts can promise Y now, nobody waits."
    ),
    data=data,
    draw=draw,
)
