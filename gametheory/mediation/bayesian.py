"""Games of incomplete information as values: players with types, a common prior, actions, payoffs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGameError
from gametheory.games._numbers import decimal, refuse

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm

Profile = tuple[Any, ...]
"""One type, or one action, for each player."""


@dataclass(frozen=True, eq=False, repr=False)
class BayesianGame:
    """A finite game of incomplete information with a common prior (Harsanyi 1967).

    Whatever nobody but a mediator sees is the type of a player with one action; whatever nobody sees is averaged out of the payoffs.

    Parameters
    ----------
    types, actions : mapping of player to sequence
        What each player may know and do.  Types and actions are text or numbers, anything that can be a key.
    prior : mapping
        Probability of each profile of types (those left out have probability 0); or, for independent types, a distribution over
        the types of each player.
    payoffs : callable or mapping
        What a profile of types and a profile of actions pay: a mapping of player to number, or numbers in the order of the players.
        A mapping is keyed by (types, actions).

    Raises
    ------
    InvalidGameError
        If the pieces do not fit together; the message lists what is wrong.

    Examples
    --------
    >>> game = BayesianGame(
    ...     types={"seller": ("good", "bad"), "buyer": ("",)},
    ...     actions={"seller": ("",), "buyer": ("buy", "leave")},
    ...     prior={"seller": {"good": "1/3", "bad": "2/3"}, "buyer": {"": 1}},
    ...     payoffs=lambda t, a: {"seller": a[1] == "buy", "buyer": (2 if t[0] == "good" else -1) * (a[1] == "buy")},
    ... )
    >>> game
    BayesianGame(seller: 2 types, 1 action; buyer: 1 type, 2 actions)
    >>> game.payoff("buyer", ("good", ""), ("", "buy"))
    Fraction(2, 1)
    """

    types: Mapping[str, Sequence[Any]]
    actions: Mapping[str, Sequence[Any]]
    prior: Mapping[Any, Any]
    payoffs: Callable[[Profile, Profile], Any] | Mapping[tuple[Profile, Profile], Any]
    exact: bool = field(init=False)
    """Whether no number is a float."""
    _tables: tuple[tuple[tuple[Any, ...], ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        problems: list[str] = []
        types = {p: tuple(t) for p, t in self.types.items()}
        actions = {p: tuple(a) for p, a in self.actions.items()}
        if not types or list(types) != list(actions):
            raise InvalidGameError(
                f"BayesianGame(): types are given for {listed(types)}, actions for {listed(actions)}; "
                "give both for the same players, in the same order"
            )
        for what, sets in (("types", types), ("actions", actions)):
            for player, members in sets.items():
                if not members or len(set(members)) != len(members):
                    problems.append(
                        f"BayesianGame(): the {what} of {player} are {members!r}; give at least one, and none twice"
                    )
        refuse(problems)
        prior = _read_prior(types, self.prior)
        tables = _read_payoffs(tuple(types), types, actions, self.payoffs)
        numbers = [*prior.values(), *(u for table in tables for row in table for u in row)]
        object.__setattr__(self, "types", types)
        object.__setattr__(self, "actions", actions)
        object.__setattr__(self, "prior", prior)
        object.__setattr__(self, "exact", not any(isinstance(n, float) for n in numbers))
        object.__setattr__(self, "_tables", tables)

    @property
    def players(self) -> tuple[str, ...]:
        """The players, in order."""
        return tuple(self.types)

    @property
    def type_profiles(self) -> list[Profile]:
        """All profiles of types, the last player's running fastest."""
        return list(product(*self.types.values()))

    @property
    def action_profiles(self) -> list[Profile]:
        """All profiles of actions, the last player's running fastest."""
        return list(product(*self.actions.values()))

    def payoff(self, player: str, types: Profile, actions: Profile) -> Any:
        """Return what a player earns.

        Raises
        ------
        InvalidGameError
            If there is no such player, type or action.
        """
        try:
            at = self.type_profiles.index(tuple(types)), self.action_profiles.index(tuple(actions))
            return self._tables[self.players.index(player)][at[0]][at[1]]
        except ValueError:
            raise InvalidGameError(
                f"payoff(): {player!r}, {types!r}, {actions!r} is no player with a profile of types and one of actions; {self!r}"
            ) from None

    def normal_form(self) -> NormalForm:
        """Return the game in which each player chooses a plan, an action for each type, before types are drawn.

        Its Nash equilibria are the Bayesian Nash equilibria (Harsanyi 1967).  Plans are named by their actions, in the order of types.

        Examples
        --------
        >>> game = BayesianGame(types={"one": ("x", "y"), "two": ("",)}, actions={"one": ("l", "r"), "two": ("l", "r")},
        ...                     prior={("x", ""): "1/2", ("y", ""): "1/2"}, payoffs=lambda t, a: [a[0] == a[1], (t[0] == "x") == (a[1] == "l")])
        >>> game.normal_form().actions[0]
        ('l/l', 'l/r', 'r/l', 'r/r')
        """
        from gametheory.games.normal import NormalForm

        plans = [list(product(self.actions[p], repeat=len(self.types[p]))) for p in self.players]
        order = [{t: n for n, t in enumerate(own)} for own in self.types.values()]
        place = {a: j for j, a in enumerate(self.action_profiles)}
        likely = [(i, t, self.prior[t]) for i, t in enumerate(self.type_profiles) if self.prior[t]]

        def table(k: int, chosen: tuple[Any, ...]) -> Any:
            if len(chosen) < len(plans):
                return [table(k, (*chosen, plan)) for plan in plans[len(chosen)]]
            played = (
                (i, p, tuple(plan[n[own]] for plan, n, own in zip(chosen, order, t, strict=True)))
                for i, t, p in likely
            )
            return sum((p * self._tables[k][i][place[a]] for i, p, a in played), Fraction(0))

        return NormalForm(
            *(table(k, ()) for k in range(len(self.players))),
            players=self.players,
            actions=[["/".join(map(str, plan)) for plan in own] for own in plans],
        )

    def to_exact(self) -> BayesianGame:
        """Return the same game with every float read as the decimal that it prints as."""
        whole = {
            (t, a): [_exact(table[i][j]) for table in self._tables]
            for i, t in enumerate(self.type_profiles)
            for j, a in enumerate(self.action_profiles)
        }
        return BayesianGame(self.types, self.actions, {t: _exact(p) for t, p in self.prior.items()}, whole)

    def __repr__(self) -> str:
        shown = (
            f"{p}: {_counted(len(self.types[p]), 'type')}, {_counted(len(self.actions[p]), 'action')}"
            for p in self.types
        )
        return f"BayesianGame({'; '.join(shown)})"


def _read_prior(types: Mapping[str, tuple[Any, ...]], given: Mapping[Any, Any]) -> dict[Profile, Any]:
    profiles = list(product(*types.values()))
    if set(given) == set(types) and not set(given) & set(profiles):
        odds: list[dict[Any, Any]] = []
        for player, members in types.items():
            if not isinstance(given[player], Mapping) or set(given[player]) != set(members):
                raise InvalidGameError(
                    f"BayesianGame(): the prior of {player} is {given[player]!r}; give a probability for each of {listed(members)}"
                )
            own = {t: _number(p, f"prior of {player}, {t!r}") for t, p in given[player].items()}
            if min(own.values()) < 0 or not _is_one(sum(own.values())):
                raise InvalidGameError(
                    f"BayesianGame(): the prior of {player} sums to {sum(own.values())}; give probabilities that sum to 1"
                )
            odds.append(own)
        prior: dict[Profile, Any] = {}
        for profile in profiles:
            joint: Any = Fraction(1)
            for t, own in zip(profile, odds, strict=True):
                joint = joint * own[t]
            prior[profile] = joint
    else:
        unknown = [key for key in given if key not in set(profiles)]
        if unknown:
            raise InvalidGameError(
                f"BayesianGame(): the prior gives {unknown[0]!r} a probability, which is no profile with one type for each of "
                f"{listed(types)}"
            )
        prior = {t: _number(given.get(t, 0), f"prior of {t!r}") for t in profiles}
        if min(prior.values()) < 0 or not _is_one(sum(prior.values())):
            raise InvalidGameError(
                f"BayesianGame(): the prior sums to {sum(prior.values())}; give probabilities that sum to 1"
            )
    problems = [
        f"BayesianGame(): {player} has the type {t!r} with probability 0; leave it out"
        for k, (player, members) in enumerate(types.items())
        for t in members
        if not sum(p for profile, p in prior.items() if profile[k] == t)
    ]
    refuse(problems)
    return prior


def _read_payoffs(
    players: tuple[str, ...],
    types: Mapping[str, tuple[Any, ...]],
    actions: Mapping[str, tuple[Any, ...]],
    given: Any,
) -> tuple[tuple[tuple[Any, ...], ...], ...]:
    if not callable(given) and not isinstance(given, Mapping):
        raise InvalidGameError(f"BayesianGame(): payoffs are {given!r}; give a function or a mapping")
    tables: list[list[list[Any]]] = [[] for _ in players]
    for t in product(*types.values()):
        for table in tables:
            table.append([])
        for a in product(*actions.values()):
            if isinstance(given, Mapping) and (t, a) not in given:
                raise InvalidGameError(f"BayesianGame(): there is no payoff at types {t!r} and actions {a!r}")
            paid = given[t, a] if isinstance(given, Mapping) else given(t, a)
            if isinstance(paid, Mapping) and set(paid) == set(players):
                paid = [paid[p] for p in players]
            if isinstance(paid, str | Mapping) or not isinstance(paid, Sequence) or len(paid) != len(players):
                raise InvalidGameError(
                    f"BayesianGame(): at types {t!r} and actions {a!r} the payoffs are {paid!r}; give one for each of {listed(players)}"
                )
            for player, table, u in zip(players, tables, paid, strict=True):
                table[-1].append(_number(u, f"payoff of {player} at {t!r}, {a!r}"))
    return tuple(tuple(map(tuple, table)) for table in tables)


def _number(value: Any, what: str) -> Any:
    from math import isfinite

    try:
        number = float(value) if isinstance(value, float) else Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise InvalidGameError(f"BayesianGame(): the {what} is {value!r}, not a number") from None
    if isinstance(number, float) and not isfinite(number):
        raise InvalidGameError(f"BayesianGame(): the {what} is {value!r}, not a finite number")
    return number


def _exact(number: Any) -> Fraction:
    return decimal(number) if isinstance(number, float) else number


def _is_one(total: Any) -> bool:
    return abs(total - 1) < 1e-9 if isinstance(total, float) else total == 1


def listed(names: Any) -> str:
    return ", ".join(str(n) for n in names) or "nobody"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
