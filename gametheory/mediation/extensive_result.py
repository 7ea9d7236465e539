"""What a mediator who advises during the play can bring about, as a result that people look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gametheory._text import Printed, lottery_tex, shown
from gametheory.equilibria.certificate import Certificate
from gametheory.games.game import Game
from gametheory.games.structure import strategy_label
from gametheory.mediation.obedience import Advice

_NAMES = {
    "CE": "correlated equilibrium (CE)",
    "EFCE": "extensive-form correlated equilibrium (EFCE)",
    "AFCE": "agent-form correlated equilibrium (AFCE)",
    "EFCCE": "extensive-form coarse correlated equilibrium (EFCCE)",
    "NFCCE": "normal-form coarse correlated equilibrium (NFCCE)",
}


@dataclass(frozen=True)
class DisobedienceInTree:
    """A deviation that binds: who stops listening there would as soon do that.

    Attributes
    ----------
    player : str
        Who.
    at : str
        What she knows where she stops listening; empty if it is before the game.
    told : str
        What she is told there (before the game: her whole strategy); empty if she decides before she is told.
    instead : str
        What she would do from then on.
    price : Fraction or float
        How much better the optimum would be for each unit that this deviation is made less attractive.
    """

    player: str
    at: str
    told: str
    instead: str
    price: Any

    def __str__(self) -> str:
        when = f"knowing {self.at}" if self.at else "before the game"
        heard = f"told {self.told}" if self.told else "not yet told anything"
        return f"{self.player}, {when}, {heard}, would as soon play {self.instead}; relaxing that by 1 is worth {shown(self.price)}"


@dataclass(frozen=True, eq=False, repr=False)
class MediatedPlay(Printed):
    """An optimal correlated equilibrium of a tree.

    Attributes
    ----------
    game : Game
        The game.
    concept : str
        When players may disobey.
    plan : tuple of (profile, probability)
        What the mediator draws.  A profile has one tuple for each player: the action at each of the player's own information sets, `None`
        where nothing is said.  She tells each part when it is needed.
    value : number or None
        What was maximised.
    payoffs : dict
        Expected payoffs by player.
    binding : tuple of DisobedienceInTree
        The deviations whose prices are positive, the dearest first.
    certificate : Certificate
        The largest gain from any disobedience, recomputed by a walk over the tree.
    method : {"plans", "profiles"}
        Whether the program was over correlation plans or over profiles of pure strategies.
    complete : {"some", "unknown"}
        `unknown` if no optimum was found.
    reason : str
        Why.
    bound : number or None
        No equilibrium is worth more: the value, if an optimum was found.
    """

    game: Game
    concept: str
    plan: tuple[tuple[Advice, Any], ...]
    value: Any
    payoffs: dict[str, Any]
    binding: tuple[DisobedienceInTree, ...]
    certificate: Certificate
    method: str
    complete: str = "some"
    reason: str = ""
    bound: Any = None

    @property
    def probabilities(self) -> dict[tuple[str, ...], Any]:
        """The profiles that are drawn, as text, with their probabilities."""
        sets = [[s for s in self.game.information_sets if s.player == player] for player in self.game.players]
        return {
            tuple(strategy_label(own, strategy) for own, strategy in zip(sets, profile, strict=True)): p
            for profile, p in self.plan
        }

    def __str__(self) -> str:
        if self.complete == "unknown":
            known = "" if self.bound is None else f"; none is worth more than {shown(self.bound)}"
            return f"No optimum found: {self.reason}{known}."
        lines = [f"optimal {_NAMES[self.concept]}: value {shown(self.value)}"]
        lines += [f"  {' | '.join(profile)}: {shown(p)}" for profile, p in self.probabilities.items()]
        lines.append("payoffs " + ", ".join(f"{player} {shown(u)}" for player, u in self.payoffs.items()))
        lines += [str(d) for d in self.binding]
        lines.append(f"largest gain from a disobedience: {self.certificate}")
        return "\n".join(lines)

    def latex(self) -> str:
        """Return what the mediator draws as LaTeX."""
        return lottery_tex((" | ".join(profile), p) for profile, p in self.probabilities.items())
