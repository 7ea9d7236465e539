"""From nested nodes to a flat tree: vertices in preorder, information sets, and everything that can be wrong.

Walks iteratively (a long bargaining horizon is a deep tree) and collects problems instead of stopping at the first.
The order of actions of an information set is that of its first node.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.algebra.conditions import Cell
from gametheory.algebra.fields import Element
from gametheory.algebra.polynomials import RationalFunction
from gametheory.games._numbers import Number, denominator_problem, is_positive, show
from gametheory.games.tree import UNSET, Chance, End, Move, Node

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node of a game, laid out in preorder.

    Attributes
    ----------
    kind : str
        ``"chance"``, ``"move"`` or ``"end"``.
    parent : int
        Index of the parent, -1 for the root.
    label : str
        Label of the edge from the parent, empty at the root.
    labels : tuple of str
        Labels of the edges to `children`.
    information_set : int
        Index of the information set, -1 if nobody moves here.
    payoffs : tuple
        At an end, one element for each player in order.
    path : tuple of str
        The labels from the root to here.
    """

    index: int
    kind: str
    parent: int
    label: str
    children: tuple[int, ...]
    labels: tuple[str, ...]
    information_set: int
    probabilities: tuple[Element, ...]
    payoffs: tuple[Element, ...]
    outcome: str | None
    time: Element | None
    path: tuple[str, ...]

    @property
    def place(self) -> str:
        """The path as text, such as ``start/resolute/stall``."""
        return "/".join(("start", *self.path))


@dataclass(frozen=True, slots=True)
class InformationSet:
    """Nodes that one player cannot tell apart.

    Attributes
    ----------
    player, player_index : str, int
        Who moves.
    knows : hashable
        What the player knows here.
    label : str
        `knows` as text.
    actions : tuple of str
        What the player can do, in the order of the edges of every node.
    nodes : tuple of int
        Indices of the nodes, in preorder.
    """

    index: int
    player: str
    player_index: int
    knows: Hashable
    label: str
    actions: tuple[str, ...]
    nodes: tuple[int, ...]


@dataclass(slots=True)
class _Draft:
    node: Node
    parent: int
    label: str
    path: tuple[str, ...]
    labels: tuple[str, ...]
    children: list[int]
    information_set: int = -1

    @property
    def place(self) -> str:
        return "/".join(("start", *self.path))


@dataclass(slots=True)
class _DraftSet:
    player: str
    knows: Hashable
    actions: tuple[str, ...]
    nodes: list[int]
    unset: bool


class Layout:
    """A tree being laid out; `problems` says what is wrong with it."""

    def __init__(self, root: Node, players: tuple[str, ...] | None) -> None:
        self.problems: list[str] = []
        self.drafts: list[_Draft] = []
        self.sets: dict[tuple[str, Hashable], _DraftSet] = {}
        self._walk(root)
        self.players = self._order_of_appearance() if players is None else players
        self._check_players(players is not None)

    # -- walking ------------------------------------------------------------------------------------------
    def _walk(self, root: Node) -> None:
        waiting: list[tuple[Node, int, str, tuple[str, ...]]] = [(root, -1, "", ())]
        order: dict[Any, int] = {}
        while waiting:
            node, parent, label, path = waiting.pop()
            index = len(self.drafts)
            draft = _Draft(node, parent, label, path, () if isinstance(node, End) else node.labels, [])
            self.drafts.append(draft)
            if parent >= 0:
                self.drafts[parent].children.append(index)
            if isinstance(node, Move):
                draft.information_set = self._join(node, draft, index, order)
            if not isinstance(node, End):
                below = dict(zip(node.labels, node.children, strict=True))
                waiting.extend((below[name], index, name, (*path, name)) for name in reversed(draft.labels))

    def _join(self, node: Move, draft: _Draft, index: int, order: dict[Any, int]) -> int:
        """Put a node into its information set, made if it is the first."""
        unset = node.knows is UNSET
        knows = ("/".join(draft.path) or "start") if unset else node.knows
        key = (node.player, knows)
        found = self.sets.get(key)
        if found is None:
            self.sets[key] = _DraftSet(node.player, knows, node.labels, [index], unset)
            return order.setdefault(key, len(order))
        other = self.drafts[found.nodes[0]].place
        found.nodes.append(index)
        if unset or found.unset:
            self.problems.append(
                f"Game(): `{node.player}` knows {knows!r} at both `{other}` and `{draft.place}`, and at one of them "
                "only because `knows` is left out; say what the player knows there with `knows=`"
            )
        elif set(node.labels) != set(found.actions):
            self.problems.append(
                f"Game(): the nodes `{other}` and `{draft.place}` are one information set of `{node.player}` "
                f"(knows={knows!r}), but offer different actions ({', '.join(found.actions)}) and "
                f"({', '.join(node.labels)}); offer the same ones, or give them a different `knows`"
            )
        else:
            draft.labels = found.actions
        return order[key]

    # -- players ------------------------------------------------------------------------------------------
    def _order_of_appearance(self) -> tuple[str, ...]:
        movers = [d.node.player for d in self.drafts if isinstance(d.node, Move)]
        paid = [player for d in self.drafts if isinstance(d.node, End) for player, _ in d.node.payoffs]
        return tuple(dict.fromkeys((*movers, *paid)))

    def _check_players(self, declared: bool) -> None:
        if not self.players:
            self.problems.append(
                "Game(): the game has no players; give payoffs at its ends, as `end(buyer=1, seller=0)`"
            )
        known = ", ".join(f"`{p}`" for p in self.players)
        for s in self.sets.values():
            if s.player not in self.players:
                place = self.drafts[s.nodes[0]].place
                self.problems.append(
                    f"Game(): `{s.player}`, who moves at `{place}`, is not among the players {known}; "
                    "add the name to `players`"
                )
        missing: dict[str, list[str]] = {}
        for draft in self.drafts:
            if not isinstance(draft.node, End):
                continue
            paid = dict(draft.node.payoffs)
            for player in self.players:
                if player not in paid:
                    missing.setdefault(player, []).append(draft.place)
            for player in paid:
                if player not in self.players:
                    self.problems.append(
                        f"Game(): the end `{draft.place}` gives a payoff to `{player}`, who is not among the players "
                        f"{known}; correct the name, or add it to `players`"
                    )
        for player, places in missing.items():
            ends = "the end" if len(places) == 1 else f"{len(places)} ends, among them"
            shown = ", ".join(f"`{place}`" for place in places[:3])
            self.problems.append(
                f"Game(): no payoff for `{player}` at {ends} {shown}; give every player a payoff at every end"
            )

    # -- numbers ------------------------------------------------------------------------------------------
    def numbers(self) -> Iterator[tuple[Number, _Draft, str]]:
        """Every number with its node and what it is, preorder."""
        for draft in self.drafts:
            node = draft.node
            if isinstance(node, Chance):
                for label, probability in zip(node.labels, node.probabilities, strict=True):
                    yield probability, draft, f"probability of `{label}`"
            elif isinstance(node, End):
                for player, payoff in node.payoffs:
                    yield payoff, draft, f"payoff of `{player}`"
                if node.time is not None:
                    yield node.time, draft, "time"

    def check_numbers(self, given: Cell) -> None:
        """Look for denominators that may vanish and probabilities that are not a distribution."""
        good: set[RationalFunction] = set()
        for number, draft, what in self.numbers():
            if isinstance(number, RationalFunction) and number not in good:
                problem = denominator_problem(number, f"Game(): {what} at `{draft.place}`", given)
                if problem is None:
                    good.add(number)
                else:
                    self.problems.append(problem)
        for draft in self.drafts:
            if isinstance(draft.node, Chance):
                self.problems.extend(_chance_problems(draft.node, f"the chance node `{draft.place}`", given))

    # -- the result ---------------------------------------------------------------------------------------
    def vertices(self, convert: Any) -> tuple[Vertex, ...]:
        """The finished vertices, every number converted to an element."""
        return tuple(self._vertex(index, draft, convert) for index, draft in enumerate(self.drafts))

    def _vertex(self, index: int, draft: _Draft, convert: Any) -> Vertex:
        node, probabilities, payoffs, outcome, time = draft.node, (), (), None, None
        if isinstance(node, Chance):
            probabilities = tuple(convert(p) for p in node.probabilities)
        elif isinstance(node, End):
            paid = dict(node.payoffs)
            payoffs = tuple(convert(paid[player]) for player in self.players)
            outcome, time = node.outcome, None if node.time is None else convert(node.time)
        kind = {Chance: "chance", Move: "move", End: "end"}[type(node)]
        return Vertex(
            index, kind, draft.parent, draft.label, tuple(draft.children), draft.labels, draft.information_set,
            probabilities, payoffs, outcome, time, draft.path,
        )  # fmt: skip

    def information_sets(self) -> tuple[InformationSet, ...]:
        """The finished information sets, in order of first appearance."""
        drafts = list(self.sets.values())
        plain = [(s.player, _readable(s.knows)) for s in drafts]
        count = Counter(plain)
        return tuple(
            InformationSet(
                index,
                s.player,
                self.players.index(s.player),
                s.knows,
                # 1 and "1" are different knowledge; then only `repr` tells them apart.
                repr(s.knows) if count[plain[index]] > 1 else plain[index][1],
                s.actions,
                tuple(s.nodes),
            )
            for index, s in enumerate(drafts)
        )


def _readable(knows: Hashable) -> str:
    if isinstance(knows, tuple):
        return ", ".join(map(str, knows))
    if isinstance(knows, frozenset):
        return ", ".join(sorted(map(str, knows)))
    return str(knows)


def _chance_problems(node: Chance, place: str, given: Cell) -> Iterator[str]:
    floats = any(isinstance(p, float) for p in node.probabilities)
    if floats and any(isinstance(p, RationalFunction) for p in node.probabilities):
        return
    for label, p in zip(node.labels, node.probabilities, strict=True):
        if isinstance(p, RationalFunction):
            if not is_positive(p, given):
                hint = ", ".join(f"0 < {name}, {name} < 1" for name in sorted(p.variables))
                yield (
                    f"Game(): the probability `{show(p)}` of `{label}` at {place} is not provably positive; "
                    f"assume what makes it so, for example `assuming=[{hint}]`"
                )
        elif p <= 0:
            remedy = "leave the branch out" if p == 0 else "a probability must be positive"
            yield f"Game(): the probability of `{label}` at {place} is {show(p)}; {remedy}"
    total: Any = math.fsum(map(float, node.probabilities)) if floats else sum(node.probabilities, Fraction(0))
    wrong = abs(total - 1) > _TOLERANCE if floats else not total == 1
    if wrong:
        yield (
            f"Game(): the probabilities at {place} sum to {show(total)}, not to 1; "
            "correct one, or add the branch that is missing"
        )
