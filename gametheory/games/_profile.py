"""Reading strategy profiles as people write them, and what a profile leads to.

A profile is checked against the game before it is used; numbers are never rounded on the way into an exact game.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from gametheory.algebra.decide import sign
from gametheory.algebra.fields import Element, Field, RationalFunctions, Rationals
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import InvalidGameError, InvalidProfileError
from gametheory.games._numbers import as_number, decimal, read_finite, show

if TYPE_CHECKING:
    from gametheory.games._layout import InformationSet
    from gametheory.games.game import Game

Profile: TypeAlias = Mapping[str, Any]
Strategy: TypeAlias = tuple[tuple[Element, ...], ...]
"""For each information set in order, the probability of each action in order."""


def read_profile(game: Game, profile: Profile) -> Strategy:
    """Return the behaviour that a profile describes: per information set, the probability of each action.

    Raises
    ------
    InvalidProfileError
        If an information set is missing or unknown, an action unknown, or the probabilities of a set are no
        distribution.
    """
    check_players(game.players, profile)
    result: list[tuple[Element, ...]] = [()] * len(game.information_sets)
    for player in game.players:
        own = [s for s in game.information_sets if s.player == player]
        for s, choice in _by_set(player, own, profile.get(player, {})):
            result[s.index] = read_mixture(
                game.field, s.actions, choice, f"profile of `{player}` at {s.knows!r}"
            )
    return tuple(result)


def check_players(players: tuple[str, ...], profile: Profile) -> None:
    """Refuse what is not a mapping from players."""
    if not isinstance(profile, Mapping):
        raise InvalidProfileError(f"profile: {profile!r} is not a mapping from players to strategies")
    for player in profile:
        if player not in players:
            raise InvalidProfileError(
                f"profile: `{player}` is not a player; the players are {', '.join(players)}"
            )


def _by_set(
    player: str, own: Sequence[InformationSet], strategy: object
) -> Iterator[tuple[InformationSet, Mapping[str, Any] | str]]:
    """Pair each information set with what is said about it, undoing the shorthands."""
    if isinstance(strategy, str):
        strategy = {strategy: 1}
    if not isinstance(strategy, Mapping):
        raise InvalidProfileError(
            f"profile of `{player}`: {strategy!r} is not a strategy; write `{{knows: {{action: probability}}}}`"
        )
    plain = bool(strategy) and not any(isinstance(value, Mapping | str) for value in strategy.values())
    if plain and len(own) == 1:
        yield own[0], strategy
        return
    known: dict[Hashable, InformationSet] = {s.knows: s for s in own}
    listed = ", ".join(repr(s.knows) for s in own) or "none"
    for knows in strategy:
        if knows not in known:
            raise InvalidProfileError(
                f"profile of `{player}`: {knows!r} is not an information set; the information sets are {listed}"
            )
    for knows, s in known.items():
        if knows not in strategy:
            raise InvalidProfileError(
                f"profile of `{player}`: nothing is said about the information set {knows!r}; "
                f"give a choice among {', '.join(s.actions)}"
            )
        yield s, strategy[knows]


def read_mixture(field: Field, actions: tuple[str, ...], choice: object, what: str) -> tuple[Element, ...]:
    """Read one distribution over actions: an action, or a mapping from action to probability."""
    if isinstance(choice, str):
        choice = {choice: 1}
    if not isinstance(choice, Mapping):
        raise InvalidProfileError(
            f"{what}: {choice!r} is neither an action nor a mapping from actions to probabilities"
        )
    for action in choice:
        if action not in actions:
            raise InvalidProfileError(
                f"{what}: `{action}` is not an action; the actions are {', '.join(actions)}"
            )
    elements = tuple(
        read_probability(field, choice[action], f"{what}: the probability of `{action}`")
        if action in choice
        else field.zero
        for action in actions
    )
    check_distribution(field, elements, what)
    return elements


def read_probability(field: Field, value: object, what: str) -> Element:
    """Read one number into the field, without rounding."""
    try:
        number = read_finite(value, what)
    except InvalidGameError as error:
        raise InvalidProfileError(str(error)) from None
    if isinstance(number, float) and isinstance(field, Rationals | RationalFunctions):
        raise InvalidProfileError(
            f"{what} is the float {number!r} and the game is {field.name}; write it exactly, as `{decimal(number)!r}`"
        )
    if isinstance(number, RationalFunction) and not isinstance(field, RationalFunctions):
        raise InvalidProfileError(f"{what} is `{show(number)}` and the game has no parameters; give a number")
    return field.convert(number)


def check_distribution(field: Field, elements: Sequence[Element], what: str) -> None:
    """Refuse probabilities that are provably negative, or do not sum to 1."""
    for element in elements:
        if _decided_sign(field, element) == -1:
            raise InvalidProfileError(
                f"{what}: the probability {show(as_number(element))} is negative; probabilities are 0 or more"
            )
    total = sum(elements, field.zero)
    if _decided_sign(field, total - field.one) != 0:
        raise InvalidProfileError(
            f"{what}: the probabilities sum to {show(as_number(total))}, not to 1; correct one"
        )


def _decided_sign(field: Field, element: Element) -> int | None:
    # A symbolic probability may be one only in a part of the assumed region; that is for the caller to say.
    if isinstance(field, RationalFunctions):
        return sign(element.numerator * element.denominator, field.given)
    return field.sign(element)


# -- what a profile leads to ------------------------------------------------------------------------------------


def reach_probabilities(game: Game, strategy: Strategy) -> list[Element]:
    """Return the probability that play reaches each node."""
    reach = [game.field.one] * len(game.nodes)
    for vertex in game.nodes:
        edges = vertex.probabilities if vertex.kind == "chance" else ()
        if vertex.kind == "move":
            edges = strategy[vertex.information_set]
        for child, probability in zip(vertex.children, edges, strict=True):
            reach[child] = reach[vertex.index] * probability
    return reach


def expected_payoffs(game: Game, strategy: Strategy) -> tuple[Element, ...]:
    """Return the expected payoff of each player."""
    reach = reach_probabilities(game, strategy)
    totals = [game.field.zero for _ in game.players]
    for vertex in game.nodes:
        for place, payoff in enumerate(vertex.payoffs):
            totals[place] = totals[place] + reach[vertex.index] * payoff
    return tuple(totals)


def outcome_probabilities(game: Game, strategy: Strategy) -> dict[str | None, Element]:
    """Return the probability of each outcome label, ends without a label last under `None`."""
    reach = reach_probabilities(game, strategy)
    totals: dict[str | None, Element] = dict.fromkeys(game.outcome_labels, game.field.zero)
    for vertex in game.nodes:
        if vertex.kind == "end":
            totals[vertex.outcome] = totals.get(vertex.outcome, game.field.zero) + reach[vertex.index]
    if None in totals:
        totals[None] = totals.pop(None)
    return totals
