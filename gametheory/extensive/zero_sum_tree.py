"""Zero-sum trees of two players by linear programming over realization plans: exact with proof, or floats with a proved gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gametheory._text import Printed
from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError
from gametheory.extensive import _check
from gametheory.extensive._recovery import recovered
from gametheory.extensive.sequence_form import Plan, SequenceForm, Sequences, best_reply, sequence_form
from gametheory.games.game import Game
from gametheory.strategic._search import BudgetSpent
from gametheory.strategic._simplex import maximize

_SIMPLEX_UP_TO = 90
"""Sequences of both players up to which the simplex method in integers is faster than starting in floats."""


@dataclass(frozen=True, eq=False, repr=False)
class TreeSolution(Printed):
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
        What the second player's plan concedes less what the first's guarantees, by best replies in the tree itself; 0 if exact.
    complete : {"some", "unknown"}
        `unknown` if the budget ended.
    method, reason : str
        How it was found, and what went wrong if it was not.
    """

    form: SequenceForm
    value: Any
    plans: tuple[Plan, ...]
    gap: Any
    complete: str = "some"
    method: str = ""
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
        lines.append(f"found by {self.method}")
        return "\n".join(lines)


def zero_sum_tree(
    game: Game | SequenceForm, *, exact: bool | None = None, budget: Budget | None = None
) -> TreeSolution:
    """Solve a tree of two players with perfect recall whose payoffs have a constant sum.

    Parameters
    ----------
    game : Game or SequenceForm
        Payoffs must have the same sum at every end.
    exact : bool, optional
        Whether to answer in rationals; by default if the payoffs are exact.  Floats are then read as the decimals that they print as.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    TreeSolution
        Value, plans and behaviour strategies, with a gap recomputed from the tree by best replies.

    Raises
    ------
    InvalidGameError
        If the sum is not constant, or it is no tree of two players.

    Notes
    -----
    Small exact games go through a simplex method in integers.  Larger ones are first solved in floats (HiGHS); what these plans use, and
    which replies they make equally good, is then solved in rationals.  Only the verification counts: where it fails, the integers do it all.

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
    wanted = form.game.field.name == "exact" if exact is None else exact
    form = form.exact() if wanted else form
    if form.total is None:
        raise InvalidGameError(
            f"zero_sum_tree(): the payoffs of `{form.game.players[0]}` and `{form.game.players[1]}` have no constant sum; "
            "ask `one_equilibrium_of_tree`"
        )
    spending = (budget or Budget()).started()
    try:
        return _exactly(form, spending) if wanted else _in_floats(form, spending)
    except BudgetSpent as spent:
        return TreeSolution(form, None, (), None, "unknown", reason=f"the budget of {spent} was spent")


def _exactly(form: SequenceForm, budget: Budget) -> TreeSolution:
    if sum(own.size for own in form.own) > _SIMPLEX_UP_TO:
        method = "linear programming in floats, its plans solved in rationals"
        floats = _highs(form, budget)
        for plans in () if floats is None else recovered(form, floats):
            if form.total == best_reply(form, 0, plans[1]) + best_reply(form, 1, plans[0]):
                return _verified(form, plans, method)
            if budget.spent():
                raise BudgetSpent(f"{budget.seconds:g} seconds")
    return _verified(form, _simplex(form, budget), "the simplex method in integers")


def _verified(form: SequenceForm, plans: tuple[Plan, Plan], method: str) -> TreeSolution:
    """Return exact plans as a solution, after both best replies in the tree itself were found to earn the value."""
    lower, upper = tree_bounds(form, plans)
    if lower != upper:
        raise AssertionError("optimal plans failed their verification")
    return TreeSolution(form, lower, plans, upper - lower, method=method)


def tree_bounds(form: SequenceForm, plans: tuple[Plan, ...]) -> tuple[Any, Any]:
    """Return what the first player's plan guarantees her, and the most that the second's concedes, by the tree alone."""
    game = form.game
    mixtures: list[Any] = [()] * len(game.information_sets)
    for own, plan in zip(form.own, plans, strict=True):
        for h, mixture in zip(own.sets, own.behaviour(plan), strict=True):
            mixtures[h] = mixture
    upper, against = (_check.best_reply(game, mixtures, k) for k in (0, 1))
    return form.total - against, upper


def _simplex(form: SequenceForm, budget: Budget) -> tuple[Plan, Plan]:
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


def _completed(own: Sequences, weights: Any) -> Plan:
    """Return a realization plan with the behaviour of given weights."""
    return own.plan(own.behaviour(weights))


def _in_floats(form: SequenceForm, budget: Budget) -> TreeSolution:
    plans = _highs(form, budget)
    if plans is None:
        return TreeSolution(form, None, (), None, "unknown", reason="HiGHS found no solution in floats")
    lower, upper = tree_bounds(form, plans)
    value, gap = (float(lower) + float(upper)) / 2, float(upper) - float(lower)
    return TreeSolution(form, value, plans, gap, method="linear programming in floats (HiGHS)")


def _highs(form: SequenceForm, budget: Budget) -> tuple[Plan, Plan] | None:
    """Solve both players' programs at once: the second player's plan is the dual solution; `None` if HiGHS gives none.

    The program is  max q_0  with  F'q <= A'x,  E x = e,  x >= 0.
    """
    import numpy as np
    from scipy.sparse import block_array, csr_array

    from gametheory._highs import highs

    one, two, paid, _ = form.arrays
    n, m = (own.size for own in form.own)
    payoffs = csr_array((paid, (one, two)), shape=(n, m))
    e, f = (own.matrix() for own in form.own)
    matrix = block_array([[-payoffs.T, f.T], [e, None]], format="csr")
    worth, least = np.zeros(matrix.shape[1]), np.zeros(matrix.shape[1])
    worth[n], least[n:] = 1.0, -np.inf
    right = np.zeros(matrix.shape[0])
    right[m] = 1.0
    found = highs(
        worth,
        (matrix.indptr, matrix.indices, matrix.data),
        right,
        np.arange(len(right)) >= m,
        least=least,
        tolerance=1e-10,
        seconds=budget.remaining(),
    )
    if found.status == "time":
        raise BudgetSpent(f"{budget.seconds:g} seconds")
    if found.x is None or found.prices is None:
        return None
    plans = [
        _completed(own, np.maximum(weights, 0.0).tolist())
        for own, weights in zip(form.own, (found.x[:n], found.prices[:m]), strict=True)
    ]
    return plans[0], plans[1]
