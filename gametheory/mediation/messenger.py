"""What a third party does to the messages and the ends of a game: garbling, delay, costs, secrecy, awards.  Games in, games out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import product
from typing import Any

from gametheory.errors import InvalidGameError
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm
from gametheory.games.tree import End, Move, Node, end
from gametheory.mediation._rewriting import Path, check_player, drawn, remembering, rewritten, sets_of


def garbled(
    game: Game, observer: str, channel: Mapping[Hashable, Mapping[str, Any]], *, assuming: object = ()
) -> Game:
    """Let a messenger stand between what happens and what a player is told.

    Parameters
    ----------
    game : Game
        Any tree.
    observer : str
        The player who is told.
    channel : mapping
        For what she would know at some of her information sets, the messages delivered instead and their probabilities: a matrix with one
        row for each of these sets.  Where one message is delivered for several of them she cannot tell these apart.
    assuming : conditions, optional
        What holds of parameters that are new.

    Returns
    -------
    Game
        With what she is told in place of what she would know.

    Raises
    ------
    InvalidGameError
        If she has no such information set, a row does not sum to one, sets told the same have different actions, or she would forget what
        she knew.

    Examples
    --------
    A signal that arrives wrong with probability 1/4:

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> payoffs = lambda seen, guess: gt.end(weak=int(seen == guess))
    >>> told = gt.chance({"calm": Fraction(1, 2), "storm": Fraction(1, 2)}, lambda state: gt.move("weak", knows=state, actions={
    ...     guess: payoffs(state, guess) for guess in ("calm", "storm")}))
    >>> wrong = Fraction(1, 4)
    >>> noisy = garbled(gt.Game(told), "weak", {
    ...     "calm": {"calm": 1 - wrong, "storm": wrong}, "storm": {"calm": wrong, "storm": 1 - wrong}})
    >>> [gt.sequential(g)[0].payoffs for g in (gt.Game(told), noisy)]
    [{'weak': Fraction(1, 1)}, {'weak': Fraction(3, 4)}]
    """
    call = "garbled()"
    check_player(game, observer, call)
    known = sets_of(game, observer)
    for knows, row in channel.items():
        if knows not in known:
            raise InvalidGameError(
                f"{call}: `{observer}` has no information set {knows!r}; they are {', '.join(map(repr, known))}"
            )
        for message in row:
            if message in known and message not in channel:
                raise InvalidGameError(
                    f"{call}: the message {message!r} is what `{observer}` knows at a set that is not garbled; name it otherwise"
                )

    def change(node: Node, path: Path) -> Node | None:
        if not isinstance(node, Move) or node.player != observer or node.knows not in channel:
            return None
        children = dict(zip(node.labels, node.children, strict=True))
        below = {a: rewritten_below(child, (*path, a)) for a, child in children.items()}

        def told(message: str) -> Node:
            return Move(observer, message, node.labels, tuple(below[a] for a in node.labels))

        return drawn(channel[node.knows], told, f"{call}: the row of {node.knows!r}")

    def rewritten_below(node: Node, path: Path) -> Node:
        from gametheory.mediation._rewriting import replaced

        return replaced(node, path, change)

    new = rewritten(game, change, assuming)
    hint = "deliver messages that leave her what she knew (a mediator cannot take it away), or garble her later sets as well"
    return remembering(new, game, call, hint)


def delayed(
    game: Game,
    factor: Any,
    *,
    outcomes: Iterable[str] | None = None,
    after: tuple[str, str] | None = None,
    assuming: object = (),
) -> Game:
    """Let what a third party does take time: payoffs are multiplied by a discount factor.

    Parameters
    ----------
    game : Game
        Any tree.
    factor : number or expression
        What is left of a payoff, such as ``exp(-r tau)`` as one parameter.
    outcomes : labels, optional
        Only at ends with these outcomes.
    after : (player, action), optional
        Only where the player has taken this action.
    assuming : conditions, optional
        What holds of parameters that are new.

    Raises
    ------
    InvalidGameError
        If there is no such outcome, player or action.

    Examples
    --------
    >>> import gametheory as gt
    >>> delta = gt.parameters("delta")
    >>> offer = gt.Game(gt.move("weak", actions={"accept": gt.end(weak=1, outcome="deal"), "refuse": gt.end(weak=0)}))
    >>> print(delayed(offer, delta, outcomes=["deal"], assuming=[0 < delta, delta < 1]))
    payoffs (weak)
    weak @ start
    ├─ accept: (delta) deal
    └─ refuse: (0)
    """
    return _at_ends(game, "delayed()", outcomes, after, assuming, lambda _, payoff: payoff * factor)


def charged(
    game: Game,
    costs: Mapping[str, Any],
    *,
    outcomes: Iterable[str] | None = None,
    after: tuple[str, str] | None = None,
    assuming: object = (),
) -> Game:
    """Let players pay: a messenger's fee, the cost of backing down before an audience, a bond that a guarantor keeps.

    Parameters
    ----------
    game : Game
        Any tree.
    costs : mapping from player to number or expression
        What is taken from them (negative: what a guarantor insures them with).
    outcomes : labels, optional
        Only at ends with these outcomes.
    after : (player, action), optional
        Only where the player has taken this action: a commitment made in public, say.
    assuming : conditions, optional
        What holds of parameters that are new.

    Raises
    ------
    InvalidGameError
        If there is no such player, outcome or action.

    Examples
    --------
    A bond of 2 makes cooperation a best reply for the first player, and not one of 1/2:

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> game = gt.Game(gt.move("weak", actions={"keep": gt.end(weak=3, outcome="kept"), "defect": gt.end(weak=4, outcome="broken")}))
    >>> bonds = [charged(game, {"weak": bond}, outcomes=["broken"]) for bond in (2, Fraction(1, 2))]
    >>> [gt.sequential(g)[0].strategy["weak"]["start"]["keep"] for g in bonds]
    [Fraction(1, 1), Fraction(0, 1)]
    """
    call = "charged()"
    for player in costs:
        check_player(game, player, call)

    def changed(player: str, payoff: Any) -> Any:
        return payoff - costs[player] if player in costs else payoff

    return _at_ends(game, call, outcomes, after, assuming, changed)


def _at_ends(
    game: Game, call: str, outcomes: Iterable[str] | None, after: Any, assuming: object, changed: Any
) -> Game:
    wanted = None if outcomes is None else set(outcomes)
    for outcome in wanted or ():
        if outcome not in game.outcome_labels:
            raise InvalidGameError(
                f"{call}: no end has the outcome {outcome!r}; the outcomes are {', '.join(game.outcome_labels) or 'none'}"
            )
    if after is not None:
        check_player(game, after[0], call)
        if not any(s.player == after[0] and after[1] in s.actions for s in game.information_sets):
            raise InvalidGameError(f"{call}: `{after[0]}` has no action {after[1]!r}")

    def below(node: Node, taken: bool) -> Node:
        if isinstance(node, End):
            if not taken or (wanted is not None and node.outcome not in wanted):
                return node
            made = end(payoffs={p: changed(p, _symbolic(u)) for p, u in node.payoffs}, outcome=node.outcome)
            return End(made.payoffs, node.outcome, node.time)
        mine = after is not None and isinstance(node, Move) and node.player == after[0]
        children = tuple(
            below(child, taken or (mine and label == after[1]))
            for label, child in zip(node.labels, node.children, strict=True)
        )
        if isinstance(node, Move):
            return Move(node.player, node.knows, node.labels, children)
        return type(node)(node.labels, node.probabilities, children)

    return rewritten(game, lambda node, path: below(node, after is None) if not path else None, assuming)


def _symbolic(number: Any) -> Any:
    """Return a number of a game as something that can be computed with."""
    from gametheory.algebra.expressions import to_sympy
    from gametheory.algebra.polynomials import RationalFunction

    return to_sympy(number) if isinstance(number, RationalFunction) else number


def both_or_nothing(game: NormalForm, accept: Mapping[str, str], refuse: Mapping[str, str]) -> NormalForm:
    """Let a mediator collect acceptances in private and reveal them only if all accept.

    Parameters
    ----------
    game : NormalForm
        A game of simultaneous decisions.
    accept, refuse : mapping from player to action
        What accepting and refusing is, for everybody who is asked.

    Returns
    -------
    NormalForm
        Where one who accepts alone fares as if nobody had: nothing is known of it.

    Raises
    ------
    InvalidGameError
        If a player or an action is unknown, or the two mappings name different players.

    Examples
    --------
    >>> import gametheory as gt
    >>> direct = gt.NormalForm([[2, -3], [0, 0]], [[2, 0], [-3, 0]], actions=[["engage", "refuse"]] * 2, players=("strong", "weak"))
    >>> mediated = both_or_nothing(direct, {"strong": "engage", "weak": "engage"}, {"strong": "refuse", "weak": "refuse"})
    >>> mediated.payoffs(["engage", "refuse"])
    {'strong': Fraction(0, 1), 'weak': Fraction(0, 1)}
    """
    call = "both_or_nothing()"
    if accept.keys() != refuse.keys():
        raise InvalidGameError(
            f"{call}: `accept` names {', '.join(accept)}, `refuse` {', '.join(refuse)}; name the same players"
        )
    asked = {}
    for player in accept:
        if player not in game.players:
            raise InvalidGameError(
                f"{call}: `{player}` is not a player; the players are {', '.join(game.players)}"
            )
        k = game.players.index(player)
        for action in (accept[player], refuse[player]):
            if action not in game.actions[k]:
                raise InvalidGameError(
                    f"{call}: `{player}` has no action {action!r}; the actions are {', '.join(game.actions[k])}"
                )
        asked[k] = game.actions[k].index(accept[player]), game.actions[k].index(refuse[player])
    tables: list[list[Any]] = [[] for _ in game.players]
    strides = _strides(game.shape)
    for profile in product(*map(range, game.shape)):
        agreed = all(profile[k] == yes for k, (yes, _) in asked.items())
        played = profile
        if not agreed:
            played = tuple(
                asked[k][1] if k in asked and i == asked[k][0] else i for k, i in enumerate(profile)
            )
        place = sum(i * s for i, s in zip(played, strides, strict=True))
        for table, old in zip(tables, game.tables, strict=True):
            table.append(_symbolic(_number(old[place])))
    return NormalForm(
        *(_nested(table, game.shape) for table in tables),
        players=game.players,
        actions=game.actions,
        assuming=game.assuming,
        name=game.name,
    )


def _number(element: Any) -> Any:
    from gametheory.games._numbers import as_number

    return as_number(element)


def _strides(shape: tuple[int, ...]) -> list[int]:
    strides = [1] * len(shape)
    for k in range(len(shape) - 2, -1, -1):
        strides[k] = strides[k + 1] * shape[k + 1]
    return strides


def _nested(table: list[Any], shape: tuple[int, ...]) -> Any:
    if len(shape) == 1:
        return table
    size = len(table) // shape[0]
    return [_nested(table[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0])]


def arbitrated(
    game: Game,
    player: str,
    knows: Hashable,
    award: Mapping[str, Any],
    *,
    outcome: str = "award",
    assuming: object = (),
) -> Game:
    """Let an arbitrator bind the parties: where a player would move, the game ends with an award.

    Parameters
    ----------
    game : Game
        Any tree.
    player : str
    knows : hashable
        The information set at which the dispute goes to the arbitrator.
    award : mapping from player to number or expression
        What everybody gets; who is not named gets 0.
    outcome : str
        The label of the award.
    assuming : conditions, optional
        What holds of parameters that are new.

    Raises
    ------
    InvalidGameError
        If there is no such player or information set.

    Examples
    --------
    >>> import gametheory as gt
    >>> war = gt.Game(gt.move("strong", knows="refused", actions={"fight": gt.end(strong=1, weak=-2), "yield": gt.end(strong=0, weak=1)}))
    >>> arbitrated(war, "strong", "refused", {"strong": 0.5, "weak": 0.5}).outcome_labels
    ('award',)
    """
    call = "arbitrated()"
    for name in (player, *award):
        check_player(game, name, call)
    if knows not in sets_of(game, player):
        known = ", ".join(map(repr, sets_of(game, player)))
        raise InvalidGameError(f"{call}: `{player}` has no information set {knows!r}; they are {known}")
    made = end(payoffs={p: award.get(p, 0) for p in game.players}, outcome=outcome)

    def change(node: Node, _: Path) -> Node | None:
        return made if isinstance(node, Move) and (node.player, node.knows) == (player, knows) else None

    return rewritten(game, change, assuming)
