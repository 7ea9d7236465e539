"""Structure that makes a game easy: potentials, strategic complements, symmetry, constant sums, dominance solvability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError, Undecided
from gametheory.games.normal import NormalForm
from gametheory.strategic._gain_graph import (
    Cell,
    Tables,
    better,
    exact_potential,
    levels,
    ordinal_levels,
    refuting_square,
    squares,
    weights,
)
from gametheory.strategic._integers import integer_tables
from gametheory.strategic._orders import Order, find_orders, increasing
from gametheory.strategic._search import BudgetSpent
from gametheory.strategic.dominance import iterated_dominance

Profile = tuple[str, ...]


@dataclass(frozen=True)
class Potential:
    """A function of the profile whose change has the size, or the sign, of the deviator's gain; or a proof that there is none.

    Attributes
    ----------
    kind : {"exact", "weighted", "ordinal", "generalized ordinal", "none"}
        The strongest that there is.  A deviation changes an `exact` potential by what the deviator gains, a `weighted` one by a fixed
        positive share of it; an `ordinal` one rises if and only if she gains, a `generalized ordinal` one if she gains.
    values : dict of profile to Fraction
        The potential, by the names of the actions; empty for `none`.
    weights : dict of str to Fraction
        By player: what she gains is her weight times the change of a weighted (or exact) potential.
    square : tuple of profiles
        Unless it is exact: four deviations that return to their start, with gains that do not sum to zero.
    cycle : tuple of profiles
        For `generalized ordinal`: deviations that return to their start, never lose, and gain once.  For `none`: all of them gain.
    """

    kind: str
    values: dict[Profile, Fraction]
    cycle: tuple[Profile, ...] = ()
    square: tuple[Profile, ...] = ()
    weights: dict[str, Fraction] = field(default_factory=dict)

    @property
    def maximizers(self) -> tuple[Profile, ...]:
        """Where the potential is largest; these are equilibria in pure strategies."""
        most = max(self.values.values(), default=None)
        return tuple(profile for profile, value in self.values.items() if value == most)

    def __bool__(self) -> bool:
        return self.kind != "none"

    def __str__(self) -> str:
        if self.kind == "none":
            return "no potential: gains lead round " + " → ".join(", ".join(p) for p in self.cycle)
        return f"{self.kind} potential, largest at " + "; ".join(", ".join(p) for p in self.maximizers)


def _tables(game: NormalForm) -> list[dict[Cell, Fraction]]:
    cells = list(product(*map(range, game.shape)))
    return [
        dict(zip(cells, (Fraction(u, common) for u in table), strict=True))
        for table, common in integer_tables(game)
    ]


def potential(game: NormalForm) -> Potential:
    """Find the strongest potential (exact, weighted, ordinal, generalized ordinal), with cycles that refute the stronger ones.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers.

    Raises
    ------
    ParameterError
        If the game has parameters.

    References
    ----------
    Monderer, D. and Shapley, L. S. (1996), Potential games, Games and Economic Behavior 14, 124-143, Theorem 2.8 and Lemma 2.5.
    Voorneveld, M. and Norde, H. (1997), A characterization of ordinal potential games, Games and Economic Behavior 19, 235-242.

    Examples
    --------
    >>> print(potential(NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]])))
    exact potential, largest at 2, 2
    >>> potential(NormalForm([[2, 0], [0, 2]], [[1, 0], [0, 1]])).weights
    {'row': Fraction(1, 1), 'column': Fraction(1, 2)}
    >>> print(potential(NormalForm([[1, -1], [-1, 1]])))
    no potential: gains lead round 1, 1 → 1, 2 → 2, 2 → 2, 1 → 1, 1
    """
    tables: Tables = list(_tables(game))
    square = _listed(game, refuting_square(tables))
    shares = [Fraction(1)] * len(tables) if not square else weights(tables)
    if shares is not None:
        scaled = [{c: u / w for c, u in table.items()} for table, w in zip(tables, shares, strict=True)]
        values = exact_potential(list(scaled))
        if values is not None:
            named = dict(zip(game.players, shares, strict=True))
            kind = "weighted" if square else "exact"
            return Potential(kind, _by_name(game, values), square=square, weights=named)
    whole: Tables = [dict(zip(tables[0], table, strict=True)) for table, _ in integer_tables(game)]
    heights, cycle = ordinal_levels(whole, game.shape)
    if not cycle:
        return Potential("ordinal", _by_name(game, heights), square=square)
    rising, gaining = levels(list(whole[0]), lambda cell: better(whole, game.shape, cell))
    kind = "none" if gaining else "generalized ordinal"
    return Potential(kind, _by_name(game, rising), _listed(game, gaining or cycle), square)


def _by_name(game: NormalForm, values: dict[Cell, Any]) -> dict[Profile, Fraction]:
    return {_names(game, cell): Fraction(values[cell]) for cell in sorted(values)}


def _listed(game: NormalForm, cells: tuple[Cell, ...]) -> tuple[Profile, ...]:
    return tuple(_names(game, cell) for cell in cells)


def _names(game: NormalForm, cell: Cell) -> Profile:
    return tuple(game.actions[k][i] for k, i in enumerate(cell))


@dataclass(frozen=True)
class Supermodular:
    """Orders of the actions under which everybody wants to go up when the others do.

    Attributes
    ----------
    orders : tuple of tuple of str
        For each player her actions, from low to high.
    least, greatest : tuple of str
        The extreme equilibria in pure strategies, reached by best replies from the bottom and from the top.  All rationalizable
        actions lie between.
    """

    orders: tuple[tuple[str, ...], ...]
    least: tuple[str, ...]
    greatest: tuple[str, ...]

    @property
    def is_solved(self) -> bool:
        """Whether both extremes are one profile, which is then the only rationalizable one."""
        return self.least == self.greatest

    def __str__(self) -> str:
        return f"supermodular; least equilibrium {', '.join(self.least)}; greatest {', '.join(self.greatest)}"


def supermodular(
    game: NormalForm, orders: Sequence[Sequence[str]] | None = None, *, budget: Budget | None = None
) -> Supermodular | None:
    """Find orders of the actions for which the game has increasing differences, and use them.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers.
    orders : sequence of sequences of str, optional
        Each player's actions from low to high.  Without it all orders are considered.
    budget : Budget, optional
        What the search for orders may spend.

    Returns
    -------
    Supermodular or None
        `None` if differences do not increase in the given orders, or without these in any orders.

    Raises
    ------
    ParameterError
        If the game has parameters, or the orders do not fit it.
    Undecided
        If the budget is spent first.

    References
    ----------
    Topkis, D. M. (1979), Equilibrium points in nonzero-sum n-person submodular games, SIAM Journal on Control 17, 773-787.
    Milgrom, P. and Roberts, J. (1990), Rationalizability, learning, and equilibrium in games with strategic complementarities,
    Econometrica 58, 1255-1277, Theorem 5.
    Vives, X. (1990), Nash equilibrium with strategic complementarities, Journal of Mathematical Economics 19, 305-321.

    Examples
    --------
    >>> print(supermodular(NormalForm([[2, 0], [0, 1]], [[2, 0], [0, 1]])))
    supermodular; least equilibrium 1, 1; greatest 2, 2
    """
    tables = [table for table, _ in integer_tables(game)]
    chosen: tuple[Order, ...] | None
    if orders is not None:
        chosen = _read_orders(game, orders)
        if not increasing(tables, game.shape, chosen):
            return None
    else:
        try:
            chosen = find_orders(tables, game.shape, (budget or Budget()).started())
        except BudgetSpent as error:
            raise Undecided(
                f"supermodular(): the search for orders ended after {error}; give a larger `budget`, or `orders`"
            ) from None
        if chosen is None:
            return None
    named = tuple(tuple(game.actions[k][i] for i in order) for k, order in enumerate(chosen))
    payoffs = _tables(game)
    least, greatest = (_climbed(payoffs, chosen, up) for up in (True, False))
    return Supermodular(named, _names(game, least), _names(game, greatest))


def _read_orders(game: NormalForm, orders: Sequence[Sequence[str]]) -> tuple[Order, ...]:
    if len(orders) != len(game.players):
        raise ParameterError(
            f"supermodular(): {len(orders)} orders for {len(game.players)} players; give one for each"
        )
    for player, names, given in zip(game.players, game.actions, orders, strict=True):
        if len(given) != len(names) or set(given) != set(names):
            raise ParameterError(
                f"supermodular(): the order {list(given)} of `{player}` does not name each of {list(names)} once"
            )
    return tuple(
        tuple(names.index(a) for a in given) for names, given in zip(game.actions, orders, strict=True)
    )


def _climbed(tables: list[dict[Cell, Fraction]], orders: tuple[Order, ...], up: bool) -> Cell:
    """Follow least best replies from the bottom (`up`), or greatest ones from the top, until nobody moves."""
    now = [order[0] if up else order[-1] for order in orders]
    while True:
        after = []
        for k, order in enumerate(orders):
            earned = [tables[k][tuple([*now[:k], i, *now[k + 1 :]])] for i in order]
            best = [i for i, u in zip(order, earned, strict=True) if u == max(earned)]
            after.append(best[0] if up else best[-1])
        if after == now:
            return tuple(now)
        now = after


@dataclass(frozen=True)
class Structure:
    """What is special about a game.

    Attributes
    ----------
    constant_sum : Fraction or None
        What all payoffs sum to, if that is constant.
    symmetric : bool
        Whether players can change places (with their actions in the given order).
    common_interest : bool
        Whether all players have the same payoffs.
    potential : Potential
        A potential, or a cycle of gains.
    supermodular : Supermodular or None
        Orders with increasing differences, if there are any.
    dominance_solvable : bool
        Whether iterated strict dominance leaves one profile.
    ties : bool
        Whether some player is ever indifferent between two actions, the others' being pure.
    strategically_zero_sum : bool
        Whether two players' gains are opposed up to a positive factor (Moulin and Vial 1978).
    undecided : tuple of str
        Questions that the budget did not suffice for; their answers above are `None` or `False`.
    """

    constant_sum: Fraction | None
    symmetric: bool
    common_interest: bool
    potential: Potential
    supermodular: Supermodular | None
    dominance_solvable: bool
    ties: bool
    strategically_zero_sum: bool = False
    undecided: tuple[str, ...] = ()

    def __str__(self) -> str:
        facts = [
            f"constant sum {self.constant_sum}" if self.constant_sum is not None else "",
            "symmetric" if self.symmetric else "",
            "common interest" if self.common_interest else "",
            str(self.potential),
            "strategically zero-sum" if self.strategically_zero_sum and self.constant_sum is None else "",
            self._on(
                "supermodular", str(self.supermodular or "not supermodular in any orders of the actions")
            ),
            self._on("dominance solvable", "dominance solvable" if self.dominance_solvable else ""),
            "has ties between pure replies" if self.ties else "no ties between pure replies",
        ]
        return "\n".join(fact for fact in facts if fact)

    def _on(self, question: str, answer: str) -> str:
        return f"{question}: not decided within the budget" if question in self.undecided else answer


def structure(game: NormalForm, *, budget: Budget | None = None) -> Structure:
    """Report what is special about a game.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers.
    budget : Budget, optional
        What each of the two searches (for orders, for dominated actions) may spend.

    Raises
    ------
    ParameterError
        If the game has parameters.

    References
    ----------
    Moulin, H. and Vial, J.-P. (1978), Strategically zero-sum games, International Journal of Game Theory 7, 201-221.

    Examples
    --------
    >>> print(structure(NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]])))
    symmetric
    exact potential, largest at 2, 2
    supermodular; least equilibrium 2, 2; greatest 2, 2
    dominance solvable
    no ties between pure replies
    """
    tables = _tables(game)
    sums = {sum((table[cell] for table in tables), Fraction(0)) for cell in tables[0]}
    undecided = []
    try:
        complements = supermodular(game, budget=budget)
    except Undecided:
        complements = None
        undecided.append("supermodular")
    left = iterated_dominance(game, budget=budget)
    if left.completeness != "all" and not left.solves:
        undecided.append("dominance solvable")
    return Structure(
        constant_sum=sums.pop() if len(sums) == 1 else None,
        symmetric=_symmetric(game, tables),
        common_interest=all(table == tables[0] for table in tables),
        potential=potential(game),
        supermodular=complements,
        dominance_solvable=left.solves,
        ties=any(_tied(game, table, k) for k, table in enumerate(tables)),
        strategically_zero_sum=len(tables) == 2 and _strategically_zero_sum(list(tables)),
        undecided=tuple(undecided),
    )


def _strategically_zero_sum(tables: Tables) -> bool:
    """Whether the mixed differences of the two players are opposed, up to one positive factor."""
    pairs = [(mine, yours) for _, mine, yours in squares(tables, 0, 1) if mine or yours]
    return all(mine * yours < 0 and mine * pairs[0][1] == yours * pairs[0][0] for mine, yours in pairs)


def _symmetric(game: NormalForm, tables: list[dict[Cell, Fraction]]) -> bool:
    """Whether exchanging any two players exchanges their payoffs."""
    if len(set(game.shape)) > 1:
        return False
    for j, k in combinations(range(len(tables)), 2):
        for cell in tables[0]:
            turned = list(cell)
            turned[j], turned[k] = cell[k], cell[j]
            for i, table in enumerate(tables):
                other = {j: k, k: j}.get(i, i)
                if table[cell] != tables[other][tuple(turned)]:
                    return False
    return True


def _tied(game: NormalForm, table: dict[Cell, Fraction], k: int) -> bool:
    others = product(*(range(1 if j == k else size) for j, size in enumerate(game.shape)))
    for cell in others:
        line = [table[(*cell[:k], i, *cell[k + 1 :])] for i in range(game.shape[k])]
        if len(set(line)) < len(line):
            return True
    return False
