"""Bilateral trade with private values: the largest gains that any mechanism without a subsidy can realise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError, Undecided
from gametheory.mediation.bayesian import BayesianGame
from gametheory.mediation.communication import arbitration
from gametheory.mediation.device import Mediation

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class BilateralTrade(Printed):
    """An optimal mechanism for a buyer and a seller of one good.

    Attributes
    ----------
    gains, efficient : Fraction or float
        Expected gains from trade of the mechanism, and of trade whenever the buyer's value exceeds the seller's cost.
    trade, payment : dict of {(value, cost): number}
        Probability of trade, and what the buyer pays to the seller on average, after each pair of reports.
    mechanism : Mediation
        The mechanism as a device, with the temptations that bind, their prices, and the certificate.
    """

    gains: Any
    efficient: Any
    trade: dict[tuple[Any, Any], Any]
    payment: dict[tuple[Any, Any], Any]
    mechanism: Mediation

    @property
    def lost(self) -> Any:
        """The gains that private information costs: 0 exactly if efficient trade is possible."""
        return self.efficient - self.gains

    def __str__(self) -> str:
        binding = "\n".join(str(t) for t in self.mechanism.binding)
        return (
            f"gains {self.gains} of {self.efficient} ({float(self.gains / self.efficient) if self.efficient else 1:.1%})\n"
            f"largest gain from a deviation: {self.mechanism.certificate}"
            + (f"\n{binding}" if binding else "")
        )

    def draw(self) -> Figure:
        """Draw how likely trade is for each value and cost, with the line above which it would be efficient."""
        from gametheory import plot

        values = sorted({v for v, _ in self.trade})
        costs = sorted({c for _, c in self.trade})
        with plot.style():
            figure = plot.new_figure(figsize=(4.6, 4.0))
            axes = figure.subplots()
            for (v, c), p in self.trade.items():
                axes.plot([float(c)], [float(v)], "s", ms=7, mfc="white", mec=plot.FILL[0], mew=0.8)
                if p:
                    axes.plot([float(c)], [float(v)], "s", ms=7, color=plot.LINE[0], alpha=float(p), mew=0)
            ends = [float(min(costs[0], values[0])), float(max(costs[-1], values[-1]))]
            axes.plot(ends, ends, color=plot.INK, lw=0.8, ls=":")
            axes.set_xlabel("cost of the seller")
            axes.set_ylabel("value to the buyer")
            axes.set_title("Trade (shade: probability); efficient above the line", fontsize=9)
        return figure


def bilateral_trade(
    buyer: Mapping[Any, Any],
    seller: Mapping[Any, Any],
    *,
    exact: bool | None = None,
    budget: Budget | None = None,
) -> BilateralTrade:
    """Find the mechanism with the largest expected gains from trade.

    Both report privately; nobody gains by misreporting or by staying out, knowing its own type, and what the buyer pays the seller gets.
    With continuous types on overlapping intervals efficient trade is impossible (Myerson and Satterthwaite 1983); with finitely many it
    may be possible, and `lost` says so.

    Parameters
    ----------
    buyer, seller : mapping of number to probability
        How likely each value to the buyer, and each cost of the seller, is; independent of each other.
    exact : bool, optional
        Whether to answer in rationals; by default if no number is a float.
    budget : Budget, optional
        When to stop (exact).

    Returns
    -------
    BilateralTrade

    Raises
    ------
    ParameterError
        If a value or cost is not a number.
    InvalidGameError
        If the probabilities do not sum to 1.
    Undecided
        If the budget ended.

    References
    ----------
    Myerson, R. and Satterthwaite, M. (1983), Efficient mechanisms for bilateral trading, Journal of Economic Theory 29, 265-281.

    Examples
    --------
    The value is rarely low and the cost rarely high; a buyer of low value does not always get the good, or one of high value would claim to be one:

    >>> found = bilateral_trade({2: "1/5", 4: "4/5"}, {1: "4/5", 3: "1/5"})
    >>> print(found.gains, found.efficient, found.trade[2, 1], found.trade[4, 1])
    384/175 56/25 5/7 1
    >>> even = {0: "1/2", 1: "1/2"}
    >>> bilateral_trade(even, even).lost
    Fraction(0, 1)
    """
    read: dict[str, dict[Any, Any]] = {}
    for name, given in (("buyer", buyer), ("seller", seller)):
        try:
            read[name] = {t if isinstance(t, float) else Fraction(t): p for t, p in given.items()}
        except (TypeError, ValueError):
            raise ParameterError(
                f"bilateral_trade(): {name} has types {list(given)!r}; give numbers"
            ) from None
    # Types pay what they gain at most, and incentives bound how payments differ: nobody need pay more than this.
    most = 4 * max([abs(t) for types in read.values() for t in types] + [Fraction(1)])
    outcomes = [(trade, pay) for trade in (0, 1) for pay in (-most, most)]

    def pay(t: tuple[Any, Any], a: tuple[Any, Any]) -> tuple[Any, Any]:
        (value, cost), (traded, price) = t, a[0]
        return (traded * value - price, price - traded * cost)

    game = BayesianGame(
        types={"buyer": tuple(read["buyer"]), "seller": tuple(read["seller"])},
        actions={"buyer": outcomes, "seller": ("",)},
        prior={
            name: dict(zip(read[name], given.values(), strict=True))
            for name, given in (("buyer", buyer), ("seller", seller))
        },
        payoffs=pay,
    )
    found = arbitration(game, outside={"buyer": 0, "seller": 0}, exact=exact, budget=budget)
    if found.complete != "some":
        raise Undecided(f"bilateral_trade(): {found.reason}")
    trade, payment = {}, {}
    for t in game.type_profiles:
        drawn = found.device[t]
        trade[t] = sum((p for ((traded, _), _), p in drawn.items() if traded), Fraction(0))
        payment[t] = sum((p * price for ((_, price), _), p in drawn.items()), Fraction(0))
    efficient = sum((found.game.prior[t] * max(t[0] - t[1], 0) for t in game.type_profiles), Fraction(0))
    return BilateralTrade(found.value, efficient, trade, payment, found)
