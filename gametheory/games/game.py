"""The game in extensive form: a validated tree as an immutable value.

Building a `Game` checks everything at once and says what is wrong, where, and how to mend it.  The tree is kept flat
(vertices in preorder), over one number field that is read off its numbers.  What follows from the structure
alone (recall, subgames, pure strategies) lives in `structure.py`; how a profile is read, in `_profile.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any, final

from gametheory.algebra.fields import Element, Rationals
from gametheory.errors import InvalidGameError
from gametheory.games import structure
from gametheory.games._layout import InformationSet, Layout, Vertex
from gametheory.games._numbers import Setting, mixed, read_assumptions, refuse, setting_of
from gametheory.games._parametric import AbstractGame
from gametheory.games._profile import Profile, expected_payoffs, outcome_probabilities, read_profile
from gametheory.games.tree import Chance, End, Move, Node

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm

__all__ = ["Game", "InformationSet", "Vertex", "read_profile"]


@final
class Game(AbstractGame):
    """A finite game in extensive form.

    Parameters
    ----------
    root : Node
        The first node, made with `chance`, `move` or `end`.
    assuming : conditions, optional
        What holds of the parameters, such as ``[0 < q, q < 1]``.
    players : sequence of str, optional
        The players in order; by default movers in order of appearance, then others who are paid.
    name : str, optional
        What the game is called.

    Attributes
    ----------
    nodes : tuple of Vertex
        The tree in preorder.
    information_sets : tuple of InformationSet
        In order of first appearance.

    Raises
    ------
    InvalidGameError
        If the game is not well formed; the message lists every problem, one sentence a line.
    MixedFieldError
        If a float stands beside a parameter.

    Examples
    --------
    >>> from gametheory.games.tree import end, move
    >>> ultimatum = Game(move("proposer", actions={
    ...     "fair": end(proposer=1, responder=1, outcome="deal"),
    ...     "greedy": move("responder", actions={
    ...         "accept": end(proposer=2, responder=0, outcome="deal"),
    ...         "refuse": end(proposer=0, responder=0, outcome="breakdown")})}), name="ultimatum")
    >>> ultimatum
    Game('ultimatum', players=('proposer', 'responder'), 5 nodes, 2 information sets)
    >>> print(ultimatum)
    ultimatum: payoffs (proposer, responder)
    proposer @ start
    ├─ fair: (1, 1) deal
    └─ greedy: responder @ greedy
       ├─ accept: (2, 0) deal
       └─ refuse: (0, 0) breakdown
    >>> ultimatum.payoffs({"proposer": "greedy", "responder": "accept"})
    {'proposer': Fraction(2, 1), 'responder': Fraction(0, 1)}
    """

    nodes: tuple[Vertex, ...]
    information_sets: tuple[InformationSet, ...]

    def __init__(
        self,
        root: Node,
        *,
        assuming: object = (),
        players: Sequence[str] | None = None,
        name: str | None = None,
    ) -> None:
        if not isinstance(root, Chance | Move | End):
            raise InvalidGameError(
                f"Game(): the root is {root!r}, which is not a node; use `chance`, `move` or `end`"
            )
        layout = Layout(root, None if players is None else _read_players(players))
        given, names = read_assumptions(assuming, "Game()", layout.problems)
        places = ((number, f"{what} at `{draft.place}`") for number, draft, what in layout.numbers())
        mixed(places, names, "Game()")
        layout.check_numbers(given)
        refuse(layout.problems)
        setting = setting_of((number for number, _, _ in layout.numbers()), given, names)
        self._set(
            players=layout.players,
            parameters=setting.parameters,
            field=setting.field,
            name=name,
            nodes=layout.vertices(setting.field.convert),
            information_sets=layout.information_sets(),
        )

    # -- as a value ---------------------------------------------------------------------------------------
    def _key(self) -> tuple[Any, ...]:
        return (self.players, self.nodes, self.information_sets, self.field, self.name)

    def _numbers(self) -> Iterator[Element]:
        for vertex in self.nodes:
            yield from vertex.probabilities
            yield from vertex.payoffs
            if vertex.time is not None:
                yield vertex.time

    def _rebuilt(self, change: Callable[[Element], Element], setting: Setting) -> Game:
        exact = isinstance(setting.field, Rationals)
        nodes = []
        for vertex in self.nodes:
            probabilities = tuple(change(p) for p in vertex.probabilities)
            # Decimals read off floats may miss 1 by a rounding.
            total = sum(probabilities, setting.field.zero) if exact and probabilities else 1
            if total != 1:
                probabilities = tuple(p / total for p in probabilities)
            nodes.append(
                replace(
                    vertex,
                    probabilities=probabilities,
                    payoffs=tuple(change(u) for u in vertex.payoffs),
                    time=None if vertex.time is None else change(vertex.time),
                )
                if vertex.kind != "move"
                else vertex
            )
        return self._with(nodes=tuple(nodes), field=setting.field, parameters=setting.parameters)

    def _with(self, **changed: Any) -> Game:
        made = object.__new__(Game)
        made._set(**{**self.__getstate__(), **changed})
        return made

    @property
    def root(self) -> Node:
        """The game as nested nodes again, to be built into another game."""
        return structure.nested(self)

    # -- reading ------------------------------------------------------------------------------------------
    @property
    def outcome_labels(self) -> tuple[str, ...]:
        """The labels of the ends, in order of first appearance."""
        return tuple(dict.fromkeys(v.outcome for v in self.nodes if v.outcome is not None))

    def payoffs(self, profile: Profile) -> dict[str, Any]:
        """Return each player's expected payoff.

        Parameters
        ----------
        profile : mapping
            ``{player: {knows: {action: probability}}}``.  A pure choice may be written ``{knows: action}``, and a
            player with one information set may be given as ``{action: probability}`` or as the action.

        Raises
        ------
        InvalidProfileError
            If the profile does not fit the game.
        """
        values = expected_payoffs(self, read_profile(self, profile))
        return {player: self.field.present(value) for player, value in zip(self.players, values, strict=True)}

    def outcomes(self, profile: Profile) -> dict[str | None, Any]:
        """Return the probability of each outcome label (`None` collects the ends without one, if there are any).

        Parameters
        ----------
        profile : mapping
            As for `payoffs`.
        """
        values = outcome_probabilities(self, read_profile(self, profile))
        return {label: self.field.present(value) for label, value in values.items()}

    def perfect_recall(self) -> bool:
        """Whether every player remembers what he knew and did."""
        return self.forgetful_player() is None

    def forgetful_player(self) -> str | None:
        """Return a sentence that names a player who forgets, and two nodes that show it; `None` if nobody does."""
        return structure.forgetful_player(self)

    def subgames(self) -> tuple[int, ...]:
        """Return the nodes that root a subgame: the root first, ends left out."""
        return structure.subgames(self)

    def strategies(self, player: str) -> tuple[tuple[str | None, ...], ...]:
        """Return the reduced pure strategies of a player.

        Each is a tuple over the player's own information sets, in order: the action, or `None` where the
        strategy's own earlier actions exclude the set.
        """
        if player not in self.players:
            raise InvalidGameError(
                f"strategies(): `{player}` is not a player; the players are {', '.join(self.players)}"
            )
        return tuple(structure.reduced_strategies(self, self.players.index(player)))

    def normal_form(self) -> NormalForm:
        """Return the reduced normal form.

        Raises
        ------
        GameTheoryError
            If it has more than 100 000 profiles.
        """
        return structure.normal_form(self)

    # -- showing ------------------------------------------------------------------------------------------
    def draw(self) -> str:
        """Return the tree as text."""
        from gametheory.games.draw import draw

        return draw(self)

    def __str__(self) -> str:
        return self.draw()

    def __repr__(self) -> str:
        title = f"{self.name!r}, " if self.name else ""
        parameters = f", parameters {', '.join(self.parameters)}" if self.parameters else ""
        return (
            f"Game({title}players={self.players!r}, {_count(len(self.nodes), 'node')}, "
            f"{_count(len(self.information_sets), 'information set')}{parameters})"
        )

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.draw())}</pre>"


def _read_players(players: Iterable[str]) -> tuple[str, ...]:
    if isinstance(players, str):
        raise InvalidGameError(f"Game(): players is the text {players!r}; give a list of names")
    listed = tuple(players)
    if len(set(listed)) < len(listed):
        raise InvalidGameError(f"Game(): a player occurs twice in {listed}; name each once")
    return listed


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
