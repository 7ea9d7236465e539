"""Talk before arming: a word beforehand turns a sure arms race into mostly peace, and the toughest pose as doves.

Two leaders decide at once whether to build (B) or not (N).  Building costs c, private and uniform on [0, 1].  Whoever builds alone gains
mu > 0, whoever is alone without arms loses d > 1: without talk everybody builds, whatever the cost.  Before that both say at once A
(a hawk's word) or D (a dove's).

In the informative equilibrium with three intervals c < c_L say D and build unless both said A; c_L < c < c_H say A; the others say D.
After (A, A) nobody builds, after different words both do, after (D, D) only the toughest, c < c_L.  All is determined by the share h of
those who say A: it stands for mu here, mu = h^2 (1 - 2h)/(d - 1 + h (2 - d)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import gametheory as gt

h, d = gt.parameters("h d")

ASSUMING = [0 < h, 2 * h < 1, d > 1]

MU = h**2 * (1 - 2 * h) / (d - 1 + h * (2 - d))
C_LOW = h * (1 - 2 * h) / (d - 1 + 2 * h)
C_HIGH = h * d / (d - 1 + 2 * h)
RACE = 2 * h * (1 - h) + C_LOW**2
PEACE = h**2 + (1 - C_HIGH) ** 2
TURN = 2 * (1 - 3 * h) * (d - 1) + h * (2 - d) * (1 - 4 * h)
"""Has the sign in which mu changes with h: up to a largest mu, then down."""


def game() -> gt.Derived:
    """State the informative equilibria, by the share that says A, on either side of the largest mu."""
    values = {"mu": MU, "c_L": C_LOW, "c_H": C_HIGH, "race": RACE, "peace": PEACE}
    return gt.Derived(
        "perfect Bayesian equilibrium of the form with three intervals",
        [
            gt.DerivedEquilibrium("few hawks' words", TURN >= 0, values),
            gt.DerivedEquilibrium("many hawks' words", TURN < 0, values),
        ],
        assuming=ASSUMING,
        complete="all",
        reason="all of this form (a step of the theorem); other forms of talk are not searched, and silence always is an equilibrium",
    )


@dataclass(frozen=True)
class Data:
    """Cut-offs and probabilities along the equilibria, against mu, for one d, and the largest mu against d."""

    mu: Any
    low: Any
    high: Any
    race: Any
    peace: Any
    peak: int
    danger: Any
    largest: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate at d = 6/5, and the largest mu on a grid of d."""
    count = 100 if quick else 1000
    share = np.linspace(1e-4, 0.5, count)

    curves = [_numbers(e, share, 1.2) for e in (MU, C_LOW, C_HIGH, RACE, PEACE)]
    danger = np.linspace(1.01, 2.5, 20 if quick else 120)
    largest = np.array([_numbers(MU, share, float(x)).max() for x in danger])
    return Data(*curves, int(np.argmax(curves[0])), danger, largest)


def _numbers(expression: Any, share: Any, harm: float) -> Any:
    import sympy

    return sympy.lambdify((h, d), expression, "numpy")(share, harm)


def draw(data: Data) -> Any:
    """Draw who says what, and how likely a race is."""
    figure = gt.plot.new_figure(figsize=(8.6, 3.9))
    left, right = figure.subplots(1, 2)
    few, many = slice(0, data.peak + 1), slice(data.peak, None)
    for values, colour, name in ((data.low, gt.plot.LINE[1], "$c_L$"), (data.high, gt.plot.LINE[0], "$c_H$")):
        left.plot(data.mu[few], values[few], color=colour, label=name)
        left.plot(data.mu[many], values[many], color=colour, ls="--")
    left.text(0.012, 0.56, "say D, do not build", fontsize=9)
    left.text(0.021, 0.245, "say A", fontsize=9)
    left.text(0.032, 0.1, "say D, and build", fontsize=9)
    left.set(
        xlim=(0, 0.09), ylim=(0, 0.65), xlabel=r"gain from arming alone $\mu$", ylabel="cost of arming $c$"
    )
    left.set_title("Who says what ($d=1.2$; dashed: the second equilibrium)", fontsize=9)
    left.legend(loc="upper right")
    right.plot(data.mu[few], data.race[few], color=gt.plot.LINE[3], label="both build")
    right.plot(data.mu[few], data.peace[few], color=gt.plot.LINE[2], label="nobody builds")
    for values, colour in ((data.race, gt.plot.LINE[3]), (data.peace, gt.plot.LINE[2])):
        right.plot(data.mu[many], values[many], color=colour, ls="--")
    right.axhline(1, color=gt.plot.INK, lw=0.8, ls=":")
    right.text(0.02, 0.94, "both build without talk", fontsize=8)
    right.set(xlim=(0, 0.09), ylim=(0, 1.05), xlabel=r"gain from arming alone $\mu$", ylabel="probability")
    right.set_title("What talk does", fontsize=10)
    right.legend(loc=(0.55, 0.68), fontsize=8)
    return figure


MODEL = gt.Model(
    title="Talk before arming",
    claim="Even inconclusive talks help to avoid mistakes: channels in a crisis reduce miscalculation.",
    source=(
        "Essay 3 (conditions for success) and essay 5 (negotiation as an instrument of power); Baliga and Sjostrom, Review of Economic "
        "Studies 71 (2004)"
    ),
    games={"talk": game},
    concept=lambda g: g,
    questions={
        "peace is likelier": gt.Question(
            "Is it likelier that nobody builds than that both do?",
            lambda found: found["talk"].when(lambda v: v["peace"] > v["race"]),
            d,
        ),
        "the better one": gt.Question(
            "On which side of the largest mu is the equilibrium?",
            lambda found: found["talk"].when(lambda v: TURN >= 0),
            d,
        ),
    },
    message=(
        "Talk helps exactly where arming alone tempts little: there are equilibria with three intervals for mu up to the largest "
        "h^2 (1 - 2h)/(d - 1 + h (2 - d)), two of them below it, and in each every type is better off than in the sure race without talk; "
        "in the one with fewer hawks' words a race is the rarer the less tempting it is. The claim fails for larger mu, where this talk "
        "informs nobody, and talk is never free of deceit: the toughest say they are doves and build."
    ),
    data=data,
    draw=draw,
)
