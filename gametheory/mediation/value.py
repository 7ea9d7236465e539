"""The value of mediation: the best that a game with a mediator allows, against the best without, over parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.algebra.boundaries import Threshold
from gametheory.algebra.decide import Answer, Budget
from gametheory.algebra.region import Region
from gametheory.equilibria.events import Quantity, payoff
from gametheory.errors import ParameterError
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria

AnyGame = Game | NormalForm
Transform = Callable[[Any], AnyGame]


@dataclass(frozen=True, eq=False)
class ValueOfMediation:
    """What a mediator adds to the best equilibrium.

    Attributes
    ----------
    objective : str
        What is to be large.
    without : str
        What mediation is compared with.
    helps, harms : Region
        Where the best equilibrium with the mediator is better than the best without, and where it is worse.
    best_with, best_without : Threshold
        The values that some equilibrium reaches, as a condition on `worth`.
    mediated, direct : Equilibria
        What was compared.
    """

    objective: str
    without: str
    helps: Region
    harms: Region
    best_with: Threshold
    best_without: Threshold
    mediated: Equilibria
    direct: Equilibria

    @property
    def gain(self) -> Any:
        """The difference of the best values, for games of numbers.

        Raises
        ------
        ParameterError
            If there are parameters: then ask `helps`, `best_with` and `best_without`.
        """
        if self.mediated.game.parameters or self.direct.game.parameters:
            raise ParameterError(
                "gain: the games have parameters; ask `helps`, `best_with` and `best_without`"
            )
        return _largest(self.best_with) - _largest(self.best_without)

    def __str__(self) -> str:
        if not (self.mediated.game.parameters or self.direct.game.parameters):
            return (
                f"best {self.objective}: {_largest(self.best_with)} with the mediator, {_largest(self.best_without)} with "
                f"{self.without}; gain {self.gain}"
            )
        lines = [
            f"The mediator raises the best {self.objective}, compared with {self.without},",
            f"  exactly where {self.helps}",
        ]
        if self.harms.is_empty() is not Answer.YES:
            lines.append(f"and lowers it where {self.harms}")
        return "\n".join(lines)

    __repr__ = __str__


def value_of_mediation(
    game: AnyGame,
    mediator: Transform,
    objective: str | Mapping[str, Any] | Quantity,
    *,
    without: str | Transform = "silence",
    budget: Budget | None = None,
) -> ValueOfMediation:
    """Compare the best equilibrium with a mediator to the best without.

    Parameters
    ----------
    game : Game or NormalForm
        The game without a mediator: numbers or parameters.
    mediator : callable
        What makes the game with a mediator of it, such as ``lambda g: gt.with_mediator(g, …)``.
    objective : str, mapping or Quantity
        A player's payoff, ``"welfare"`` (the sum of all payoffs in `game`), weights of players, or a quantity such as
        ``1 - gt.probability("war")``.
    without : "silence" or callable
        What is compared with: the game as it is, or what a callable makes of it (two rounds of talk, say).
    budget : Budget, optional
        For each of the two games.

    Returns
    -------
    ValueOfMediation
        Of sequential equilibria of trees, of Nash equilibria of normal forms.

    Raises
    ------
    ParameterError
        If the objective names no player.
    Undecided
        If a list of equilibria is not complete within the budget.

    Examples
    --------
    A messenger delivers a warning with probability r, or nothing.  Without him nothing is known, and it is best to stay.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> r, q = gt.parameters("r q")
    >>> def choice(state):
    ...     lost = gt.end(weak=-1 if state == "storm" else 1)
    ...     return gt.move("weak", knows="nothing", actions={"sail": lost, "stay": gt.end(weak=0)})
    >>> sea = gt.Game(gt.chance({"storm": q, "calm": 1 - q}, choice), assuming=[0 < q, q < 1])
    >>> def messenger(game):
    ...     rule = {"storm": {"warning": r, "nothing": 1 - r}, "calm": {"nothing": 1}}
    ...     return gt.advised(game, rule, assuming=[0 < r, r < 1])
    >>> print(value_of_mediation(sea, messenger, "weak"))
    The mediator raises the best payoff of weak, compared with silence,
      exactly where 0 < q < 1/(2 - r)
    """
    direct_game = game if without == "silence" or isinstance(without, str) else without(game)
    if isinstance(without, str) and without != "silence":
        raise ParameterError(
            f"value_of_mediation(): without={without!r}; give 'silence' or a function of the game"
        )
    quantity, text = _objective(game, objective)
    mediated, direct = _solved(mediator(game), budget), _solved(direct_game, budget)
    from gametheory.algebra.expressions import parameters

    worth = parameters("worth")
    if "worth" in (*mediated.game.parameters, *direct.game.parameters):
        raise ParameterError(
            "value_of_mediation(): a parameter is called `worth`, which is what the result is stated in; rename it"
        )
    helps = (mediated.when(quantity > worth) & direct.when(quantity <= worth, "every")).eliminate(worth)
    harms = (direct.when(quantity > worth) & mediated.when(quantity <= worth, "every")).eliminate(worth)
    name = (
        "silence"
        if isinstance(without, str)
        else str(getattr(without, "__name__", "the other game")).replace("_", " ")
    )
    return ValueOfMediation(
        text,
        name,
        helps.irredundant,
        harms.irredundant,
        mediated.when(quantity >= worth).solve_for(worth),
        direct.when(quantity >= worth).solve_for(worth),
        mediated,
        direct,
    )


def _objective(game: AnyGame, objective: Any) -> tuple[Quantity, str]:
    if isinstance(objective, Quantity):
        return objective, objective.text
    weights = (
        dict.fromkeys(game.players, 1)
        if objective == "welfare"
        else {objective: 1}
        if isinstance(objective, str)
        else objective
    )
    if not isinstance(weights, Mapping) or not weights:
        raise ParameterError(
            f"value_of_mediation(): the objective is {objective!r}; give a player, 'welfare', weights or a quantity"
        )
    for player in weights:
        if player not in game.players:
            raise ParameterError(
                f"value_of_mediation(): the objective names `{player}`; the players are {', '.join(game.players)}"
            )
    terms = [payoff(player) if w == 1 else w * payoff(player) for player, w in weights.items()]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total, "welfare" if objective == "welfare" else total.text


def _solved(game: AnyGame, budget: Budget | None) -> Equilibria:
    if isinstance(game, NormalForm):
        from gametheory.equilibria.subgame_perfect import nash_of_tree

        return nash_of_tree(game.to_game(), budget=budget, table=game)
    from gametheory.equilibria.sequential import sequential

    return sequential(game, budget=budget)


def _largest(threshold: Threshold) -> Any:
    """Return the largest worth that is reached, for numbers."""
    return max(boundary.value for boundary, _ in threshold.boundaries)
