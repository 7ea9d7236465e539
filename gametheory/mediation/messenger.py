"""Messengers: a player is told what she would have seen with noise, in part, late, at a cost, or only if all agree.

A messenger is no player: she is bound to a rule that everybody knows.  So each of these is a game made from a game, with
nature drawing what is delivered; who writes games with a messenger needs no new solver.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import ImperfectRecallError, InvalidGameError
from gametheory.games._numbers import is_positive, show
from gametheory.games.structure import nested
from gametheory.games.tree import Move, Node
from gametheory.mediation._places import (
    Labels,
    charged,
    ends_where,
    sets_of,
    with_payoffs,
)
from gametheory.mediation._rewrite import (
    Row,
    amounts,
    as_tree,
    drawn,
    player_of,
    read,
    rebuilt,
    row_of,
    some_players,
    told,
)

if TYPE_CHECKING:
    from gametheory.games._layout import Vertex
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm


def garble(
    game: Game,
    *,
    observer: str,
    of: Mapping[Hashable, Any],
    seen_by: str | Iterable[str] = (),
    assuming: object = (),
) -> Game:
    """Let a messenger deliver to a player something else than she would have seen, by a rule that all know.

    Before each named information set of the observer nature draws what is delivered, by a row of a stochastic matrix.  The observer
    then knows what was delivered and nothing else.  She remembers it at her later information sets, where she knows besides what she
    knew in the old game.  The others do not see what was delivered, unless they are named.

    Parameters
    ----------
    game : Game
        Numbers or parameters.
    observer : str
        Whose information is garbled.
    of : mapping of knows to mapping of label to number
        For each information set, named by what the observer would have known, the probability of each message that may be delivered
        instead.  A label alone is delivered for sure.  Information sets that are not named stay; a message may have the name of one of
        them, and is then taken for it.
    seen_by : str or iterable of str
        Others who see what is delivered.
    assuming : conditions, optional
        What holds of new parameters, such as ``[0 < noise, noise < 1]``.

    Returns
    -------
    Game
        If everything is delivered under its own name, the same game.

    Raises
    ------
    InvalidGameError
        If the observer or an information set is unknown, a row is no distribution, or one message is delivered where the observer can
        do different things.
    ImperfectRecallError
        If the observer would have to forget what she knew or did before.

    References
    ----------
    Blackwell, D. (1953), Equivalent comparisons of experiments, Annals of Mathematical Statistics 24, 265-272.

    Examples
    --------
    One in ten crises is reported wrongly; the strong side then acts on what it hears.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> crisis = gt.Game(gt.chance({"threat": Fraction(1, 4), "calm": Fraction(3, 4)}, lambda s: gt.move("strong", knows=s, actions={
    ...     "strike": gt.end(strong=1 if s == "threat" else -2), "wait": gt.end(strong=-2 if s == "threat" else 0)})))
    >>> noise = Fraction(1, 10)
    >>> heard = gt.garble(crisis, observer="strong", of={
    ...     "threat": {"threat": 1 - noise, "calm": noise}, "calm": {"calm": 1 - noise, "threat": noise}})
    >>> [s.knows for s in heard.information_sets], [len(s.nodes) for s in heard.information_sets]
    (['threat', 'calm'], [2, 2])
    >>> gt.sequential(crisis)[0].payoffs, gt.sequential(heard)[0].payoffs
    ({'strong': Fraction(1, 4)}, {'strong': Fraction(1, 40)})
    """
    call = "garble()"
    tree = as_tree(game, call)
    player_of(tree, observer, call)
    if not isinstance(of, Mapping) or not of:
        raise InvalidGameError(
            f"{call}: `of` is {of!r}; write a mapping from what `{observer}` would know to what is delivered"
        )
    sets_of(tree, observer, of, call)
    rows = {k: row_of(tree, row, f"{call}: what is delivered for {k!r}") for k, row in of.items()}
    _same_actions(tree, observer, rows, call)
    others = tuple(p for p in some_players(tree, seen_by, call, ()) if p != observer)

    def delivered(remembers: tuple[str, ...]) -> Node:
        def deliver(_: Vertex, node: Node) -> Node:
            if not isinstance(node, Move) or node.player != observer or node.knows not in rows:
                return node

            def heard(label: str) -> Node:
                children = tuple(told(child, (*remembers, *others), label) for child in node.children)
                return Move(observer, label, node.labels, children)

            return drawn(rows[node.knows], heard)

        return nested(tree, deliver)

    if all(len(row) == 1 for row in rows.values()):
        # What was delivered for sure need not be repeated later, unless later messages leave it out.
        try:
            return rebuilt(tree, delivered(()), call, assuming=assuming)
        except ImperfectRecallError:
            pass
    return rebuilt(tree, delivered((observer,)), call, assuming=assuming)


def _same_actions(game: Game, observer: str, rows: Mapping[Hashable, Row], call: str) -> None:
    """Refuse a message that would be delivered where the observer can do different things."""
    own = {s.knows: s.actions for s in game.information_sets if s.player == observer}
    first: dict[Hashable, Hashable] = {k: k for k in own if k not in rows}
    for k, row in rows.items():
        for label, _ in row:
            other = first.setdefault(label, k)
            if set(own[other]) != set(own[k]):
                raise InvalidGameError(
                    f"{call}: `{label}` is delivered for {k!r}, where `{observer}` can {', '.join(own[k])}, and stands for "
                    f"{other!r}, where she can {', '.join(own[other])}; what she can do would tell her which it is"
                )


def coarsen(game: Game, *, observer: str, into: Mapping[str, Iterable[Hashable]]) -> Game:
    """Let a filter pool what a player would have seen: `garble` without chance.

    Parameters
    ----------
    game : Game
        Numbers or parameters.
    observer : str
        Whose information is filtered.
    into : mapping of label to list of knows
        What is delivered, and instead of which information sets of hers.  Those that are not named stay.

    Raises
    ------
    InvalidGameError, ImperfectRecallError
        As for `garble`; also if an information set is named twice.

    Examples
    --------
    A judge who hears nothing of the evidence:

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> trial = gt.Game(gt.chance({"guilty": Fraction(1, 3), "innocent": Fraction(2, 3)}, lambda s: gt.move("judge", knows=s, actions={
    ...     "convict": gt.end(judge=int(s == "guilty")), "acquit": gt.end(judge=int(s == "innocent"))})))
    >>> deaf = gt.coarsen(trial, observer="judge", into={"nothing": ["guilty", "innocent"]})
    >>> [gt.sequential(g)[0].payoffs["judge"] for g in (trial, deaf)]
    [Fraction(1, 1), Fraction(2, 3)]
    """
    if not isinstance(into, Mapping):
        raise InvalidGameError(
            f"coarsen(): `into` is {into!r}; write a mapping from a label to a list of what is pooled"
        )
    of: dict[Hashable, str] = {}
    for label, pooled in into.items():
        if isinstance(pooled, str) or not isinstance(pooled, Iterable):
            raise InvalidGameError(f"coarsen(): `{label}` pools {pooled!r}; write a list, as [{pooled!r}]")
        for knows in pooled:
            if knows in of:
                raise InvalidGameError(
                    f"coarsen(): {knows!r} is pooled both as `{of[knows]}` and as `{label}`; keep one"
                )
            of[knows] = label
    return garble(game, observer=observer, of=of)


def delay(
    game: Game | NormalForm,
    *,
    discount: Any,
    outcomes: Labels = None,
    after: Mapping[str, Any] | None = None,
    reaching: Mapping[str, Any] | None = None,
    assuming: object = (),
) -> Game:
    """Let a messenger take time: payoffs at some ends are discounted.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    discount : number, or mapping of player to number
        What a payoff later is worth now: positive, and at most 1 if it is a number.
    outcomes : str or list of str, optional
        Only ends with these outcomes.
    after : mapping of player to action (or a list), optional
        Only ends that come after the player took one of these actions.
    reaching : mapping of player to knows (or a list), optional
        Only ends of paths that pass one of these information sets of the player.
    assuming : conditions, optional
        What holds of new parameters.

    Raises
    ------
    InvalidGameError
        If something named does not exist, no end is left, or a discount factor is out of range.

    Examples
    --------
    >>> import gametheory as gt
    >>> offer = gt.Game(gt.move("weak", actions={
    ...     "directly": gt.end(weak=3, strong=1, outcome="deal"), "through an envoy": gt.end(weak=4, strong=1, outcome="deal")}))
    >>> delta = gt.parameters("delta")
    >>> slow = gt.delay(offer, discount=delta, after={"weak": "through an envoy"}, assuming=[0 < delta, delta < 1])
    >>> gt.sequential(slow).when(gt.plays("weak", "directly") == 1).solve_for(delta)
    Threshold: delta <= 3/4
    """
    call = "delay()"
    tree = as_tree(game, call)
    factors = (
        amounts(tree, discount, call, "the discount factor")
        if isinstance(discount, Mapping)
        else dict.fromkeys(tree.players, read(tree, discount, f"{call}: the discount factor"))
    )
    chosen = ends_where(tree, call, outcomes, after, reaching)
    root = with_payoffs(
        tree, chosen, lambda paid: {p: u * factors[p] if p in factors else u for p, u in paid.items()}
    )
    made = rebuilt(tree, root, call, assuming=assuming)
    for player, factor in factors.items():
        if isinstance(factor, RationalFunction):
            good, hint = is_positive(factor, made.given), "; assume that it is positive"
        else:
            good, hint = 0 < factor <= 1, "; it lies above 0 and is at most 1"
        if not good:
            raise InvalidGameError(f"{call}: the discount factor of `{player}` is {show(factor)}{hint}")
    return made


def friction(
    game: Game | NormalForm,
    *,
    costs: Mapping[str, Any],
    outcomes: Labels = None,
    after: Mapping[str, Any] | None = None,
    reaching: Mapping[str, Any] | None = None,
    assuming: object = (),
) -> Game:
    """Let the use of a channel cost something: named players pay at some ends (all, if nothing else is said).

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    costs : mapping of player to number
        What each pays.
    outcomes, after, reaching, assuming
        Which ends, and what holds of new parameters, as for `delay`.

    Raises
    ------
    InvalidGameError
        If something named does not exist, or no end is left.

    Examples
    --------
    >>> import gametheory as gt
    >>> game = gt.Game(gt.move("weak", actions={"talk": gt.end(weak=2, outcome="deal"), "wait": gt.end(weak=1, outcome="delay")}))
    >>> print(gt.friction(game, costs={"weak": 1}, outcomes="deal"))
    payoffs (weak)
    weak @ start
    ├─ talk: (1) deal
    └─ wait: (1) delay
    """
    return charged(as_tree(game, "friction()"), "friction()", costs, outcomes, after, reaching, assuming)
