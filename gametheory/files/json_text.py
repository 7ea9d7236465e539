"""Games in a JSON format of our own, which keeps all that a game has: parameters, assumptions, knowledge, times, floats.

The format is `schema.SCHEMA`, with a version.  Numbers are expressions in the declared parameters; nothing is evaluated.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import InvalidGameError
from gametheory.files._expressions import is_factorable, readable
from gametheory.files._json_reader import read_document
from gametheory.files._knowledge import written_knowledge
from gametheory.files._writing import written, written_condition
from gametheory.files.schema import FORMAT, VERSION
from gametheory.games._layout import Vertex
from gametheory.games._numbers import as_number
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm

_EXACT_IN_JSON = 2**53


def from_json(text: str, *, budget: Budget | None = None, source: str = "from_json()") -> Game | NormalForm:
    """Return the game in a text that `to_json` wrote, or that follows `gametheory.files.schema.SCHEMA`.

    Parameters
    ----------
    text : str
        The contents of the file.
    budget : Budget, optional
        For proving that probabilities are positive and denominators do not vanish under the assumptions; by default one minute.
    source : str, optional
        What an error calls the text.

    Returns
    -------
    Game or NormalForm
        As the document's `kind` says.

    Raises
    ------
    FileError
        If the text is not JSON, not in the format, of a version that is not known, not a valid game, or too large; the message
        names the line and column, and what was expected there.

    Examples
    --------
    >>> print(from_json('''{"format": "gametheory", "version": 1, "kind": "normal", "field": "symbolic",
    ...     "players": ["row", "column"], "parameters": ["b", "c"], "assuming": ["0 < c < b"],
    ...     "actions": [["help", "pass"], ["help", "pass"]],
    ...     "payoffs": [["b - c", "-c", "b", 0], ["b - c", "b", "-c", 0]]}'''))
    row \\ column          help   pass
    help          b - c, b - c  -c, b
    pass                 b, -c   0, 0
    """
    return read_document(text, budget or Budget(seconds=60), source)


def to_json(game: Game | NormalForm) -> str:
    """Return a game as JSON; reading it gives an equal game.

    Raises
    ------
    InvalidGameError
        If what a player `knows` is not made of text, numbers, truth values, None, tuples and frozensets, or if a number is too
        large to be read again.

    Examples
    --------
    >>> print(to_json(NormalForm([[Fraction(1, 3)]], [[2]])))
    {
    "format": "gametheory",
    "version": 1,
    "kind": "normal",
    "name": null,
    "players": ["row", "column"],
    "field": "exact",
    "actions": [["1"], ["1"]],
    "payoffs": [
      ["1/3"],
      [2]
    ]
    }
    """
    if not isinstance(game, Game | NormalForm):
        raise InvalidGameError(f"to_json(): a {type(game).__name__} is neither a `Game` nor a `NormalForm`")
    members: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "kind": "extensive" if isinstance(game, Game) else "normal",
        "name": game.name,
        "players": game.players,
        "field": game.field.name,
    }
    if game.parameters:
        members["parameters"] = [_identifier(name) for name in game.parameters]
        if not all(is_factorable(condition.polynomial) for condition in game.given):
            raise InvalidGameError("to_json(): an assumption is too large to be read again")
        members["assuming"] = sorted(map(written_condition, game.given))
    rows: dict[str, list[Any]]
    if isinstance(game, NormalForm):
        members["actions"] = game.actions
        rows = {"payoffs": [[_number(u) for u in table] for table in game.tables]}
    else:
        sets = [
            {"player": s.player, "knows": written_knowledge(s.knows, "to_json()"), "actions": s.actions}
            for s in game.information_sets
        ]
        rows = {"information_sets": sets, "nodes": [_node(vertex) for vertex in game.nodes]}
    lines = [f"{_dumped(key)}: {_dumped(value)}" for key, value in members.items()]
    for key, values in rows.items():
        listed = ",\n  ".join(map(_dumped, values))
        lines.append(f"{_dumped(key)}: [\n  {listed}\n]" if values else f"{_dumped(key)}: []")
    return "{\n" + ",\n".join(lines) + "\n}"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _node(vertex: Vertex) -> dict[str, Any]:
    if vertex.kind == "move":
        return {"kind": "move", "set": vertex.information_set, "then": vertex.children}
    if vertex.kind == "chance":
        return {
            "kind": "chance",
            "labels": vertex.labels,
            "probabilities": [_number(p, factored=True) for p in vertex.probabilities],
            "then": vertex.children,
        }
    members: dict[str, Any] = {"kind": "end", "payoffs": [_number(u) for u in vertex.payoffs]}
    if vertex.outcome is not None:
        members["outcome"] = vertex.outcome
    if vertex.time is not None:
        members["time"] = _number(vertex.time)
    return members


def _number(element: Any, *, factored: bool = False) -> Any:
    number = as_number(element)
    if isinstance(number, RationalFunction) and number.is_constant():
        number = number.constant_value()
    if isinstance(number, float):
        return number
    if isinstance(number, Fraction) and number.denominator == 1 and abs(number) < _EXACT_IN_JSON:
        return int(number)
    if not readable(number, factored=factored):
        raise InvalidGameError("to_json(): a number of the game is too large to be read again")
    return written(number)


def _identifier(name: str) -> str:
    if not name.isidentifier():
        raise InvalidGameError(
            f"to_json(): the parameter `{name}` is not a name of letters, digits and underscores"
        )
    return name
