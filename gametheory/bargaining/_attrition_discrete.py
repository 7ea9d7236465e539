"""The war of attrition in discrete time, solved by root finding: the independent solution of `attrition`.

Both decide at the start of a period whether to concede; then the period's costs, accident or settlement come.  Answers
differ from the limit of continuous time by the order of a period.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from gametheory.bargaining._numerics import root


def solve(game: dict[str, Any], period: float) -> dict[str, Any]:
    """Return hazards, probabilities, length and payoffs of the discrete contest without an atom."""
    from math import exp, inf

    eta, m = game["accident"], game["arrival"]
    waits = [
        c + eta * loss + m * g
        for c, loss, g in zip(game["costs"], game["losses"], game["gains"], strict=True)
    ]
    scale = min(v / w for v, w in zip(game["values"], waits, strict=True))
    dt = period * min(scale, 1 / (eta + m) if eta + m > 0 else scale)
    ends = 1 - exp(-(eta + m) * dt)
    accident = ends * eta / (eta + m) if ends else 0.0
    settled = ends * m / (eta + m) if ends else 0.0

    def moment(i: int) -> float:
        """The payoff of one period in which both stay, with 0 (conceding) afterwards."""
        return float(-game["costs"][i] * dt - accident * game["losses"][i] + settled * game["gains"][i])

    def stay(i: int, x: float) -> float:
        """The payoff of conceding a period later if the other concedes with probability x now."""
        return float(x * game["values"][i] + (1 - x) * moment(i))

    pays = [moment(i) > 0 for i in (0, 1)]
    if pays[0] != pays[1]:
        loser = 0 if pays[1] else 1
        won = [0.0 if i == loser else 1.0 for i in (0, 1)]
        payoffs = tuple(w * v for w, v in zip(won, game["values"], strict=True))
        hazards = tuple(inf if i == loser else 0.0 for i in (0, 1))
        found = {"hazards": hazards, "win_probabilities": tuple(won), "payoffs": payoffs, "length": 0.0}
        return {**found, "disaster_probability": 0.0}
    quits = [0.0 if all(pays) else root(partial(stay, 1 - j), 0.0, 1.0) for j in (0, 1)]
    on = (1 - quits[0]) * (1 - quits[1])
    over = 1 - on * (1 - ends)

    def waiting(i: int) -> float:
        """The payoff of never conceding, from its first step: W = now + on W."""
        other = quits[1 - i]
        return stay(i, other) / (1 - (1 - other) * (1 - ends))

    return {
        "hazards": (quits[0] / dt, quits[1] / dt),
        "win_probabilities": ((1 - quits[0]) * quits[1] / over, (1 - quits[1]) * quits[0] / over),
        "disaster_probability": on * accident / over,
        "length": on * dt / over,
        "payoffs": (max(0.0, waiting(0)), max(0.0, waiting(1))),
    }
