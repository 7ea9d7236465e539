"""Both or nothing: acceptances that a mediator collects in private and reveals only if all accept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gametheory.errors import InvalidGameError
from gametheory.games.structure import nested
from gametheory.games.tree import Move, Node
from gametheory.mediation._rewrite import (
    as_tree,
    player_of,
    rebuilt,
    told,
    with_children,
)

if TYPE_CHECKING:
    from gametheory.games._layout import Vertex
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm


def both_or_nothing(
    game: Game | NormalForm, *, accept: Mapping[str, str], otherwise: Mapping[str, str]
) -> Game:
    """Let a mediator collect acceptances in private and reveal them only if all accept.

    Wherever the named players choose at the same time (none sees the others' choice), a choice of `accept` counts as one of
    `otherwise` unless all accept: play goes on as if the player had chosen that, and only the player remembers that it was an offer.
    Other actions are what they are.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    accept, otherwise : mapping of player to action
        For each player concerned, what accepting is, and what it counts as when not all accept.

    Raises
    ------
    InvalidGameError
        If a player or action is unknown, or the players do not choose at the same time.

    Examples
    --------
    Lone engagement is exposed at a cost of 1; with the mediator it costs nothing, and engaging is weakly dominant.

    >>> import gametheory as gt
    >>> talks = gt.NormalForm([[2, -2], [0, 0]], [[2, 0], [-2, 0]], players=("strong", "weak"), actions=[("engage", "refuse")] * 2)
    >>> discreet = gt.both_or_nothing(talks, accept={"strong": "engage", "weak": "engage"},
    ...                               otherwise={"strong": "refuse", "weak": "refuse"})
    >>> print(discreet.normal_form())
    strong \\ weak  engage  refuse
    engage           2, 2    0, 0
    refuse           0, 0    0, 0
    """
    call = "both_or_nothing()"
    tree = as_tree(game, call)
    if not isinstance(accept, Mapping) or not isinstance(otherwise, Mapping) or set(accept) != set(otherwise):
        raise InvalidGameError(
            f"{call}: give `accept` and `otherwise` as mappings of the same players to actions"
        )
    if len(accept) < 2:
        raise InvalidGameError(f"{call}: at least two players have to accept, and {len(accept)} is named")
    for player in accept:
        player_of(tree, player, call)
        both = {accept[player], otherwise[player]}
        if len(both) < 2 or not any(
            both <= set(s.actions) for s in tree.information_sets if s.player == player
        ):
            raise InvalidGameError(
                f"{call}: `{player}` has no information set with the two actions `{accept[player]}` and `{otherwise[player]}`"
            )
    blocks: dict[int, Block] = {}
    inside: set[int] = set()
    for vertex in tree.nodes:
        if vertex.index not in inside and _decides(tree, vertex, accept, otherwise) is not None:
            inner: list[int] = []
            block = _block(tree, vertex, frozenset(accept), accept, otherwise, inner)
            if block is not None:
                blocks[vertex.index] = block
                inside.update(inner)
    if not blocks:
        raise InvalidGameError(
            f"{call}: nowhere do {', '.join(accept)} choose one right after the other; acceptances are collected at the same time"
        )
    made: dict[int, Node] = {}

    def collect(vertex: Vertex, node: Node) -> Node:
        if vertex.index in blocks:
            node = _collected(node, blocks[vertex.index], accept, otherwise, {}, made)
        made[vertex.index] = node
        return node

    return rebuilt(tree, nested(tree, collect), call)


Block = dict[tuple[tuple[str, str], ...], int]
"""The vertex that follows each combination of actions (players in the order in which the tree lets them move)."""


def _decides(
    game: Game, vertex: Vertex, accept: Mapping[str, str], otherwise: Mapping[str, str]
) -> str | None:
    """Return the player who may accept at a vertex."""
    if vertex.kind != "move":
        return None
    player = game.information_sets[vertex.information_set].player
    fits = player in accept and {accept[player], otherwise[player]} <= set(vertex.labels)
    return player if fits else None


def _block(
    game: Game,
    vertex: Vertex,
    left: frozenset[str],
    accept: Mapping[str, str],
    otherwise: Mapping[str, str],
    inner: list[int],
) -> Block | None:
    """Read what follows each combination of actions; `None` if the players still to move do not move right here."""
    if not left:
        return {(): vertex.index}
    player = _decides(game, vertex, accept, otherwise)
    if player is None or player not in left:
        return None
    inner.append(vertex.index)
    result: Block = {}
    for action, child in zip(vertex.labels, vertex.children, strict=True):
        below = _block(game, game.nodes[child], left - {player}, accept, otherwise, inner)
        if below is None:
            return None
        result |= {((player, action), *key): last for key, last in below.items()}
    seen = {game.nodes[child].information_set for child in vertex.children}
    if len(left) > 1 and len(seen) > 1:
        raise InvalidGameError(
            f"both_or_nothing(): what `{player}` chooses at `{vertex.place}` is seen by the next player; "
            "acceptances are collected without the others knowing them"
        )
    return result


def _collected(
    node: Node,
    block: Block,
    accept: Mapping[str, str],
    otherwise: Mapping[str, str],
    chosen: dict[str, str],
    made: Mapping[int, Node],
) -> Node:
    """Return the block again with what follows replaced where not all accept."""
    if len(chosen) == len(accept):
        if all(chosen[p] == accept[p] for p in chosen):
            return made[block[tuple(chosen.items())]]
        counts = {p: otherwise[p] if a == accept[p] else a for p, a in chosen.items()}
        result = made[block[tuple(counts.items())]]
        for p, a in chosen.items():
            if a != counts[p]:
                result = told(result, (p,), f"{a} was not revealed")
        return result
    assert isinstance(node, Move)
    children = tuple(
        _collected(child, block, accept, otherwise, {**chosen, node.player: action}, made)
        for action, child in zip(node.labels, node.children, strict=True)
    )
    return with_children(node, children)
