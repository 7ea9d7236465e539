"""Where a transform applies: after nature's opening moves, or at ends that are named by outcome, action or knowledge."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from gametheory.errors import InvalidGameError
from gametheory.games.game import Game
from gametheory.games.structure import nested, own_history
from gametheory.games.tree import Chance, End, Move, Node
from gametheory.mediation._rewrite import (
    amounts,
    player_of,
    rebuilt,
    with_children,
)

if TYPE_CHECKING:
    from gametheory.games._layout import Vertex

Labels: TypeAlias = str | Iterable[str] | None
"""One label or several; `None` for any."""


# -- nature's opening moves -----------------------------------------------------------------------------------------


def openings(game: Game) -> dict[tuple[str, ...], int]:
    """Return the nodes at which nature's opening moves have ended, by the branches that lead there; ends left out."""
    found: dict[tuple[str, ...], int] = {}
    waiting = [0]
    while waiting:
        vertex = game.nodes[waiting.pop()]
        if vertex.kind == "chance":
            waiting.extend(reversed(vertex.children))
        elif vertex.kind == "move":
            found[vertex.path] = vertex.index
    return found


def after_openings(root: Node, change: Callable[[tuple[str, ...], Node], Node]) -> Node:
    """Return the tree with the first node after nature's opening moves changed, on every path."""

    def below(node: Node, path: tuple[str, ...]) -> Node:
        if isinstance(node, Chance):
            children = zip(node.labels, node.children, strict=True)
            return with_children(node, tuple(below(child, (*path, label)) for label, child in children))
        return change(path, node) if isinstance(node, Move) else node

    return below(root, ())


def by_opening(game: Game, given: Mapping[Any, Any], call: str, who: str) -> dict[tuple[str, ...], Any]:
    """Sort what is said about branches of nature's opening moves by path.

    A key is a branch (`"strong"`), or all branches on the way (`("strong", "rich")`).

    Raises
    ------
    InvalidGameError
        If a key names something else (what comes later cannot be known yet), or fits a path twice or not at all.
    """
    paths = openings(game)
    if not isinstance(given, Mapping):
        raise InvalidGameError(f"{call}: {given!r} is not a mapping from branches of nature's opening moves")
    branches = {label for path in paths for label in path}
    for key in given:
        if key not in branches and key not in paths:
            listed = ", ".join(f"`{b}`" for b in sorted(branches)) or "none (nature does not move first)"
            raise InvalidGameError(
                f"{call}: {who} cannot know {key!r}{_later(game, key)}: what can be known there are the branches of "
                f"nature's opening moves, which are {listed}"
            )
    result = {}
    for path in paths:
        fitting = [key for key in given if key == path] or [key for key in given if key in path]
        if len(fitting) != 1:
            raise InvalidGameError(
                f"{call}: {len(fitting)} of the keys {', '.join(map(repr, given))} fit the branch `{'/'.join(path)}`; "
                "one has to"
            )
        result[path] = given[fitting[0]]
    return result


def _later(game: Game, key: object) -> str:
    for s in game.information_sets:
        if key in s.actions:
            return f", an action of `{s.player}` that is chosen later"
    return ", an outcome" if key in game.outcome_labels else ""


# -- ends -----------------------------------------------------------------------------------------------------------


def ends_where(game: Game, call: str, outcomes: Labels, after: object, reaching: object) -> frozenset[int]:
    """Return the ends that carry one of some outcomes, come after some actions and pass some information sets.

    Raises
    ------
    InvalidGameError
        If an outcome, action or information set is unknown, or no end is left.
    """
    chosen = {v.index for v in game.nodes if v.kind == "end"}
    if outcomes is not None:
        labels = (outcomes,) if isinstance(outcomes, str) else tuple(outcomes)
        for label in labels:
            if label not in game.outcome_labels:
                known = ", ".join(f"`{o}`" for o in game.outcome_labels) or "none"
                raise InvalidGameError(
                    f"{call}: no end carries the outcome `{label}`; the labels are {known}"
                )
        chosen = {i for i in chosen if game.nodes[i].outcome in labels}
    for player, taken in _by_player(game, after, call, "after"):
        actions = (taken,) if isinstance(taken, str) else tuple(taken)
        possible = [a for s in game.information_sets if s.player == player for a in s.actions]
        _refuse_unknown(actions, possible, f"{call}: `{player}` has no action")
        chosen = {i for i in chosen if any(a in actions for _, a in _history(game, i, player))}
    for player, passed in _by_player(game, reaching, call, "reaching"):
        sets = sets_of(game, player, passed if isinstance(passed, list) else [passed], call)
        chosen = {i for i in chosen if any(h in sets for h, _ in _history(game, i, player))}
    if not chosen:
        raise InvalidGameError(f"{call}: no end of the game fits all that is asked for")
    return frozenset(chosen)


def sets_of(game: Game, player: str, knows: Iterable[Hashable], call: str) -> set[int]:
    """Return a player's information sets by what she knows there."""
    own = {s.knows: s.index for s in game.information_sets if s.player == player}
    _refuse_unknown(knows, own, f"{call}: `{player}` has no information set")
    return {own[k] for k in knows}


def _history(game: Game, node: int, player: str) -> tuple[tuple[int, str], ...]:
    return own_history(game, node, game.players.index(player))


def _refuse_unknown(asked: Iterable[Hashable], known: Iterable[Hashable], sentence: str) -> None:
    listed = list(known)
    for one in asked:
        if one not in listed:
            raise InvalidGameError(
                f"{sentence} {one!r}; there are {', '.join(dict.fromkeys(map(repr, listed))) or 'none'}"
            )


def _by_player(game: Game, given: object, call: str, what: str) -> Iterator[tuple[str, Any]]:
    if given is None:
        return
    if not isinstance(given, Mapping):
        raise InvalidGameError(
            f"{call}: {what} is {given!r}; write a mapping from players, as `{{player: ...}}`"
        )
    for player, chosen in given.items():
        yield player_of(game, player, call), chosen


def with_payoffs(
    game: Game,
    ends: frozenset[int],
    change: Callable[[dict[str, Any]], dict[str, Any]],
    outcome: str | None = None,
) -> Node:
    """Return the tree with the payoffs at some ends changed (and these ends renamed, if an outcome is given)."""

    def at(vertex: Vertex, node: Node) -> Node:
        if not isinstance(node, End) or vertex.index not in ends:
            return node
        paid = change(dict(node.payoffs))
        return End(tuple(paid.items()), node.outcome if outcome is None else outcome, node.time)

    return nested(game, at)


def charged(
    game: Game, call: str, costs: object, outcomes: Labels, after: Any, reaching: Any, assuming: object
) -> Game:
    """Return the game in which named players pay at some ends."""
    owed = amounts(game, costs, call, "the cost")
    chosen = ends_where(game, call, outcomes, after, reaching)
    root = with_payoffs(
        game, chosen, lambda paid: {p: u - owed[p] if p in owed else u for p, u in paid.items()}
    )
    return rebuilt(game, root, call, assuming=assuming)
