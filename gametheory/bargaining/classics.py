"""The classics of bargaining theory, each one short expression of `Bargaining`.

Every function says whose model it is; none solves anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gametheory.bargaining.protocol import Bargaining

FIRST, SECOND = "1 proposes", "2 proposes"


def Rubinstein(delta1: Any, delta2: Any, **more: Any) -> Bargaining:
    """Return Rubinstein's (1982) game: alternating offers over one unit, player 1 first.

    Parameters
    ----------
    delta1, delta2 : number
        Discount factors.
    **more
        Anything else that `Bargaining` takes: outside options, breakdown, flows, floors, assumptions.

    Examples
    --------
    >>> Rubinstein("9/10", "4/5").equilibria()[0].share("1")
    Fraction(5, 7)
    """
    more.setdefault("name", "Rubinstein")
    return Bargaining(
        surplus={FIRST: 1, SECOND: 1},
        discount={"1": delta1, "2": delta2},
        proposer={FIRST: "1", SECOND: "2"},
        transition={FIRST: SECOND, SECOND: FIRST},
        **more,
    )


def Stahl(delta1: Any, delta2: Any, periods: int, **more: Any) -> Bargaining:
    """Return Stahl's (1972) game: alternating offers that end after a number of periods.

    Examples
    --------
    >>> Stahl("9/10", "9/10", 2).equilibria()[0].share("1")
    Fraction(1, 10)
    """
    game = Rubinstein(delta1, delta2, name="Stahl", **more).with_horizon(periods)
    return game


def BinmoreRubinsteinWolinsky(risk: Any, payoff1: Any = 0, payoff2: Any = 0, **more: Any) -> Bargaining:
    """Return alternating offers without discounting in which talks may break down after a rejection (1986).

    Examples
    --------
    >>> BinmoreRubinsteinWolinsky("1/2", 0, "3/10").equilibria()[0].share("1")
    Fraction(7, 15)
    """
    return Rubinstein(
        1,
        1,
        breakdown=risk,
        breakdown_payoff={"1": payoff1, "2": payoff2},
        name="Binmore-Rubinstein-Wolinsky",
        **more,
    )


def FixedCosts(cost1: Any, cost2: Any, **more: Any) -> Bargaining:
    """Return alternating offers with a fixed cost of each rejected offer and no discounting (Rubinstein 1982).

    Shares cannot be negative.  With equal costs there is a continuum of equilibria, which is returned as such.

    Examples
    --------
    >>> FixedCosts("1/5", "1/10").equilibria()[0].share("1")
    Fraction(1, 10)
    """
    return Rubinstein(
        1,
        1,
        flow={
            "1": -cost1 if not isinstance(cost1, str) else f"-{cost1}",
            "2": -cost2 if not isinstance(cost2, str) else f"-{cost2}",
        },
        floor={"1": 0, "2": 0},
        name="fixed costs",
        **more,
    )


def BaronFerejohn(members: Any, quota: Any, delta: Any, **more: Any) -> Bargaining:
    """Return Baron and Ferejohn's (1989) closed-rule legislature: random recognition, simple division.

    Parameters
    ----------
    members, quota : number
        How many members there are, and how many must agree (the proposer included).
    delta : number
        Common discount factor.
    """
    return Bargaining(
        surplus={"floor": 1},
        discount={"member": delta},
        proposer={"floor": "member"},
        count={"member": members},
        consents={"member": quota},
        name="Baron-Ferejohn",
        **more,
    )


def Unanimity(delta: Any, players: Sequence[str], **more: Any) -> Bargaining:
    """Return bargaining by any number of players who propose in rotation and must all agree.

    Examples
    --------
    >>> Unanimity("9/10", ["1", "2", "3"]).equilibria()[0].share("1")
    Fraction(100, 271)
    """
    turns = [f"{p} proposes" for p in players]
    return Bargaining(
        surplus=dict.fromkeys(turns, 1),
        discount=dict.fromkeys(players, delta),
        proposer=dict(zip(turns, players, strict=True)),
        transition={t: turns[(i + 1) % len(turns)] for i, t in enumerate(turns)},
        name="unanimity",
        **more,
    )


def MerloWilson(surplus: Any, delta: Any, transition: Any, proposer: Any, **more: Any) -> Bargaining:
    """Return Merlo and Wilson's (1995) stochastic bargaining: a cake that follows a Markov chain.

    Parameters
    ----------
    surplus : mapping of state to number
        The cake in each state.
    delta : number
        Common discount factor.
    transition : mapping of state to state or distribution
        The chain.
    proposer : mapping of state to player or distribution
        Who proposes.
    """
    players = {p: None for by in proposer.values() for p in (by if isinstance(by, dict) else {by: 1})}
    return Bargaining(
        surplus=surplus,
        discount=dict.fromkeys(players, delta),
        proposer=proposer,
        transition=transition,
        name="Merlo-Wilson",
        **more,
    )
