"""The nodes of a JSON document: a tree with numbered nodes, parents before children, put together from the last to the first."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.files._document import Document, Value
from gametheory.files._expressions import Reader
from gametheory.files._knowledge import read_knowledge
from gametheory.files._size import Size
from gametheory.games.tree import Chance, End, Move, Node

_TOLERANCE = 1e-9
"""How far float probabilities may miss 1, as for `Game`."""


@dataclass(frozen=True, slots=True)
class _Set:
    player: str
    knows: Hashable
    actions: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class TreeReader:
    """Reads information sets and nodes.

    Parameters
    ----------
    document : Document
        The text.
    players : list of str
        The players.
    number, names : callable
        How numbers and lists of different names are read.
    expressions : Reader
        What adds numbers up.
    """

    document: Document
    players: list[str]
    number: Callable[..., Any]
    names: Callable[[Value, str], list[str]]
    expressions: Reader

    def read(self, root: Value) -> Node:
        """Return the root of the tree."""
        sets = self._sets(root["information_sets"].content)
        nodes: list[Value] = root["nodes"].content
        labels = [self._labels(node, sets) for node in nodes]
        children = self._children(nodes, labels)
        self._check_size(nodes, labels, children)
        unused = set(range(len(sets))) - {int(n["set"].content) for n in nodes if n["kind"].content == "move"}
        if unused:
            self.document.fail("an information set with nodes", "this one has none", at=sets[min(unused)].at)
        made: list[Node] = []
        for index in reversed(range(len(nodes))):
            below = tuple(made[len(nodes) - 1 - child] for child in children[index])
            made.append(self._node(nodes[index], labels[index], below, sets))
        return made[-1]

    def _sets(self, values: list[Value]) -> list[_Set]:
        sets: dict[tuple[str, Hashable], _Set] = {}
        for value in values:
            player = value["player"].content
            if player not in self.players:
                found = f"there is `{player[:40]}`"
                self.document.fail("one of the players", found, at=value["player"].at)
            knows = read_knowledge(self.document, value["knows"])
            if (player, knows) in sets:
                found = f"an earlier set of `{player[:40]}` knows the same"
                self.document.fail("sets of a player that know different things", found, at=value["knows"].at)
            actions = tuple(self.names(value["actions"], "actions"))
            sets[player, knows] = _Set(player, knows, actions, value.at)
        return list(sets.values())

    # -- the shape of the tree ----------------------------------------------------------------------------
    def _labels(self, node: Value, sets: list[_Set]) -> tuple[str, ...]:
        if node["kind"].content == "end":
            return ()
        if node["kind"].content == "chance":
            return tuple(self.names(node["labels"], "branches"))
        index = int(node["set"].content)
        if index >= len(sets):
            expected = f"the number of an information set, from 0 to {len(sets) - 1}"
            self.document.fail(expected, f"there is {index}", at=node["set"].at)
        return sets[index].actions

    def _children(self, nodes: list[Value], labels: list[tuple[str, ...]]) -> list[list[int]]:
        children: list[list[int]] = []
        parents: set[int] = set()
        for index, (node, own) in enumerate(zip(nodes, labels, strict=True)):
            below = node["then"].content if own else []
            if len(below) != len(own):
                expected = f"{len(own)} nodes, one for each label"
                self.document.fail(expected, f"there are {len(below)}", at=node["then"].at)
            for item in below:
                child = int(item.content)
                if not index < child < len(nodes):
                    expected = f"a later node, from {index + 1} to {len(nodes) - 1}"
                    self.document.fail(expected, f"there is {child}", at=item.at)
                if child in parents:
                    found = f"node {child} has one already"
                    self.document.fail("a node without a parent", found, at=item.at)
                parents.add(child)
            children.append([int(item.content) for item in below])
        for index in range(1, len(nodes)):
            if index not in parents:
                self.document.fail("a node with a parent", f"node {index} has none", at=nodes[index].at)
        return children

    def _check_size(
        self, nodes: list[Value], labels: list[tuple[str, ...]], children: list[list[int]]
    ) -> None:
        size = Size(self.document)
        depth, letters = [0] * len(nodes), [0] * len(nodes)
        names = sum(map(len, self.players))
        for index, (node, own) in enumerate(zip(nodes, labels, strict=True)):
            longest = max(map(len, own), default=0)
            for child in children[index]:
                depth[child] = depth[index] + 1
                letters[child] = letters[index] + longest + 1
            if node["kind"].content == "end":
                count = len(self.players)
                size.add(node.at, numbers=count, steps=depth[index], letters=count * letters[index] + names)
            else:
                count = len(own) if node["kind"].content == "chance" else 0
                size.add(node.at, numbers=count, steps=depth[index], letters=count * letters[index])

    # -- nodes --------------------------------------------------------------------------------------------
    def _node(self, node: Value, labels: tuple[str, ...], below: tuple[Node, ...], sets: list[_Set]) -> Node:
        if node["kind"].content == "move":
            s = sets[int(node["set"].content)]
            return Move(s.player, s.knows, labels, below)
        if node["kind"].content == "chance":
            return Chance(labels, self._probabilities(node, labels), below)
        payoffs = node["payoffs"].content
        if len(payoffs) != len(self.players):
            expected = f"{len(self.players)} payoffs, one for each player"
            self.document.fail(expected, f"there are {len(payoffs)}", at=node["payoffs"].at)
        paid = tuple(zip(self.players, map(self.number, payoffs), strict=True))
        outcome, time = node.get("outcome"), node.get("time")
        return End(
            paid,
            None if outcome is None else outcome.content,
            None if time is None else self.number(time),
        )

    def _probabilities(self, node: Value, labels: tuple[str, ...]) -> tuple[Any, ...]:
        written = node["probabilities"]
        if len(written.content) != len(labels):
            expected = f"{len(labels)} probabilities, one for each label"
            self.document.fail(expected, f"there are {len(written.content)}", at=written.at)
        numbers = tuple(self.number(item, factored=True) for item in written.content)
        for item, number in zip(written.content, numbers, strict=True):
            if isinstance(number, float | Fraction) and number <= 0:
                self.document.fail("a positive probability", f"there is {item.content[:40]}", at=item.at)
        if any(isinstance(number, float) for number in numbers):
            wrong = abs(math.fsum(numbers) - 1) > _TOLERANCE
        else:
            wrong = self.expressions.total(numbers, written.at) != 1
        if wrong:
            self.document.fail("probabilities that sum to 1", "they do not", at=written.at)
        return numbers
