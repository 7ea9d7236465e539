"""Structure that makes a game easy: potentials, strategic complements, symmetry, constant sums, dominance solvability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product
from math import factorial, prod

from gametheory.errors import ParameterError
from gametheory.games.normal import NormalForm
from gametheory.strategic._integers import integer_tables
from gametheory.strategic.dominance import iterated_dominance

Cell = tuple[int, ...]
Tables = list[dict[Cell, Fraction]]

_ORDERS_TRIED = 20_000


@dataclass(frozen=True)
class Potential:
    """A function of the profile whose change has the sign (or the size) of the deviator's gain, or a proof that there is none.

    Attributes
    ----------
    kind : {"exact", "ordinal", "none"}
        `exact`: a deviation changes the potential by what the deviator gains.  `ordinal`: every strict gain raises it (the generalised
        ordinal potential of Monderer and Shapley).  `none`: there is a cycle of strict gains.
    values : dict of profile to Fraction
        The potential, by the names of the actions.
    cycle : tuple of profiles
        If there is none: deviations along it gain, and it returns to its start.
    """

    kind: str
    values: dict[tuple[str, ...], Fraction]
    cycle: tuple[tuple[str, ...], ...] = ()

    @property
    def maximizers(self) -> tuple[tuple[str, ...], ...]:
        """Where the potential is largest; these are equilibria in pure strategies."""
        most = max(self.values.values(), default=None)
        return tuple(profile for profile, value in self.values.items() if value == most)

    def __bool__(self) -> bool:
        return self.kind != "none"

    def __str__(self) -> str:
        if self.kind == "none":
            return "no potential: gains lead round " + " → ".join(", ".join(p) for p in self.cycle)
        return f"{self.kind} potential, largest at " + "; ".join(", ".join(p) for p in self.maximizers)


def _tables(game: NormalForm) -> Tables:
    cells = list(product(*map(range, game.shape)))
    return [
        dict(zip(cells, (Fraction(u, common) for u in table), strict=True))
        for table, common in integer_tables(game)
    ]


def potential(game: NormalForm) -> Potential:
    """Find a potential, exact if there is one, otherwise ordinal; or a cycle of gains that refutes both.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers.

    References
    ----------
    Monderer, D. and Shapley, L. S. (1996), Potential games, Games and Economic Behavior 14, 124-143, Theorem 2.8 and Lemma 2.5.

    Examples
    --------
    >>> print(potential(NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]])))
    exact potential, largest at 2, 2
    >>> print(potential(NormalForm([[1, -1], [-1, 1]])))
    no potential: gains lead round 1, 1 → 1, 2 → 2, 2 → 2, 1 → 1, 1
    """
    tables = _tables(game)
    exact = _exact_potential(game, tables)
    if exact is not None:
        return Potential("exact", {_names(game, cell): value for cell, value in exact.items()})
    levels, cycle = _levels(game, tables)
    if cycle:
        return Potential("none", {}, tuple(_names(game, cell) for cell in cycle))
    return Potential("ordinal", {_names(game, cell): Fraction(level) for cell, level in levels.items()})


def _names(game: NormalForm, cell: Cell) -> tuple[str, ...]:
    return tuple(game.actions[k][i] for k, i in enumerate(cell))


def _exact_potential(game: NormalForm, tables: Tables) -> dict[Cell, Fraction] | None:
    """Sum the gains along the path that changes one player after the other; check it against every deviation."""
    values = {}
    for cell in tables[0]:
        total, now = Fraction(0), (0,) * len(cell)
        for k, i in enumerate(cell):
            after = (*now[:k], i, *now[k + 1 :])
            total += tables[k][after] - tables[k][now]
            now = after
        values[cell] = total
    for cell in values:
        for k, table in enumerate(tables):
            first = (*cell[:k], 0, *cell[k + 1 :])
            if values[cell] - values[first] != table[cell] - table[first]:
                return None
    return values


def _better(game: NormalForm, tables: Tables, cell: Cell) -> Iterator[Cell]:
    """Yield the profiles that one player prefers to reach alone."""
    for k, size in enumerate(game.shape):
        for i in range(size):
            after = (*cell[:k], i, *cell[k + 1 :])
            if tables[k][after] > tables[k][cell]:
                yield after


def _levels(game: NormalForm, tables: Tables) -> tuple[dict[Cell, int], tuple[Cell, ...]]:
    """Return, by profile, minus the longest path of gains from it; or a cycle of gains."""
    levels: dict[Cell, int] = {}
    for start in tables[0]:
        if start in levels:
            continue
        path, todo = [start], [_better(game, tables, start)]
        while path:
            after = next(todo[-1], None)
            if after is None:
                cell = path.pop()
                todo.pop()
                levels[cell] = min((levels[c] - 1 for c in _better(game, tables, cell)), default=0)
            elif after in path:
                return {}, (*path[path.index(after) :], after)
            elif after not in levels:
                path.append(after)
                todo.append(_better(game, tables, after))
    return levels, ()


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


def supermodular(game: NormalForm, orders: Sequence[Sequence[str]] | None = None) -> Supermodular | None:
    """Find orders of the actions for which the game has increasing differences, and use them.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers.
    orders : sequence of sequences of str, optional
        Each player's actions from low to high.  Without it all orders are tried if they are few, otherwise the given order and its
        reversals.

    Returns
    -------
    Supermodular or None
        `None` if there are no increasing differences in the orders tried (all orders, for small games).

    References
    ----------
    Topkis, D. M. (1979), Equilibrium points in nonzero-sum n-person submodular games, SIAM Journal on Control 17, 773-787.
    Milgrom, P. and Roberts, J. (1990), Rationalizability, learning, and equilibrium in games with strategic complementarities,
    Econometrica 58, 1255-1277, Theorem 5.

    Examples
    --------
    >>> print(supermodular(NormalForm([[2, 0], [0, 1]], [[2, 0], [0, 1]])))
    supermodular; least equilibrium 1, 1; greatest 2, 2
    """
    tables = _tables(game)
    for chosen in _orders(game, orders):
        if _increasing(tables, chosen):
            named = tuple(tuple(game.actions[k][i] for i in order) for k, order in enumerate(chosen))
            least, greatest = (_climbed(tables, chosen, up) for up in (True, False))
            return Supermodular(named, _names(game, least), _names(game, greatest))
    return None


def _orders(game: NormalForm, orders: Sequence[Sequence[str]] | None) -> Iterator[tuple[Cell, ...]]:
    if orders is not None:
        for player, names, given in zip(game.players, game.actions, orders, strict=False):
            if sorted(given) != sorted(names):
                raise ParameterError(
                    f"supermodular(): the order {list(given)} of `{player}` does not name each of {list(names)} once"
                )
        if len(orders) != len(game.players):
            raise ParameterError(
                f"supermodular(): {len(orders)} orders for {len(game.players)} players; give one for each"
            )
        yield tuple(
            tuple(names.index(a) for a in given) for names, given in zip(game.actions, orders, strict=True)
        )
    elif prod(factorial(size) for size in game.shape) <= _ORDERS_TRIED:
        yield from product(*(permutations(range(size)) for size in game.shape))
    else:
        yield from product(*((tuple(range(size)), tuple(range(size))[::-1]) for size in game.shape))


def _increasing(tables: Tables, orders: tuple[Cell, ...]) -> bool:
    """Whether every step up of one player makes a step up of another worth no less."""
    for k, table in enumerate(tables):
        for j in range(len(orders)):
            if j == k:
                continue
            for cell in product(*(range(len(o) - (i in (j, k))) for i, o in enumerate(orders))):

                def worth(
                    up: int,
                    other: int,
                    cell: Cell = cell,
                    k: int = k,
                    j: int = j,
                    table: dict[Cell, Fraction] = table,
                ) -> Fraction:
                    place = [
                        orders[i][c + (up if i == k else other if i == j else 0)] for i, c in enumerate(cell)
                    ]
                    return table[tuple(place)]

                if worth(1, 1) - worth(0, 1) < worth(1, 0) - worth(0, 0):
                    return False
    return True


def _climbed(tables: Tables, orders: tuple[Cell, ...], up: bool) -> Cell:
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
        Orders with increasing differences, if there are any among those tried.
    dominance_solvable : bool
        Whether iterated strict dominance leaves one profile.
    ties : bool
        Whether some player is ever indifferent between two actions, the others' being pure.
    """

    constant_sum: Fraction | None
    symmetric: bool
    common_interest: bool
    potential: Potential
    supermodular: Supermodular | None
    dominance_solvable: bool
    ties: bool

    def __str__(self) -> str:
        facts = [
            f"constant sum {self.constant_sum}" if self.constant_sum is not None else "",
            "symmetric" if self.symmetric else "",
            "common interest" if self.common_interest else "",
            str(self.potential),
            str(self.supermodular) if self.supermodular else "not supermodular in the orders tried",
            "dominance solvable" if self.dominance_solvable else "",
            "has ties between pure replies" if self.ties else "no ties between pure replies",
        ]
        return "\n".join(fact for fact in facts if fact)


def structure(game: NormalForm) -> Structure:
    """Report what is special about a game.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers.

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
    cells = list(tables[0])
    sums = {sum((table[cell] for table in tables), Fraction(0)) for cell in cells}
    return Structure(
        sums.pop() if len(sums) == 1 else None,
        _symmetric(game, tables),
        all(table == tables[0] for table in tables),
        potential(game),
        supermodular(game),
        iterated_dominance(game).solves,
        any(_tied(game, table, k) for k, table in enumerate(tables)),
    )


def _symmetric(game: NormalForm, tables: Tables) -> bool:
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
