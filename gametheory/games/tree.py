"""The three combinators that build a game tree: `chance`, `move`, `end`.

A node is a plain frozen value: it holds numbers, labels and other nodes, never a function, so nodes compose, hash,
compare and pickle.  A node knows nothing of the rest of the tree; everything that concerns the whole (payoffs of
all players, information sets, assumptions) is checked once, when `Game` is built.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from gametheory.errors import InvalidGameError
from gametheory.games._numbers import Number, read_finite


class Unset(Enum):
    """The value of `knows` when it is not given (an enumeration, so that it pickles as itself)."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True)
class Chance:
    """A move of nature (make it with `chance`)."""

    labels: tuple[str, ...]
    probabilities: tuple[Number, ...]
    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        _check_branches("chance()", "branch", self.labels, self.children)


@dataclass(frozen=True, slots=True)
class Move:
    """A move of a player (make it with `move`)."""

    player: str
    knows: Hashable
    labels: tuple[str, ...]
    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        _check_branches(f"move({self.player!r})", "action", self.labels, self.children)


@dataclass(frozen=True, slots=True)
class End:
    """An end of the game (make it with `end`); `payoffs` are pairs of player and number."""

    payoffs: tuple[tuple[str, Number], ...]
    outcome: str | None = None
    time: Number | None = None


Node: TypeAlias = Chance | Move | End


def _check_branches(call: str, kind: str, labels: tuple[str, ...], children: tuple[Node, ...]) -> None:
    if not labels:
        raise InvalidGameError(
            f"{call}: no {kind} is given; a node needs at least one, and a game stops at an `end`"
        )
    for label, child in zip(labels, children, strict=True):
        if not isinstance(label, str):
            raise InvalidGameError(
                f"{call}: the label {label!r} of a {kind} is not text; write `{str(label)!r}`"
            )
        if not isinstance(child, Chance | Move | End):
            raise InvalidGameError(
                f"{call}: the {kind} `{label}` leads to {child!r} ({type(child).__name__}), which is not a node; "
                "use `chance`, `move` or `end`"
            )


def chance(probabilities: Mapping[str, Any], then: Mapping[str, Node] | Callable[[str], Node]) -> Chance:
    """Let nature draw one of several branches.

    Parameters
    ----------
    probabilities : mapping from label to number
        The probability of each branch: numbers or expressions in parameters that sum to 1.
    then : mapping from label to node, or callable
        What follows each branch.  A callable is called once for each label, right away.

    Raises
    ------
    InvalidGameError
        If a probability is not a finite number, or the labels of the two arguments differ.

    Examples
    --------
    >>> from fractions import Fraction
    >>> coin = chance({"heads": Fraction(1, 2), "tails": Fraction(1, 2)}, lambda side: end(a=int(side == "heads")))
    >>> coin.labels
    ('heads', 'tails')
    """
    if not isinstance(probabilities, Mapping):
        raise InvalidGameError(
            f"chance(): the probabilities are {probabilities!r}; write a mapping such as "
            '`{"high": Fraction(1, 3), "low": Fraction(2, 3)}`'
        )
    labels = tuple(probabilities)
    numbers = tuple(
        read_finite(p, f"chance(): the probability of `{label}`") for label, p in probabilities.items()
    )
    if isinstance(then, Mapping):
        if set(then) != set(labels):
            raise InvalidGameError(
                f"chance(): the probabilities name {_listed(labels)}, but `then` names {_listed(then)}; "
                "give both the same labels"
            )
        children = tuple(then[label] for label in labels)
    elif callable(then):
        children = tuple(then(label) for label in labels)
    else:
        raise InvalidGameError(
            f"chance(): `then` is {then!r}; write a mapping from each label to a node, or a function of the label"
        )
    return Chance(labels, numbers, children)


def move(player: str, *, knows: Hashable = UNSET, actions: Mapping[str, Node]) -> Move:
    """Let a player choose an action.

    Parameters
    ----------
    player : str
        Who moves.
    knows : hashable, optional
        What the player knows here: all nodes of one player with equal `knows` are one information set.
        Left out, the player knows the whole history.
    actions : mapping from label to node
        What follows each action.

    Raises
    ------
    InvalidGameError
        If there is no action, or one of them does not lead to a node.

    Examples
    --------
    >>> move("buyer", actions={"accept": end(buyer=1), "reject": end(buyer=0)}).labels
    ('accept', 'reject')
    """
    if not isinstance(player, str) or not player:
        raise InvalidGameError(f"move(): the player is {player!r}; give a name, such as `'buyer'`")
    if not isinstance(actions, Mapping):
        raise InvalidGameError(
            f"move({player!r}): the actions are {actions!r}; write a mapping from each action to a node"
        )
    try:
        hash(knows)
    except TypeError:
        raise InvalidGameError(
            f"move({player!r}): `knows` is {knows!r}, which cannot be compared by value for good; "
            "use text, a number, a tuple or a frozenset"
        ) from None
    return Move(player, knows, tuple(actions), tuple(actions.values()))


def end(
    *,
    outcome: str | None = None,
    time: Any = None,
    payoffs: Mapping[str, Any] | None = None,
    **player_payoffs: Any,
) -> End:
    """End the game.

    Parameters
    ----------
    outcome : str, optional
        A label that one can ask about afterwards, such as ``"deal"``; several ends may share it.
    time : number, optional
        When the game ends.
    payoffs : mapping from player to number, optional
        Payoffs of players whose names are not identifiers, or are `outcome`, `time` or `payoffs`.
    **player_payoffs : number
        The payoff of each player: a number or an expression in parameters.

    Raises
    ------
    InvalidGameError
        If a payoff is not a finite number, or is given twice.

    Examples
    --------
    >>> end(buyer=3, seller=0, outcome="deal").payoffs
    (('buyer', Fraction(3, 1)), ('seller', Fraction(0, 1)))
    """
    given = dict(payoffs or {})
    for player in player_payoffs:
        if player in given:
            raise InvalidGameError(f"end(): the payoff of `{player}` is given twice; keep one of the two")
    given.update(player_payoffs)
    for player in given:
        if not isinstance(player, str):
            raise InvalidGameError(f"end(): the player {player!r} is not text; name players with text")
    if outcome is not None and not isinstance(outcome, str):
        raise InvalidGameError(
            f"end(): the outcome is {outcome!r}; give a label, such as `'deal'`, or leave it out"
        )
    return End(
        tuple(
            (player, read_finite(value, f"end(): the payoff of `{player}`"))
            for player, value in given.items()
        ),
        outcome,
        None if time is None else read_finite(time, "end(): the time"),
    )


def _listed(labels: Any) -> str:
    return ", ".join(f"`{label}`" for label in labels) or "nothing"
