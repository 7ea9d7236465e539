"""Games of other packages: pygambit by the text of its files, OpenSpiel by walking through the states of a game.

The packages are imported when a function needs them; none is a dependency.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from gametheory.errors import GameTheoryError, InvalidGameError
from gametheory.files._gambit import distinct
from gametheory.files.efg import from_efg, to_efg
from gametheory.files.nfg import from_nfg, to_nfg
from gametheory.games.game import Game
from gametheory.games.tree import Chance, End, Move, Node

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm


def to_pygambit(game: Game | NormalForm) -> Any:
    """Return a `pygambit.Game` with the same exact numbers and names: a tree for a `Game`, a table for a `NormalForm`.

    Raises
    ------
    ParameterError
        If the game has parameters.
    """
    import io

    import pygambit

    if isinstance(game, Game):
        return pygambit.read_efg(io.BytesIO(to_efg(game).encode()))
    return pygambit.read_nfg(io.BytesIO(to_nfg(game).encode()))


def from_pygambit(game: Any, *, drop_impossible: bool = False) -> Game | NormalForm:
    """Return the game of a `pygambit.Game`: a `Game` for a tree, otherwise a `NormalForm`, with numbers as exact as they are there.

    Parameters
    ----------
    game : pygambit.Game
        A tree or a table.
    drop_impossible : bool, default False
        Leave out branches of chance with probability 0 instead of refusing them.

    Raises
    ------
    FileError
        If the tree is larger than a text may be; see `from_efg`.
    """
    if game.is_tree:
        return from_efg(game.to_efg(), drop_impossible=drop_impossible, source="from_pygambit()")
    return from_nfg(game.to_nfg(), source="from_pygambit()")


def from_openspiel(game: Any, *, nodes: int = 100_000) -> Game:
    """Return the tree of a sequential OpenSpiel game, by walking through all its histories.

    Players are called ``player 0``, ``player 1``, ..., as OpenSpiel numbers them.  A player `knows` the game's information state
    (its observation, if it has none; the history under perfect information without either).  OpenSpiel's numbers are floats, so
    that the result is a float64 game; `.exact()` reads them as decimals and scales the probabilities.

    Parameters
    ----------
    game : pyspiel.Game or str
        The game, or the text for ``pyspiel.load_game``.
    nodes : int, default 100 000
        How many nodes may be visited.

    Raises
    ------
    InvalidGameError
        If players move at the same time; ``pyspiel.convert_to_turn_based`` makes a sequential game of it.
    GameTheoryError
        If the tree has more nodes.

    Examples
    --------
    >>> from_openspiel("kuhn_poker")  # doctest: +SKIP
    Game('kuhn_poker', players=('player 0', 'player 1'), 58 nodes, 12 information sets)
    """
    if isinstance(game, str):
        game = import_module("pyspiel").load_game(game)
    name = str(game.get_type().short_name)
    players = [f"player {k}" for k in range(game.num_players())]
    drafts: list[_Draft] = []
    waiting = [game.new_initial_state()]
    while waiting:
        state = waiting.pop()
        if len(drafts) == nodes:
            raise GameTheoryError(
                f"from_openspiel(): `{name}` has more than {nodes} nodes; give a larger `nodes=`, or a smaller game"
            )
        if state.is_simultaneous_node() or state.is_mean_field_node():
            raise InvalidGameError(
                f"from_openspiel(): in `{name}` players move at the same time; "
                "give `pyspiel.convert_to_turn_based(game)` instead"
            )
        draft, actions = _drafted(state)
        drafts.append(draft)
        waiting.extend(state.child(action) for action in reversed(actions))
    made: list[Node] = []
    while drafts:
        made.append(_node(drafts.pop(), players, made))
    return Game(made[0], players=players, name=name)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A node without its children."""

    player: int = -1
    knows: str = ""
    labels: tuple[str, ...] = ()
    probabilities: tuple[float, ...] = ()
    payoffs: tuple[float, ...] = ()


def _drafted(state: Any) -> tuple[_Draft, list[int]]:
    """Return a node and the actions that lead on; branches that cannot occur are left out."""
    if state.is_terminal():
        return _Draft(payoffs=tuple(map(float, state.returns()))), []
    player = state.current_player()
    probabilities: tuple[float, ...] = ()
    knows = ""
    if state.is_chance_node():
        actions, probabilities = zip(
            *((a, float(p)) for a, p in state.chance_outcomes() if p > 0), strict=True
        )
    else:
        actions = state.legal_actions()
        knows = _known(state, player)
    labels = [str(state.action_to_string(player, action)) for action in actions]
    named = tuple(distinct(labels, [str(action) for action in actions]))
    return _Draft(player, knows, named, probabilities), list(actions)


def _node(draft: _Draft, players: list[str], made: list[Node]) -> Node:
    """Make a node of the last subtrees that were made."""
    if draft.payoffs:
        return End(tuple(zip(players, draft.payoffs, strict=True)))
    children = tuple(made.pop() for _ in draft.labels)
    if draft.probabilities:
        return Chance(draft.labels, draft.probabilities, children)
    return Move(players[draft.player], draft.knows, draft.labels, children)


def _known(state: Any, player: int) -> str:
    kind = state.get_game().get_type()
    if kind.provides_information_state_string:
        return str(state.information_state_string(player))
    if kind.provides_observation_string:
        return str(state.observation_string(player))
    return str(state.history_str())
