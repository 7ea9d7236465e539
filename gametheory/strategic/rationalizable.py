"""Why an action is, or is not, a best reply to some belief: a belief that supports it, or a mixture that is always better.

One of the two exists, and never both (Pearce 1984, Lemma 3).  Beliefs are about the others' joint actions, so with three or more
players they may be correlated.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError, Undecided
from gametheory.games.normal import NormalForm
from gametheory.strategic._domination import gains_over
from gametheory.strategic._integers import integer_tables
from gametheory.strategic._search import BudgetSpent
from gametheory.strategic._simplex import matrix_game
from gametheory.strategic.dominance import advantage


@dataclass(frozen=True)
class BestReplyCertificate:
    """Whether an action is never a best reply, with what proves it.

    Attributes
    ----------
    player, action : str
        Whose, and which.
    never : bool
        Whether there is no belief to which the action is a best reply.
    belief : dict of profile to Fraction
        Unless never: probabilities of the others' joint actions, against which nothing is better.
    by : dict of str to Fraction
        If never: a strategy that is better whatever the others do.
    margin : Fraction
        If never: by how much at least.
    """

    player: str
    action: str
    never: bool
    belief: dict[tuple[str, ...], Fraction]
    by: dict[str, Fraction]
    margin: Fraction

    def __bool__(self) -> bool:
        return self.never

    def __str__(self) -> str:
        if self.never:
            mixture = ", ".join(f"{a} {p}" for a, p in self.by.items())
            return f"{self.player}: {self.action} is never a best reply; ({mixture}) is better by at least {self.margin}"
        belief = "; ".join(f"{', '.join(names)} {q}" for names, q in self.belief.items())
        return f"{self.player}: {self.action} is a best reply to the belief ({belief})"


def never_best_reply(
    game: NormalForm, player: str, action: str, *, budget: Budget | None = None
) -> BestReplyCertificate:
    """Decide whether an action is a best reply to no belief about the others' joint actions.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers.
    player, action : str
        Whose, and which.
    budget : Budget, optional
        What to spend.

    Returns
    -------
    BestReplyCertificate
        True if the action is never a best reply; with the belief, or the dominating mixture, checked against the payoffs.

    Raises
    ------
    ParameterError
        If the game has parameters, or no such player or action.
    Undecided
        If the budget is spent first.

    References
    ----------
    Pearce, D. (1984), Rationalizable strategic behavior and the problem of perfection, Econometrica 52, 1029-1050, Lemma 3.

    Examples
    --------
    >>> print(never_best_reply(NormalForm([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3), "row", "3"))
    row: 3 is never a best reply; (1 1/2, 2 1/2) is better by at least 1/2
    >>> print(never_best_reply(NormalForm([[3, 0], [0, 3], [2, 2]], [[0, 0]] * 3), "row", "3"))
    row: 3 is a best reply to the belief (1 1/2; 2 1/2)
    """
    if player not in game.players or action not in game.actions[game.players.index(player)]:
        raise ParameterError(f"never_best_reply(): `{player}` has no action `{action}` in this game")
    k = game.players.index(player)
    i = game.actions[k].index(action)
    kept = tuple(tuple(range(size)) for size in game.shape)
    gains, others, profiles = gains_over(integer_tables(game)[k][0], game.shape, kept, k, i)
    names = [tuple(game.actions[j][a] for j, a in profile) for profile in profiles]
    if not gains:
        return BestReplyCertificate(player, action, False, {names[0]: Fraction(1)}, {}, Fraction(0))
    try:
        x, y = matrix_game(gains, (budget or Budget()).started())
    except BudgetSpent as error:
        raise Undecided(f"never_best_reply(): the budget ended after {error}; give a larger one") from None
    by = {a: p for a, p in zip(others, x, strict=True) if p}
    least, _ = advantage(game, kept, k, i, by)
    if least > 0:
        strategy = {game.actions[k][a]: p for a, p in by.items()}
        return BestReplyCertificate(player, action, True, {}, strategy, least)
    # The belief proves the other case by itself.
    if sum(y) != 1 or min(y) < 0 or any(sum(q * u for q, u in zip(y, row, strict=True)) > 0 for row in gains):
        raise AssertionError("a belief failed its verification")
    belief = {name: q for name, q in zip(names, y, strict=True) if q}
    return BestReplyCertificate(player, action, False, belief, {}, Fraction(0))
