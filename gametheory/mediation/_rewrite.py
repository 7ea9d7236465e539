"""What every transform of a game needs: rewriting a tree, what a player is told, where it applies, rows of a matrix.

Nested nodes are rewritten from the ends up, with a stack and not a recursion; everything is validated again when the
new `Game` is built.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from gametheory.algebra.expressions import names_of
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import ImperfectRecallError, InvalidGameError, MixedFieldError
from gametheory.games._numbers import Number, decimal, read_finite, show
from gametheory.games.game import Game
from gametheory.games.structure import nested, own_history
from gametheory.games.tree import Chance, End, Move, Node

if TYPE_CHECKING:
    from gametheory.games._layout import Vertex
    from gametheory.games.normal import NormalForm

Labels: TypeAlias = str | Iterable[str] | None
"""One label or several; `None` for any."""
Row: TypeAlias = tuple[tuple[str, Number], ...]
"""Labels with probabilities that are not zero and sum to 1."""


def as_tree(game: Game | NormalForm, call: str) -> Game:
    """Return a game as a tree; a normal form becomes one in which nobody sees anything."""
    if isinstance(game, Game):
        return game
    from gametheory.games.normal import NormalForm

    if isinstance(game, NormalForm):
        return game.to_game()
    raise InvalidGameError(f"{call}: {game!r} is not a game; give a `Game` or a `NormalForm`")


def with_children(node: Chance | Move, children: tuple[Node, ...]) -> Chance | Move:
    """Return a node with other children."""
    if isinstance(node, Chance):
        return Chance(node.labels, node.probabilities, children)
    return Move(node.player, node.knows, node.labels, children)


def told(root: Node, players: Iterable[str], label: Hashable) -> Node:
    """Return the tree in which some players know one thing more, everywhere from here on."""
    informed = frozenset(players)
    if not informed:
        return root
    done: list[Node] = []
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        if isinstance(node, End):
            done.append(node)
        elif not ready:
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(node.children))
        else:
            children = tuple(done[-len(node.children) :])
            del done[-len(children) :]
            if isinstance(node, Move) and node.player in informed:
                node = Move(node.player, joined(node.knows, label), node.labels, children)
            done.append(with_children(node, children))
    return done[0]


def joined(knows: Hashable, label: Hashable) -> Hashable:
    """Return what is known and one thing more: `("stalling", "quiet")`; different pairs stay different."""
    return (*knows, label) if isinstance(knows, tuple) and len(knows) > 1 else (knows, label)


def rebuilt(
    game: Game, root: Node, call: str, *, assuming: object = (), players: tuple[str, ...] | None = None
) -> Game:
    """Build the transformed game: the same name, players in the same order, what was assumed and what is added.

    Raises
    ------
    ImperfectRecallError
        If a player who remembered everything before would now forget.
    """
    made = Game(
        root,
        assuming=_assumed(game, assuming, call),
        players=players or game.players,
        name=game.name,
    )
    if made != game and game.perfect_recall():
        forgets = made.forgetful_player()
        if forgets is not None:
            raise ImperfectRecallError(
                f"{call}: a player would have to forget what she was told, knew or did before: {forgets}; "
                "let her be told apart what she could tell apart herself"
            )
    return made


def _assumed(game: Game, assuming: object, call: str) -> object:
    if not game.given and assuming in ((), None):
        return ()
    from gametheory.algebra.region import Region, region
    from gametheory.errors import ExpressionError

    try:
        added = region(assuming)
    except ExpressionError as error:
        raise InvalidGameError(f"{call}: assuming: {error}") from None
    if len(added.cells) != 1:
        raise InvalidGameError(
            f"{call}: assume conditions that hold together, not an alternative or a contradiction"
        )
    names = (*game.parameters, *added.parameters, *names_of(assuming))
    return Region([game.given | added.cells[0] | added.assuming], parameters=names)


def read(game: Game, value: object, what: str) -> Number:
    """Read a number that joins a game's own; a float beside a parameter is refused."""
    number = read_finite(value, what)
    if isinstance(number, float) and game.parameters:
        raise MixedFieldError(
            f"{what} is the float {number!r}, and the game has the parameter `{game.parameters[0]}`; "
            f"write it exactly, as `{decimal(number)!r}`"
        )
    if isinstance(number, RationalFunction) and game.field.name == "float64":
        raise MixedFieldError(
            f"{what} is `{show(number)}`, and the game is in floats; make it exact first, by `game.exact()`"
        )
    return number


def player_of(game: Game, player: object, call: str) -> str:
    """Return the player, or refuse a name that is none."""
    if player not in game.players:
        raise InvalidGameError(
            f"{call}: `{player}` is not a player; the players are {', '.join(game.players)}"
        )
    return str(player)


def some_players(game: Game, players: object, call: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Read one player or several; `otherwise` if nobody is named."""
    if players is None:
        return otherwise
    listed = (players,) if isinstance(players, str) else tuple(players)  # type: ignore[arg-type]
    return tuple(player_of(game, p, call) for p in listed)


def amounts(game: Game, given: object, call: str, what: str) -> dict[str, Any]:
    """Read a number for each of some players."""
    if not isinstance(given, Mapping) or not given:
        raise InvalidGameError(
            f"{call}: {what} is {given!r}; write a mapping from players to numbers, as `{{{game.players[0]!r}: 1}}`"
        )
    return {
        player_of(game, p, call): read(game, value, f"{call}: {what} of `{p}`") for p, value in given.items()
    }


# -- rows of a stochastic matrix ------------------------------------------------------------------------------------


def row_of(game: Game, row: object, what: str) -> Row:
    """Read one row: what is delivered with which probability; a label alone is delivered for sure."""
    if isinstance(row, str):
        return ((row, Fraction(1)),)
    if not isinstance(row, Mapping) or not row:
        raise InvalidGameError(f"{what} is {row!r}; write a label, or a mapping from labels to probabilities")
    entries = []
    for label, value in row.items():
        if not isinstance(label, str):
            raise InvalidGameError(f"{what}: the label {label!r} is not text; write `{str(label)!r}`")
        entries.append((label, read(game, value, f"{what}: the probability of `{label}`")))
        number = entries[-1][1]
        if not isinstance(number, RationalFunction) and number < 0:
            raise InvalidGameError(
                f"{what}: the probability of `{label}` is {show(number)}, which is negative"
            )
    total: Any = sum((p for _, p in entries), Fraction(0))
    floats = any(isinstance(p, float) for _, p in entries)
    if abs(total - 1) > 1e-9 if floats else not total == 1:
        raise InvalidGameError(f"{what} sums to {show(total)}, not to 1; every row is a distribution")
    return tuple((label, p) for label, p in entries if isinstance(p, RationalFunction) or p != 0)


def drawn(row: Row, child: Callable[[str], Node]) -> Node:
    """Return nature's move that draws from a row; nothing is drawn where only one label is possible."""
    if len(row) == 1:
        return child(row[0][0])
    return Chance(
        tuple(label for label, _ in row),
        tuple(p for _, p in row),
        tuple(child(label) for label, _ in row),
    )


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
