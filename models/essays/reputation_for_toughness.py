"""A name for not yielding: either side may be unable to give in, and even one that could pretends that it is not.

W and S divide one unit and demand a_W and a_S, more than there is: D = a_W + a_S - 1 > 0.  Time is continuous, with discount
rates r_W and r_S; who concedes gets what the other's demand leaves.  With prior probability z_i side i is stubborn and
never concedes.  The parameters are l_i = -ln z_i > 0, how far a side is from being known as stubborn: a small l_i is a
great reputation, and conditions on the z_i that are powers become polynomials in the l_i.

No solver here takes a game in continuous time, so the equilibrium is given in closed form and derived in the theorem: a side
concedes at a constant rate (its hazard) until the date at which both are known as stubborn, and at most one of
them concedes with positive probability at date 0.  It is unique (Abreu and Gul, Proposition 1).  `staying` of a side
is ln of the probability that it does not concede at date 0; where it is negative there is an atom 1 - exp(staying).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

l_W, l_S, a_W, a_S, r_W, r_S = gt.parameters("l_W l_S a_W a_S r_W r_S")

ASSUMING = [
    *(l_W > 0, l_S > 0, r_W > 0, r_S > 0),
    *(0 < a_W, a_W < 1, 0 < a_S, a_S < 1, a_W + a_S > 1),
]

D = a_W + a_S - 1
"""By how much the demands conflict."""

HAZARD = {"W": r_S * (1 - a_W) / D, "S": r_W * (1 - a_S) / D}
"""The rate at which a side must concede to keep the other indifferent."""

DATE = {"W": l_W / HAZARD["W"], "S": l_S / HAZARD["S"]}
"""When a side would be known as stubborn if it conceded at its hazard from date 0 on."""


def concessions() -> gt.Derived:
    """State the equilibrium: the earlier of the two dates ends the doubt, and the slower side makes it up at date 0."""

    def until(end: Any) -> dict[str, Any]:
        return {
            "horizon": end,
            "staying W": -l_W + HAZARD["W"] * end,
            "staying S": -l_S + HAZARD["S"] * end,
            "hazard W": HAZARD["W"],
            "hazard S": HAZARD["S"],
        }

    return gt.Derived(
        "perfect Bayesian equilibrium",
        [
            gt.DerivedEquilibrium("W's name is made first", DATE["W"] <= DATE["S"], until(DATE["W"])),
            gt.DerivedEquilibrium("S's name is made first", DATE["S"] < DATE["W"], until(DATE["S"])),
        ],
        assuming=ASSUMING,
        complete="all",
        reason="unique: steps of the theorem, and Abreu and Gul (2000), Proposition 1",
    )


@dataclass(frozen=True)
class Data:
    """W's least reputation that makes it strong, for several demands, and what either side gets, against W's own."""

    theirs: Any
    least: dict[str, Any]
    own: Any
    payoff_W: Any
    payoff_S: Any
    threshold: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the solved threshold at a_S = 3/5 and equal rates; payoffs at a_W = 7/10, z_S = 1/10."""
    solved = MODEL.solve()
    edge = solved.threshold("W strong").value
    theirs = np.linspace(0.002, 0.998, 60 if quick else 500)
    least = {}
    for demand in ("1/2", "7/10", "9/10"):
        slope = float(edge.subs({a_W: Fraction(demand), a_S: Fraction("3/5"), r_W: 1, r_S: 1, l_S: 1}))
        least[demand] = theirs**slope
    own = np.linspace(0.004, 0.6, 60 if quick else 400)
    point = {a_W: Fraction("7/10"), a_S: Fraction("3/5"), r_W: 1, r_S: 1, l_S: float(-np.log(0.1))}
    first, second = solved.equilibria["concessions"]
    pays: dict[str, list[float]] = {"W": [], "S": []}
    for z in own:
        here = {**point, l_W: float(-np.log(z))}
        values = first.values if bool(first.when.subs(here)) else second.values
        for side, other, left in (("W", "S", 0.4), ("S", "W", 0.3)):
            stays = np.exp(float(values[f"staying {other}"].subs(here)))
            pays[side].append(left + (1 - stays) * 0.3)
    at = float(np.exp(-float(edge.subs(point))))
    return Data(theirs, least, own, np.array(pays["W"]), np.array(pays["S"]), at)


def draw(d: Data) -> Any:
    """Draw who is strong, and what a name is worth."""
    figure = gt.plot.new_figure(figsize=(8.6, 3.9))
    left, right = figure.subplots(1, 2)
    shown = d.least["7/10"]
    left.fill_between(d.theirs, shown, 1, color=gt.plot.FILL[0], lw=0)
    left.fill_between(d.theirs, 0, shown, color=gt.plot.FILL[1], lw=0)
    for (demand, least), colour, style in zip(
        d.least.items(), gt.plot.LINE[:3], (":", "-", "--"), strict=True
    ):
        left.plot(
            d.theirs,
            least,
            color=colour,
            ls=style,
            label=f"$a_W={float(Fraction(demand)):g}$" + " (shaded)" * (demand == "7/10"),
        )
    left.text(0.05, 0.87, "W is strong: S gives in", fontsize=9)
    left.text(0.42, 0.26, "S is strong: W gives in", fontsize=9)
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel=r"S's reputation $z_S$", ylabel=r"W's reputation $z_W$")
    left.set_title("Who gives in at once ($a_S=0.6$, $r_W=r_S$)", fontsize=10)
    left.legend(loc="lower right")
    right.plot(d.own, d.payoff_W, color=gt.plot.LINE[0], label="W")
    right.plot(d.own, d.payoff_S, color=gt.plot.LINE[1], label="S")
    right.axvline(d.threshold, ymax=0.85, color=gt.plot.INK, lw=0.6, ls=":")
    right.text(d.threshold + 0.008, 0.56, r"$z_W^*=z_S^{3/4}$", fontsize=9)
    right.text(0.01, 0.35, "worth\nnothing", fontsize=9)
    right.set(
        xlim=(0, 0.6), ylim=(0.25, 0.65), xlabel=r"W's reputation $z_W$", ylabel="payoff, if not stubborn"
    )
    right.set_title("What W's name is worth ($a_W=0.7$, $z_S=0.1$)", fontsize=10)
    right.legend(loc="upper left", ncols=2)
    return figure


MODEL = gt.Model(
    title="A reputation for toughness",
    claim="Who is known not to yield can profit from that name, even from a weak position.",
    source=(
        "Essays 1 (asymmetric diplomacy) and 5 (negotiation as an instrument of power); Abreu and Gul, Econometrica 68 (2000)"
    ),
    games={"concessions": concessions},
    concept=lambda g: g,
    questions={
        "W strong": gt.Question(
            "Does S concede at date 0 with positive probability?",
            lambda found: found["concessions"].when(lambda e: e["staying S"] < 0),
            l_W,
        ),
        "S strong": gt.Question(
            "Does W concede at date 0 with positive probability?",
            lambda found: found["concessions"].when(lambda e: e["staying W"] < 0),
            l_W,
        ),
        "nobody at once": gt.Question(
            "Does nobody concede at date 0?",
            lambda found: found["concessions"].when(
                lambda e: [e["staying W"] >= 0, e["staying S"] >= 0], "every"
            ),
            l_W,
        ),
        "W quits more slowly": gt.Question(
            "Does W concede at the lower rate?",
            lambda found: found["concessions"].when(lambda e: e["hazard W"] < e["hazard S"]),
            a_W,
        ),
    },
    message=(
        "A name for not yielding makes W the strong side, to whom S gives in at once with positive probability, exactly when z_W > "
        "z_S^k with k = r_S (1 - a_W)/(r_W (1 - a_S)); the claim fails for a lesser name, z_W <= z_S^k, which is worth nothing "
        "(W gets 1 - a_S, as if it yielded at once), and a greedier or a more impatient W needs a greater one."
    ),
    data=data,
    draw=draw,
)
