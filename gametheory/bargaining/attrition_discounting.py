"""The war of attrition with discounting: waiting costs nothing but time.

Whoever concedes gets less than the one who is conceded to, and both discount.  Costs per unit of time: `attrition`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from gametheory.bargaining._numerics import root
from gametheory.bargaining.parametric import Parametric


@dataclass(frozen=True)
class DiscountedAttrition(Parametric):
    """A war of attrition in which payoffs are discounted at own rates.

    Parameters
    ----------
    rates : pair of numbers
        Discount rates.
    concede : pair of numbers
        What each gets, at that moment, by conceding (positive: else waiting is free).
    win : pair of numbers
        What each gets when the other concedes; more than by conceding.

    Raises
    ------
    InvalidGameError
        If a rate is not positive, or not 0 < concede < win.

    Notes
    -----
    Concept: Nash equilibrium in distributions of conceding times.  **Not unique**: the rates are the same in every
    equilibrium without gaps, but either side may have an atom of any size at date 0 (`payoffs(atoms)`).

    References
    ----------
    Hendricks, K., Weiss, A. and Wilson, C. (1988), International Economic Review 29.

    Examples
    --------
    >>> import gametheory as gt
    >>> r, L, F = gt.parameters("r L F")
    >>> DiscountedAttrition((r, r), (L, L), (F, F)).hazards[0]
    L*r/(F - L)
    """

    rates: Any
    concede: Any
    win: Any

    def _pairs(self) -> tuple[str, ...]:
        return ("rates", "concede", "win")

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        for i, (r, low, high) in enumerate(zip(self.rates, self.concede, self.win, strict=True)):
            yield r > 0, f"the discount rate of player {i + 1} is {r}; give a positive one"
            free = f"conceding gives player {i + 1} {low}; give more than 0, or waiting is free and nobody concedes"
            yield low > 0, free
            yield (
                high > low,
                f"winning gives player {i + 1} {high}, not more than conceding ({low}); give more",
            )

    @property
    def hazards(self) -> tuple[Any, Any]:
        """At which rate each concedes: `r_j L_j/(F_j - L_j)`, which keeps the other indifferent."""
        one, two = (
            r * low / (high - low) for r, low, high in zip(self.rates, self.concede, self.win, strict=True)
        )
        return two, one

    @property
    def length(self) -> Any:
        """Expected length of the contest without an atom."""
        return 1 / (self.hazards[0] + self.hazards[1])

    @property
    def win_probabilities(self) -> tuple[Any, Any]:
        """With which probability each wins, without an atom."""
        one, two = self.hazards
        return two / (one + two), one / (one + two)

    def payoffs(self, atoms: tuple[Any, Any] = (0, 0)) -> tuple[Any, Any]:
        """Return what each expects if they concede at date 0 with given probabilities, one of them zero."""
        first, second = (
            low + atom * (high - low)
            for low, high, atom in zip(self.concede, self.win, reversed(atoms), strict=True)
        )
        return first, second

    def numerically(self, *, period: float = 1e-5) -> dict[str, Any]:
        """Solve it in discrete time: the other's probability of conceding that makes a period's wait worth nothing.

        Parameters
        ----------
        period : float, optional
            Length of a period, as a share of the shortest time scale of the game; the error is O(period).
        """
        from math import exp

        game = self._floats("numerically()")
        scales = [
            (f - low) / (r * low)
            for r, low, f in zip(game["rates"], game["concede"], game["win"], strict=True)
        ]
        dt = period * min(*scales, *(1 / r for r in game["rates"]))

        def gain(i: int, x: float) -> float:
            low, high = game["concede"][i], game["win"][i]
            return float(x * high + (1 - x) * exp(-game["rates"][i] * dt) * low - low)

        quits = [root(partial(gain, 1 - j), 0.0, 1.0) for j in (0, 1)]
        over = 1 - (1 - quits[0]) * (1 - quits[1])
        return {
            "hazards": (quits[0] / dt, quits[1] / dt),
            "length": (1 - over) * dt / over,
            "win_probabilities": ((1 - quits[0]) * quits[1] / over, (1 - quits[1]) * quits[0] / over),
        }
