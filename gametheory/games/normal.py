"""The game in normal form: one payoff table for each player, over any field, for any number of players.

Tables are kept flat, in row-major order (the last player's action runs fastest).  Building validates everything at
once, as for `Game`; nothing here solves anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, final

from gametheory.algebra.fields import Element, Field, Float64, Rationals
from gametheory.errors import InvalidProfileError
from gametheory.games._numbers import (
    Setting,
    as_number,
    brief,
    mixed,
    read_assumptions,
    refuse,
    setting_of,
)
from gametheory.games._parametric import AbstractGame
from gametheory.games._profile import (
    Strategy,
    check_distribution,
    check_players,
    read_mixture,
    read_probability,
)
from gametheory.games._tables import (
    CALL,
    check_denominators,
    items_of,
    read_actions,
    read_arrays,
    read_numbers,
    read_players,
    read_tables,
)

if TYPE_CHECKING:
    from gametheory.games.game import Game
    from gametheory.games.tree import Node


@final
class NormalForm(AbstractGame):
    """A finite game in normal form.

    Parameters
    ----------
    *payoffs : nested lists or arrays
        One table for each player, each with one axis for each player.  A single table with two axes is a zero-sum
        game: the second player gets its negative.
    players : sequence of str, optional
        Names in order; by default ``"row"`` and ``"column"``, otherwise ``"player 1"``, ``"player 2"``, ...
    actions : sequence of sequences of str, optional
        Names of the actions of each player; by default ``"1"``, ``"2"``, ...
    assuming : conditions, optional
        What holds of the parameters, such as ``[0 < q, q < 1]``.
    name : str, optional
        What the game is called.

    Attributes
    ----------
    actions : tuple of tuple of str
        The actions of each player.
    shape : tuple of int
        The number of actions of each player.

    Raises
    ------
    InvalidGameError
        If the tables do not describe a game; the message lists every problem, one sentence a line.
    MixedFieldError
        If a float stands beside a parameter.

    Examples
    --------
    >>> dilemma = NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]], actions=[("cooperate", "defect")] * 2)
    >>> print(dilemma)
    row \\ column  cooperate  defect
    cooperate          3, 3    0, 5
    defect             5, 0    1, 1
    >>> dilemma.payoffs({"row": "defect", "column": {"cooperate": 1}})
    {'row': Fraction(5, 1), 'column': Fraction(0, 1)}
    """

    actions: tuple[tuple[str, ...], ...]
    shape: tuple[int, ...]
    _tables: tuple[tuple[Element, ...], ...]

    def __init__(
        self,
        *payoffs: Any,
        players: Sequence[str] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
        assuming: object = (),
        name: str | None = None,
    ) -> None:
        problems: list[str] = []
        quick = None if assuming != () else read_arrays(payoffs)
        if quick is not None:
            self._from_arrays(quick, players, actions, name)
            return
        shape, tables = read_tables(payoffs, problems)
        refuse(problems)
        names = read_players(players, len(shape), problems)
        labels = read_actions(actions, shape, names, problems)
        refuse(problems)
        numbers = read_numbers(tables, names, labels, problems)
        given, order = read_assumptions(assuming, CALL, problems)
        mixed(numbers, order, CALL)
        check_denominators(numbers, given, problems)
        refuse(problems)
        setting = setting_of((number for number, _ in numbers), given, order)
        size, flat = prod(shape), [setting.field.convert(number) for number, _ in numbers]
        self._set(
            players=names,
            parameters=setting.parameters,
            field=setting.field,
            name=name,
            actions=labels,
            shape=shape,
            _tables=tuple(tuple(flat[k * size : (k + 1) * size]) for k in range(len(names))),
        )

    def _from_arrays(
        self,
        arrays: Sequence[Any],
        players: Sequence[str] | None,
        actions: Sequence[Sequence[str]] | None,
        name: str | None,
    ) -> None:
        """Build from NumPy arrays of one shape whose numbers are known to be finite, without a look at each."""
        problems: list[str] = []
        shape = arrays[0].shape
        names = read_players(players, len(shape), problems)
        labels = read_actions(actions, shape, names, problems)
        refuse(problems)
        field: Field = Float64() if any(table.dtype.kind == "f" for table in arrays) else Rationals()
        if field.name == "float64":
            kept = tuple(table.astype(float) + 0.0 for table in arrays)  # no negative zeros
            for array in kept:
                array.flags.writeable = False
            tables = tuple(tuple(array.ravel().tolist()) for array in kept)
            self._set(_arrays=kept)
        else:
            tables = tuple(tuple(map(field.convert, table.ravel().tolist())) for table in arrays)
        self._set(
            players=names,
            parameters=(),
            field=field,
            name=name,
            actions=labels,
            shape=shape,
            _tables=tables,
        )

    @staticmethod
    def _made(
        game: Game | NormalForm,
        tables: tuple[tuple[Element, ...], ...],
        actions: tuple[tuple[str, ...], ...],
    ) -> NormalForm:
        """Make a normal form over the field of a valid game, from elements."""
        made = object.__new__(NormalForm)
        made._set(
            players=game.players,
            parameters=game.parameters,
            field=game.field,
            name=game.name,
            actions=actions,
            shape=tuple(map(len, actions)),
            _tables=tables,
        )
        return made

    # -- as a value ---------------------------------------------------------------------------------------
    def _key(self) -> tuple[Any, ...]:
        return (self.players, self.actions, self._tables, self.field, self.name)

    def _numbers(self) -> Iterator[Element]:
        for table in self._tables:
            yield from table

    def _rebuilt(self, change: Callable[[Element], Element], setting: Setting) -> NormalForm:
        made = object.__new__(NormalForm)
        tables = tuple(tuple(change(element) for element in table) for table in self._tables)
        changed = {"_tables": tables, "field": setting.field, "parameters": setting.parameters}
        made._set(**{**self.__getstate__(), **changed})
        return made

    # -- reading ------------------------------------------------------------------------------------------
    @property
    def tables(self) -> tuple[tuple[Element, ...], ...]:
        """Each player's payoffs as elements of the field, in row-major order (the last player's action runs fastest)."""
        return self._tables

    def arrays(self) -> tuple[Any, ...]:
        """Return each player's payoffs as a read-only NumPy array of floats (exact numbers are rounded).

        Raises
        ------
        ParameterError
            If the game has parameters.

        Examples
        --------
        >>> NormalForm([[1, -1], [-1, 1]]).arrays()[1]
        array([[-1.,  1.],
               [ 1., -1.]])
        """
        import numpy as np

        self._refuse_parameters("arrays")
        known: tuple[Any, ...] | None = self.__dict__.get("_arrays")
        if known is None:
            exact = self.field.name == "exact"
            known = tuple(
                np.array([float(as_number(u)) for u in table] if exact else table).reshape(self.shape)
                for table in self._tables
            )
            for array in known:
                array.flags.writeable = False
            self._set(_arrays=known)
        return known

    def payoff_element(self, player_index: int, action_indices: Sequence[int]) -> Element:
        """Return a player's payoff, as an element of the field, when everybody plays a pure action."""
        place = 0
        for size, index in zip(self.shape, action_indices, strict=True):
            place = place * size + range(size)[index]
        return self._tables[player_index][place]

    def payoffs(self, profile: Mapping[str, Any] | Sequence[Any]) -> dict[str, Any]:
        """Return each player's expected payoff.

        Parameters
        ----------
        profile : mapping or sequence
            ``{player: {action: probability}}`` (a pure action may be written as its name), or one vector of
            probabilities for each player.

        Raises
        ------
        InvalidProfileError
            If the profile does not fit the game.
        """
        strategy = self._read_profile(profile)
        totals = [self.field.zero for _ in self.players]
        supports = [[i for i, p in enumerate(mixture) if p != self.field.zero] for mixture in strategy]
        for indices in product(*supports):
            weight = self.field.one
            for mixture, index in zip(strategy, indices, strict=True):
                weight = weight * mixture[index]
            for k in range(len(totals)):
                totals[k] = totals[k] + weight * self.payoff_element(k, indices)
        return {player: self.field.present(total) for player, total in zip(self.players, totals, strict=True)}

    def _read_profile(self, profile: Mapping[str, Any] | Sequence[Any]) -> Strategy:
        if isinstance(profile, Mapping):
            check_players(self.players, profile)
            for player in self.players:
                if player not in profile:
                    raise InvalidProfileError(
                        f"profile: nothing is said about `{player}`; give every player a strategy"
                    )
            choices = [profile[player] for player in self.players]
        else:
            choices = items_of(profile) or []
            if len(choices) != len(self.players):
                raise InvalidProfileError(
                    f"profile: {profile!r} does not give one strategy for each of the players "
                    f"{', '.join(self.players)}; give a mapping from players, or one vector for each"
                )
        return tuple(
            _read_strategy(self, k, choice, f"profile of `{self.players[k]}`")
            for k, choice in enumerate(choices)
        )

    def to_game(self) -> Game:
        """Return the tree in which the players move one after the other, knowing nothing (`knows="start"`)."""
        from gametheory.games.game import Game
        from gametheory.games.tree import End, Move

        def below(indices: tuple[int, ...]) -> Node:
            k = len(indices)
            if k == len(self.players):
                paid = (as_number(self.payoff_element(i, indices)) for i in range(k))
                return End(tuple(zip(self.players, paid, strict=True)))
            children = tuple(below((*indices, i)) for i in range(self.shape[k]))
            return Move(self.players[k], "start", self.actions[k], children)

        return Game(below(()), players=self.players, assuming=self.assuming, name=self.name)

    # -- showing ------------------------------------------------------------------------------------------
    def _cells(self) -> dict[tuple[int, ...], str]:
        shown = {element: brief(as_number(element)) for element in self._numbers()}
        return {
            indices: ", ".join(shown[self.payoff_element(k, indices)] for k in range(len(self.players)))
            for indices in product(*map(range, self.shape))
        }

    def _rows(self) -> list[list[str]]:
        """A table as lists of text: a matrix for two players, otherwise one profile a row."""
        cells = self._cells()
        if len(self.shape) != 2:
            rows = [
                [*(self.actions[k][i] for k, i in enumerate(indices)), text]
                for indices, text in cells.items()
            ]
            return [[*self.players, "payoffs"], *rows]
        head = [f"{self.players[0]} \\ {self.players[1]}", *self.actions[1]]
        return [
            head,
            *([a, *(cells[i, j] for j in range(self.shape[1]))] for i, a in enumerate(self.actions[0])),
        ]

    def __str__(self) -> str:
        rows = self._rows()
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = []
        for row in rows:
            first, *rest = zip(row, widths, strict=True)
            lines.append(
                "  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]).rstrip()
            )
        return "\n".join(([self.name] if self.name else []) + lines)

    def __repr__(self) -> str:
        title = f"{self.name!r}, " if self.name else ""
        parameters = f", parameters {', '.join(self.parameters)}" if self.parameters else ""
        return f"NormalForm({title}players={self.players!r}, {' × '.join(map(str, self.shape))} actions{parameters})"

    def _repr_html_(self) -> str:
        head, *rows = [[escape(text) for text in row] for row in self._rows()]
        caption = f"<caption>{escape(self.name)}</caption>" if self.name else ""
        top = "".join(f"<th>{text}</th>" for text in head)
        body = "".join(
            f"<tr><th>{row[0]}</th>{''.join(f'<td>{text}</td>' for text in row[1:])}</tr>" for row in rows
        )
        return f"<table>{caption}<tr>{top}</tr>{body}</table>"


def _read_strategy(game: NormalForm, k: int, choice: Any, what: str) -> tuple[Element, ...]:
    if isinstance(choice, str | Mapping):
        return read_mixture(game.field, game.actions[k], choice, what)
    vector = items_of(choice)
    if vector is None or len(vector) != game.shape[k]:
        raise InvalidProfileError(
            f"{what}: {choice!r} does not give {game.shape[k]} probabilities, one for each action"
        )
    elements = tuple(read_probability(game.field, p, f"{what}: a probability") for p in vector)
    check_distribution(game.field, elements, what)
    return elements
