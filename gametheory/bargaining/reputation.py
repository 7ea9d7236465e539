"""Reputation for toughness: concession games in which either side may be committed to its demand.

A rational player who gives in first reveals himself and gets what the other's demand leaves.  Both therefore imitate
the committed type, concede at constant rates and reach certainty about each other at the same date; the one whose name
would take longer to build concedes with positive probability at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from gametheory.bargaining._numerics import quadrature, root
from gametheory.bargaining.balls import ball
from gametheory.bargaining.parametric import Parametric, read_parameter
from gametheory.errors import ParameterError, Undecided

_LARGEST_POWER = 10_000


@dataclass(frozen=True)
class AbreuGul(Parametric):
    """The concession game of Abreu and Gul with one committed type on either side.

    Parameters
    ----------
    demands : pair of numbers
        The share that each committed type insists on, in (0, 1); together more than 1.
    commitments : pair of numbers
        Prior probability that each is committed, in (0, 1).
    rates : pair of numbers
        Discount rates.

    Raises
    ------
    InvalidGameError
        If a demand or probability lies outside (0, 1), a rate is not positive, or the demands are compatible.

    Notes
    -----
    Concept: sequential equilibrium of the continuous-time concession game, demands given.  It is **unique** (Abreu and
    Gul, Proposition 1): the prior probabilities of commitment pin the atoms down, which without committed types
    (`WarOfAttrition`) are free.

    References
    ----------
    Abreu, D. and Gul, F. (2000), Econometrica 68.

    Examples
    --------
    >>> game = AbreuGul(("7/10", "3/5"), ("1/10", "1/10"), ("1/10", "1/10"))
    >>> game.horizon, game.strong
    (15*log(10)/2, 2)
    >>> game.atoms
    (1 - 10**(3/4)/10, 0)
    >>> game.enclosure("horizon", bits=200).rel_accuracy_bits() >= 200
    True
    """

    demands: Any
    commitments: Any
    rates: Any

    def _pairs(self) -> tuple[str, ...]:
        return ("demands", "commitments", "rates")

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        for i, (a, z, r) in enumerate(zip(self.demands, self.commitments, self.rates, strict=True)):
            outside = f"the demand of player {i + 1} is {a}; give a share between 0 and 1"
            yield a > 0, outside
            yield a < 1, outside
            never = f"the commitment of player {i + 1} is {z}; give a probability strictly between 0 and 1"
            yield z > 0, never
            yield z < 1, never
            yield r > 0, f"the discount rate of player {i + 1} is {r}; give a positive one"
        total = self.demands[0] + self.demands[1]
        yield (
            total > 1,
            f"the demands add up to {total}; demands that do not conflict (at most 1) are agreed at once",
        )

    # -- closed forms -------------------------------------------------------------------------------------------
    @property
    def conflict(self) -> Any:
        """By how much the demands exceed the pie."""
        return self.demands[0] + self.demands[1] - 1

    @property
    def hazards(self) -> tuple[Any, Any]:
        """At which rate each concedes (rational or not, seen from outside): `r_j (1 - a_i)/D`."""
        (a1, a2), (r1, r2) = self.demands, self.rates
        return r2 * (1 - a1) / self.conflict, r1 * (1 - a2) / self.conflict

    @property
    def exhaustion(self) -> tuple[Any, Any]:
        """When each would be known to be committed if he conceded at his rate from date 0 without an atom."""
        import sympy

        (z1, z2), (l1, l2) = self.commitments, self.hazards
        return -sympy.log(z1) / l1, -sympy.log(z2) / l2

    @property
    def horizon(self) -> Any:
        """The date after which only committed types are left: the earlier of the two."""
        import sympy

        if self.parameters:
            return sympy.Min(*self.exhaustion)
        return self.exhaustion[1 if self.strong == 2 else 0]

    @property
    def strong(self) -> int:
        """Who is strong: 1 or 2, whose opponent concedes at date 0 with positive probability; 0 if nobody does.

        Decided exactly for rational parameters: by balls first, and by integer powers where these overlap.
        """
        import sympy

        if self.parameters:
            raise ParameterError(
                f"strong: parameter `{self.parameters[0]}` has no value; see `strong_when` and `commitment_threshold`"
            )
        game = self.exact()
        one, two = (ball(t, 64) for t in game.exhaustion)
        if not one.overlaps(two):
            return 1 if one < two else 2
        (z1, z2), ratio = game.commitments, game.hazards[0] / game.hazards[1]
        rational = all(isinstance(x, sympy.Rational) for x in (z1, z2, ratio))
        if rational and max(ratio.p, ratio.q) < _LARGEST_POWER:
            ours, theirs = z1**ratio.q, z2**ratio.p
            return 0 if ours == theirs else 1 if ours > theirs else 2
        one, two = (ball(t, 1024) for t in game.exhaustion)
        if one.overlaps(two):
            raise Undecided(
                "strong: the two sides' dates agree to 1024 bits; whether they are equal is not decided"
            )
        return 1 if one < two else 2

    def strong_when(self, player: int) -> Any:
        """Return the condition under which a player is strong, as a SymPy relation."""
        i = _index(player)
        return self.commitments[i] > self.commitment_threshold(player)

    def commitment_threshold(self, player: int) -> Any:
        """Return the probability of commitment above which a player is strong: `z_j**(l_i/l_j)`."""
        i = _index(player)
        return self.commitments[1 - i] ** (self.hazards[i] / self.hazards[1 - i])

    @property
    def atoms(self) -> tuple[Any, Any]:
        """With which probability each concedes at date 0 (positive for one at most)."""
        import sympy

        (z1, z2), (l1, l2) = self.commitments, self.hazards
        if not self.parameters:
            who = self.strong
            nothing = sympy.Integer(0)
            return (
                1 - z1 * z2 ** (-l1 / l2) if who == 2 else nothing,
                1 - z2 * z1 ** (-l2 / l1) if who == 1 else nothing,
            )
        return sympy.Max(0, 1 - z1 * z2 ** (-l1 / l2)), sympy.Max(0, 1 - z2 * z1 ** (-l2 / l1))

    @property
    def payoffs(self) -> tuple[Any, Any]:
        """What a rational player expects: what the other's demand leaves, or his own demand if the other gives in."""
        (a1, a2), (mu1, mu2) = self.demands, self.atoms
        return 1 - a2 + mu2 * self.conflict, 1 - a1 + mu1 * self.conflict

    def conceded(self, player: int, date: Any) -> Any:
        """Return the probability that a player has conceded by a date before the horizon."""
        import sympy

        i = _index(player)
        t = read_parameter("conceded(): the date", date)
        return 1 - (1 - self.atoms[i]) * sympy.exp(-self.hazards[i] * t)

    @property
    def deadlock_probability(self) -> Any:
        """With which probability both are committed and no agreement ever comes."""
        return self.commitments[0] * self.commitments[1]

    # -- the independent solution -------------------------------------------------------------------------------
    def numerically(self, *, period: float = 1e-4) -> dict[str, Any]:
        """Solve the game in discrete time, walking back from the date at which only committed types are left.

        In each period a player concedes with the probability that makes the other indifferent, found by bisection.
        Going back from the horizon, where the probability of not having conceded is that of commitment, the walk stops
        when one side's reaches 1; what the other's lacks is its atom.  Payoffs are those of holding out to the end.

        Parameters
        ----------
        period : float, optional
            Length of a period, as a share of the shortest time scale of the game.
        """
        from math import exp

        game = self._floats("numerically()")
        (a1, a2), (z1, z2), rates = game["demands"], game["commitments"], game["rates"]
        own, left = (a1, a2), (1 - a2, 1 - a1)
        dt = period * min((own[i] - left[i]) / (rates[i] * own[i]) for i in (0, 1))

        def gain(i: int, x: float) -> float:
            """What waiting a period gains i if the other concedes in it with probability x."""
            return float((x * own[i] + (1 - x) * left[i]) * exp(-rates[i] * dt) - left[i])

        quits = [root(partial(gain, 1 - j), 0.0, 1.0) for j in (0, 1)]
        staying, steps = [z1, z2], 0
        while True:
            before = [s / (1 - x) for s, x in zip(staying, quits, strict=True)]
            if max(before) > 1:
                break
            staying, steps = before, steps + 1
        part = min((1 - s) / (b - s) for s, b in zip(staying, before, strict=True))
        horizon = (steps + part) * dt
        staying = [s + part * (b - s) for s, b in zip(staying, before, strict=True)]
        atoms = (1 - staying[0], 1 - staying[1])
        payoffs = []
        for i in (0, 1):
            j, speed = 1 - i, quits[1 - i] / dt

            def flow(t: Any, i: int = i, j: int = j, speed: float = speed) -> Any:
                import numpy as np

                return own[i] * np.exp(-rates[i] * t) * staying[j] * speed * np.exp(-speed * t)

            end = (z1, z2)[j] * left[i] * exp(-rates[i] * horizon)
            payoffs.append(atoms[j] * own[i] + quadrature(flow, 0.0, horizon) + end)
        return {"horizon": horizon, "atoms": atoms, "payoffs": tuple(payoffs)}


def _index(player: int) -> int:
    if player not in (1, 2):
        raise ParameterError(f"the player is {player!r}; the players are 1 and 2")
    return player - 1
