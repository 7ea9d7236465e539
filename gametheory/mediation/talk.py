"""Talk before a game: a player's costless messages, a committed adviser's, a mediator's with interests of her own.  Games in, games out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from gametheory.errors import InvalidGameError
from gametheory.games.game import Game
from gametheory.games.tree import Chance, End, Move, Node, end
from gametheory.mediation._rewriting import (
    Path,
    check_player,
    drawn,
    remembering,
    replaced,
    rewritten,
)
from gametheory.mediation.messenger import _symbolic

Draw = Hashable
"""What chance drew before anybody moves: its label, or the tuple of labels if it moves several times."""


def with_talk(
    game: Game,
    speaker: str,
    messages: Sequence[str],
    *,
    heard_by: Iterable[str] | None = None,
    knows: Callable[[Draw], Hashable] | None = None,
) -> Game:
    """Let a player say something costless once chance has drawn the types, before anybody moves.

    Parameters
    ----------
    game : Game
        Any tree; apply it again for more rounds, or for the other side.
    speaker : str
        Who speaks.
    messages : sequence of str
        What can be said.
    heard_by : players, optional
        In private by these only; by default in public.
    knows : callable, optional
        What the speaker knows of what chance drew.  By default what she knows where she moves first, and all of it if she never moves.

    Raises
    ------
    InvalidGameError
        If there is no such player or no message, or if the speaker would know something that she forgets later.

    Examples
    --------
    A sender who never moves tells a receiver what chance drew; with common interests one equilibrium tells all.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> half = {"left": Fraction(1, 2), "right": Fraction(1, 2)}
    >>> silent = gt.Game(gt.chance(half, lambda state: gt.move("receiver", knows="nothing", actions={
    ...     side: gt.end(sender=int(side == state), receiver=int(side == state)) for side in half})))
    >>> talk = with_talk(silent, "sender", ["l", "r"])
    >>> [max(e.payoffs["receiver"] for e in gt.sequential(g)) for g in (silent, talk)]
    [Fraction(1, 2), Fraction(1, 1)]
    """
    call = "with_talk()"
    check_player(game, speaker, call)
    hearers = _hearers(game, heard_by, call)
    said = tuple(messages)
    if not said:
        raise InvalidGameError(f"{call}: no message is given")

    def talk(node: Node, path: Path) -> Node:
        known = knows(_draw(path)) if knows is not None else _first_known(node, speaker, path, call)
        children = tuple(_hearing(node, path, {*hearers, speaker}, message) for message in said)
        return Move(speaker, ("talk", known), said, children)

    new = _before(game, talk)
    return remembering(new, game, call, "say with `knows` what the speaker knows when she speaks")


def advised(
    game: Game,
    policy: Mapping[Draw, Mapping[str, Any]],
    *,
    heard_by: Iterable[str] | None = None,
    assuming: object = (),
) -> Game:
    """Let a committed adviser, who knows what chance drew, send messages by a rule that all know.

    Parameters
    ----------
    game : Game
        Any tree that starts with chance.
    policy : mapping
        For everything that chance may draw, the probability of each message.
    heard_by : players, optional
        In private by these only; by default in public.
    assuming : conditions, optional
        What holds of parameters that are new.

    Raises
    ------
    InvalidGameError
        If a draw is left out or unknown, or a row does not sum to one.

    Examples
    --------
    Persuasion: a judge convicts if guilt is at least as likely as not.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> prior = {"guilty": Fraction(3, 10), "innocent": Fraction(7, 10)}
    >>> court = gt.Game(gt.chance(prior, lambda state: gt.move("judge", knows="nothing", actions={
    ...     "convict": gt.end(judge=int(state == "guilty"), prosecutor=1, outcome="conviction"),
    ...     "acquit": gt.end(judge=int(state == "innocent"), prosecutor=0, outcome="acquittal")})))
    >>> rule = {"guilty": {"g": 1}, "innocent": {"g": Fraction(3, 7), "i": Fraction(4, 7)}}
    >>> max(e.outcomes["conviction"] for e in gt.sequential(advised(court, rule)) if not e.free)
    Fraction(3, 5)
    """
    call = "advised()"
    hearers = _hearers(game, heard_by, call)
    _check_draws(game, policy, call)

    def advise(node: Node, path: Path) -> Node:
        return drawn(
            policy[_draw(path)],
            lambda message: _hearing(node, path, hearers, message),
            f"{call}: the row of {_draw(path)!r}",
        )

    return remembering(_before(game, advise, assuming), game, call, "the message comes before the first move")


def with_mediator(
    game: Game,
    messages: Sequence[str],
    *,
    weights: Mapping[str, Any],
    outcomes: Mapping[str, Any] | None = None,
    observes: Mapping[Draw, Mapping[str, Any]] | None = None,
    heard_by: Iterable[str] | None = None,
    name: str = "mediator",
    assuming: object = (),
) -> Game:
    """Let a mediator with interests of her own observe something and speak before anybody moves.

    Parameters
    ----------
    game : Game
        Any tree.
    messages : sequence of str
        What she can say.
    weights : mapping from player to number or expression
        What she cares for: her payoff is the weighted sum of theirs (a bias is an unequal weight).
    outcomes : mapping from outcome to number or expression, optional
        What an outcome is worth to her besides: a war that spills over costs her, say.
    observes : mapping, optional
        For everything that chance may draw, the probability of each signal that she gets.  By default she sees what is drawn.
    heard_by : players, optional
        In private by these only; by default in public.
    name : str
        What she is called.
    assuming : conditions, optional
        What holds of parameters that are new.

    Raises
    ------
    InvalidGameError
        If a player, an outcome or a draw is unknown or left out, or a row of signals does not sum to one.

    Examples
    --------
    A mediator who only fears war and may be wrong always warns, and is not believed; one who also shares the first side's stakes is.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> half = {"tough": Fraction(1, 2), "soft": Fraction(1, 2)}
    >>> def demand(kind):
    ...     pressed = gt.end(one=-1, outcome="war") if kind == "tough" else gt.end(one=1, outcome="deal")
    ...     return gt.move("one", knows="nothing", actions={"press": pressed, "concede": gt.end(one=0, outcome="deal")})
    >>> dispute = gt.Game(gt.chance(half, demand))
    >>> right, wrong = Fraction(3, 4), Fraction(1, 4)
    >>> signals = {"tough": {"bad": right, "good": wrong}, "soft": {"bad": wrong, "good": right}}
    >>> def best(bias):
    ...     mediated = with_mediator(
    ...         dispute, ["warn", "encourage"], weights={"one": bias}, outcomes={"war": -1}, observes=signals)
    ...     return max(e.payoffs["one"] for e in gt.sequential(mediated) if not e.free)
    >>> best(0), best(1)
    (Fraction(0, 1), Fraction(1, 4))
    """
    call = "with_mediator()"
    if name in game.players:
        raise InvalidGameError(f"{call}: `{name}` is a player already; call the mediator otherwise")
    for player in weights:
        check_player(game, player, call)
    for outcome in outcomes or {}:
        if outcome not in game.outcome_labels:
            raise InvalidGameError(
                f"{call}: no end has the outcome {outcome!r}; the outcomes are {', '.join(game.outcome_labels) or 'none'}"
            )
    if observes is not None:
        _check_draws(game, observes, call)
    hearers, said = _hearers(game, heard_by, call), tuple(messages)
    if not said:
        raise InvalidGameError(f"{call}: no message is given")

    def paid(node: Node, _: Path) -> Node | None:
        if not isinstance(node, End):
            return None
        own: Any = (outcomes or {}).get(node.outcome or "", 0)
        for player, payoff in node.payoffs:
            if player in weights:
                own = own + weights[player] * _symbolic(payoff)
        made = end(payoffs={**{p: _symbolic(u) for p, u in node.payoffs}, name: own}, outcome=node.outcome)
        return End(made.payoffs, node.outcome, node.time)

    def speaks(node: Node, path: Path) -> Node:
        whole = replaced(node, path, paid)

        def told(signal: Hashable) -> Node:
            return Move(
                name, signal, said, tuple(_hearing(whole, path, hearers, message) for message in said)
            )

        if observes is None:
            return told(_draw(path))
        return drawn(observes[_draw(path)], told, f"{call}: the signals of {_draw(path)!r}")

    return remembering(_before(game, speaks, assuming, (name,)), game, call, "she moves once")


# -- where talk stands -------------------------------------------------------------------------------------------


def _before(
    game: Game, talk: Callable[[Node, Path], Node], assuming: object = (), players: Sequence[str] = ()
) -> Game:
    """Put talk before the first node of every draw that is no chance move."""
    return rewritten(
        game, lambda node, path: None if isinstance(node, Chance) else talk(node, path), assuming, players
    )


def _draw(path: Path) -> Draw:
    return path[0] if len(path) == 1 else path


def _hearing(node: Node, path: Path, hearers: Iterable[str], message: str) -> Node:
    """Let players know a message at all their information sets."""

    def change(node: Node, path: Path) -> Node | None:
        if not isinstance(node, Move) or node.player not in hearers:
            return None
        children = tuple(
            replaced(c, (*path, a), change) for a, c in zip(node.labels, node.children, strict=True)
        )
        return Move(node.player, (node.knows, message), node.labels, children)

    return replaced(node, path, change)


def _hearers(game: Game, heard_by: Iterable[str] | None, call: str) -> set[str]:
    hearers = set(game.players if heard_by is None else heard_by)
    for player in sorted(hearers):
        check_player(game, player, call)
    return hearers


def _draws(game: Game) -> list[Draw]:
    """Return everything that chance may draw before anybody moves."""
    listed: list[Draw] = []

    def look(node: Node, path: Path) -> Node | None:
        if isinstance(node, Chance):
            return None
        listed.append(_draw(path))
        return node

    replaced(game.root, (), look)
    return listed


def _check_draws(game: Game, rows: Mapping[Draw, Any], call: str) -> None:
    draws = _draws(game)
    unknown = [d for d in rows if d not in draws]
    missing = [d for d in draws if d not in rows]
    if unknown or missing:
        what = f"{unknown[0]!r} is nothing that chance draws" if unknown else f"{missing[0]!r} is left out"
        raise InvalidGameError(f"{call}: {what}; chance draws {', '.join(map(repr, draws))}")


def _first_known(node: Node, speaker: str, path: Path, call: str) -> Hashable:
    """Return what a player knows where she first moves, or what chance drew if she never does."""
    known: set[Hashable] = set()

    def look(node: Node, _: Path) -> Node | None:
        if isinstance(node, Move) and node.player == speaker:
            known.add(node.knows)
            return node
        return None

    replaced(node, path, look)
    if not known:
        return _draw(path)
    if len(known) > 1:
        raise InvalidGameError(
            f"{call}: what `{speaker}` knows when she speaks is not plain, since she first moves knowing one of "
            f"{', '.join(map(repr, sorted(known, key=repr)))}; say it with `knows`"
        )
    return known.pop()
