"""Reading the payoff tables of a normal form: shapes, names, numbers, and the sentences that refuse bad ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from gametheory.algebra.conditions import Cell
from gametheory.errors import InvalidGameError
from gametheory.games._numbers import Number, denominator_problem, read_finite

CALL = "NormalForm()"


def items_of(value: Any) -> list[Any] | None:
    """The items of a list, tuple, array or matrix; `None` for anything else."""
    if isinstance(value, list | tuple):
        return list(value)
    if type(value).__module__.partition(".")[0] in ("numpy", "sympy", "flint") and callable(
        unpack := getattr(value, "tolist", None)
    ):
        unpacked = unpack()
        return list(unpacked) if isinstance(unpacked, list | tuple) else None
    return None


def read_tables(payoffs: tuple[Any, ...], problems: list[str]) -> tuple[tuple[int, ...], list[list[Any]]]:
    """Flatten the tables; make the second one of a zero-sum game."""
    if not payoffs:
        problems.append(
            f"{CALL}: no payoffs are given; give one table for each player, as `NormalForm(A, B)`"
        )
        return (), []
    read = [_flatten(table, f"{CALL}: table {k + 1}", problems) for k, table in enumerate(payoffs)]
    if problems:
        return (), []
    (shape, first), count = read[0], len(read)
    for k, (other, _) in enumerate(read[1:], start=2):
        if other != shape:
            problems.append(
                f"{CALL}: table {k} has the shape {_times(other)} and table 1 has {_times(shape)}; "
                "give tables of one shape"
            )
    zero_sum = count == 1 and len(shape) == 2
    if not zero_sum and len(shape) != count:
        problems.append(
            f"{CALL}: {count} {'table' if count == 1 else 'tables'} with {len(shape)} axes: "
            "there must be one table and one axis for each player"
        )
    if 0 in shape:
        problems.append(f"{CALL}: player {shape.index(0) + 1} has no action; give everybody at least one")
    tables = [flat for _, flat in read]
    if zero_sum:
        tables.append([_Negative(entry) for entry in first])
    return shape, tables


def read_arrays(payoffs: tuple[Any, ...]) -> list[Any] | None:
    """Return the tables of a game given by NumPy arrays of finite numbers; `None` if they need the careful look.

    Large games come this way; whatever is wrong with a table is left for `read_tables` to explain.
    """
    if not payoffs or any(type(table).__module__ != "numpy" for table in payoffs):
        return None
    import numpy as np

    if any(not isinstance(table, np.ndarray) or table.dtype.kind not in "fiu" for table in payoffs):
        return None
    tables = list(payoffs)
    if len(tables) == 1 and tables[0].ndim == 2:
        # Integers might overflow when they are negated; floats do not.
        tables.append(-tables[0] if tables[0].dtype.kind == "f" else -tables[0].astype(object))
    shape = tables[0].shape
    good = len(shape) == len(tables) and 0 not in shape and all(table.shape == shape for table in tables)
    return tables if good and all(np.isfinite(t).all() for t in payoffs) else None


class _Negative:
    """An entry to be negated once it has been read and found to be a number."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry


def _flatten(table: Any, what: str, problems: list[str]) -> tuple[tuple[int, ...], list[Any]]:
    items = items_of(table)
    if items is None:
        problems.append(f"{what} is {table!r}, not a table; give nested lists or an array")
        return (), []
    shape: list[int] = []
    while True:
        shape.append(len(items) if not shape else shape.pop())
        rows = [items_of(item) for item in items]
        if not items or all(row is None for row in rows):
            return tuple(shape), items
        lengths = {None if row is None else len(row) for row in rows}
        if len(lengths) > 1:
            problems.append(
                f"{what} is ragged: its rows have different lengths or depths; fill in the missing payoffs"
            )
            return (), []
        shape.append(len(rows[0] or []))
        items = [item for row in rows for item in row or []]


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def read_players(players: Sequence[str] | None, count: int, problems: list[str]) -> tuple[str, ...]:
    if players is None:
        return ("row", "column") if count == 2 else tuple(f"player {k + 1}" for k in range(count))
    names = tuple(players)
    if isinstance(players, str) or len(names) != count or not all(isinstance(n, str) for n in names):
        problems.append(
            f"{CALL}: players is {players!r}, and the tables are for {count} players; give {count} names"
        )
    elif len(set(names)) < count:
        problems.append(f"{CALL}: a player occurs twice in {names}; name each once")
    return names


def read_actions(
    actions: Sequence[Sequence[str]] | None,
    shape: tuple[int, ...],
    players: tuple[str, ...],
    problems: list[str],
) -> tuple[tuple[str, ...], ...]:
    if actions is None:
        return tuple(tuple(str(i + 1) for i in range(size)) for size in shape)
    if len(actions) != len(shape):
        problems.append(
            f"{CALL}: actions names {len(actions)} lists for {len(shape)} players; give one for each"
        )
        return ()
    for player, names, size in zip(players, actions, shape, strict=False):
        if isinstance(names, str) or len(names) != size or not all(isinstance(n, str) for n in names):
            problems.append(
                f"{CALL}: the actions of `{player}` are {names!r}; give {size} names, as the tables have"
            )
        elif len(set(names)) < size:
            problems.append(f"{CALL}: `{player}` has an action twice in {names!r}; name each once")
    return tuple(tuple(names) for names in actions)


def read_numbers(
    tables: list[list[Any]],
    players: tuple[str, ...],
    actions: tuple[tuple[str, ...], ...],
    problems: list[str],
) -> list[tuple[Number, str]]:
    """Every number with its place."""
    result = []
    for player, table in zip(players, tables, strict=True):
        for entry, labels in zip(table, product(*actions), strict=True):
            what = f"payoff of `{player}` at ({', '.join(labels)})"
            negate = isinstance(entry, _Negative)
            try:
                number = read_finite(entry.entry if negate else entry, f"{CALL}: the {what}")
            except InvalidGameError as error:
                # The mirrored table of a zero-sum game has the same problems as the first.
                if not negate:
                    problems.append(str(error))
                continue
            result.append((0 - number if negate else number, what))
    return result


def check_denominators(numbers: list[tuple[Number, str]], given: Cell, problems: list[str]) -> None:
    good = set()
    for number, what in numbers:
        if number not in good:
            problem = denominator_problem(number, f"{CALL}: {what}", given)
            if problem is None:
                good.add(number)
            else:
                problems.append(problem)
