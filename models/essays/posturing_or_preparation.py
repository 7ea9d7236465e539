"""Posturing or preparation: how much a threat can be believed that costs its author an audience if it is empty.

A may threaten.  If B gives in A has the prize, worth 1, which B loses; if B resists A fights or backs down, at an audience cost a.  War is
worth w_A to A, uniform on [-w, 0], and -v to B, v uniform on [0, W]; both are private, and a <= w.  Without a threat B keeps the prize.

A type with w_A >= -a would fight: it prepares.  The others posture.  If a threat is meant with probability q, B resists with probability
min{1, (1 - q)/(q W)}.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import gametheory as gt

a, w, W = gt.parameters("a w W")

ASSUMING = [0 < a, a <= w, W > 0]

BELIEF = (1 + a) / (1 + a + W)
"""The belief at which posturing is worth nothing."""

MEANT = a / w
"""The share of types that would fight."""

POOLED = (1 - MEANT) / (MEANT * W)
"""The probability of resistance if everybody threatens, where it is at most 1."""


def game() -> gt.Derived:
    """State the equilibria: posturing up to indifference or by everybody, and silence."""
    some = MEANT < BELIEF
    return gt.Derived(
        "perfect Bayesian equilibrium",
        [
            gt.DerivedEquilibrium(
                "some posture",
                some,
                {
                    "belief": BELIEF,
                    "resists": 1 / (1 + a),
                    "threats": MEANT / BELIEF,
                    "war": a / (w * (1 + a)),
                },
            ),
            gt.DerivedEquilibrium(
                "all threaten",
                MEANT >= BELIEF,
                {"belief": MEANT, "resists": POOLED, "threats": 1, "war": MEANT * POOLED},
            ),
            gt.DerivedEquilibrium(
                "silence", True, {"belief": 1 / (1 + W), "resists": 1, "threats": 0, "war": 0}
            ),
        ],
        assuming=ASSUMING,
        complete="all",
        reason="a threat is made with positive probability or not: steps of the theorem (after silence any belief up to 1/(1 + W) will do)",
    )


@dataclass(frozen=True)
class Data:
    """Belief, threats and war against the audience cost."""

    cost: Any
    believed: Any
    threats: Any
    war: Any
    edge: float


def data(*, quick: bool = False) -> Data:
    """Evaluate at w = W = 1, with the edge from the solver."""
    edges = [
        float(b.evaluate())
        for b, _ in MODEL.solve().region("some posture").substitute(w=1, W=1).solve_for(a).boundaries
    ]
    edge = min(e for e in edges if e > 0)
    cost = np.linspace(0.001, 1.0, 60 if quick else 600)
    believed = np.maximum((1 + cost) / (2 + cost), cost)
    resists = np.minimum(1 / (1 + cost), (1 - believed) / believed)
    return Data(cost, believed, cost / believed, cost * resists, edge)


def draw(d: Data) -> Any:
    """Draw what a threat means."""
    figure = gt.plot.new_figure(figsize=(6.8, 3.9))
    axes = figure.add_subplot()
    for values, colour, name in (
        (d.believed, gt.plot.LINE[0], "probability that a threat is meant"),
        (d.threats, gt.plot.LINE[2], "probability of a threat"),
        (d.war, gt.plot.LINE[3], "probability of war"),
    ):
        axes.plot(d.cost, values, color=colour, label=name)
    axes.axvline(d.edge, color=gt.plot.INK, lw=0.6, ls=":")
    axes.text(d.edge - 0.02, 0.05, "some posture", ha="right", fontsize=9)
    axes.text(d.edge + 0.02, 0.05, "all threaten", fontsize=9)
    axes.set(xlim=(0, 1), ylim=(0, 1.05), xlabel="audience cost of backing down $a$", ylabel="probability")
    axes.set_title("A costly threat is believed more, and made more ($w=W=1$)")
    axes.legend(loc="upper left", fontsize=8)
    return figure


MODEL = gt.Model(
    title="Posturing or preparation",
    claim="Escalation rhetoric can be posturing for a domestic audience, or preparation; the other side must tell which.",
    source="Essay 5 (negotiation as an instrument of power) and essay 2; Fearon, American Political Science Review 88 (1994)",
    games={"game": game},
    concept=lambda g: g,
    questions={
        "some posture": gt.Question(
            "Is there an equilibrium in which some who posture threaten and some do not?",
            lambda found: found["game"].when(lambda v: (v["threats"] > 0) & (v["threats"] < 1)),
            a,
        ),
        "all threaten": gt.Question(
            "Is there one in which all threaten?",
            lambda found: found["game"].when(lambda v: v["threats"] >= 1),
            a,
        ),
        "likelier meant": gt.Question(
            "Is a threat meant more likely than not, where some posture?",
            lambda found: found["game"].when(
                lambda v: (v["threats"] > 0) & (v["threats"] < 1) & (2 * v["belief"] > 1)
            ),
            W,
        ),
        "silence": gt.Question(
            "Can it be that nobody threatens?",
            lambda found: found["game"].when(lambda v: v["threats"] <= 0),
            a,
        ),
    },
    message=(
        "A threat is meant with probability (1 + a)/(1 + a + W): the more it costs to back down, the more it is preparation, and the more B "
        "could lose in a war the more it is posturing, where a/w is below that. The claim that rhetoric tells nothing fails for every a > 0, and "
        "that costly words make for peace fails too: war has probability a/(w (1 + a)) there, which rises in a. Silence is a second "
        "equilibrium for all parameters; the intuitive criterion keeps it, D1 does not."
    ),
    data=data,
    draw=draw,
)
