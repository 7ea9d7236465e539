"""What follows from the structure of a tree alone: recall, subgames, pure strategies, the reduced normal form.

No number is compared here; the normal form only adds and multiplies elements of the game's field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from gametheory.algebra.fields import Element
from gametheory.errors import GameTheoryError
from gametheory.games._numbers import as_number
from gametheory.games.tree import Chance, End, Move, Node

if TYPE_CHECKING:
    from gametheory.games._layout import InformationSet, Vertex
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm

PROFILES = 100_000
"""The largest normal form that is written out."""

Choice = tuple[int, str]
"""An information set and the action taken there."""


def own_history(game: Game, node: int, player_index: int) -> tuple[Choice, ...]:
    """Return what a player did on the way to a node, the latest first."""
    choices: list[Choice] = []
    below, vertex = game.nodes[node], game.nodes[node].parent
    while vertex >= 0:
        above = game.nodes[vertex]
        if above.kind == "move" and game.information_sets[above.information_set].player_index == player_index:
            choices.append((above.information_set, below.label))
        below, vertex = above, above.parent
    return tuple(choices)


def forgetful_player(game: Game) -> str | None:
    """Return a sentence that shows imperfect recall, or `None`."""
    for s in game.information_sets:
        first = own_history(game, s.nodes[0], s.player_index)
        for node in s.nodes[1:]:
            if own_history(game, node, s.player_index) != first:
                return (
                    f"`{s.player}` forgets: `{game.nodes[s.nodes[0]].place}` and `{game.nodes[node].place}` are one "
                    f"information set (knows={s.knows!r}), although {s.player}'s own earlier knowledge or "
                    "actions tell them apart"
                )
    return None


def subgames(game: Game) -> tuple[int, ...]:
    """Return the nodes that root a subgame, in preorder, ends left out."""
    size = len(game.nodes)
    last, low, high = list(range(size)), [size] * size, [-1] * size
    # Children come after parents in preorder: backwards, every subtree is finished before its root.
    for vertex in reversed(game.nodes):
        i = vertex.index
        if vertex.information_set >= 0:
            nodes = game.information_sets[vertex.information_set].nodes
            low[i], high[i] = nodes[0], nodes[-1]
        for child in vertex.children:
            last[i] = max(last[i], last[child])
            low[i], high[i] = min(low[i], low[child]), max(high[i], high[child])
    return tuple(
        v.index
        for v in game.nodes
        if v.kind != "end" and low[v.index] >= v.index and high[v.index] <= last[v.index]
    )


def reduced_strategies(game: Game, player_index: int) -> Iterator[tuple[str | None, ...]]:
    """Yield the reduced pure strategies of a player over the player's own information sets."""
    own = [s for s in game.information_sets if s.player_index == player_index]
    histories = [{frozenset(own_history(game, node, player_index)) for node in s.nodes} for s in own]

    # A stack, not a recursion: a long horizon has thousands of sets on one path.
    waiting: list[dict[int, str]] = [{}]
    while waiting:
        chosen = waiting.pop()
        done = set(chosen.items())
        for s, ways in zip(own, histories, strict=True):
            if s.index not in chosen and any(way <= done for way in ways):
                waiting.extend({**chosen, s.index: action} for action in reversed(s.actions))
                break
        else:
            yield tuple(chosen.get(s.index) for s in own)


def normal_form(game: Game) -> NormalForm:
    """Return the reduced normal form of a game."""
    from gametheory.games.normal import NormalForm

    own = [[s for s in game.information_sets if s.player_index == k] for k in range(len(game.players))]
    strategies = [list(islice(reduced_strategies(game, k), PROFILES + 1)) for k in range(len(game.players))]
    shape = tuple(map(len, strategies))
    if prod(shape) > PROFILES:
        raise GameTheoryError(
            f"normal_form(): the game has {' × '.join(map(str, shape))} pure profiles (or more), and at most {PROFILES} "
            "are written out; use a solver that works on the tree"
        )
    places = [{s.index: place for place, s in enumerate(sets)} for sets in own]
    tables: list[list[Element]] = [[game.field.zero] * prod(shape) for _ in game.players]
    strides = [prod(shape[k + 1 :]) for k in range(len(shape))]
    for vertex in game.nodes:
        if vertex.kind != "end":
            continue
        # The strategies of each player that allow this end, as offsets into the flat tables.
        allowed = []
        for k, stride in enumerate(strides):
            needed = [(places[k][index], action) for index, action in own_history(game, vertex.index, k)]
            fitting = (
                number
                for number, strategy in enumerate(strategies[k])
                if all(strategy[place] == action for place, action in needed)
            )
            allowed.append([stride * number for number in fitting])
        chance = chance_probability(game, vertex.index)
        weighted = [chance * payoff for payoff in vertex.payoffs]
        for offsets in product(*allowed):
            for table, value in zip(tables, weighted, strict=True):
                table[sum(offsets)] = table[sum(offsets)] + value
    labels = tuple(tuple(strategy_label(own[k], s) for s in strategies[k]) for k in range(len(shape)))
    return NormalForm._made(game, tuple(map(tuple, tables)), labels)


def strategy_label(own: list[InformationSet], strategy: tuple[str | None, ...]) -> str:
    """Return a strategy over a player's own information sets as text."""
    if not own:
        return "(no choice)"
    if len(own) == 1:
        return str(strategy[0])
    return "; ".join(
        f"{s.label}: {action}" for s, action in zip(own, strategy, strict=True) if action is not None
    )


def chance_probability(game: Game, node: int) -> Element:
    """Return the product of nature's probabilities on the way to a node."""
    result, below = game.field.one, game.nodes[node]
    while below.parent >= 0:
        above = game.nodes[below.parent]
        if above.kind == "chance":
            result = result * above.probabilities[above.children.index(below.index)]
        below = above
    return result


def nested(game: Game, change: Callable[[Vertex, Node], Node] | None = None) -> Node:
    """Return the tree as nested nodes; `change` may put another node in the place of each, ends first."""
    made: list[Node | None] = [None] * len(game.nodes)
    for vertex in reversed(game.nodes):
        node: Node
        children = tuple(child for i in vertex.children if (child := made[i]) is not None)
        if vertex.kind == "chance":
            node = Chance(vertex.labels, tuple(map(as_number, vertex.probabilities)), children)
        elif vertex.kind == "move":
            s = game.information_sets[vertex.information_set]
            node = Move(s.player, s.knows, vertex.labels, children)
        else:
            payoffs = tuple(zip(game.players, map(as_number, vertex.payoffs), strict=True))
            time = None if vertex.time is None else as_number(vertex.time)
            node = End(payoffs, vertex.outcome, time)
        made[vertex.index] = node if change is None else change(vertex, node)
    root = made[0]
    assert root is not None
    return root
