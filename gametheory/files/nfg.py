"""Games in normal form as the text of Gambit's `.nfg` files: payoffs for each profile, or outcomes with an index for each."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from gametheory.errors import InvalidGameError, ParameterError
from gametheory.files._gambit import GambitScanner, distinct, quoted, written
from gametheory.files._size import Size, long_bits
from gametheory.games._numbers import as_number
from gametheory.games.normal import NormalForm


def to_nfg(game: NormalForm) -> str:
    """Return the text of a Gambit `.nfg` file, with exact payoffs as integers and fractions.

    Reading it again gives an equal game if the numbers are exact and no name is empty; floats are written as the decimals that
    they print as.

    Raises
    ------
    ParameterError
        If the game has parameters.

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
    if not isinstance(game, NormalForm):
        raise InvalidGameError(
            f"to_nfg(): {type(game).__name__} is not a `NormalForm`; make one with `.normal_form()`"
        )
    if game.parameters:
        raise ParameterError(
            f"to_nfg(): set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    players = " ".join(map(quoted, game.players))
    actions = "\n".join("{ " + " ".join(map(quoted, names)) + " }" for names in game.actions)
    # The first player's action runs fastest there.
    cells = (indices[::-1] for indices in product(*map(range, game.shape[::-1])))
    payoffs = (as_number(game.payoff_element(k, cell)) for cell in cells for k in range(len(game.players)))
    body = " ".join(written(payoff, "to_nfg()") for payoff in payoffs)
    return f'NFG 1 R {quoted(game.name or "")} {{ {players} }}\n\n{{ {actions} }}\n""\n\n{body}'


def from_nfg(text: str, *, source: str = "from_nfg()") -> NormalForm:
    """Return the normal form in the text of a Gambit `.nfg` file, its payoffs (fractions and decimals) read exactly.

    Both versions of the format are read: payoffs for each profile, and outcomes with an index for each profile (0: all get
    nothing).  Players and actions without a name are called by their number, names that occur twice are numbered (`x`, `x` become
    `x_1`, `x_2`); the comment and the names of outcomes are skipped.

    Parameters
    ----------
    text : str
        The contents of the file.
    source : str, optional
        What an error calls the text.

    Raises
    ------
    FileError
        If the text is not in the format or is too large; the message names the line and column, and what was expected there.

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
    words = GambitScanner(text, source)
    title, players = words.header("NFG", "1")
    actions = _read_actions(words, players)
    if words.at_string():
        words.take()
    shape = tuple(map(len, actions))
    cells = _read_outcomes(words, shape) if words.peek() == "{" else _read_payoffs(words, shape)
    if words.take():
        words.fail(f"the end, after the payoffs of {prod(shape)} profiles")
    # Here the last player's action runs fastest.
    ordered = [cells[i[::-1]] for i in product(*map(range, shape))]
    Size(words).add(0, long=sum(map(long_bits, ordered)))
    tables = [nested([cell[k] for cell in ordered], shape) for k in range(len(players))]
    return NormalForm(*tables, players=players, actions=actions, name=title or None)


Cells = dict[tuple[int, ...], tuple[Fraction, ...]]
"""The payoffs by profile, the last player's action first."""


def nested(values: list[Any], shape: tuple[int, ...]) -> Any:
    """Nest payoffs in row-major order into lists of lists, one axis for each player."""
    for size in shape[:0:-1]:
        values = [values[i : i + size] for i in range(0, len(values), size)]
    return values


def _read_actions(words: GambitScanner, players: list[str]) -> list[list[str]]:
    """Read the actions of all players: their names, or only how many there are."""
    words.word("{")
    actions: list[list[str]] = []
    while words.peek() != "}":
        if words.peek() == "{":
            names = words.strings("the actions")
            actions.append(distinct(names, [str(i + 1) for i in range(len(names))]))
        else:
            size = words.integer("`{` and names of actions, or a number of actions")
            _fits(words, size, "a number of actions, at least 1 and no more than there are payoffs")
            actions.append([str(i + 1) for i in range(size)])
        if len(actions) > len(players):
            words.fail(f"`}}` after the actions of {len(players)} players")
    words.word("}")
    if len(actions) < len(players):
        words.fail(f"the actions of {len(players)} players, not of {len(actions)}")
    profiles = prod(map(len, actions))
    _fits(words, profiles, f"the payoffs of {profiles} profiles")
    longest = sum(len(name) + max(map(len, own)) for name, own in zip(players, actions, strict=True))
    numbers = profiles * len(players)
    Size(words).add(words.start, numbers=numbers, letters=numbers * longest)
    return actions


def _fits(words: GambitScanner, count: int, expected: str) -> None:
    """Refuse a number of things of which the rest of the text cannot hold one word each."""
    if not 0 < count <= words.left():
        words.fail(expected)


def _profiles(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return product(*map(range, shape[::-1]))


def _read_payoffs(words: GambitScanner, shape: tuple[int, ...]) -> Cells:
    wanted = (
        f"{prod(shape) * len(shape)} payoffs: one for each of {len(shape)} players in {prod(shape)} profiles"
    )
    return {cell: tuple(words.number(wanted) for _ in shape) for cell in _profiles(shape)}


def _read_outcomes(words: GambitScanner, shape: tuple[int, ...]) -> Cells:
    words.word("{")
    outcomes = [(Fraction(0),) * len(shape)]
    while words.peek() != "}":
        words.word("{")
        words.string("the name of an outcome in quotes")
        outcomes.append(words.payoffs(len(shape), opened=True))
    words.word("}")
    cells = {}
    for cell in _profiles(shape):
        index = words.integer(f"the numbers of the outcomes in {prod(shape)} profiles")
        if index >= len(outcomes):
            words.fail(f"the number of an outcome, from 0 to {len(outcomes) - 1}")
        cells[cell] = outcomes[index]
    return cells
