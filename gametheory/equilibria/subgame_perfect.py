"""Nash and subgame-perfect equilibrium of finite trees (and so of normal forms with parameters), as exact sets.

Subgames are solved from the leaves, each with the inner ones replaced by their continuation payoffs.  Inside one, an
information set that the supports chosen so far reach gets a support; one that is never reached keeps free
probabilities, because only the threat in them matters.  A player's conditions compare all her plans in the subgame.
Nash equilibrium is the same search with the whole game as the only subgame.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gametheory.algebra.conditions import Atom, Cell, cell
from gametheory.algebra.decide import Answer, Budget, satisfiable
from gametheory.algebra.polynomials import RationalFunction
from gametheory.equilibria._families import Candidate, Family, optimality
from gametheory.equilibria._search import Search
from gametheory.equilibria._tree import ONE, ZERO, Plan, Support, mixture, supports_of

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm


def subgame_perfect(game: Game, *, budget: Budget | None = None) -> Equilibria:
    """Find all subgame-perfect equilibria of a finite game with perfect recall.

    Parameters
    ----------
    game : Game
        Floats, exact numbers or parameters; any number of players.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    Equilibria
        Every element is a set of equilibria with the same supports on the paths of all subgames, with its region.

    Raises
    ------
    ImperfectRecallError
        If a player forgets something.

    References
    ----------
    Selten, R. (1965), Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit.

    Examples
    --------
    >>> import gametheory as gt
    >>> c = gt.parameters("c")
    >>> entry = gt.Game(gt.move("entrant", actions={
    ...     "out": gt.end(entrant=0, incumbent=2),
    ...     "in": gt.move("incumbent", actions={
    ...         "fight": gt.end(entrant=-1, incumbent=-c),
    ...         "share": gt.end(entrant=1, incumbent=1)})}), assuming=[c > 0])
    >>> len(gt.nash(entry)), len(gt.subgame_perfect(entry))
    (2, 1)
    """
    return _Composed(game, "subgame_perfect", budget).run()


def nash_of_tree(game: Game, *, budget: Budget | None = None, table: NormalForm | None = None) -> Equilibria:
    """Find all Nash equilibria of a tree by going through the supports (see `gametheory.nash`).

    `table` is the normal form that the tree stands for, if it is one.
    """
    return _Composed(game, "nash", budget, table).run()


class _Composed(Search):
    """The search for Nash equilibria of all chosen subgames."""

    def prepare(self) -> None:
        roots = sorted(self.game.subgames()) if self.concept == "subgame_perfect" else [0]
        self.inner: dict[int, frozenset[int]] = {}
        for root in reversed(roots):
            self.inner[root] = frozenset(r for r in roots if r > root and self._is_below(r, root))
        # Deeper subgames have larger preorder numbers, so they come first.
        self.roots = sorted(roots, reverse=True)
        self.level = {r: self._level(r) for r in roots}

    def _is_below(self, node: int, root: int) -> bool:
        while node > root:
            node = self.game.nodes[node].parent
        return node == root

    def _level(self, root: int) -> frozenset[int]:
        """Return the information sets of a subgame that lie in none of its own subgames."""
        deeper = frozenset().union(*(self.tree.below[r] for r in self.inner[root]))
        return self.tree.below[root] - deeper

    def search(self) -> Iterator[Family]:
        yield from self._subgame(0, {}, {}, frozenset())

    def _subgame(
        self, k: int, chosen: dict[int, Support | None], plan: Plan, known: Cell
    ) -> Iterator[Family]:
        if k == len(self.roots):
            supports = tuple(chosen[h] for h in range(len(chosen)))
            yield from self.solve(Candidate(supports, plan, {}, known))
            return
        for now, grown, joined in self._assign(self.roots[k], chosen, plan, known):
            yield from self._subgame(k + 1, now, grown, joined)

    def _assign(
        self, root: int, chosen: dict[int, Support | None], plan: Plan, known: Cell
    ) -> Iterator[tuple[dict[int, Support | None], Plan, Cell]]:
        h = self._unassigned(root, root, plan)
        if h is not None:
            for support in supports_of(len(self.tree.sets[h].actions)):
                self.step()
                probabilities, simplex = mixture(self.tree.action_names[h], support)
                joined = known | frozenset(simplex)
                yield from self._assign(root, {**chosen, h: support}, {**plan, h: probabilities}, joined)
            return
        chosen, plan, joined = self._free(root, chosen, plan, known)
        conditions = self._conditions(root, chosen, plan, joined)
        complete = cell([*joined, *conditions])
        if complete is not None and satisfiable(complete | self.tree.given) is not Answer.NO:
            yield chosen, plan, complete

    def _unassigned(self, node: int, root: int, plan: Plan) -> int | None:
        """Return an information set of the subgame that is reached and has no support yet."""
        if node != root and node in self.inner[root]:
            return None
        v = self.game.nodes[node]
        if v.kind == "end":
            return None
        branch = self.tree.branch(node, plan)
        if branch is None:
            return v.information_set
        for child, probability in zip(v.children, branch, strict=True):
            if not probability.is_zero():
                found = self._unassigned(child, root, plan)
                if found is not None:
                    return found
        return None

    def _free(
        self, root: int, chosen: dict[int, Support | None], plan: Plan, known: Cell
    ) -> tuple[dict[int, Support | None], Plan, Cell]:
        """Give unreached information sets free probabilities."""
        chosen, plan = dict(chosen), dict(plan)
        conditions: list[Atom] = []
        for h in self.level[root]:
            if h not in plan:
                whole = tuple(range(len(self.tree.sets[h].actions)))
                chosen[h] = None
                plan[h], simplex = mixture(self.tree.action_names[h], whole, closed=True)
                conditions += simplex
        return chosen, plan, known | frozenset(conditions)

    def _conditions(
        self, root: int, chosen: dict[int, Support | None], plan: Plan, positive: Cell
    ) -> Iterator[Atom | bool]:
        players = range(len(self.game.players))
        leaves = {r: tuple(self.tree.value(r, plan, i) for i in players) for r in self.inner[root]}
        for i in players:
            if not any(self.tree.sets[h].player_index == i for h in self.level[root]):
                continue
            values: dict[RationalFunction, bool] = {}
            reference = None
            for own, used in self._plans(root, i, chosen, plan):
                value = self.tree.value(root, {**plan, **own}, i, leaves)
                if used and reference is None:
                    reference = value
                values[value] = values.get(value, False) or used
            assert reference is not None
            for value, used in values.items():
                yield from optimality(value - reference, self.tree.given | positive, used=used)

    def _plans(
        self, root: int, player: int, chosen: dict[int, Support | None], plan: Plan
    ) -> Iterator[tuple[Plan, bool]]:
        """Yield a player's plans in a subgame, and whether each uses supported actions only."""
        others = {h: m for h, m in plan.items() if self.tree.sets[h].player_index != player}

        def grow(own: Plan, used: bool) -> Iterator[tuple[Plan, bool]]:
            h = self._unassigned(root, root, {**others, **own})
            if h is None:
                yield own, used
                return
            count = len(self.tree.sets[h].actions)
            support = chosen[h] or ()
            for a in range(count):
                choice = tuple(ONE if b == a else ZERO for b in range(count))
                yield from grow({**own, h: choice}, used and a in support)

        yield from sorted(grow({}, True), key=lambda pair: not pair[1])
