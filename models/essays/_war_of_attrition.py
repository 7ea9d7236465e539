"""The period of a stationary war of attrition, shared by the models of stalemates.

W and S wait; the first to concede gets 0 and leaves the prize to the other.  In every period waiting costs each side a
cost, and nature draws one event: with a given probability an outside event ends the game (a mediator's settlement, an
accident), else one side has its turn, each with the same chance, and concedes or waits.  If it waits, the next period
begins; its values are parameters, and *stationary* says that they are what this period yields.  At most one thing
happens in a period, as in continuous time, so every formula is the continuous-time one for every length of a period:
read probabilities and costs as rates times that length.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import gametheory as gt

V_W, V_S, U_W, U_S, h = gt.parameters("V_W V_S U_W U_S h")
"""Values of the next period (V in the first game of a model, U in the one it is compared with), and a hazard."""


def period(
    *,
    prize: Any,
    cost: Any,
    event: Any,
    ends: Mapping[str, Any],
    outcome: str,
    assuming: object,
    name: str,
    values: tuple[Any, Any] = (V_W, V_S),
) -> gt.Game:
    """Build one period: `event` is the probability of the outside event, `ends` what it pays."""
    after = gt.end(W=values[0] - cost, S=values[1] - cost, outcome="stalemate")
    concession = {
        "W": gt.end(W=-cost, S=prize - cost, outcome="concession"),
        "S": gt.end(W=prize - cost, S=-cost, outcome="concession"),
    }

    def drawn(who: str) -> Any:
        if who == outcome:
            return gt.end(W=ends["W"] - cost, S=ends["S"] - cost, outcome=outcome)
        return gt.move(who, knows="its turn", actions={"concede": concession[who], "wait": after})

    turn = Fraction(1, 2) * (1 - event)
    odds = {"W": turn, "S": turn}
    if event != 0:
        odds[outcome] = event
    return gt.Game(gt.chance(odds, drawn), assuming=assuming, players=("W", "S"), name=name)


def stationary(values: tuple[Any, Any] = (V_W, V_S), *, among: Any = None) -> Any:
    """Return the event that the values of the next period are what this period yields."""
    return (gt.payoff("W", among=among) == values[0]) & (gt.payoff("S", among=among) == values[1])


def symmetric(*, among: Any = None) -> Any:
    """Return the event that both sides concede with the same probability."""
    return concedes("W", among=among) == concedes("S", among=among)


def concedes(player: str, *, among: Any = None) -> Any:
    """Return the probability with which a side concedes at its turn."""
    return gt.plays(player, "concede", among=among)


def some(found: Any, event: Any) -> gt.Region:
    """Return where an event happens in some stationary equilibrium (the event must name stationarity)."""
    return found.when(event).eliminate("V_W", "V_S", "U_W", "U_S")
