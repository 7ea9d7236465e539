"""Games in extensive form as the text of Gambit's `.efg` files.

A file lists the nodes in preorder.  What a `Game` has, a file keeps; of what a file may have besides, payoffs at inner nodes are
added up along each path, and the comment, the names of nodes and the sets of chance nodes are left out.
"""

from __future__ import annotations

from collections import Counter

from gametheory.errors import InvalidGameError, ParameterError
from gametheory.files._efg_reader import Reader
from gametheory.files._gambit import distinct, quoted, written
from gametheory.games._layout import Vertex
from gametheory.games._numbers import Number, as_number
from gametheory.games.game import Game

CALL = "to_efg()"


def from_efg(text: str, *, drop_impossible: bool = False, source: str = "from_efg()") -> Game:
    """Return the game in the text of a Gambit `.efg` file, its numbers (fractions and decimals) read exactly.

    The name of an information set becomes what the player `knows`, without a name its number does.  Names that occur twice among
    the players, the actions of a set, the branches of chance or the sets of a player are numbered (`x`, `x` become `x_1`, `x_2`),
    and missing ones are numbers (`1`, `2`; `player 1`).  An end has the label of the last outcome with a name on the way to it,
    and is paid the sum of all.  The name of an end of the form ``time = 3`` or ``time = 3 (2)`` is its time.

    Parameters
    ----------
    text : str
        The contents of the file.
    drop_impossible : bool, default False
        Leave out the branches of chance with probability 0, which a `Game` does not have, instead of refusing them.
    source : str, optional
        What an error calls the text.

    Raises
    ------
    FileError
        If the text is not in the format, or is too large; the message names the line and column, and what was expected there.

    References
    ----------
    Gambit, file formats: the extensive game format.

    Examples
    --------
    >>> print(from_efg('''EFG 2 R "entry" { "entrant" "incumbent" }
    ...     p "" 1 1 "" { "enter" "stay out" } 1 "entry fee" { -1/2, 0 }
    ...     p "" 2 1 "entry" { "fight" "share" } 0
    ...     t "" 2 "war" { -1, 0.5 }
    ...     t "" 3 "peace" { 2, 2 }
    ...     t "" 0'''))
    entry: payoffs (entrant, incumbent)
    entrant @ 1
    ├─ enter: incumbent @ entry
    │  ├─ fight: (-3/2, 1/2) war
    │  └─ share: (3/2, 2) peace
    └─ stay out: (-1/2, 0) entry fee
    """
    reader = Reader(text, source, drop_impossible)
    return Game(reader.read(), players=reader.players, name=reader.title or None)


def to_efg(game: Game) -> str:
    """Return the text of a Gambit `.efg` file, every number written exactly.

    Reading it again gives an equal game if `knows` is a text everywhere, the numbers are exact, and no name is empty.
    Floats are written as the decimals that they print as, as `Game.exact` reads them.

    Raises
    ------
    ParameterError
        If the game has parameters.

    References
    ----------
    Gambit, file formats: the extensive game format.

    Examples
    --------
    >>> from gametheory.games.tree import end, move
    >>> print(to_efg(Game(move("a", knows="start", actions={"l": end(a=1, b=0, outcome="deal"), "r": end(a=0, b=0)}))))
    EFG 2 R "" { "a" "b" }
    ""
    <BLANKLINE>
    p "" 1 1 "start" { "l" "r" } 0
    t "" 1 "deal" { 1, 0 }
    t "" 0
    """
    if not isinstance(game, Game):
        raise InvalidGameError(
            f"to_efg(): a {type(game).__name__} is not a `Game`; make one with `.to_game()`"
        )
    if game.parameters:
        raise ParameterError(
            f"to_efg(): set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    return "\n".join(_lines(game.exact()))


def _lines(game: Game) -> list[str]:
    names = " ".join(map(quoted, game.players))
    lines = [f'EFG 2 R {quoted(game.name or "")} {{ {names} }}\n""\n']
    sets = _set_entries(game)
    outcomes: dict[tuple[object, ...], str] = {}
    times: Counter[str] = Counter()
    chances = 0
    for vertex in game.nodes:
        if vertex.kind == "move":
            lines.append(f'p "" {sets[vertex.information_set]} 0')
        elif vertex.kind == "chance":
            chances += 1
            branches = zip(vertex.labels, map(as_number, vertex.probabilities), strict=True)
            listed = " ".join(
                f"{quoted(label)} {written(probability, CALL)}" for label, probability in branches
            )
            lines.append(f'c "" {chances} "" {{ {listed} }} 0')
        else:
            name = "" if vertex.time is None else _time(as_number(vertex.time), times)
            lines.append(f"t {quoted(name)} {_outcome(vertex, outcomes)}")
    return lines


def _time(time: Number, times: Counter[str]) -> str:
    """Name an end by its time; names of nodes must differ."""
    name = f"time = {written(time, CALL)}"
    times[name] += 1
    return name if times[name] == 1 else f"{name} ({times[name]})"


def _set_entries(game: Game) -> list[str]:
    """Player, number, name and actions of every information set."""
    entries = [""] * len(game.information_sets)
    for k in range(len(game.players)):
        own = [s for s in game.information_sets if s.player_index == k]
        numbers = [str(i + 1) for i in range(len(own))]
        names = distinct([s.label for s in own], numbers)
        for number, name, s in zip(numbers, names, own, strict=True):
            actions = " ".join(map(quoted, s.actions))
            entries[s.index] = f"{k + 1} {number} {quoted(name)} {{ {actions} }}"
    return entries


def _outcome(vertex: Vertex, outcomes: dict[tuple[object, ...], str]) -> str:
    """Number, name and payoffs of an outcome; ends with the same label and payoffs share it."""
    payoffs = [as_number(payoff) for payoff in vertex.payoffs]
    label = vertex.outcome or ""
    if not label and not any(payoffs):
        return "0"
    key = (label, *payoffs)
    if key not in outcomes:
        listed = ", ".join(written(payoff, CALL) for payoff in payoffs)
        outcomes[key] = f"{len(outcomes) + 1} {quoted(label)} {{ {listed} }}"
    return outcomes[key]
