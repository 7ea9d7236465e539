"""What every transform of a game needs: rewriting a tree, what a player is told, where it applies, rows of a matrix.

Nested nodes are rewritten from the ends up, with a stack and not a recursion; everything is validated again when the
new `Game` is built.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from gametheory.algebra.expressions import names_of
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import ImperfectRecallError, InvalidGameError, MixedFieldError
from gametheory.games._numbers import Number, decimal, read_finite, show
from gametheory.games.game import Game
from gametheory.games.tree import Chance, End, Move, Node

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm

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
