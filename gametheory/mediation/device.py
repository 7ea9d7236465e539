"""What a mediator does: the device as a result, with the temptations that bind and their prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed, shown, tex
from gametheory.equilibria.certificate import Certificate
from gametheory.mediation.bayesian import BayesianGame, Profile

if TYPE_CHECKING:
    from gametheory.mediation._design import Design, Label
    from gametheory.mediation._linear import Optimum


@dataclass(frozen=True)
class Temptation:
    """A constraint that binds: what a type would as soon do.

    Attributes
    ----------
    player : str
        Who.
    type, report : object
        What it is, and what it would claim to be (the same if it would be honest; `None` if it would stay out).
    plan : dict of {recommendation: {action: probability}}
        What it would do instead of what it is told; empty if it would obey.
    price : Fraction or float
        How much better the optimum would be for each unit of expected payoff (weighted by the probability of the type) by which
        this is made less attractive.
    """

    player: str
    type: Any
    report: Any
    plan: dict[Any, dict[Any, Any]]
    price: Any

    def __str__(self) -> str:
        own = f" of type {self.type}" if str(self.type) else ""
        told = []
        for recommended, mixture in self.plan.items():
            act = " or ".join(map(str, mixture))
            told.append(f"play {act} when told {recommended}")
        if self.report is None:
            what = "stay out"
        elif self.report == self.type:
            what = " and ".join(told)
        else:
            what = " and ".join([f"report {self.report}", *told])
        return f"{self.player}{own} would as soon {what}; relaxing that by 1 is worth {shown(self.price)}"


@dataclass(frozen=True, eq=False, repr=False)
class Mediation(Printed):
    """An optimal device: what is drawn after each profile of reports.

    Attributes
    ----------
    game : BayesianGame
        The game.
    concept : str
        What the mediator can do, such as `communication equilibrium`.
    device : dict of {reports: {recommendations: probability}}
        What is drawn; probabilities of 0 are left out.
    value : number or None
        What was maximised.
    payoffs : dict of {player: number}
        Expected payoffs.
    interim : dict of {player: {type: number}}
        Expected payoffs of each type.
    binding : tuple of Temptation
        The constraints whose prices are positive, the dearest first.
    certificate : Certificate
        The largest gain from any deviation, recomputed from the payoffs by `check_mediation`.
    complete : {"some", "none", "unknown"}
        `none` if it is proved that there is no such device, `unknown` if the budget ended.
    reason : str
        Why.
    """

    game: BayesianGame
    concept: str
    device: dict[Profile, dict[Profile, Any]]
    value: Any
    payoffs: dict[str, Any]
    interim: dict[str, dict[Any, Any]]
    binding: tuple[Temptation, ...]
    certificate: Certificate
    complete: str = "some"
    reason: str = ""

    def probability(self, event: Any) -> Any:
        """Return how likely an event is: a function of the types and the actions."""
        total: Any = Fraction(0)
        for t, a, p in used(self.device):
            if event(t, a):
                total += self.game.prior[t] * p
        return total

    def __str__(self) -> str:
        if self.complete != "some":
            return f"No {self.concept} found: {self.reason}."
        lines = [f"optimal {self.concept}: value {shown(self.value)}"]
        for reports, drawn in self.device.items():
            told = "; ".join(f"{_joined(a)} {shown(p)}" for a, p in drawn.items())
            lines.append(f"  {_joined(reports)}: {told}")
        lines.append("payoffs " + ", ".join(f"{player} {shown(u)}" for player, u in self.payoffs.items()))
        lines += [str(t) for t in self.binding]
        lines.append(f"largest gain from a deviation: {self.certificate}")
        return "\n".join(lines)

    def latex(self) -> str:
        """Return the device as a LaTeX table: reports, recommendations, probabilities."""
        rows = [
            rf"{_joined(t)} & {_joined(a)} & ${tex(p)}$ \\".replace("_", r"\_")
            for t, a, p in used(self.device)
        ]
        head = r"\begin{tabular}{lll} reports & recommendations & probability \\ \hline"
        return "\n".join([head, *rows, r"\end{tabular}"])


def binding_temptations(design: Design, found: Optimum, least: float) -> tuple[Temptation, ...]:
    """Return the rows with positive prices; prices of the parts of a lie say what the liar would do."""
    plans: dict[Label, dict[Any, dict[Any, Any]]] = {}
    for label, price in zip(design.labels, found.prices, strict=True):
        if label[0] == "lie" and price > least:
            _, player, t, r, told, instead = label
            plans.setdefault((player, t, r), {}).setdefault(told, {})[instead] = price
    result = []
    for label, price in zip(design.labels, found.prices, strict=True):
        if price <= least or label[0] == "lie":
            continue
        kind, player, t, *rest = label
        price = price / design.span[design.game.players.index(player)]
        if kind == "join":
            result.append(Temptation(player, t, None, {}, price))
        elif kind == "obey":
            told, instead = rest
            result.append(Temptation(player, t, t, {told: {instead: price / price}}, price))
        else:
            # Prices of what is done at each recommendation sum to that of the lie (or more, where it is not used).
            plan = {
                told: {act: y / sum(mixture.values()) for act, y in mixture.items()}
                for told, mixture in plans.get((player, t, rest[0]), {}).items()
                if set(mixture) != {told}
            }
            result.append(Temptation(player, t, rest[0], plan, price))
    result.sort(key=lambda c: -c.price)
    return tuple(result)


def used(device: Mapping[Profile, Mapping[Profile, Any]]) -> Iterator[tuple[Profile, Profile, Any]]:
    """Iterate over reports, recommendations and their positive probabilities."""
    return ((t, a, p) for t, drawn in device.items() for a, p in drawn.items() if p)


def _joined(profile: Profile) -> str:
    return ", ".join(shown for part in profile if (shown := str(part)))
