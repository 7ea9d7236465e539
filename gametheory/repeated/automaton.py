"""Strategies as automata, and the exact region of parameters where a profile of them is subgame perfect.

By the one-shot deviation principle it is enough that in no state a single deviation, after which everybody follows
the automaton again, gains; every state counts, for every state may be reached by deviations.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, Cell, cell, compare
from gametheory.algebra.decide import Answer, Budget, satisfiable, spending
from gametheory.algebra.expressions import read_exact, read_value, to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region, read_assumption
from gametheory.errors import InvalidGameError, InvalidProfileError, ParameterError
from gametheory.games._numbers import as_number, decimal
from gametheory.games.normal import NormalForm

Profile = tuple[str, ...]

OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Automaton:
    """A profile of strategies with finitely many states, in which everybody sees the same state.

    Parameters
    ----------
    plays : mapping of state to profile
        The actions played in each state, one for each player, in the order of the game's players.
    moves : mapping of state to (state, or mapping of profile to state)
        The next state; a plain state is where every profile leads, and in a mapping the key ``"otherwise"`` stands for all
        profiles that are not named.
    start : state, optional
        Where play begins; by default the first state.

    Raises
    ------
    InvalidProfileError
        If a state is missing, or has no moves.

    Examples
    --------
    >>> grim = Automaton(plays={"trust": ("C", "C"), "war": ("D", "D")},
    ...                  moves={"trust": {("C", "C"): "trust", "otherwise": "war"}, "war": "war"})
    >>> grim.next("trust", ("C", "D"))
    'war'
    """

    plays: Mapping[Hashable, Sequence[str]]
    moves: Mapping[Hashable, Any]
    start: Hashable = None

    def __post_init__(self) -> None:
        if not self.plays:
            raise InvalidProfileError("Automaton(): there is no state; `plays` names the profile of each")
        object.__setattr__(self, "plays", {s: tuple(profile) for s, profile in self.plays.items()})
        if self.start is None:
            object.__setattr__(self, "start", next(iter(self.plays)))
        targets = [self.start]
        if not callable(self.moves):
            for state in self.plays:
                if state not in self.moves:
                    raise InvalidProfileError(
                        f"Automaton(): nothing is said about the moves from state {state!r}"
                    )
                row = self.moves[state]
                targets += list(row.values()) if isinstance(row, Mapping) else [row]
        for state in targets:
            if state not in self.plays:
                raise InvalidProfileError(
                    f"Automaton(): state {state!r} occurs in the moves but plays nothing"
                )

    def __hash__(self) -> int:
        return hash((tuple(self.plays.items()), self.start))

    @property
    def states(self) -> tuple[Hashable, ...]:
        """All states."""
        return tuple(self.plays)

    def next(self, state: Hashable, profile: Profile) -> Hashable:
        """Return the state to which a profile leads.

        Raises
        ------
        InvalidProfileError
            If the automaton does not say.
        """
        row = self.moves[state]
        if not isinstance(row, Mapping):
            return row  # type: ignore[no-any-return]
        if profile not in row and OTHERWISE not in row:
            raise InvalidProfileError(
                f"Automaton: from state {state!r} nothing is said about {profile!r}; name it, or add 'otherwise'"
            )
        return row[profile] if profile in row else row[OTHERWISE]  # type: ignore[no-any-return]


def when_subgame_perfect(
    automaton: Automaton,
    game: NormalForm,
    discount: Any,
    *,
    assuming: object = (),
    budget: Budget | None = None,
) -> Region:
    """Return where an automaton is a subgame-perfect equilibrium of the infinitely repeated game.

    Parameters
    ----------
    automaton : Automaton
        What everybody plays.
    game : NormalForm
        The stage game, of any number of players; payoffs may depend on parameters.
    discount : number, expression, or mapping of player to these
        The discount factor, common or each player's own; between 0 and 1 is assumed where it has parameters.
    assuming : conditions, optional
        What else holds of the parameters.
    budget : Budget, optional
        When the simplification gives up.

    Returns
    -------
    Region
        In the parameters of the game and the discount factors; without parameters it is everything or empty.  Floats
        are read as the decimals that they print as.

    Raises
    ------
    InvalidProfileError
        If the automaton does not fit the game.
    ParameterError
        If a discount factor is a number outside 0 to 1, or the assumptions contradict each other.

    References
    ----------
    Blackwell, D. (1965), Discounted dynamic programming, Annals of Mathematical Statistics 36, 226-235.
    Mailath, G. J. and Samuelson, L. (2006), Repeated Games and Reputations, section 2.4.

    Examples
    --------
    >>> import gametheory as gt
    >>> t, r, p, s, delta = gt.parameters("t r p s delta")
    >>> dilemma = NormalForm([[r, s], [t, p]], [[r, t], [s, p]], actions=[("C", "D")] * 2,
    ...                      assuming=[t > r, r > p, p > s])
    >>> grim = Automaton(plays={"trust": ("C", "C"), "war": ("D", "D")},
    ...                  moves={"trust": {("C", "C"): "trust", "otherwise": "war"}, "war": "war"})
    >>> when_subgame_perfect(grim, dilemma, delta).solve_for(delta)
    Threshold: delta >= (t - r)/(t - p)
    """
    _check(automaton, game)
    factors, given, names = _discounts(game, discount, assuming)
    values = _values(automaton, game, factors)
    conditions: list[Any] = []
    for state, profile in automaton.plays.items():
        for i, actions in enumerate(game.actions):
            for action in actions:
                if action == profile[i]:
                    continue
                other = (*profile[:i], action, *profile[i + 1 :])
                after = values[automaton.next(state, other)][i]
                d = factors[i]
                gain = (1 - d) * _payoff(game, other, i) + d * after - values[state][i]
                conditions += list(compare(-gain, NONNEGATIVE))
    made = cell(conditions)
    with spending(budget):
        return Region([] if made is None else [made], parameters=names, assuming=given).irredundant


def continuation_values(
    automaton: Automaton, game: NormalForm, discount: Any
) -> dict[Hashable, dict[str, Any]]:
    """Return what everybody earns from each state on, as a discounted average, if nobody deviates.

    Parameters
    ----------
    automaton, game, discount
        As for `when_subgame_perfect`.

    Returns
    -------
    dict of state to {player: payoff}
        `Fraction`, or an expression in the parameters.

    Raises
    ------
    InvalidProfileError, ParameterError
        As `when_subgame_perfect`.

    Examples
    --------
    >>> from fractions import Fraction
    >>> dilemma = NormalForm([[2, -1], [3, 0]], [[2, 3], [-1, 0]])
    >>> continuation_values(tit_for_tat(dilemma), dilemma, Fraction(1, 3))["2", "1"]
    {'row': Fraction(2, 1), 'column': Fraction(0, 1)}
    """
    _check(automaton, game)
    factors, _, _ = _discounts(game, discount, ())
    return {
        state: {
            player: value.constant_value() if value.is_constant() else to_sympy(value)
            for player, value in zip(game.players, row, strict=True)
        }
        for state, row in _values(automaton, game, factors).items()
    }


def _check(automaton: Automaton, game: object) -> None:
    if not isinstance(game, NormalForm):
        raise InvalidGameError(f"the stage game {game!r} is not a NormalForm")
    for state, profile in automaton.plays.items():
        if len(profile) != len(game.players):
            raise InvalidProfileError(
                f"Automaton: state {state!r} plays {profile!r}; give one action for each of {', '.join(game.players)}"
            )
        for player, actions, action in zip(game.players, game.actions, profile, strict=True):
            if action not in actions:
                raise InvalidProfileError(
                    f"Automaton: state {state!r} plays {action!r} for `{player}`, whose actions are {', '.join(actions)}"
                )


def _discounts(
    game: NormalForm, discount: Any, assuming: object
) -> tuple[list[RationalFunction], Cell, tuple[str, ...]]:
    """Read the discount factors; return them with what is assumed and the names of the parameters."""
    listed = (
        [discount[p] for p in game.players]
        if isinstance(discount, Mapping)
        else [discount] * len(game.players)
    )
    factors, given = [], game.given | read_assumption(assuming)
    for value in listed:
        number = read_value(value)
        d = read_exact(decimal(number) if isinstance(number, float) else number)
        bounds = cell([*compare(d, POSITIVE), *compare(1 - d, POSITIVE)])
        if bounds is None:
            raise ParameterError(f"the discount factor is {value}; it must lie strictly between 0 and 1")
        given |= bounds
        factors.append(d)
    if satisfiable(given) is Answer.NO:
        raise ParameterError("what is assumed, with discount factors between 0 and 1, contradicts itself")
    fresh = sorted({name for d in factors for name in d.variables})
    return factors, given, tuple(dict.fromkeys([*fresh, *game.parameters]))


def _payoff(game: NormalForm, profile: Profile, i: int) -> RationalFunction:
    places = [actions.index(a) for actions, a in zip(game.actions, profile, strict=True)]
    number = as_number(game.payoff_element(i, places))
    return read_exact(decimal(number) if isinstance(number, float) else number)


def _values(
    automaton: Automaton, game: NormalForm, factors: Sequence[RationalFunction]
) -> dict[Hashable, list[RationalFunction]]:
    """Return every player's discounted average in every state: a path, and then a cycle for ever."""
    follow = {s: automaton.next(s, profile) for s, profile in automaton.plays.items()}  # type: ignore[arg-type]
    values: dict[Hashable, list[RationalFunction]] = {}
    for state in automaton.states:
        path: list[Hashable] = []
        while state not in values and state not in path:
            path.append(state)
            state = follow[state]
        if state not in values:
            cycle = path[path.index(state) :]
            values[state] = []
            for i, d in enumerate(factors):
                # (1 - d) / (1 - d^L) is 1 over the sum of the powers of d.
                paid = sum((d**k * _payoff(game, automaton.plays[s], i) for k, s in enumerate(cycle)), d - d)  # type: ignore[arg-type]
                values[state].append(paid / sum((d**k for k in range(len(cycle))), d - d))
        for s in reversed(path):
            if s not in values:
                after = values[follow[s]]
                values[s] = [
                    (1 - d) * _payoff(game, automaton.plays[s], i) + d * after[i]  # type: ignore[arg-type]
                    for i, d in enumerate(factors)
                ]
    return values


def tit_for_tat(game: NormalForm) -> Automaton:
    """Return the automaton in which both players of a symmetric game begin with the first action and then copy each other.

    Examples
    --------
    >>> tit_for_tat(NormalForm([[2, -1], [3, 0]], [[2, 3], [-1, 0]])).next(("1", "1"), ("1", "2"))
    ('2', '1')
    """
    if len(game.shape) != 2 or game.actions[0] != game.actions[1]:
        raise InvalidGameError("tit_for_tat(): the game needs two players with the same actions")
    states = list(product(*game.actions))
    copied = {s: s[::-1] for s in states}
    return Automaton(plays={s: s for s in states}, moves=dict.fromkeys(states, copied), start=states[0])
