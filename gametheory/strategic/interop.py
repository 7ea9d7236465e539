"""Games to and from other packages: nashpy, QuantEcon, and Gambit by the text of its `.nfg` files.

The packages are imported when a function needs them; none is a dependency.  nashpy and QuantEcon hold floats, so that exact
payoffs are rounded on the way there, and read exactly (as decimals) on the way back only by `.exact()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, NoReturn

from gametheory.errors import InvalidGameError, ParameterError
from gametheory.games._numbers import as_number
from gametheory.games.normal import NormalForm


def _two_players(game: NormalForm, call: str) -> None:
    if len(game.shape) != 2:
        raise InvalidGameError(f"{call}: the game has {len(game.shape)} players, and nashpy takes two")


def to_nashpy(game: NormalForm) -> Any:
    """Return a `nashpy.Game` of floats.

    Raises
    ------
    InvalidGameError
        If there are not two players.
    ParameterError
        If the game has parameters.

    Examples
    --------
    >>> list(to_nashpy(NormalForm([[1, -1], [-1, 1]])).support_enumeration())  # doctest: +SKIP
    [(array([0.5, 0.5]), array([0.5, 0.5]))]
    """
    import nashpy

    _two_players(game, "to_nashpy()")
    return nashpy.Game(*(table.copy() for table in game.arrays()))


def from_nashpy(game: Any) -> NormalForm:
    """Return the normal form of a `nashpy.Game`."""
    return NormalForm(*game.payoff_matrices)


def quantecon_arrays(game: NormalForm) -> tuple[Any, ...]:
    """Return the payoffs as QuantEcon has them: each player's own action on the first axis, then the next players' in turn.

    Examples
    --------
    >>> quantecon_arrays(NormalForm([[1, 2, 3]], [[4, 5, 6]]))[1]
    array([[4.],
           [5.],
           [6.]])
    """
    import numpy as np

    count = len(game.shape)
    turns = [[(k + i) % count for i in range(count)] for k in range(count)]
    return tuple(
        np.ascontiguousarray(np.transpose(table, turn))
        for table, turn in zip(game.arrays(), turns, strict=True)
    )


def to_quantecon(game: NormalForm) -> Any:
    """Return a `quantecon.game_theory.NormalFormGame` of floats."""
    from quantecon.game_theory import NormalFormGame, Player

    return NormalFormGame([Player(table) for table in quantecon_arrays(game)])


def from_quantecon(game: Any) -> NormalForm:
    """Return the normal form of a QuantEcon game (anything with `players` that have a `payoff_array`)."""
    import numpy as np

    arrays = [np.asarray(player.payoff_array) for player in game.players]
    count = len(arrays)
    turned = [np.transpose(table, [(i - k) % count for i in range(count)]) for k, table in enumerate(arrays)]
    return NormalForm(*turned)


def to_nfg(game: NormalForm) -> str:
    """Return the text of a Gambit `.nfg` file, with exact payoffs as integers and fractions.

    References
    ----------
    Gambit, file formats: the strategic game format, payoff version.

    Examples
    --------
    >>> print(to_nfg(NormalForm([[1, 0]], [[0, 1]], name="choice")))
    NFG 1 R "choice" { "row" "column" }
    <BLANKLINE>
    { { "1" }
    { "1" "2" } }
    ""
    <BLANKLINE>
    1 0 0 1
    """
    if game.parameters:
        raise ParameterError(
            f"to_nfg(): set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    players = " ".join(map(_quoted, game.players))
    actions = "\n".join("{ " + " ".join(map(_quoted, names)) + " }" for names in game.actions)
    # The first player's action runs fastest there.
    cells = (indices[::-1] for indices in product(*map(range, game.shape[::-1])))
    payoffs = (as_number(game.payoff_element(k, cell)) for cell in cells for k in range(len(game.players)))
    body = " ".join(map(_written, payoffs))
    return f'NFG 1 R {_quoted(game.name or "")} {{ {players} }}\n\n{{ {actions} }}\n""\n\n{body}'


def _written(number: Any) -> str:
    """Write a payoff; Gambit does not read every exponent, so that floats are written as plain decimals."""
    return format(Decimal(repr(number)), "f") if isinstance(number, float) else str(number)


def _quoted(text: str) -> str:
    # Gambit's reader knows the escape of a quote only; a backslash is doubled just where it would be misread.
    return '"' + re.sub(r'\\(?=["\\]|\Z)', r"\\\\", text).replace('"', '\\"') + '"'


def from_nfg(text: str) -> NormalForm:
    """Return the normal form in the text of a Gambit `.nfg` file, its payoffs (fractions and decimals) read exactly.

    Both versions of the format are read: payoffs for each profile, and outcomes with an index for each profile (0: all get nothing).
    Players and actions without a name are called by their number; the comment is skipped.

    Parameters
    ----------
    text : str
        The contents of the file.

    Raises
    ------
    InvalidGameError
        If the text is not in the format; the message names the line and what was expected there.

    References
    ----------
    Gambit, file formats: the strategic game format, payoff and outcome versions.

    Examples
    --------
    >>> print(from_nfg('NFG 1 R "a choice" { "Ann" "Bob" } { { "x" } { "l" "r" } } "" 1 0.5 0 1/3'))
    a choice
    Ann \\ Bob       l       r
    x          1, 1/2  0, 1/3
    """
    reader = _Reader(text)
    for expected in ("NFG", "1"):
        reader.word(expected)
    if reader.take() not in ("R", "D"):
        reader.fail("`R` or `D`, the type of the numbers")
    title = reader.string("the title in quotes")
    players = [name or f"player {k + 1}" for k, name in enumerate(reader.strings("the players"))]
    actions = _read_actions(reader, len(players))
    if reader.peek().startswith('"'):
        reader.take()
    shape = tuple(map(len, actions))
    cells = _read_outcomes(reader, shape) if reader.peek() == "{" else _read_payoffs(reader, shape)
    if reader.peek():
        reader.take()
        reader.fail(f"the end, after the payoffs of {prod(shape)} profiles")
    # Here the last player's action runs fastest.
    ordered = [cells[tuple(i[::-1])] for i in product(*map(range, shape))]

    def nested(values: list[Fraction], sizes: tuple[int, ...]) -> Any:
        if not sizes:
            return values[0]
        step = len(values) // sizes[0]
        return [nested(values[i * step : (i + 1) * step], sizes[1:]) for i in range(sizes[0])]

    tables = [nested([cell[k] for cell in ordered], shape) for k in range(len(players))]
    return NormalForm(*tables, players=players, actions=actions, name=title or None)


Cells = dict[tuple[int, ...], tuple[Fraction, ...]]
"""The payoffs by profile, the last player's action first."""


def _read_actions(reader: _Reader, count: int) -> list[list[str]]:
    """Read the actions of all players: their names, or only how many there are."""
    reader.word("{")
    actions: list[list[str]] = []
    while reader.peek() != "}":
        if reader.peek() == "{":
            names = reader.strings("the actions")
            actions.append([name or str(i + 1) for i, name in enumerate(names)])
        else:
            size = reader.integer("`{` and names of actions, or a number of actions")
            # Every action needs at least a word for itself below.
            if not 0 < size <= len(reader.words):
                reader.fail("a number of actions, at least 1 and no more than there are payoffs")
            actions.append([str(i + 1) for i in range(size)])
    reader.word("}")
    if len(actions) != count:
        reader.fail(f"actions of {count} players, not of {len(actions)}")
    return actions


def _profiles(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return product(*map(range, shape[::-1]))


def _read_payoffs(reader: _Reader, shape: tuple[int, ...]) -> Cells:
    wanted = (
        f"{prod(shape) * len(shape)} payoffs: one for each of {len(shape)} players in {prod(shape)} profiles"
    )
    return {cell: tuple(reader.number(wanted) for _ in shape) for cell in _profiles(shape)}


def _read_outcomes(reader: _Reader, shape: tuple[int, ...]) -> Cells:
    reader.word("{")
    outcomes = [(Fraction(0),) * len(shape)]
    while reader.peek() != "}":
        reader.word("{")
        reader.string("the name of an outcome in quotes")
        payoffs = []
        for k in range(len(shape)):
            if k and reader.peek() == ",":
                reader.take()
            payoffs.append(reader.number(f"{len(shape)} payoffs of an outcome"))
        outcomes.append(tuple(payoffs))
        reader.word("}")
    reader.word("}")
    cells = {}
    for cell in _profiles(shape):
        index = reader.integer(f"the numbers of the outcomes in {prod(shape)} profiles")
        if not 0 <= index < len(outcomes):
            reader.fail(f"the number of an outcome, from 0 to {len(outcomes) - 1}")
        cells[cell] = outcomes[index]
    return cells


_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|[{},]|[^\s{},"]+|"', re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d+/\d+|(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?)")


@dataclass
class _Reader:
    """The words of a file, and how far it is read."""

    text: str
    place: int = 0

    def __post_init__(self) -> None:
        self.words = [(match.group(), match.start()) for match in _WORDS.finditer(self.text)]

    def peek(self) -> str:
        """Return the next word; an empty one at the end."""
        return self.words[self.place][0] if self.place < len(self.words) else ""

    def take(self) -> str:
        """Return the next word, and go on."""
        word = self.peek()
        self.place += 1
        return word

    def fail(self, expected: str) -> NoReturn:
        """Say what was expected instead of the word just taken."""
        at_end = self.place > len(self.words)
        word, start = ("", len(self.text)) if at_end else self.words[self.place - 1]
        line = self.text.count("\n", 0, start) + 1
        got = "the text ends" if at_end else f"there is `{word[:40]}`"
        raise InvalidGameError(f"from_nfg(): line {line}: expected {expected}, but {got}")

    def word(self, expected: str) -> None:
        """Read one word that must be there."""
        if self.take() != expected:
            self.fail(f"`{expected}`")

    def string(self, expected: str) -> str:
        """Read a text in quotes."""
        word = self.take()
        if len(word) < 2 or not word.startswith('"'):
            self.fail(expected)
        return re.sub(r'\\(["\\])', r"\1", word[1:-1])

    def strings(self, what: str) -> list[str]:
        """Read texts in braces, at least one."""
        self.word("{")
        found = [self.string(f"the names of {what} in quotes, in braces")]
        while self.peek() != "}":
            found.append(self.string(f"`}}`, or one more of the names of {what} in quotes"))
        self.word("}")
        return found

    def integer(self, expected: str) -> int:
        """Read a number without a sign."""
        word = self.take()
        if not re.fullmatch(r"\d{1,18}", word, re.ASCII):
            self.fail(expected)
        return int(word)

    def number(self, expected: str) -> Fraction:
        """Read an integer, a decimal or a fraction, exactly."""
        word = self.take()
        if not _NUMBER.fullmatch(word) or not word.isascii():
            self.fail(expected)
        try:
            return Fraction(word)
        except (ValueError, ZeroDivisionError):
            self.fail(f"{expected}; a number of reasonable length that does not divide by zero")


def to_pygambit(game: NormalForm) -> Any:
    """Return a `pygambit.Game` with the same exact payoffs and names."""
    import io

    import pygambit

    return pygambit.read_nfg(io.BytesIO(to_nfg(game).encode()))


def from_pygambit(game: Any) -> NormalForm:
    """Return the normal form of a `pygambit.Game` (of a tree, the reduced one), its payoffs as exact as they are there."""
    return from_nfg(game.to_nfg())
