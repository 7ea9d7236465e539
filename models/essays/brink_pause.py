"""A pause at the brink: fewer hostilities lower the danger of a moment, and the pressure to give way with it.

W and S are in a war of attrition: conceding leaves the prize v to the other.  Waiting costs c_0 a period, and with
probability e_0 a period an accident happens that costs each D.  A pause lowers these to c_1 and e_1.  Costs and
probabilities are per period; at most one thing happens in a period, so that, read as rates, the formulas hold in
continuous time as well.  The game is solved for its stationary equilibria, as in `mediator_reliance_trap`; there are also
equilibria that differ from these in the first period alone (an atom at date 0).
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

e_0, e_1, c_0, c_1, v, D = gt.parameters("e_0 e_1 c_0 c_1 v D")

SHORT = 2 * (c_0 + e_0 * D) < (1 - e_0) * v
"""A period is short: being sure of the prize at the other's next turn is worth waiting for."""

ASSUMING = [0 < e_1, e_1 < e_0, e_0 < 1, 0 <= c_1, c_1 <= c_0, v > 0, D > 0, SHORT]


def crisis() -> gt.Game:
    """Build a period of the crisis as it is."""
    return _period(e_0, c_0, "crisis", (V_W, V_S))


def pause() -> gt.Game:
    """Build a period of the crisis during a pause."""
    return _period(e_1, c_1, "pause", (U_W, U_S))


def _period(accident: Any, cost: Any, name: str, values: tuple[Any, Any]) -> gt.Game:
    return period(
        prize=v,
        cost=cost,
        event=accident,
        ends={"W": -D, "S": -D},
        outcome="accident",
        assuming=ASSUMING,
        name=name,
        values=values,
    )


def _lowers_risk(found: Any, *, contested: bool) -> gt.Event:
    """Return the event that an accident is less likely ever to happen with the pause than without it.

    The chance that it ever happens is that of an accident in a period, over that of an end in a period.
    """
    now, paused = gt.probability("accident"), gt.probability("accident", among=found["pause"])
    ends, ends_paused = 1 - gt.probability("stalemate"), 1 - gt.probability("stalemate", among=found["pause"])
    kind = CONTEST & _contest(found) if contested else SURRENDER & _surrender(found)
    return kind & (paused * ends < now * ends_paused)


def _contest(found: Any) -> gt.Event:
    return stationary((U_W, U_S), among=found["pause"]) & symmetric(among=found["pause"])


def _surrender(found: Any) -> gt.Event:
    return stationary((U_W, U_S), among=found["pause"]) & (concedes("W", among=found["pause"]) == 1)


CONTEST = stationary() & symmetric()
SURRENDER = stationary() & (concedes("W") == 1)


@dataclass(frozen=True)
class Data:
    """How likely an accident is against the accident rate, for several costs; and the boundary of pauses that help."""

    accident: Any
    risk: dict[str, Any]
    plain: float
    remaining_accident: Any
    remaining_cost: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's closed forms at v = 1, D = 2."""
    solved = MODEL.solve()
    chance = some(
        solved.equilibria["crisis"],
        CONTEST & (gt.probability("accident") == h * (1 - gt.probability("stalemate"))),
    ).eliminate("e_1", "c_1")
    grid = np.linspace(0.001, 0.15, 16 if quick else 150)
    risk = {}
    for cost in ("0", "1/100", "1/20", "1/10"):
        ((boundary, _), *_) = chance.substitute(c_0=Fraction(cost), v=1, D=2).solve_for(h).boundaries
        risk[cost] = boundary.evaluate(e_0=grid) + 0 * grid
    edge = solved.threshold("risk falls").value
    shares = np.linspace(0.0, 1.0, 11 if quick else 101)
    cost = [float(edge.subs({c_0: 1, e_0: Fraction(1, 10), e_1: Fraction(float(x)) / 10})) for x in shares]
    return Data(grid, risk, 0.2, shares, np.array(cost))


def draw(d: Data) -> Any:
    """Draw the risk against the accident rate, and which pauses lower it."""
    figure = gt.plot.new_figure(figsize=(8.2, 3.9))
    left, right = figure.subplots(1, 2)
    for (cost, risk), colour in zip(d.risk.items(), gt.plot.LINE, strict=True):
        left.plot(d.accident, risk, color=colour, label=f"$c={cost}$")
    left.set(
        xlim=(0, 0.15),
        ylim=(0, 0.25),
        xlabel=r"chance $e$ of an accident in a period",
        ylabel="probability that it ends in an accident",
    )
    left.set_title("Fewer accidents, longer crisis ($v=1$, $D=2$)", fontsize=10)
    left.legend(loc="lower right", ncols=2)
    right.fill_between(d.remaining_accident, d.remaining_cost, 1, color=gt.plot.FILL[2], lw=0)
    right.fill_between(d.remaining_accident, 0, d.remaining_cost, color=gt.plot.FILL[1], lw=0)
    right.plot(d.remaining_accident, d.remaining_cost, color=gt.plot.INK)
    right.text(0.08, 0.78, "the pause lowers\nthe risk", fontsize=9)
    right.text(0.5, 0.1, "the pause relieves more\nthan it protects:\nthe risk rises", fontsize=9)
    right.annotate(
        r"$c_1/c_0=e_1/e_0$", (0.62, 0.62), (0.68, 0.47), arrowprops={"arrowstyle": "-"}, fontsize=9
    )
    right.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel=r"danger that remains $e_1/e_0$",
        ylabel="waiting cost that remains $c_1/c_0$",
    )
    right.set_title("Which pauses help", fontsize=10)
    return figure


MODEL = gt.Model(
    title="A pause at the brink",
    claim="In a game of chicken a tactical pause, a reduction of hostilities, keeps the diplomatic window open.",
    source=(
        "Essay 2 (a middle power as mediator); own formulation, after Schelling, Arms and Influence (1966), and Powell, "
        "Nuclear Deterrence Theory (1990)"
    ),
    games={"crisis": crisis, "pause": pause},
    concept=gt.subgame_perfect,
    questions={
        "risk falls": gt.Question(
            "Does the pause make an accident less likely (symmetric equilibrium)?",
            lambda found: some(found["crisis"], _lowers_risk(found, contested=True)),
            c_1,
        ),
        "open longer": gt.Question(
            "Does the crisis last longer with the pause (symmetric equilibrium)?",
            lambda found: some(
                found["crisis"],
                CONTEST
                & _contest(found)
                & (gt.probability("stalemate", among=found["pause"]) > gt.probability("stalemate")),
            ),
            c_1,
        ),
        "both gain": gt.Question(
            "Does the pause give W more (symmetric equilibrium)?",
            lambda found: some(
                found["crisis"],
                CONTEST & _contest(found) & (gt.payoff("W", among=found["pause"]) > gt.payoff("W")),
            ),
            c_1,
        ),
        "risk falls if one side gives in": gt.Question(
            "Does the pause make an accident less likely where W concedes at its first turn, with and without it?",
            lambda found: some(found["crisis"], _lowers_risk(found, contested=False)),
            c_1,
        ),
    },
    message=(
        "Where both sides contest symmetrically, a pause always keeps the crisis open longer and makes an accident less likely "
        "exactly when it relieves the cost of waiting less than the danger, c_1/c_0 > e_1/e_0 with c_0 > 0; the claim fails "
        "otherwise: with c_0 = 0 the probability of an accident is v/(v + 2D) at any rate, a pause that relieves more than it "
        "protects raises it, and neither side gains from a pause; only where one side concedes at its first turn does every "
        "pause lower the risk."
    ),
    data=data,
    draw=draw,
)
