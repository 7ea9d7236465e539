"""What is asked of a mediator, as people write it: the objective, what types can claim to be, what staying out earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from gametheory.errors import ParameterError
from gametheory.mediation.bayesian import BayesianGame, listed

Reports = Mapping[str, Mapping[Any, Sequence[Any]]]
"""By player, by type: the types that it can claim to be."""


def read_objective(game: BayesianGame, maximize: Any) -> list[list[Any]]:
    """Return what each profile of actions is worth at each profile of types.

    Raises
    ------
    ParameterError
        If the objective names a player or a profile that the game does not have, or is not a number.
    """
    types, acts = game.type_profiles, game.action_profiles
    if callable(maximize):
        return [[_weight(maximize(t, a)) for a in acts] for t in types]
    if isinstance(maximize, Mapping) and maximize and all(key in game.players for key in maximize):
        weights = {key: _weight(w) for key, w in maximize.items()}
    elif isinstance(maximize, Mapping):
        known = {(t, a) for t in types for a in acts}
        for key in maximize:
            if key not in known:
                raise ParameterError(
                    f"maximize: {key!r} is neither a player ({listed(game.players)}) nor a pair of a profile of types and one of actions"
                )
        return [[_weight(maximize.get((t, a), 0)) for a in acts] for t in types]
    elif maximize == "welfare":
        weights = dict.fromkeys(game.players, Fraction(1))
    elif maximize in game.players:
        weights = {maximize: Fraction(1)}
    else:
        raise ParameterError(
            f"maximize: {maximize!r} is neither 'welfare' nor a player; the players are {listed(game.players)}"
        )
    tables = [(w, game._tables[game.players.index(p)]) for p, w in weights.items()]
    return [
        [sum((w * table[i][j] for w, table in tables), Fraction(0)) for j in range(len(acts))]
        for i in range(len(types))
    ]


def _weight(value: Any) -> Any:
    try:
        return value if isinstance(value, float) else Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise ParameterError(f"maximize: the weight {value!r} is not a number") from None


def read_reports(game: BayesianGame, given: Reports | None) -> dict[str, dict[Any, tuple[Any, ...]]]:
    """Return which types each type can claim to be: all, unless some are named.

    Raises
    ------
    ParameterError
        If a player or type is not the game's, or a type could not be honest.
    """
    result = {p: {t: tuple(types) for t in types} for p, types in game.types.items()}
    for player, own in (given or {}).items():
        if player not in result:
            raise ParameterError(
                f"can_report: there is no player {player!r}; there are {listed(game.players)}"
            )
        for t, claims in own.items():
            wrong = [c for c in (t, *claims) if c not in game.types[player]]
            if wrong:
                raise ParameterError(
                    f"can_report: {player} has no type {wrong[0]!r}; the types are {listed(game.types[player])}"
                )
            if t not in claims:
                raise ParameterError(
                    f"can_report: {t!r} of {player} can claim {listed(claims)} but not what it is"
                )
            result[player][t] = tuple(claims)
    return result


def read_outside(game: BayesianGame, given: Mapping[str, Any] | None) -> dict[str, dict[Any, Any]]:
    """Return what each type earns by staying out, for the players who can.

    Raises
    ------
    ParameterError
        If a player or type is not the game's, one is left out, or something is not a number.
    """
    result: dict[str, dict[Any, Any]] = {}
    for player, own in (given or {}).items():
        if player not in game.types:
            raise ParameterError(f"outside: there is no player {player!r}; there are {listed(game.players)}")
        types = game.types[player]
        if isinstance(own, Mapping):
            if set(own) != set(types):
                raise ParameterError(
                    f"outside: {player} has {listed(types)}, and payoffs are given for {listed(own)}; give one for each type"
                )
            result[player] = {t: _weight(own[t]) for t in types}
        else:
            result[player] = dict.fromkeys(types, _weight(own))
    return result
