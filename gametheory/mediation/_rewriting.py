"""Rewriting trees: what the transforms of a game share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGameError
from gametheory.games.game import Game
from gametheory.games.tree import Chance, End, Move, Node, chance

if TYPE_CHECKING:
    from gametheory.algebra.region import Region

Path = tuple[str, ...]
"""Labels of the branches and actions from the root on."""


def rewritten(
    game: Game,
    change: Callable[[Node, Path], Node | None],
    assuming: object = (),
    players: Sequence[str] = (),
) -> Game:
    """Rebuild a game, with nodes replaced from the root on.

    Parameters
    ----------
    game : Game
        What to change.
    change : callable
        Given a node and its history, what takes its place, whole; `None` to keep it and go on below.
    assuming : conditions, optional
        What holds of parameters that are new.
    players : sequence of str, optional
        Players who are new.
    """
    root = replaced(game.root, (), change)
    return Game(root, assuming=_joined(game, assuming), players=(*game.players, *players), name=game.name)


def _joined(game: Game, assuming: object) -> Region:
    from gametheory.algebra.region import region

    old: Region = game.assuming
    return old & region(assuming) if assuming else old


def replaced(node: Node, path: Path, change: Callable[[Node, Path], Node | None]) -> Node:
    """Return a node with everything from it on replaced."""
    new = change(node, path)
    if new is not None:
        return new
    if isinstance(node, End):
        return node
    children = tuple(
        replaced(child, (*path, label), change)
        for label, child in zip(node.labels, node.children, strict=True)
    )
    if isinstance(node, Chance):
        return Chance(node.labels, node.probabilities, children)
    return Move(node.player, node.knows, node.labels, children)


def drawn(probabilities: Mapping[str, Any], then: Callable[[str], Node], what: str) -> Node:
    """Return a chance move, or what follows it where one branch is certain; branches of probability 0 are left out."""
    if not isinstance(probabilities, Mapping) or not probabilities:
        raise InvalidGameError(f"{what}: {probabilities!r} is not a mapping from messages to probabilities")
    kept = {label: p for label, p in probabilities.items() if not (isinstance(p, Real) and p == 0)}
    if len(kept) == 1:
        ((label, p),) = kept.items()
        if isinstance(p, Real) and p == 1:
            return then(label)
    return chance(kept, then)


def check_player(game: Game, player: str, call: str) -> None:
    """Refuse a name that is no player's."""
    if player not in game.players:
        raise InvalidGameError(
            f"{call}: `{player}` is not a player; the players are {', '.join(game.players)}"
        )


def sets_of(game: Game, player: str) -> list[Hashable]:
    """Return what a player knows at her information sets."""
    return [s.knows for s in game.information_sets if s.player == player]


def remembering(new: Game, old: Game, call: str, hint: str) -> Game:
    """Refuse a transform after which somebody forgets what she knew or did."""
    reason = new.forgetful_player()
    if reason is not None and old.forgetful_player() is None:
        raise InvalidGameError(f"{call}: {reason}; {hint}")
    return new
