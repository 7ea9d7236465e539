"""The mediator as a trap: waiting for a mediator's settlement crowds out the sides' own concessions.

W and S are in a war of attrition: conceding leaves the prize v to the other, waiting costs c a period.  With probability
m a period a mediator brings a settlement worth g to each.  Costs and probabilities are per period; at most one thing
happens in a period, so that, read as rates, the formulas hold in continuous time as well.  The game is solved for its
stationary equilibria: the period is a finite game whose next values V_W, V_S are parameters, and they must be what the
period yields.  There are also equilibria that differ from these in the first period alone (an atom at date 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt
from models.essays._war_of_attrition import (
    U_S,
    U_W,
    V_S,
    V_W,
    concedes,
    h,
    period,
    some,
    stationary,
    symmetric,
)

m, c, g, v, g_W, g_S = gt.parameters("m c g v g_W g_S")

SHORT = 2 * c < (1 - m) * v
"""A period is short: being sure of the prize at the other's next turn is worth waiting for."""

ASSUMING = [0 < m, m < 1, c > 0, g > 0, v > 0, SHORT]

UNEQUAL = [0 < m, m < 1, c > 0, g_W > 0, g_S > 0, v > 0, SHORT]
"""For a settlement worth g_W to W and g_S to S."""


def mediated() -> gt.Game:
    """Build a period with a mediator whose settlement is worth the same to both."""
    return _mediated(g, g, ASSUMING)


def unequal() -> gt.Game:
    """Build a period with a mediator whose settlement may be worth more to one side."""
    return _mediated(g_W, g_S, UNEQUAL)


def _mediated(to_W: Any, to_S: Any, assuming: Any) -> gt.Game:
    return period(
        prize=v,
        cost=c,
        event=m,
        ends={"W": to_W, "S": to_S},
        outcome="settlement",
        assuming=assuming,
        name="war of attrition with a mediator",
    )


def alone() -> gt.Game:
    """Build a period without a mediator."""
    return period(
        prize=v,
        cost=c,
        event=0,
        ends={},
        outcome="settlement",
        assuming=ASSUMING,
        name="war of attrition",
        values=(U_W, U_S),
    )


BOTH_MIX_OR_WAIT = stationary() & symmetric()


def _compared(found: Any, compare: Any) -> gt.Region:
    """Return where the chances that the stalemate lasts another period, with and without a mediator, compare so."""
    without = found["alone"]
    event = stationary((U_W, U_S), among=without) & symmetric(among=without)
    lasts, lasted = gt.probability("stalemate"), gt.probability("stalemate", among=without)
    return some(found["mediated"], BOTH_MIX_OR_WAIT & event & compare(lasts, lasted))


@dataclass(frozen=True)
class Data:
    """The chance per period that the stalemate ends, against the mediator's, for settlements of several sizes."""

    arrival: Any
    ends: dict[str, Any]
    trap: dict[str, float]
    alone: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the symmetric equilibrium at c = 1/5, v = 1; the closed form is the solver's."""
    solved = MODEL.solve()
    lasts = some(solved.equilibria["mediated"], BOTH_MIX_OR_WAIT & (gt.probability("stalemate") == 1 - h))
    trap = solved.threshold("no concessions").value
    grid = np.linspace(0.005, 0.58, 24 if quick else 231)
    ends, kinks = {}, {}
    for size in ("3/10", "1/2", "3/5", "9/10"):
        here = lasts.substitute(c=Fraction(1, 5), g=Fraction(size), v=1).solve_for(h)
        kinks[size] = float(trap.subs({c: Fraction(1, 5), g: Fraction(size)}))
        rate = np.full_like(grid, np.nan)
        for boundary, piece in here.boundaries:
            inside = np.array([piece.when.contains(m=Fraction(float(x))) for x in grid])
            rate[inside] = boundary.evaluate(m=grid[inside])
        ends[size] = rate
    return Data(grid, ends, kinks, 0.4)


def draw(d: Data) -> Any:
    """Draw how fast the stalemate ends."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.axhline(d.alone, color=gt.plot.INK, lw=0.8, ls=":")
    axes.text(0.575, d.alone - 0.02, "without a mediator, $2c/v$", fontsize=9, ha="right")
    for (size, rate), colour in zip(d.ends.items(), gt.plot.LINE, strict=True):
        axes.plot(d.arrival, rate, color=colour, label=f"$g={size}$")
        if d.trap[size] < d.arrival[-1]:
            axes.plot(d.trap[size], d.trap[size], "o", ms=4, color=colour)
    axes.plot([], [], "o", ms=4, color=gt.plot.INK, label=r"$m^*=c/g$")
    axes.annotate(
        "concessions have\nstopped: rate $m$",
        (0.28, 0.28),
        (0.33, 0.2),
        arrowprops={"arrowstyle": "-"},
        fontsize=9,
    )
    axes.set(
        xlim=(0, 0.58),
        ylim=(0.15, 0.65),
        xlabel="chance $m$ that the mediator settles in a period",
        ylabel="chance that the stalemate ends in a period",
    )
    axes.set_title("A generous mediator first lengthens the stalemate ($c=1/5$, $v=1$)")
    axes.legend(loc="upper left", bbox_to_anchor=(0.02, 1.0))
    return figure


MODEL = gt.Model(
    title="The mediator as a trap",
    claim="Excessive reliance on intermediaries leads into a chronic suspension of decisions.",
    source=(
        "Essay 1 (asymmetric diplomacy); own model, after Hendricks, Weiss and Wilson, International Economic Review 29 (1988)"
    ),
    games={"mediated": mediated, "alone": alone, "unequal": unequal},
    concept=gt.subgame_perfect,
    questions={
        "no concessions": gt.Question(
            "Do both sides stop conceding?",
            lambda found: some(found["mediated"], BOTH_MIX_OR_WAIT & (concedes("W") == 0)),
            m,
        ),
        "longer": gt.Question(
            "Does the mediator lengthen the stalemate (symmetric equilibrium)?",
            lambda found: ~_compared(found, lambda lasts, lasted: lasts <= lasted),
            m,
        ),
        "shorter": gt.Question(
            "Does the mediator shorten the stalemate (symmetric equilibrium)?",
            lambda found: _compared(found, lambda lasts, lasted: lasts < lasted),
            m,
        ),
        "gain": gt.Question(
            "Do both sides gain from the mediator (symmetric equilibrium)?",
            lambda found: some(
                found["mediated"], BOTH_MIX_OR_WAIT & (gt.payoff("W") > 0) & (gt.payoff("S") > 0)
            ),
            m,
        ),
        "one side gives in": gt.Question(
            "Can it be that one side concedes at its first turn?",
            lambda found: some(found["mediated"], stationary() & (concedes("W") == 1)),
            m,
        ),
        "W must give in": gt.Question(
            "If the settlement is not worth the same to both, does W concede at its first turn in every equilibrium?",
            lambda found: ~some(found["unequal"], stationary() & (concedes("W") < 1)),
            m,
        ),
    },
    message=(
        "Where the sides contest symmetrically, each mediated settlement crowds out their own concessions until these stop at "
        "m = c/g, and the stalemate lasts longer than without a mediator exactly when g > v/2 and m < 2c/v, with no gain to "
        "either side up to m = c/g; a settlement worth waiting for to one side only, c/g_S < m < c/g_W, makes the other "
        "concede at once; the claim fails for a modest settlement, g < v/2, or a fast mediator, m > 2c/v, who "
        "shorten it, and where m <= c/g one side may also concede at its first turn, mediator or not."
    ),
    data=data,
    draw=draw,
)

__all__ = ["ASSUMING", "MODEL", "V_S", "V_W", "alone", "mediated"]
