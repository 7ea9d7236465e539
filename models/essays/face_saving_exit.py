"""Face-saving exit: settling may look like weakness to third parties.

A leader is weak with probability w.  Settling the conflict is worth G to a weak leader and s to a strong one.  An
observer who sees a settlement challenges if it believes the leader weak with probability above tau (a challenge pays
it 1 - tau against a weak leader and costs it tau against a strong one).  A challenge costs the leader K if weak and k
if strong.  Not settling leaves everybody with 0: this is delay.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

w, tau, G, K, s, k = gt.parameters("w tau G K s k")

ASSUMING = [0 < w, w < 1, 0 < tau, tau < 1, G > 0, G < K, s > 0, k > 0]


def game() -> gt.Game:
    """Build the game: nature draws the leader's type, the leader settles or not, the observer challenges or not."""
    worth = {"weak": G, "strong": s}
    cost = {"weak": K, "strong": k}
    prize = {"weak": 1 - tau, "strong": -tau}

    def leader(kind: str) -> gt.Move:
        settled = gt.move(
            "observer",
            knows="settled",
            actions={
                "challenge": gt.end(
                    leader=worth[kind] - cost[kind], observer=prize[kind], outcome="challenged"
                ),
                "refrain": gt.end(leader=worth[kind], observer=0, outcome="settled"),
            },
        )
        held_out = gt.end(leader=0, observer=0, outcome="delay")
        return gt.move("leader", knows=kind, actions={"settle": settled, "hold out": held_out})

    return gt.Game(
        gt.chance({"weak": w, "strong": 1 - w}, leader), assuming=ASSUMING, name="face-saving exit"
    )


@dataclass(frozen=True)
class Data:
    """Probability of delay against the prior, in the two kinds of equilibrium."""

    prior: Any
    delay: Any
    tau: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the probability of delay at tau = 1/5, G = 1, K = 2, s = 1, k = 1/2, where it is unique."""
    solved = MODEL.solve()
    priors = [Fraction(i, 20 if quick else 80) for i in range(1, 20 if quick else 80)]
    delays = []
    for prior in priors:
        found = solved.equilibria["game"].at(w=prior, tau=Fraction(1, 5), G=1, K=2, s=1, k=Fraction(1, 2))
        delays.append(min(float(e.sample().outcomes["delay"]) for e in found))
    return Data(np.array([float(p) for p in priors]), np.array(delays), 0.2)


def draw(d: Data) -> Any:
    """Draw the probability of delay against the prior probability of weakness."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.plot(
        d.prior, d.delay, color=gt.plot.LINE[0], label=r"a strong leader can bear a challenge ($k < s$)"
    )
    axes.axhline(
        1, color=gt.plot.LINE[1], ls="--", label=r"also possible if it cannot ($k \geq s$): nobody settles"
    )
    axes.axvline(d.tau, color=gt.plot.INK, lw=0.6, ls=":")
    axes.text(d.tau - 0.02, 0.06, r"$w=\tau$", ha="right")
    axes.annotate(r"$(w-\tau)/(1-\tau)$", (0.6, 0.5), (0.66, 0.36), arrowprops={"arrowstyle": "-"})
    axes.set(
        xlim=(0, 1), ylim=(0, 1.2), xlabel=r"prior probability $w$ of weakness", ylabel="probability of delay"
    )
    axes.set_title(r"Fear of looking weak delays settlement once $w > \tau$")
    axes.legend(loc="upper left")
    return figure


MODEL = gt.Model(
    title="Face-saving exit",
    claim="A leader cannot leave a policy of maximum pressure without signalling weakness to other adversaries.",
    source="Essay 4 (secret diplomacy); essay 3 (conditions for success)",
    games={"game": game},
    concept=gt.sequential,
    questions={
        "no delay": gt.Question(
            "Can everybody settle at once?", lambda found: found["game"].when(gt.probability("delay") == 0), w
        ),
        "delay for sure": gt.Question(
            "Is there delay in every equilibrium?",
            lambda found: found["game"].when(gt.possible("delay"), "every"),
            w,
        ),
        "part of the weak delay": gt.Question(
            "Can exactly the fraction (w - tau)/(1 - tau) of leaders hold out?",
            lambda found: found["game"].when(
                gt.possible("delay") & (gt.probability("delay") == (w - tau) / (1 - tau))
            ),
            s,
        ),
        "nobody settles": gt.Question(
            "Can it be that nobody settles?", lambda found: found["game"].when(gt.certain("delay")), s
        ),
    },
    message=(
        "Fear of looking weak delays settlement in every equilibrium exactly when the prior probability of weakness exceeds "
        "the observer's threshold, w > tau; the claim fails for w <= tau, where all can settle at once. The delay is "
        "(w - tau)/(1 - tau) only if a challenge weighs on strong leaders no more than on weak ones, k/s <= K/G; and if "
        "k >= s nobody settling is an equilibrium too, for every prior."
    ),
    data=data,
    draw=draw,
)
