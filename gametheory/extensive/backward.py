"""Backward induction: all subgame-perfect equilibria in pure strategies of games of perfect information, ties included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.games.game import Game

if TYPE_CHECKING:
    import numpy as np

Payoffs = tuple[Any, ...]


@dataclass(frozen=True, eq=False, repr=False)
class BackwardInduction(Printed):
    """What backward induction leaves.

    Attributes
    ----------
    game : Game
        A game of perfect information.
    payoffs : tuple of tuple of number
        The payoffs of all players in the subgame-perfect equilibria in pure strategies, each once.
    optimal : dict of {player: {knows: tuple of action}}
        At every node of a player, on the path or not, the actions that she takes there in some subgame-perfect equilibrium.  With ties not every
        choice of one action for each node is an equilibrium: an action may be optimal only if, at a tie further down, the other goes one way.
    complete : {"all", "some"}
        `some` if the budget ended: chance multiplies the combinations of ties behind it.  What is listed is then right, but more may be.
    reason : str
        Why not all.
    """

    game: Game
    payoffs: tuple[Payoffs, ...]
    optimal: dict[str, dict[Any, tuple[str, ...]]]
    complete: str
    reason: str
    _solution: tuple[int, ...]

    @property
    def is_unique(self) -> bool:
        """Whether there is one subgame-perfect equilibrium in pure strategies."""
        return self.complete == "all" and all(
            len(actions) == 1 for known in self.optimal.values() for actions in known.values()
        )

    @property
    def strategy(self) -> dict[str, dict[Any, str]]:
        """One subgame-perfect equilibrium: at ties, the first action that is optimal against the others' first ones."""
        result: dict[str, dict[Any, str]] = {player: {} for player in self.game.players}
        for s, a in zip(self.game.information_sets, self._solution, strict=True):
            result[s.player][s.knows] = s.actions[a]
        return result

    def __str__(self) -> str:
        many = "all of them" if self.complete == "all" else f"perhaps not all: {self.reason}"
        lines = [f"subgame-perfect payoffs ({', '.join(self.game.players)}), {many}:"]
        lines += [f"  ({', '.join(map(str, u))})" for u in self.payoffs[:20]]
        if len(self.payoffs) > 20:
            lines.append(f"  and {len(self.payoffs) - 20} more")
        tied = [
            f"  {player} @ {knows}: {' or '.join(actions)}"
            for player, known in self.optimal.items()
            for knows, actions in known.items()
            if len(actions) > 1
        ]
        return "\n".join(lines + (["ties:", *tied[:20]] if tied else []))


def backward_induction(game: Game, *, budget: Budget | None = None) -> BackwardInduction:
    """Find what all subgame-perfect equilibria in pure strategies of a game of perfect information earn and do.

    At a node an action can be taken in equilibrium with some continuation iff for each other action there is a continuation that is
    no better for the one who moves.  So the payoffs that are possible at a node follow from those at its children, and ties need no
    enumeration of strategies.

    Parameters
    ----------
    game : Game
        Every information set is a single node; numbers, any number of players, chance moves allowed.  Floats are read as the decimals that
        they print as, so that ties are ties, and payoffs are rounded once, at the end.
    budget : Budget, optional
        `cases` bounds the combinations of ties looked at behind one move of chance.

    Raises
    ------
    InvalidGameError
        If somebody does not see everything.
    ParameterError
        If the game has parameters.

    References
    ----------
    Kuhn, H. W. (1953), Extensive games and the problem of information, Contributions to the Theory of Games II, theorem 3.

    Examples
    --------
    >>> from gametheory.examples import centipede
    >>> found = backward_induction(centipede(4))
    >>> found.payoffs, found.is_unique
    (((Fraction(2, 1), Fraction(0, 1)),), True)
    """
    _check(game)
    spending = (budget or Budget()).started()
    exact = game.exact() if game.field.name == "float64" else game
    zero, reason = exact.field.zero, ""
    possible: list[list[Payoffs]] = [[] for _ in exact.nodes]
    value: list[Payoffs] = [()] * len(exact.nodes)
    taken: list[tuple[int, ...]] = [()] * len(exact.information_sets)
    chosen = [0] * len(exact.information_sets)
    for v in reversed(exact.nodes):
        if v.kind == "end":
            possible[v.index], value[v.index] = [v.payoffs], v.payoffs
            continue
        behind = [possible[c] for c in v.children]
        values = [value[c] for c in v.children]
        if sum(map(len, behind)) > spending.cases or spending.spent():
            reason, behind = "the budget was spent on ties", [[u] for u in values]
        if v.kind == "chance":
            value[v.index] = _mean(v.probabilities, values, zero)
            found = _lotteries(v.probabilities, behind, zero, spending)
            if found is None:
                reason = "the budget was spent on combinations of ties behind a move of chance"
                found = [value[v.index]]
            possible[v.index] = found
        else:
            s = exact.information_sets[v.information_set]
            k = s.player_index
            possible[v.index], taken[s.index] = _replies(behind, k)
            best = max(range(len(values)), key=lambda a: (values[a][k], -a))
            chosen[s.index], value[v.index] = best, values[best]
        for c in v.children:
            possible[c] = []  # no longer needed
    named: dict[str, dict[Any, tuple[str, ...]]] = {player: {} for player in game.players}
    for s, actions in zip(game.information_sets, taken, strict=True):
        named[s.player][s.knows] = tuple(s.actions[a] for a in actions)
    shown = sorted(tuple(map(exact.field.present, u)) for u in possible[0])
    if exact is not game:
        shown = [tuple(map(float, u)) for u in shown]
    return BackwardInduction(game, tuple(shown), named, "some" if reason else "all", reason, tuple(chosen))


def _replies(behind: list[list[Payoffs]], k: int) -> tuple[list[Payoffs], tuple[int, ...]]:
    """Return the payoffs that are possible where player k moves, and the actions that can be optimal."""
    least = [min(u[k] for u in payoffs) for payoffs in behind]
    # Only the two largest matter: what an action must earn is the largest of the others.
    order = sorted(range(len(behind)), key=lambda a: least[a])
    here: dict[Payoffs, None] = {}
    optimal = []
    for a, payoffs in enumerate(behind):
        other = order[-1] if a != order[-1] else order[-2] if len(order) > 1 else a
        reachable = [u for u in payoffs if u[k] >= least[other]]
        here.update(dict.fromkeys(reachable))
        if reachable:
            optimal.append(a)
    return list(here), tuple(optimal)


def _check(game: Game) -> None:
    if not isinstance(game, Game):
        raise InvalidGameError(f"backward_induction(): {game!r} is no tree")
    if game.parameters:
        raise ParameterError(
            f"backward_induction(): set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    for s in game.information_sets:
        if len(s.nodes) > 1:
            raise InvalidGameError(
                f"backward_induction(): `{s.player}` does not see everything (knows={s.knows!r} at {len(s.nodes)} nodes); "
                "use `subgame_perfect` or `sequential`"
            )


def _mean(odds: tuple[Any, ...], values: list[Payoffs], zero: Any) -> Payoffs:
    return tuple(
        sum((p * u for p, u in zip(odds, column, strict=True)), zero) for column in zip(*values, strict=True)
    )


def _lotteries(
    odds: tuple[Any, ...], behind: list[list[Payoffs]], zero: Any, budget: Budget
) -> list[Payoffs] | None:
    """Return the expected payoffs of all combinations of what may follow, equal ones joined branch after branch; `None` if too many."""
    sums: dict[Payoffs, None] = {tuple(zero for _ in behind[0][0]): None}
    for p, options in zip(odds, behind, strict=True):
        if len(sums) * len(options) > max(budget.cases, 1) or (len(options) > 1 and budget.spent()):
            return None
        sums = dict.fromkeys(
            tuple(t + p * x for t, x in zip(total, u, strict=True)) for total in sums for u in options
        )
    return list(sums)


def backward_induction_arrays(
    parent: np.ndarray, owner: np.ndarray, payoffs: np.ndarray, odds: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Solve a very large game of perfect information that is given by arrays, in one compiled pass.

    Parameters
    ----------
    parent : int array of shape (nodes,)
        The parent of each node, which comes before it; -1 for node 0, the root.
    owner : int array of shape (nodes,)
        The player who moves; -1 for chance; ignored at ends.
    payoffs : float array of shape (nodes, players)
        What is paid at ends; ignored elsewhere.
    odds : float array of shape (nodes,), optional
        The probability with which chance at the parent takes the branch to a node; needed if chance moves.

    Returns
    -------
    values : float array of shape (nodes, players)
        Payoffs of one subgame-perfect equilibrium from each node on.
    choice : int array of shape (nodes,)
        The child to which the one who moves goes (the first of the best); -1 at ends and at moves of chance.
    tied : bool array of shape (nodes,)
        Whether another child is as good there.

    Raises
    ------
    InvalidGameError
        If the arrays do not describe a tree.

    Examples
    --------
    >>> import numpy as np
    >>> parent, owner = np.array([-1, 0, 0, 2, 2]), np.array([0, -1, 1, -1, -1])
    >>> payoffs = np.array([[0, 0], [0, 2], [0, 0], [-1, -1], [1, 1]], float)
    >>> values, choice, tied = backward_induction_arrays(parent, owner, payoffs)
    >>> values[0], choice[[0, 2]]
    (array([1., 1.]), array([2, 4]))
    """
    import numpy as np

    from gametheory._kernels import announce
    from gametheory._kernels.backward import backward

    parent, owner = np.asarray(parent, np.int64), np.asarray(owner, np.int64)
    paid = np.ascontiguousarray(payoffs, float)
    nodes = len(parent)
    weights = np.ones(nodes) if odds is None else np.asarray(odds, float)
    if paid.ndim != 2 or len({nodes, len(owner), len(paid), len(weights)}) != 1 or not nodes:
        raise InvalidGameError(
            "backward_induction_arrays(): give arrays with one entry for each node, payoffs with one row for each"
        )
    if parent[0] != -1 or (parent[1:] < 0).any() or (parent[1:] >= np.arange(1, nodes)).any():
        raise InvalidGameError(
            "backward_induction_arrays(): each node but the first needs a parent that comes before it"
        )
    inner = np.zeros(nodes, bool)
    inner[parent[1:]] = True
    if (owner[inner] < -1).any() or (owner[inner] >= paid.shape[1]).any():
        raise InvalidGameError(
            f"backward_induction_arrays(): an owner is no player from 0 to {paid.shape[1] - 1}, and not -1"
        )
    moved = np.zeros(nodes, bool)
    moved[1:] = owner[parent[1:]] == -1
    sums = np.bincount(parent[moved], weights[moved], nodes)
    if (weights[moved] < 0).any() or (abs(sums[inner & (owner == -1)] - 1) > 1e-9).any():
        raise InvalidGameError(
            "backward_induction_arrays(): the odds behind a move of chance are negative, or do not sum to 1"
        )
    if not np.isfinite(paid[~inner]).all():
        raise InvalidGameError("backward_induction_arrays(): a payoff at an end is not a finite number")
    announce(backward)
    values: tuple[Any, Any, Any] = backward(parent, owner, paid, weights, inner)
    return values
