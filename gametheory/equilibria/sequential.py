"""Sequential equilibrium (Kreps and Wilson 1982) of finite trees with perfect recall: all of them, as exact sets.

Action supports are assigned one information set at a time; as soon as everything above and below an information set
is assigned, its optimality conditions (with arbitrary beliefs where it is off the path) join the conjunction, and a
conjunction without a real solution is cut.  Only complete assignments meet consistency proper (`_consistency`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import Atom, Cell, cell
from gametheory.algebra.decide import Answer, Budget, satisfiable
from gametheory.algebra.polynomials import RationalFunction
from gametheory.equilibria._consistency import Basis, bases
from gametheory.equilibria._families import Candidate, Family, optimality
from gametheory.equilibria._search import Search
from gametheory.equilibria._tree import Mixture, Plan, Support, mixture, supports_of
from gametheory.errors import Undecided

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria
    from gametheory.games.game import Game


def sequential(
    game: Game, *, near: Mapping[str, Any] | None = None, budget: Budget | None = None
) -> Equilibria:
    """Find all sequential equilibria of a finite game with perfect recall.

    Parameters
    ----------
    game : Game
        Any number of players; floats, exact numbers or parameters.  Sizes that end in seconds are those of signalling
        games: the work grows with the number of combinations of action supports.
    near : mapping from parameters to exact numbers, optional
        Look only for equilibria that exist at this point, each with the whole region in which it exists.  That takes about as long as
        solving the game at the point, however many sets there are elsewhere; `complete` is then `some`, and `.at(**near)` says
        whether these are all at the point.
    budget : Budget, optional
        When to stop; what was found by then is returned with `complete` set to `some` or `unknown`.

    Returns
    -------
    Equilibria
        Each element is a set of equilibria with the same action supports: strategies and beliefs, explicit where they
        are pinned down and with exact conditions where not, and the region of parameters in which it exists.

    Raises
    ------
    ImperfectRecallError
        If a player forgets something.
    ParameterError
        If `near` leaves out a parameter, or lies outside what is assumed.

    References
    ----------
    Kreps, D. and Wilson, R. (1982), Sequential equilibria, Econometrica 50, 863-894.

    Examples
    --------
    >>> import gametheory as gt
    >>> entry = gt.Game(gt.move("entrant", actions={
    ...     "out": gt.end(entrant=0, incumbent=2),
    ...     "in": gt.move("incumbent", actions={
    ...         "fight": gt.end(entrant=-1, incumbent=-1),
    ...         "share": gt.end(entrant=1, incumbent=1)})}))
    >>> [e.strategy["entrant"]["start"] for e in gt.sequential(entry)]
    [{'out': Fraction(0, 1), 'in': Fraction(1, 1)}]
    """
    return _Sequential(game, "sequential", budget, near=near).run()


def weak_perfect_bayesian(game: Game, *, budget: Budget | None = None) -> Equilibria:
    """Find all weak perfect Bayesian equilibria of a finite game with perfect recall.

    Beliefs follow Bayes' rule at information sets that are reached, and are arbitrary elsewhere; no single deviation at any information
    set gains under them.  (Where a player moves twice on a path off the equilibrium's, her own beliefs need not fit together, so that a
    plan of several deviations may gain; consistency, which `sequential` asks for, excludes that.)

    Parameters, returns and errors as for `sequential`.

    References
    ----------
    Mas-Colell, A., Whinston, M. and Green, J. (1995), Microeconomic Theory, definition 9.C.3.
    Hendon, E., Jacobsen, H. and Sloth, B. (1996), The one-shot-deviation principle for sequential rationality, Games and Economic
    Behavior 12, 274-282.

    Examples
    --------
    In Selten's horse, the third player may believe anything after (C, c): then L is good for him, and C is not.

    >>> from gametheory.examples import selten_horse
    >>> len(weak_perfect_bayesian(selten_horse()))
    2
    """
    return _WeakPerfectBayesian(game, "weak_perfect_bayesian", budget).run()


Supports = dict[int, Support]
"""Action supports by information set, as far as they are chosen."""


class _Sequential(Search):
    """The search for sequential equilibria.

    What an information set needs depends on few supports, and the same ones come up again and again: `pieces` and `values` keep it.
    """

    def prepare(self) -> None:
        self.needs = [self._needs(h) for h in range(len(self.tree.sets))]
        self.order = _order(self.needs)
        self.pieces: dict[tuple[Any, ...], Cell | None] = {}
        self.values: dict[tuple[Any, ...], RationalFunction] = {}

    def _needs(self, h: int) -> frozenset[int]:
        nodes = self.tree.sets[h].nodes
        return frozenset({h}).union(*(self.tree.below[x] | self.tree.above[x] for x in nodes))

    def search(self) -> Iterator[Family]:
        searched: _Sequential = self
        if self.near is not None:
            # Supports that are possible at the point are found among numbers, and only these are solved over parameters.
            searched = type(self)(self.game.at(**self.near), self.concept, self.budget)
            searched.prepare()
            searched.step = self.step  # type: ignore[method-assign]
        for supports in searched.assignments(0, {}, frozenset(), frozenset()):
            yield from self._complete(supports)

    def assignments(
        self, depth: int, chosen: Supports, checked: frozenset[int], known: Cell
    ) -> Iterator[tuple[Support, ...]]:
        """Yield the complete assignments whose conditions, beliefs off the path being arbitrary, do not exclude each other."""
        if depth == len(self.order):
            yield tuple(chosen[h] for h in range(len(chosen)))
            return
        h = self.order[depth]
        for support in supports_of(len(self.tree.sets[h].actions)):
            self.step()
            now = {**chosen, h: support}
            ready = [g for g in now if g not in checked and self.needs[g] <= now.keys()]
            joined = self._join(known, now, ready) if ready else known
            if joined is None or (ready and satisfiable(joined | self.tree.given) is Answer.NO):
                continue
            yield from self.assignments(depth + 1, now, checked | set(ready), joined)

    def _join(self, known: Cell, chosen: Supports, ready: list[int]) -> Cell | None:
        joined = known
        for g in ready:
            key = (g, *(chosen[h] for h in sorted(self.needs[g])))
            if key not in self.pieces:
                self.pieces[key] = self._piece(g, {h: chosen[h] for h in self.needs[g]})
            piece = self.pieces[key]
            if piece is None:
                return None
            joined = joined | piece
        return joined

    def _piece(self, g: int, chosen: Supports) -> Cell | None:
        """Return the conditions that an information set is optimal, beliefs off the path being arbitrary."""
        plan, simplexes = self._plan(chosen)
        weights = self._reach(g, plan, chosen)
        if weights is None:
            nodes = tuple(range(len(self.tree.sets[g].nodes)))
            weights, simplex = mixture(self.tree.belief_names[g], nodes, closed=True)
            simplexes += simplex
        piece = cell([*simplexes, *self._rational(g, chosen, plan, weights, frozenset(simplexes))])
        # A conflict at one information set is remembered for all combinations that share these supports.
        return None if piece is None or satisfiable(piece | self.tree.given) is Answer.NO else piece

    def _plan(self, chosen: Supports) -> tuple[Plan, list[Atom]]:
        plan: Plan = {}
        conditions: list[Atom] = []
        for h, support in sorted(chosen.items()):
            plan[h], simplex = mixture(self.tree.action_names[h], support)
            conditions += simplex
        return plan, conditions

    def _reach(self, h: int, plan: Plan, chosen: Supports) -> Mixture | None:
        """Return the probabilities of reaching the nodes of `h`, own choices left out; `None` off the path."""
        own = self.tree.sets[h]
        weights = tuple(self._reached(x, plan, chosen, own.player_index) for x in own.nodes)
        return None if all(w.is_zero() for w in weights) else weights

    def _reached(self, x: int, plan: Plan, chosen: Supports, without: int | None) -> RationalFunction:
        key = ("reached", x, without, *(chosen[h] for h in sorted(self.tree.above[x])))
        if key not in self.values:
            self.values[key] = self.tree.reach(x, plan, without=without)
        return self.values[key]

    def _worth(self, x: int, plan: Plan, chosen: Supports, player: int) -> RationalFunction:
        key = ("worth", x, player, *(chosen[h] for h in sorted(self.tree.below[x])))
        if key not in self.values:
            self.values[key] = self.tree.value(x, plan, player)
        return self.values[key]

    def _rational(
        self, h: int, chosen: Supports, plan: Plan, weights: Mixture, positive: Cell
    ) -> list[Atom | bool]:
        own = self.tree.sets[h]
        support = chosen[h]
        values = []
        for a in range(len(own.actions)):
            terms = [
                w * self._worth(self.game.nodes[x].children[a], plan, chosen, own.player_index)
                for x, w in zip(own.nodes, weights, strict=True)
                if not w.is_zero()
            ]
            values.append(sum(terms[1:], terms[0]))
        reference = values[support[0]]
        given = self.tree.given | positive
        conditions: list[Atom | bool] = []
        for a, value in enumerate(values):
            if a != support[0]:
                conditions += optimality(value - reference, given, used=a in support)
        return conditions

    def _bases(self, plan: Plan, chosen: Supports) -> list[Basis]:
        return list(bases(self.tree, plan, tuple(chosen[h] for h in range(len(chosen)))))

    def _complete(self, supports: tuple[Support, ...]) -> Iterator[Family]:
        chosen = dict(enumerate(supports))
        plan, simplexes = self._plan(chosen)
        try:
            consistent = self._bases(plan, chosen)
        except Undecided as reason:
            self.unresolved.append(str(reason))
            return
        for basis in consistent:
            positive = frozenset(simplexes) | frozenset(basis.conditions)
            conditions: list[Atom | bool] = [*simplexes, *basis.conditions]
            for h in range(len(supports)):
                weights = self._reach(h, plan, chosen) or basis.beliefs[h]
                conditions += self._rational(h, chosen, plan, weights, positive)
            joined = cell(conditions)
            if joined is not None:
                candidate = Candidate(supports, plan, basis.beliefs, joined, basis.orders)
                yield from self.solve(candidate)


class _WeakPerfectBayesian(_Sequential):
    """The same search with arbitrary beliefs off the path."""

    def _reach(self, h: int, plan: Plan, chosen: Supports) -> Mixture | None:
        weights = super()._reach(h, plan, chosen)
        # An information set that a player's own choices exclude is off the path as well.
        nodes = self.tree.sets[h].nodes
        if weights is None or all(self._reached(x, plan, chosen, None).is_zero() for x in nodes):
            return None
        return weights

    def _bases(self, plan: Plan, chosen: Supports) -> list[Basis]:
        beliefs: dict[int, Mixture] = {}
        conditions: list[Atom] = []
        for h in self.tree.sets:
            weights = self._reach(h.index, plan, chosen)
            if weights is None:
                nodes = tuple(range(len(h.nodes)))
                beliefs[h.index], simplex = mixture(self.tree.belief_names[h.index], nodes, closed=True)
                conditions += simplex
            else:
                total = sum(weights[1:], weights[0])
                beliefs[h.index] = tuple(w / total for w in weights)
        return [Basis(beliefs, tuple(conditions))]


def _order(needs: list[frozenset[int]]) -> list[int]:
    """Order information sets so that optimality can be checked early."""
    order: list[int] = []
    while len(order) < len(needs):
        left = [h for h in range(len(needs)) if not needs[h] <= set(order)] or [
            h for h in range(len(needs)) if h not in order
        ]
        target = min(left, key=lambda h: (len(needs[h] - set(order)), h))
        order += sorted(needs[target] - set(order)) or [target]
    return order
