"""Shifting the burden: who stays at the table makes the other side pay for escalation, whether it means to agree or not.

W is sincere with probability s, and then always talks, or an opportunist, whom talking costs n.  S sees whether W talks and then escalates or
not; escalation is worth e to S, private and uniform on [0, E], and costs W the damage D > n.  Against a W that stays away it is free; against
one that talks it costs S what the world makes of it: ell times the probability that W is sincere.

With posterior q, S escalates against talks with probability max{0, 1 - ell q/E}.  An opportunist talks if that is at most 1 - n/D.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import And

import gametheory as gt

s, n, D, E, ell = gt.parameters("s n D E ell")

ASSUMING = [0 < s, s < 1, n > 0, D > n, E > 0, ell > 0]

LOW = n * E / D
"""The cost up to which only the sincere talk."""

HIGH = n * E / (D * s)
"""The cost from which on everybody talks."""

SHARE = s * (D * ell - n * E) / ((1 - s) * n * E)
"""With which probability an opportunist talks in between."""


def game() -> gt.Derived:
    """State the equilibrium, in its forms."""
    return gt.Derived(
        "perfect Bayesian equilibrium",
        [
            gt.DerivedEquilibrium(
                "only the sincere talk", ell <= LOW, {"talks": 0, "believed": 1, "escalates": 1 - ell / E}
            ),
            gt.DerivedEquilibrium(
                "some opportunists talk",
                And(ell > LOW, ell < HIGH),
                {"talks": SHARE, "believed": LOW / ell, "escalates": 1 - n / D},
            ),
            gt.DerivedEquilibrium(
                "all talk, S at times escalates",
                And(ell >= HIGH, ell * s < E),
                {"talks": 1, "believed": s, "escalates": 1 - ell * s / E},
            ),
            gt.DerivedEquilibrium(
                "all talk, S never escalates",
                And(ell >= HIGH, ell * s >= E),
                {"talks": 1, "believed": s, "escalates": 0},
            ),
        ],
        assuming=ASSUMING,
        complete="all",
        reason="the gain from talking falls in the share of opportunists who do: steps of the theorem",
    )


@dataclass(frozen=True)
class Data:
    """Talks of opportunists, belief and escalation against the cost of escalation."""

    cost: Any
    talks: Any
    believed: Any
    escalates: Any
    edges: tuple[float, float]


def data(*, quick: bool = False) -> Data:
    """Evaluate at s = 2/5, E = D = 1, n = 1/5, with the edges from the solver."""
    point = {"s": "2/5", "E": 1, "D": 1, "n": "1/5"}
    solved = MODEL.solve()
    low = float(solved.region("opportunists talk").substitute(**point).solve_for(ell).value)
    high = float(solved.region("all talk").substitute(**point).solve_for(ell).value)
    cost = np.linspace(0.001, 1.0, 60 if quick else 600)
    believed = np.clip(0.2 / cost, 0.4, 1.0)
    talks = 0.4 * (1 - believed) / (0.6 * believed)
    return Data(cost, talks, believed, np.maximum(0, 1 - cost * believed), (low, high))


def draw(d: Data) -> Any:
    """Draw how talks spread while escalation stays put."""
    figure = gt.plot.new_figure(figsize=(7.0, 3.9))
    axes = figure.add_subplot()
    axes.axvspan(*d.edges, color=gt.plot.FILL[1], lw=0)
    for values, colour, name in (
        (d.escalates, gt.plot.LINE[3], "S escalates against talks"),
        (d.talks, gt.plot.LINE[2], "opportunists talk"),
        (d.believed, gt.plot.LINE[0], "belief that who talks is sincere"),
    ):
        axes.plot(d.cost, values, color=colour, label=name)
    for edge, name in zip(d.edges, (r"$\ell_1$", r"$\ell_2$"), strict=True):
        axes.text(edge + 0.008, 0.88, name, fontsize=9)
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1.05),
        xlabel=r"cost of escalating against the sincere $\ell$",
        ylabel="probability",
    )
    axes.set_title("Between the bounds a larger cost buys more talk, and no less escalation")
    axes.legend(loc=(0.6, 0.1), fontsize=8)
    return figure


MODEL = gt.Model(
    title="Shifting the burden",
    claim="Staying at the table shifts the burden of escalation to the other side: global opinion becomes a lever.",
    source="Essay 5 (negotiation as an instrument of power) and essay 1; own model, in the manner of Schultz, Democracy and Coercive Diplomacy (2001)",
    games={"game": game},
    concept=lambda g: g,
    questions={
        "opportunists talk": gt.Question(
            "Do some who are not sincere talk?",
            lambda found: found["game"].when(lambda v: v["talks"] > 0),
            ell,
        ),
        "all talk": gt.Question(
            "Do all talk?", lambda found: found["game"].when(lambda v: v["talks"] >= 1), ell
        ),
        "talk buys nothing more": gt.Question(
            "Does S escalate against talks exactly as often as makes talking worth its cost?",
            lambda found: (
                found["game"].when(lambda v: (v["escalates"] - 1) * D >= -n, "every")
                & found["game"].when(lambda v: v["talks"] > 0)
            ),
            ell,
        ),
        "never": gt.Question(
            "Does S never escalate against talks?",
            lambda found: found["game"].when(lambda v: v["escalates"] <= 0),
            ell,
        ),
    },
    message=(
        "Talking restrains the other side at any cost of escalation, and opportunists take to the table exactly when it exceeds nE/D. From "
        "there the claim fails at the margin: up to nE/(Ds) a larger cost only fills the table with opportunists, belief falls in step, and "
        "escalation stays at 1 - n/D; only beyond, where all talk, does it fall again, to nothing at E/s."
    ),
    data=data,
    draw=draw,
)
