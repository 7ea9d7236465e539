"""Zero-sum trees of two players by linear programming over realization plans: exact with proof, or floats with a proved gap."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError
from gametheory.extensive.sequence_form import Plan, SequenceForm, Sequences, sequence_form
from gametheory.games.game import Game
from gametheory.strategic._search import BudgetSpent
from gametheory.strategic._simplex import maximize

if TYPE_CHECKING:
    pass

_EXACT_UP_TO = 250
"""Sequences of both players up to which an exact game is solved in integers by default."""


@dataclass(frozen=True, eq=False, repr=False)
class TreeSolution:
    """The value of a zero-sum tree, and optimal strategies.

    Attributes
    ----------
    form : SequenceForm
        The game.
    value : Fraction or float
        What the first player can guarantee, and the second can hold her to.
    plans : tuple of two tuples
        Optimal realization plans.
    gap : Fraction or float
        What the second player's plan concedes less what the first's guarantees, by best replies recomputed from the tree; 0 if exact.
    complete : {"some", "unknown"}
        `unknown` if the budget ended.
    reason : str
        Why.
    """

    form: SequenceForm
    value: Any
    plans: tuple[Plan, ...]
    gap: Any
    complete: str = "some"
    reason: str = ""

    @property
    def strategy(self) -> dict[str, dict[Any, dict[str, Any]]]:
        """Optimal behaviour strategies, as `game.payoffs` takes them."""
        return self.form.profile(self.plans)

    def __str__(self) -> str:
        if self.complete == "unknown":
            return f"No solution found: {self.reason}."
        exact = not isinstance(self.gap, float)
        lines = [f"value {self.value} (proved)" if exact else f"value {self.value:.9g} (gap {self.gap:.1e})"]
        for player, known in self.strategy.items():
            lines.append(f"  {player}:")
            for knows, mixture in list(known.items())[:12]:
                used = ", ".join(f"{a} {p if exact else f'{p:.6g}'}" for a, p in mixture.items() if p)
                lines.append(f"    {knows}: {used}")
            if len(known) > 12:
                lines.append(f"    and {len(known) - 12} more information sets")
        return "\n".join(lines)

    __repr__ = __str__


def zero_sum_tree(
    game: Game | SequenceForm, *, exact: bool | None = None, budget: Budget | None = None
) -> TreeSolution:
    """Solve a zero-sum tree of two players with perfect recall.

    Parameters
    ----------
    game : Game or SequenceForm
        Payoffs must sum to zero at every end.
    exact : bool, optional
        Whether to answer in rationals, by a simplex method in integers; by default if the numbers are exact and the players have
        at most 250 sequences together.  Otherwise HiGHS solves it in floats.
    budget : Budget, optional
        When to stop (exact).

    Returns
    -------
    TreeSolution
        Value, plans and behaviour strategies, with a gap recomputed from the tree by best replies.

    Raises
    ------
    InvalidGameError
        If payoffs do not sum to zero, or it is no tree of two players.

    References
    ----------
    Koller, D., Megiddo, N. and von Stengel, B. (1996), Efficient computation of equilibria for extensive two-person games, Games and
    Economic Behavior 14, 247-259.

    Examples
    --------
    >>> from gametheory.examples import kuhn
    >>> zero_sum_tree(kuhn()).value
    Fraction(-1, 18)
    """
    form = game if isinstance(game, SequenceForm) else sequence_form(game)
    if not form.is_zero_sum:
        raise InvalidGameError("zero_sum_tree(): the payoffs do not sum to zero at every end")
    rational = form.game.field.name == "exact"
    wanted = exact if exact is not None else rational and sum(own.size for own in form.own) <= _EXACT_UP_TO
    if not wanted:
        return _in_floats(form)
    spending = (budget or Budget()).started()
    try:
        plans = _exactly(form, spending)
    except BudgetSpent as spent:
        return TreeSolution(form, None, (), None, "unknown", f"the budget of {spent} was spent")
    lower, upper = bounds(form, plans)
    if lower != upper:
        raise AssertionError("optimal plans failed their verification")
    return TreeSolution(form, lower, plans, upper - lower)


def _exactly(form: SequenceForm, budget: Budget) -> tuple[Plan, Plan]:
    """Maximise the value of the first set of the second player, over the first player's plans x and values q of his sets:

        max f'q   with   F'q <= A'x,   E x <= e,   x, q >= 0.

    Payoffs are made positive.  Then values are not negative, and less than full weights never help, so that this is the program with
    free q and E x = e, and the origin is feasible.  The multipliers of the first rows are the second player's plan.
    """
    numbers = form.integers(0, positive=True)
    one, two = form.own
    (e_rows, e_right), (f_rows, f_right) = one.constraints(), two.constraints()
    rows = [
        [-numbers.get((i, j), 0) for i in range(one.size)] + [row[j] for row in f_rows]
        for j in range(two.size)
    ]
    rows += [[*row, *([0] * len(f_rows))] for row in e_rows]
    objective = [0] * one.size + f_right
    solution, multipliers = maximize(rows, [0] * two.size + e_right, objective, budget)
    return _completed(one, solution[: one.size]), _completed(two, multipliers[: two.size])


def _completed(own: Sequences, weights: list[Fraction]) -> Plan:
    """Return a realization plan with the behaviour of given weights."""
    return own.plan(own.behaviour(weights))


def _in_floats(form: SequenceForm) -> TreeSolution:
    """Solve both players' programs at once with HiGHS: the second player's plan is the dual solution."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import bmat, csr_matrix

    one, two, paid, _ = form.arrays
    n, m = (own.size for own in form.own)
    payoffs = csr_matrix((paid, (one, two)), shape=(n, m))
    e, f = (_sparse(own) for own in form.own)
    # max q_0 with F'q <= A'x, E x = e, x >= 0.
    upper = bmat([[-payoffs.T, f.T]]).tocsr()
    equal = bmat([[e, csr_matrix((e.shape[0], f.shape[0]))]]).tocsr()
    cost = np.zeros(n + f.shape[0])
    cost[n] = -1.0
    right = np.zeros(e.shape[0])
    right[0] = 1.0
    bounds_of = [(0, None)] * n + [(None, None)] * f.shape[0]
    solved = linprog(cost, upper, np.zeros(m), equal, right, bounds_of, method="highs")
    if solved.x is None:
        return TreeSolution(form, None, (), None, "unknown", f"HiGHS: {solved.message}")
    plans = tuple(
        own.plan(own.behaviour([max(0.0, float(w)) for w in weights]))
        for own, weights in zip(form.own, (solved.x[:n], -solved.ineqlin.marginals), strict=True)
    )
    lower, over = bounds(form, plans)
    return TreeSolution(form, (lower + over) / 2, plans, over - lower)


def _sparse(own: Sequences) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix

    rows, columns, values = [0], [0], [1.0]
    for h, (before, first, count) in enumerate(zip(own.before, own.first, own.count, strict=True), start=1):
        rows += [h] * (count + 1)
        columns += [before, *range(first, first + count)]
        values += [-1.0] + [1.0] * count
    return csr_matrix((np.array(values), (rows, columns)), shape=(1 + len(own.sets), own.size))


def bounds(form: SequenceForm, plans: tuple[Plan, ...]) -> tuple[Any, Any]:
    """Return what the first player's plan guarantees her, and the most that the second player's plan concedes.

    Best replies are computed set by set from the last on, without any linear program.
    """
    return -_best_reply(form, 1, plans[0]), _best_reply(form, 0, plans[1])


def _best_reply(form: SequenceForm, k: int, other: Plan) -> Any:
    """Return the most that player k earns against a plan of the other, payoffs of a zero-sum game."""
    own = form.own[k]
    earned: list[Any] = [0] * own.size
    for i, j, u, _ in form.payoffs:
        s, weight = (i, other[j]) if k == 0 else (j, other[i])
        if weight:
            earned[s] = earned[s] + (u if k == 0 else -u) * weight
    for before, first, count in zip(
        reversed(own.before), reversed(own.first), reversed(own.count), strict=True
    ):
        earned[before] = earned[before] + max(earned[first : first + count])
    return earned[0]
