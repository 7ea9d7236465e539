"""Iterated dominance, strict or weak, by pure and mixed strategies; rationalizable actions; all with their reasons.

An action is strictly dominated if some mixture of the player's other actions is better whatever the others do; equivalently (Pearce
1984) it is a best reply to no belief about the others' joint actions.  Both sides are a linear program, solved in integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError, Undecided
from gametheory.games._numbers import as_number, decimal
from gametheory.games.normal import NormalForm
from gametheory.strategic._domination import Kept, dominating, gains_over
from gametheory.strategic._integers import integer_tables
from gametheory.strategic._search import BudgetSpent
from gametheory.strategic._simplex import matrix_game


@dataclass(frozen=True)
class Step:
    """One action eliminated.

    Attributes
    ----------
    player, action : str
        Whose, and which.
    by : dict of str to Fraction
        The dominating strategy.
    round : int
        In which round, from 1.
    kind : {"strict", "weak"}
        How this strategy dominates.
    margin : Fraction
        The least advantage over all that the others still do (0 if weak).
    """

    player: str
    action: str
    by: dict[str, Fraction]
    round: int
    kind: str
    margin: Fraction

    def __str__(self) -> str:
        mixed = ", ".join(f"{a} {p}" for a, p in self.by.items())
        other = next(iter(self.by)) if len(self.by) == 1 else f"the mixture ({mixed})"
        how = (
            f"strictly dominated by {other} (by at least {self.margin})"
            if self.kind == "strict"
            else (f"weakly dominated by {other}")
        )
        return f"{self.round}. {self.player}: {self.action} is {how}"


@dataclass(frozen=True)
class Elimination:
    """What iterated elimination leaves, and every step with its reason.

    Attributes
    ----------
    game : NormalForm
        The game that is left.
    steps : tuple of Step
        In the order of elimination.
    kind, order : str
        What was eliminated, and how: `simultaneous`, `one at a time`, or `as given`.
    completeness : {"all", "some"}
        Whether all that could be eliminated was, or the budget ended first; what was eliminated is dominated either way.
    reason : str
        Why not all.
    """

    game: NormalForm
    steps: tuple[Step, ...]
    kind: str
    order: str
    completeness: str = "all"
    reason: str = ""

    @property
    def actions(self) -> dict[str, tuple[str, ...]]:
        """The actions that are left, by player."""
        return dict(zip(self.game.players, self.game.actions, strict=True))

    @property
    def solves(self) -> bool:
        """Whether a single profile is left."""
        return all(size == 1 for size in self.game.shape)

    def __str__(self) -> str:
        left = "; ".join(f"{player} {', '.join(actions)}" for player, actions in self.actions.items())
        lines = [*map(str, self.steps), f"left: {left}"]
        if any(step.kind == "weak" for step in self.steps):
            lines.append(f"(order of weak elimination: {self.order}; another order may leave other actions)")
        if self.completeness != "all":
            lines.append(f"(perhaps not all: {self.reason})")
        return "\n".join(lines)


def iterated_dominance(
    game: NormalForm,
    *,
    kind: str = "strict",
    mixed: bool = True,
    order: str | Sequence[tuple[str, str]] = "simultaneous",
    budget: Budget | None = None,
) -> Elimination:
    """Eliminate dominated actions until none is left.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers; floats are read as the decimals that they print as.
    kind : {"strict", "weak"}
        Strict elimination leaves the same game in every order.  What weak elimination leaves depends on the order; the order is kept
        in the result.  Weak elimination takes strictly dominated actions as well.
    mixed : bool
        Whether mixtures may dominate, or pure actions only.
    order : {"simultaneous", "one at a time"} or sequence of (player, action)
        All dominated actions of all players in each round; or the first one found (players and actions in order); or the first one in
        a given list that is dominated then, and if none in the list is, the first one found.
    budget : Budget, optional
        What to spend; when it ends the result says `some`.

    Returns
    -------
    Elimination
        Every step, with the dominating strategy.

    Raises
    ------
    ParameterError
        If the game has parameters, or an option is not one of those above.

    References
    ----------
    Pearce, D. (1984), Rationalizable strategic behavior and the problem of perfection, Econometrica 52, 1029-1050, Lemma 3.
    Osborne, M. and Rubinstein, A. (1994), A Course in Game Theory, chapter 4.

    Examples
    --------
    >>> game = NormalForm([[3, 0], [0, 3], [1, 1]], [[1, 0], [0, 1], [0, 1]], actions=[("top", "middle", "bottom"), ("left", "right")])
    >>> print(iterated_dominance(game))
    1. row: bottom is strictly dominated by the mixture (top 1/2, middle 1/2) (by at least 1/2)
    left: row top, middle; column left, right
    """
    if kind not in ("strict", "weak"):
        raise ParameterError(f"iterated_dominance(): kind is {kind!r}; it must be 'strict' or 'weak'")
    one_by_one, places = _read_order(game, order)
    search = _Search(game, integer_tables(game), kind, mixed, (budget or Budget()).started())
    kept: Kept = tuple(tuple(range(size)) for size in game.shape)
    steps: list[Step] = []
    reason = ""
    for number in range(1, sum(game.shape) + 1):
        found: list[Found] = []
        try:
            for item in search.dominated(kept, places, number):
                found.append(item)
                if one_by_one:
                    break
        except BudgetSpent as error:
            reason = f"the budget ended after {error}"
        steps += [step for _, _, step in found]
        gone = {(k, i) for k, i, _ in found}
        kept = tuple(tuple(i for i in own if (k, i) not in gone) for k, own in enumerate(kept))
        if reason or not found:
            break
    how = order if isinstance(order, str) else "as given"
    completeness = "some" if reason else "all"
    return Elimination(restricted(game, kept), tuple(steps), kind, how, completeness, reason)


def _read_order(
    game: NormalForm, order: str | Sequence[tuple[str, str]]
) -> tuple[bool, list[tuple[int, int]]]:
    """Return whether one action goes at a time, and all actions in the order in which they are examined."""
    places = [(k, i) for k, size in enumerate(game.shape) for i in range(size)]
    if isinstance(order, str):
        if order not in ("simultaneous", "one at a time"):
            raise ParameterError(
                f"iterated_dominance(): order is {order!r}; it must be 'simultaneous', 'one at a time', or a list "
                "of (player, action)"
            )
        return order == "one at a time", places
    first = []
    for pair in order:
        player, action = pair if isinstance(pair, tuple | list) and len(pair) == 2 else (pair, None)
        if player not in game.players or action not in game.actions[game.players.index(player)]:
            raise ParameterError(
                f"iterated_dominance(): order has {pair!r}; it must be a list of (player, action) of this game"
            )
        k = game.players.index(player)
        first.append((k, game.actions[k].index(action)))
    return True, list(dict.fromkeys([*first, *places]))


def rationalizable(game: NormalForm, *, budget: Budget | None = None) -> dict[str, tuple[str, ...]]:
    """Return the rationalizable actions of every player.

    With three or more players beliefs may be correlated: these are the actions that survive iterated strict dominance, which can be
    more than the independently rationalizable ones of Bernheim and Pearce.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers.
    budget : Budget, optional
        What to spend.

    Raises
    ------
    ParameterError
        If the game has parameters.
    Undecided
        If the budget is spent first.

    References
    ----------
    Bernheim, B. D. (1984), Rationalizable strategic behavior, Econometrica 52, 1007-1028.
    Pearce, D. (1984), Econometrica 52, 1029-1050.

    Examples
    --------
    >>> rationalizable(NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    {'row': ('2',), 'column': ('2',)}
    """
    found = iterated_dominance(game, budget=budget)
    if found.completeness != "all":
        raise Undecided(f"rationalizable(): {found.reason}; give a larger `budget`")
    return found.actions


def best_reply_belief(game: NormalForm, player: str, action: str) -> dict[tuple[str, ...], Fraction] | None:
    """Return a belief about the others' joint actions to which an action is a best reply; `None` if it is strictly dominated.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers.
    player, action : str
        Whose, and which.

    Examples
    --------
    >>> best_reply_belief(NormalForm([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3), "row", "3") is None
    True
    >>> best_reply_belief(NormalForm([[3, 0], [0, 3], [2, 2]], [[0, 0]] * 3), "row", "3")
    {('1',): Fraction(1, 2), ('2',): Fraction(1, 2)}
    """
    if player not in game.players or action not in game.actions[game.players.index(player)]:
        raise ParameterError(f"best_reply_belief(): `{player}` has no action `{action}` in this game")
    k = game.players.index(player)
    kept: Kept = tuple(tuple(range(size)) for size in game.shape)
    gains, _, profiles = gains_over(
        integer_tables(game)[k][0], game.shape, kept, k, game.actions[k].index(action)
    )
    names = [tuple(game.actions[j][i] for j, i in others) for others in profiles]
    if not gains:
        return {names[0]: Fraction(1)}
    x, y = matrix_game(gains, Budget())
    least = min(sum(p * row[c] for p, row in zip(x, gains, strict=True)) for c in range(len(names)))
    return None if least > 0 else {name: q for name, q in zip(names, y, strict=True) if q}


def restricted(game: NormalForm, kept: Kept) -> NormalForm:
    """Return the game in which players have some of their actions only."""
    places = []
    for indices in product(*kept):
        place = 0
        for size, i in zip(game.shape, indices, strict=True):
            place = place * size + i
        places.append(place)
    tables = tuple(tuple(table[place] for place in places) for table in game.tables)
    names = tuple(tuple(game.actions[k][i] for i in own) for k, own in enumerate(kept))
    return NormalForm._made(game, tables, names)


Found = tuple[int, int, Step]


@dataclass(frozen=True)
class _Search:
    """What stays the same from round to round."""

    game: NormalForm
    tables: Sequence[tuple[list[int], int]]
    kind: str
    mixed: bool
    budget: Budget

    def dominated(self, kept: Kept, places: list[tuple[int, int]], number: int) -> Iterator[Found]:
        """Yield the actions that are dominated in what is left, with their reasons."""
        for k, i in places:
            if i not in kept[k]:
                continue
            if self.budget.spent():
                raise BudgetSpent(f"{self.budget.seconds:g} seconds")
            gains, others, _ = gains_over(self.tables[k][0], self.game.shape, kept, k, i)
            mixture = dominating(gains, self.kind, self.mixed, self.budget)
            if mixture is not None:
                by = {a: p for a, p in zip(others, mixture, strict=True) if p}
                least, most = advantage(self.game, kept, k, i, by)
                if least < 0 or most == 0 or (self.kind == "strict" and least == 0):
                    raise AssertionError("a dominating strategy failed its verification")
                names = self.game.actions[k]
                how = "strict" if least > 0 else "weak"
                step = Step(
                    self.game.players[k], names[i], {names[a]: p for a, p in by.items()}, number, how, least
                )
                yield k, i, step


def advantage(
    game: NormalForm, kept: Kept, k: int, i: int, by: Mapping[int, Fraction]
) -> tuple[Fraction, Fraction]:
    """Return the least and the largest gain of a mixture over action i of player k, from the payoffs of the game itself."""

    def paid(a: int, others: tuple[int, ...]) -> Fraction:
        number = as_number(game.payoff_element(k, (*others[:k], a, *others[k + 1 :])))
        return decimal(number) if isinstance(number, float) else Fraction(str(number))

    gains = [
        sum((p * paid(a, others) for a, p in by.items()), Fraction(0)) - paid(i, others)
        for others in product(*((i,) if j == k else own for j, own in enumerate(kept)))
    ]
    if min(by.values()) <= 0 or sum(by.values()) != 1:
        raise AssertionError("a dominating strategy is not a distribution")
    return min(gains), max(gains)
