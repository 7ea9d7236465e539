"""Refusing direct talks: who does not come to the table in person may be showing that the deal is not urgent.

W's value of a deal is private: v_H if W is eager (probability pi), v_L < v_H if it is firm.  W meets S directly, or talks
only through an intermediary, which takes time tau and leaves x = exp(-r tau) of every payoff.  S sees the channel and
names its price, the half of a value: v_L/2 (it is soft) or v_H/2 (it is hard).  A soft offer closes the deal.  To a
hard one W agrees, or it insists until its value has come out; that takes time too, leaves d, and the price is then
half of the true value.  So the price is v/2 where the value is known, as in frequent alternating offers.

A firm W must insist against a hard price, d v_L > 2 v_L - v_H, or S would always be hard: this is assumed.  What is asked of the
delay tau is asked of x: tau >= tau* means x <= exp(-r tau*).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

pi, v_L, v_H, x, d, h = gt.parameters("pi v_L v_H x d h")

INSISTS = d * v_L > 2 * v_L - v_H
"""A firm W rather insists than pays the price of an eager one."""

ASSUMING = [0 < pi, pi < 1, 0 < v_L, v_L < v_H, 0 < d, d < 1, 0 < x, x < 1, INSISTS]


def channels() -> gt.Game:
    """Build the choice of the channel, S's price and W's reply."""
    worth = {"eager": v_H, "firm": v_L}

    def talks(kind: str, channel: str) -> gt.Move:
        v, left = worth[kind], 1 if channel == "direct" else x

        def deal(price: Any) -> gt.End:
            return gt.end(W=left * (v - price), S=left * price, outcome="deal")

        proved = gt.end(W=left * d * v / 2, S=left * d * v / 2, outcome="value proved")
        replies = {"agree": deal(v_H / 2), "insist": proved}
        hard = gt.move("W", knows=(kind, channel, "hard"), actions=replies)
        return gt.move("S", knows=channel, actions={"soft": deal(v_L / 2), "hard": hard})

    def choice(kind: str) -> gt.Move:
        return gt.move("W", knows=kind, actions={c: talks(kind, c) for c in ("direct", "indirect")})

    odds = {"eager": pi, "firm": 1 - pi}
    return gt.Game(
        gt.chance(odds, choice), assuming=ASSUMING, players=("W", "S"), name="refusing direct talks"
    )


EAGER, FIRM = (gt.plays("W", "direct", knows=kind) for kind in ("eager", "firm"))
"""With which probability either type meets S in person."""

SEPARATES = (EAGER == 1) & (FIRM == 0)
INFORMS = EAGER > FIRM
POOLS = (EAGER == 1) & (FIRM == 1)


@dataclass(frozen=True)
class Data:
    """The boundaries of separation (as r tau), and what happens as the indirect channel gets slower."""

    ratio: Any
    least: Any
    most: float
    delay: Any
    soft: Any
    eager_refuses: Any
    thresholds: tuple[float, float]


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's boundaries at d = 1/2, and its equilibria at v_L = 1, v_H = 2, pi = 2/3 besides."""
    solved = MODEL.solve()
    found = solved.equilibria["channels"]
    half = solved.region("separation").substitute(d=Fraction(1, 2), v_H=1).solve_for(x)
    upper = next(b for b, _ in half.boundaries if v_L in b.value.free_symbols)
    ratio = np.linspace(0.0, 0.66, 23 if quick else 199)
    least = -np.log(upper.evaluate(v_L=ratio))
    point = {"v_L": 1, "v_H": 2, "d": Fraction(1, 2), "pi": Fraction(2, 3)}
    shares = np.linspace(0.999, 0.502, 40 if quick else 400)

    def read(quantity: Any) -> Any:
        here = found.when(INFORMS & (quantity == h)).substitute(**point).solve_for(h)
        result = np.full_like(shares, np.nan)
        for boundary, piece in here.boundaries:
            inside = np.array([piece.when.contains(x=Fraction(float(s))) for s in shares])
            result[inside] = (boundary.evaluate(x=shares) + 0 * shares)[inside]
        return result

    soft = read(gt.plays("S", "soft", knows="indirect"))
    refuses = read(gt.plays("W", "indirect", knows="eager"))
    edges = float(-np.log(2 / 3)), float(np.log(2))
    return Data(ratio, least, float(np.log(2)), -np.log(shares), soft, refuses, edges)


def draw(d: Data) -> Any:
    """Draw where refusal separates, and what it does on the way there."""
    figure = gt.plot.new_figure(figsize=(8.6, 3.9))
    left, right = figure.subplots(1, 2)
    left.fill_between(d.ratio, d.most, 0.9, color=gt.plot.FILL[3], lw=0)
    left.fill_between(d.ratio, d.least, d.most, color=gt.plot.FILL[2], lw=0)
    left.fill_between(d.ratio, 0, d.least, color=gt.plot.FILL[1], lw=0)
    left.plot(d.ratio, d.least, color=gt.plot.LINE[1])
    left.axhline(d.most, color=gt.plot.LINE[3])
    left.text(0.33, 0.79, "too slow: nobody refuses", ha="center", va="center", fontsize=9)
    left.text(0.47, 0.58, "only the firm refuse", ha="center", va="center", fontsize=9)
    left.text(0.03, 0.1, "some refuse: a noisy signal", fontsize=9)
    left.annotate(
        r"$r\tau^*=\ln\frac{2v_H-v_L}{v_H}$",
        (0.5, np.interp(0.5, d.ratio, d.least)),
        (0.2, 0.28),
        arrowprops={"arrowstyle": "-"},
        fontsize=9,
    )
    left.text(0.64, d.most + 0.012, r"$\ln(1/d)$", fontsize=9, ha="right")
    left.set(
        xlim=(0, 0.66),
        ylim=(0, 0.9),
        xlabel=r"value of a firm W $v_L/v_H$",
        ylabel=r"delay of the indirect channel $r\tau$",
    )
    left.set_title("When refusal separates ($d=1/2$)", fontsize=10)
    right.plot(d.delay, d.soft, color=gt.plot.LINE[0], label="S's soft reply to a refusal")
    right.plot(d.delay, d.eager_refuses, color=gt.plot.LINE[1], label="an eager W refuses")
    right.axvline(d.thresholds[0], ymax=0.77, color=gt.plot.INK, lw=0.6, ls=":")
    right.text(d.thresholds[0] + 0.01, 0.6, r"$r\tau^*$", fontsize=9)
    right.set(
        xlim=(0, d.thresholds[1]),
        ylim=(-0.02, 1.3),
        xlabel=r"delay of the indirect channel $r\tau$",
        ylabel="probability",
    )
    right.set_yticks([0, 0.25, 0.5, 0.75, 1])
    right.set_title(r"The informative equilibrium ($v_H=2v_L$, $\pi=2/3$)", fontsize=10)
    right.legend(loc="upper left")
    return figure


MODEL = gt.Model(
    title="Refusing direct talks",
    claim="Refusing to meet the other side's envoy face to face shows how little one needs a deal.",
    source=(
        "Essay 4 (secret diplomacy), which reads the refusal as a lack of trust; Admati and Perry, Review of Economic Studies "
        "54 (1987), and Cramton, Review of Economic Studies 59 (1992), for delay as a signal"
    ),
    games={"channels": channels},
    concept=gt.sequential,
    questions={
        "separation": gt.Question(
            "Is there an equilibrium in which exactly the firm refuse direct talks?",
            lambda found: found["channels"].when(SEPARATES),
            x,
        ),
        "signal": gt.Question(
            "Is there an equilibrium in which a refusal makes it more likely that W is firm?",
            lambda found: found["channels"].when(INFORMS),
            x,
        ),
        "contrary signal": gt.Question(
            "Is there an equilibrium in which a refusal makes it more likely that W is eager?",
            lambda found: found["channels"].when(EAGER < FIRM),
            x,
        ),
        "no refusal": gt.Question(
            "Is there an equilibrium in which nobody refuses?",
            lambda found: found["channels"].when(POOLS),
            x,
        ),
    },
    message=(
        "Refusing direct talks can show for certain that W is firm exactly when the indirect channel is slow enough to put off "
        "the eager, exp(-r tau) <= v_H/(2 v_H - v_L), and not so slow that the firm give it up, exp(-r tau) >= d; with a faster "
        "channel the signal is noisy at best, and the claim fails altogether if exp(-r tau) < d or d > v_H/(2 v_H - v_L), and "
        "wherever S expects nothing from a refusal: an equilibrium in which nobody refuses exists always."
    ),
    data=data,
    draw=draw,
)
