"""Audience costs: a crisis in which backing down costs more the longer one has escalated.

Both escalate in continuous time; each may quit, or attack.  Those who will never quit are the same as those who quit
late until a horizon, after which nobody quits and whoever is left attacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gametheory.bargaining.parametric import Parametric, read_parameter


@dataclass(frozen=True)
class AudienceCosts(Parametric):
    """Fearon's contest with linear audience costs and uniform values of war.

    Parameters
    ----------
    costs : pair of numbers
        Quitting at t costs `a_i t`.
    spreads : pair of numbers
        The value of war of each is uniform on [-m_i, 0] and private; the prize is 1.

    Raises
    ------
    InvalidGameError
        If a cost or a spread is not positive.

    Notes
    -----
    Concept: perfect Bayesian equilibrium with a horizon, in which at most one side quits with positive probability at
    date 0, and not surely; within that class it is **unique** (the hazards follow from indifference, the atoms from
    the earlier exhaustion).  It is not the only equilibrium: that one side quits surely at date 0, and the other never
    does, is also one, because at date 0 quitting is free and nobody gains from war (a side that unexpectedly stays is
    believed to be about to quit).

    References
    ----------
    Fearon, J. (1994), American Political Science Review 88 (there with general distributions).

    Examples
    --------
    >>> game = AudienceCosts((2, 1), (2, 2))
    >>> game.horizon, game.war_probability
    (-1/2 + sqrt(5)/2, (-1/2 + sqrt(5)/2)*(-1/4 + sqrt(5)/4))
    >>> game.enclosure("war_probability", bits=100).rel_accuracy_bits() >= 100
    True
    """

    costs: Any
    spreads: Any

    def _pairs(self) -> tuple[str, ...]:
        return ("costs", "spreads")

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        for i, (a, m) in enumerate(zip(self.costs, self.spreads, strict=True)):
            yield (
                a > 0,
                f"the audience cost of player {i + 1} is {a}; give a positive one, or quitting stays free",
            )
            yield m > 0, f"the spread of player {i + 1} is {m}; give a positive one"

    # -- closed forms -------------------------------------------------------------------------------------------
    def hazards(self, date: Any) -> tuple[Any, Any]:
        """Return at which rate each quits at a date before the horizon: `a_j/(1 + a_j t)`."""
        t = read_parameter("hazards(): the date", date)
        a1, a2 = self.costs
        return a2 / (1 + a2 * t), a1 / (1 + a1 * t)

    @property
    def exhaustion(self) -> tuple[Any, Any]:
        """When each would have no quitter left if it did not quit at date 0: the root of `a_i t (1 + a_j t) = m_i`."""
        import sympy

        (a1, a2), (m1, m2) = self.costs, self.spreads
        return (
            (sympy.sqrt(1 + 4 * a2 * m1 / a1) - 1) / (2 * a2),
            (sympy.sqrt(1 + 4 * a1 * m2 / a2) - 1) / (2 * a1),
        )

    @property
    def horizon(self) -> Any:
        """The date after which nobody quits: the earlier of the two."""
        import sympy

        return sympy.Min(*self.exhaustion)

    @property
    def fighters(self) -> tuple[Any, Any]:
        """With which probability each has a value of war that lets it attack at the horizon."""
        (a1, a2), (m1, m2) = self.costs, self.spreads
        return a1 * self.horizon / m1, a2 * self.horizon / m2

    @property
    def war_probability(self) -> Any:
        """With which probability both are left at the horizon, and attack."""
        return self.fighters[0] * self.fighters[1]

    @property
    def atoms(self) -> tuple[Any, Any]:
        """With which probability each quits at date 0: the side with the later exhaustion."""
        (a1, a2), (f1, f2), (t1, t2) = self.costs, self.fighters, self.exhaustion
        t = self.horizon
        first = 1 - f1 * (1 + a2 * t) if t != t1 else 0 * f1
        second = 1 - f2 * (1 + a1 * t) if t != t2 else 0 * f2
        return first, second

    @property
    def payoffs(self) -> tuple[Any, Any]:
        """What a side that will quit expects, the same at every date before the horizon: the other's atom."""
        one, two = self.atoms
        return two, one

    # -- the independent solution -------------------------------------------------------------------------------
    def numerically(self, *, period: float = 1e-6) -> dict[str, Any]:
        """Walk forward in discrete time from date 0, each quitting so that the other is indifferent.

        The walk ends when, on one side, only those are left who rather attack than quit; what the other side has
        too many of must have quit at date 0.

        Parameters
        ----------
        period : float, optional
            Length of a period, as a share of the date at which everyone would rather attack.
        """
        import numpy as np

        game = self._floats("numerically()")
        (a1, a2), (m1, m2) = game["costs"], game["spreads"]
        last = min(m1 / a1, m2 / a2)
        dates = last * np.arange(0, round(1 / period) + 1) * period
        step = last * period
        # Quitting now costs a t; waiting wins 1 with probability x, else costs a (t + step): the x that is indifferent.
        stay = [1 - a * step / (1 + a * (dates + step)) for a in (a2, a1)]
        left = [np.concatenate([[1.0], np.cumprod(s)[:-1]]) for s in stay]
        attack = [a * dates / m for a, m in ((a1, m1), (a2, m2))]
        end = int(np.argmax((attack[0] >= left[0]) | (attack[1] >= left[1])))
        atoms = tuple(max(0.0, 1 - float(f[end] / s[end])) for f, s in zip(attack, left, strict=True))
        return {
            "horizon": float(dates[end]),
            "war_probability": float(attack[0][end] * attack[1][end]),
            "atoms": atoms,
            "payoffs": (atoms[1], atoms[0]),
        }
