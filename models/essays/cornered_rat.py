"""The cornered rat: pressure that shifts power so far that W prefers to fight while it still can.

In every period one unit of benefits is divided.  S would win a war today with probability p and, if its pressure is not
resisted today, with p + X from tomorrow on; W loses what S gains.  If no division is agreed there is war, whoever wants
it: the responder fights by refusing, the proposer by offering what the other cannot accept.  War ends the game; its
winner has all later benefits, of which a fraction k is destroyed.  Both discount a period by d.  Payoffs are averages per
period, so that war today is worth p (1 - k) to S and (1 - p) (1 - k) to W.

Nobody can sign away tomorrow: whatever is agreed today, each keeps d times what tomorrow brings (`floor`).  Tomorrow power
no longer moves, so to divide for good and period by period is the same, and is solved first.  Two protocols: W makes the
offers, today and later, or S does.  In a third game W offers today and a lot decides tomorrow, W with probability q,
who proposes a division for good: the threshold moves in q from one to the other, so what counts is tomorrow's proposer.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

p, X, k, d, q = gt.parameters("p X k d q")

ASSUMING = [0 < p, X >= 0, p + X <= 1, 0 < k, k < 1, 0 < d, d < 1, 0 <= q, q <= 1]

W_OFFERS, S_OFFERS = {"W": 1, "S": 0}, {"W": 0, "S": 1}
LOT = {"W": q, "S": 1 - q}


def _talks(proposer: Any, state: str, power: Any, floor: dict[str, Any]) -> gt.bargaining.Bargaining:
    """Build talks in which no agreement means war, at a given power of S."""
    return gt.bargaining.Bargaining(
        surplus={state: 1},
        discount={"W": d, "S": d},
        proposer={state: proposer},
        breakdown=1,
        breakdown_payoff={"W": (1 - power) * (1 - k), "S": power * (1 - k)},
        floor=floor,
        assuming=ASSUMING,
        name=f"cornered rat, {state}",
    )


def later(proposer: Any, shift: Any = X) -> gt.bargaining.Bargaining:
    """Build the game from tomorrow on."""
    return _talks(proposer, "later", p + shift, {"W": 0, "S": 0})


def now(today: Any, tomorrow: Any, shift: Any = X) -> gt.bargaining.Bargaining:
    """Build the game of today, given who proposes today and tomorrow."""
    (then,) = later(tomorrow, shift).equilibria()
    return _talks(today, "now", p, {i: d * then.value(i) for i in ("W", "S")})


@dataclass(frozen=True)
class Data:
    """The largest shifts short of war against S's power, and what S gets from a shift, in both protocols."""

    power: Any
    largest: dict[str, Any]
    shift: Any
    value: dict[str, Any]


PROTOCOLS = ("W offers", "S offers")


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact thresholds at k = 1/4, d = 4/5, and solve the games for shifts at p = 3/10."""
    solved = MODEL.solve()
    power = np.linspace(0.0, 1.0, 11 if quick else 101)
    points = [Fraction(i, 1000) for i in range(5, 700, 50 if quick else 10)]
    rest = {"k": Fraction(1, 4), "d": Fraction(4, 5)}
    largest, value = {}, {}
    for protocol, question in zip(PROTOCOLS, ("war", "war, S offers"), strict=True):
        ((star, _),) = solved.threshold(question).boundaries
        largest[protocol] = star.evaluate(p=power, k=0.25, d=0.8)
        game = MODEL.games[protocol]().at(**rest, p=Fraction(3, 10), q=0)
        value[protocol] = np.array([float(game.at(X=x).equilibria()[0].value("S")) for x in points])
    return Data(power, largest, np.array([float(x) for x in points]), value)


def draw(d: Data) -> Any:
    """Draw where there is war, and what S gets from pressure up to there."""
    figure = gt.plot.new_figure(figsize=(8.4, 3.9))
    left, right = figure.subplots(1, 2)
    w_offers, s_offers = (np.minimum(d.largest[protocol], 1 - d.power) for protocol in PROTOCOLS)
    left.fill_between(d.power, 0, s_offers, color=gt.plot.FILL[2], lw=0)
    left.fill_between(d.power, s_offers, w_offers, color=gt.plot.FILL[0], lw=0)
    left.fill_between(d.power, w_offers, 1 - d.power, color=gt.plot.FILL[1], lw=0)
    for edge, colour in ((w_offers, gt.plot.LINE[1]), (s_offers, gt.plot.LINE[0])):
        inside = edge < 1 - d.power
        left.plot(d.power[inside], edge[inside], color=colour)
    left.plot(d.power, 1 - d.power, color=gt.plot.INK, lw=0.8)
    left.text(0.03, 0.6, "war, whoever\noffers")
    left.text(0.03, 0.25, "war if S offers")
    left.text(0.2, 0.05, "peace")
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel="power of S today $p$", ylabel="pressure: shift of power $X$")
    left.set_title(r"Beyond the lines, W fights ($k=1/4$, $d=4/5$)")
    for protocol, colour in zip(reversed(PROTOCOLS), gt.plot.LINE, strict=False):
        got = d.value[protocol]
        falls = int(np.argmin(np.diff(got))) + 1
        for piece in (slice(None, falls), slice(falls, None)):
            label = protocol if piece.start is None else None
            dashes = "--" if protocol == "W offers" and piece.start is not None else "-"
            right.plot(d.shift[piece], got[piece], dashes, color=colour, label=label)
    right.set(xlim=(0, 0.7), ylim=(0, 0.6), xlabel="pressure $X$", ylabel="payoff of S")
    right.set_title("What pressure brings S ($p=3/10$)")
    right.text(0.3, 0.235, "war", ha="right")
    right.text(0.3, 0.5, "at $X^*$ S takes all\nthat peace saves")
    right.legend(loc="lower right")
    return figure


MODEL = gt.Model(
    title="The cornered rat",
    claim="Excessive pressure replaces the incentive to negotiate by the impulse to escalate.",
    source=(
        "Essay 2 (a middle power as mediator); Powell, International Organization 60 (2006); Fearon, International "
        "Organization 49 (1995)"
    ),
    games={
        "W offers": lambda: now(W_OFFERS, W_OFFERS),
        "S offers": lambda: now(S_OFFERS, S_OFFERS),
        "lot tomorrow": lambda: now(W_OFFERS, LOT),
        "W offers, no pressure": lambda: now(W_OFFERS, W_OFFERS, 0),
        "S offers, no pressure": lambda: now(S_OFFERS, S_OFFERS, 0),
    },
    concept=lambda game: game.equilibria(),
    questions={
        "war": gt.Question(
            "Must there be war, if W makes the offers?", lambda found: ~found["W offers"].agreement("now"), X
        ),
        "war, S offers": gt.Question(
            "Must there be war, if S makes the offers?", lambda found: ~found["S offers"].agreement("now"), X
        ),
        "war, lot": gt.Question(
            "Must there be war, if a lot decides who offers tomorrow?",
            lambda found: ~found["lot tomorrow"].agreement("now"),
            X,
        ),
        "pressure pays": gt.Question(
            "Does pressure bring S more than none, if W makes the offers?",
            lambda found: found["W offers"].when(
                gt.value("S") > gt.value("S", among=found["W offers, no pressure"])
            ),
            X,
        ),
        "pressure pays, S offers": gt.Question(
            "Does it, if S makes them?",
            lambda found: found["S offers"].when(
                gt.value("S") > gt.value("S", among=found["S offers, no pressure"])
            ),
            X,
        ),
    },
    message=(
        "Pressure beyond X* = (k/(1 - k) + p (1 - d))/d (if S makes the offers already beyond X* - k/(1 - k)) makes W fight while "
        "it can; the claim fails for less, where W gives way: if W makes the offers, more pressure brings S more up to X* "
        "itself, at which S takes all that peace saves. If S makes them, it has that already and no pressure pays."
    ),
    data=data,
    draw=draw,
)
