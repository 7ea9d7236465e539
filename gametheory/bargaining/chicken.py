"""Chicken: two sides stand firm or give way, and both standing firm is a disaster.

The game behind brinkmanship in one shot: how often each stands firm, and how much risk of the other's standing firm a
side can bear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gametheory.bargaining._numerics import root
from gametheory.bargaining.parametric import Parametric

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm

FIRM, YIELD = "firm", "yield"


@dataclass(frozen=True)
class Chicken(Parametric):
    """Symmetric chicken.

    Parameters
    ----------
    temptation : number
        Standing firm while the other yields.
    reward : number
        Both yield.
    sucker : number
        Yielding while the other stands firm.
    disaster : number
        Both stand firm; `temptation > reward > sucker > disaster`.

    Raises
    ------
    InvalidGameError
        If the payoffs are not in that order.

    Notes
    -----
    Concept: Nash equilibrium.  **Not unique**: either side may stand firm and the other yield, and there is one mixed
    equilibrium, for which `firm_probability` answers.  `normal_form` gives the game to `gt.nash`, which proves that
    these three are all.

    Examples
    --------
    >>> Chicken(1, "1/2", 0, -2).firm_probability
    1/5
    >>> Chicken(1, "1/2", 0, -4).critical_risk
    1/5
    """

    temptation: Any
    reward: Any
    sucker: Any
    disaster: Any

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        names = ("temptation", "reward", "sucker", "disaster")
        for above, below in pairwise(names):
            high, low = getattr(self, above), getattr(self, below)
            yield high > low, f"`{above}` is {high}, not above `{below}` ({low}); in chicken it is"

    @property
    def firm_probability(self) -> Any:
        """With which probability each stands firm in the mixed equilibrium."""
        gain = self.temptation - self.reward
        return gain / (gain + self.sucker - self.disaster)

    @property
    def disaster_probability(self) -> Any:
        """With which probability both do."""
        return self.firm_probability**2

    @property
    def critical_risk(self) -> Any:
        """The probability of the other's standing firm up to which one does so rather than concede for sure."""
        return (self.temptation - self.sucker) / (self.temptation - self.disaster)

    def normal_form(self) -> NormalForm:
        """Return the game as a table, for `gt.nash`."""
        from gametheory.games.normal import NormalForm

        row = [[self.disaster, self.temptation], [self.sucker, self.reward]]
        column = [list(payoffs) for payoffs in zip(*row, strict=True)]
        return NormalForm(row, column, actions=[(FIRM, YIELD)] * 2, assuming=list(self.assuming))

    def numerically(self) -> dict[str, float]:
        """Find both probabilities by bisection on expected payoffs.

        Returns
        -------
        dict
            `firm_probability` and `critical_risk`.
        """
        game = self._floats("numerically()")
        high, reward, low, worst = (game[k] for k in ("temptation", "reward", "sucker", "disaster"))
        return {
            "firm_probability": root(
                lambda p: (p * worst + (1 - p) * high) - (p * low + (1 - p) * reward), 0.0, 1.0
            ),
            "critical_risk": root(lambda p: (p * worst + (1 - p) * high) - low, 0.0, 1.0),
        }
