"""What a profile of a tree earns, and the most that each player earns against it: by the tree alone, without sequences.

This recomputes what the solvers of this package claim, and shares no code with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flint

from gametheory.algebra.fields import Rationals
from gametheory.games.game import Game

Mixtures = Sequence[Sequence[Any]]
"""For each information set of a game, the probabilities of its actions."""


def best_reply(game: Game, mixtures: Mixtures, k: int) -> Any:
    """Return the most that player k earns against what the mixtures say of all others; she needs perfect recall.

    Mixtures of fractions give a fraction; if they are floats, so is everything else.  The weight of a node is the probability that the
    others and chance let play come there.  What she earns from a node on, times its weight, is found for the nodes after most moves of her
    own first: then all that follows an information set is known when its turn comes.
    """
    convert, read = _arithmetic(game, mixtures)
    weight, own = _reach(game, read, k, convert)
    earned: list[Any] = [None] * len(game.nodes)
    chosen: dict[int, int] = {}
    layers: list[list[int]] = [[] for _ in range(1 + max(own))]
    for v in reversed(game.nodes):
        layers[own[v.index]].append(v.index)
    for layer in reversed(layers):
        for i in layer:
            v = game.nodes[i]
            if v.kind == "end":
                earned[i] = weight[i] * convert(v.payoffs[k])
            elif v.kind == "chance" or game.information_sets[v.information_set].player_index != k:
                earned[i] = _sum([earned[c] for c in v.children])
            else:
                h = v.information_set
                if h not in chosen:
                    nodes = [game.nodes[w] for w in game.information_sets[h].nodes]
                    totals = [_sum([earned[w.children[a]] for w in nodes]) for a in range(len(v.children))]
                    chosen[h] = totals.index(max(totals))
                earned[i] = earned[v.children[chosen[h]]]
    return earned[0] if isinstance(earned[0], float) else Rationals().present(earned[0])


def _arithmetic(game: Game, mixtures: Mixtures) -> tuple[Callable[[Any], Any], Mixtures]:
    """Return how to read the numbers of the game, and the mixtures: as floats, or exactly."""
    if any(isinstance(p, float) for mixture in mixtures for p in mixture):
        return _as_float, [tuple(map(float, mixture)) for mixture in mixtures]
    exactly = [tuple(flint.fmpq(p.numerator, p.denominator) for p in mixture) for mixture in mixtures]
    return _as_it_is, exactly


def _as_float(element: Any) -> float:
    return element if isinstance(element, float) else int(element.p) / int(element.q)


def _as_it_is(element: Any) -> Any:
    return element


def _reach(
    game: Game, mixtures: Mixtures, k: int, convert: Callable[[Any], Any]
) -> tuple[list[Any], list[int]]:
    """Return the weight of each node, and how often player k has moved before it."""
    weight: list[Any] = [convert(game.field.one)] * len(game.nodes)
    own = [0] * len(game.nodes)
    for v in game.nodes:
        if v.kind == "end":
            continue
        mover = game.information_sets[v.information_set].player_index if v.kind == "move" else -1
        here, depth = weight[v.index], own[v.index] + (mover == k)
        odds = map(convert, v.probabilities) if mover < 0 else mixtures[v.information_set]
        for child, p in zip(v.children, odds, strict=True):
            weight[child] = here if mover == k else here * p
            own[child] = depth
    return weight, own


def _sum(numbers: Sequence[Any]) -> Any:
    return sum(numbers[1:], numbers[0])
