"""Mediators who have interests and say what they like: advisers who speak before the game, and envoys within it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGameError
from gametheory.games.structure import nested
from gametheory.games.tree import End, Move, Node
from gametheory.mediation._places import (
    after_openings,
    by_opening,
    ends_where,
    openings,
    sets_of,
)
from gametheory.mediation._rewrite import (
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
from gametheory.mediation.talk import words

if TYPE_CHECKING:
    from gametheory.games._layout import Vertex
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm


def with_mediator(
    game: Game | NormalForm,
    *,
    messages: Iterable[str],
    observes: Mapping[Any, Any] | None = None,
    heard_by: str | Iterable[str] | None = None,
    weights: Mapping[str, Any] | None = None,
    costs: Mapping[str, Any] | None = None,
    mediator: str = "mediator",
    assuming: object = (),
) -> Game:
    """Add a mediator who knows something, has interests of her own, and says what she likes before the game.

    Her payoff at an end is the weighted sum of the players' payoffs, less what the outcome costs her.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    messages : iterable of str
        What she can say.
    observes : mapping of branch to mapping of label to number, optional
        What she sees: for each branch of nature's opening moves, the probability of each signal (a label alone is seen for sure).  Left
        out, she sees nothing.
    heard_by : str or iterable of str, optional
        Who hears her; by default everybody.
    weights : mapping of player to number, optional
        Her bias: how much she cares for each player; for those not named, not at all.
    costs : mapping of outcome to number, optional
        What outcomes cost her besides, as the spillover of a war.
    mediator : str
        What she is called.
    assuming : conditions, optional
        What holds of new parameters.

    Raises
    ------
    InvalidGameError
        If a player or an outcome is unknown, her name is taken, a row is no distribution, or she observes what is not yet decided.

    References
    ----------
    Kydd, A. (2003), Which side are you on? Bias, credibility, and mediation, American Journal of Political Science 47, 597-611.

    Examples
    --------
    A mediator who cares for nothing but peace is not believed; one who also wants what the strong side wants, enough of it, is.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> b = gt.parameters("b")
    >>> crisis = gt.Game(gt.chance({"firm": Fraction(1, 2), "soft": Fraction(1, 2)}, lambda resolve: gt.move("strong", knows="nothing",
    ...     actions={"press": gt.end(strong=-1, outcome="war") if resolve == "firm" else gt.end(strong=3, outcome="deal"),
    ...              "settle": gt.end(strong=Fraction(1, 2), outcome="deal")})))
    >>> seen = {"firm": {"firm": Fraction(9, 10), "soft": Fraction(1, 10)}, "soft": {"firm": Fraction(1, 10), "soft": Fraction(9, 10)}}
    >>> mediated = gt.with_mediator(crisis, messages=["firm", "soft"], observes=seen, heard_by="strong",
    ...                             weights={"strong": b}, costs={"war": 1}, assuming=[b >= 0])
    >>> gt.value_of_mediation(crisis, mediated, gt.payoff("strong"), without="silence").helps.solve_for(b)
    Threshold: b >= 1/21
    """
    call = "with_mediator()"
    tree = as_tree(game, call)
    said = words(messages, call)
    listeners = some_players(tree, heard_by, call, tree.players)
    paid = _with_third(tree, mediator, weights, costs, call)
    seen = {path: "nothing" for path in openings(tree)}
    given = seen if observes is None else by_opening(tree, observes, call, f"`{mediator}`")
    rows = {
        path: row_of(tree, row, f"{call}: what is seen after `{'/'.join(path)}`")
        for path, row in given.items()
    }

    def advise(path: tuple[str, ...], node: Node) -> Node:
        children = tuple(told(node, listeners, word) for word in said)
        return drawn(rows[path], lambda signal: Move(mediator, signal, said, children))

    return rebuilt(
        tree, after_openings(paid, advise), call, assuming=assuming, players=(*tree.players, mediator)
    )


def with_envoy(
    game: Game,
    *,
    observer: str,
    instead_of: Iterable[Hashable],
    messages: Iterable[str],
    weights: Mapping[str, Any] | None = None,
    costs: Mapping[str, Any] | None = None,
    envoy: str = "envoy",
    assuming: object = (),
) -> Game:
    """Put an envoy with interests of her own between a player and what he would have seen: he knows only what she says.

    Where `garble` draws what is delivered by a rule, the envoy chooses it.

    Parameters
    ----------
    game : Game
        Numbers or parameters.
    observer : str
        Who hears the envoy and nothing else.
    instead_of : iterable of knows
        His information sets that she stands before; she knows there what he would have known.
    messages : iterable of str
        What she can say.
    weights, costs : mapping, optional
        Her payoff, as for `with_mediator`.
    envoy : str
        What she is called.
    assuming : conditions, optional
        What holds of new parameters.

    Raises
    ------
    InvalidGameError
        If a player, an information set or an outcome is unknown, her name is taken, or the observer can do different things there.
    ImperfectRecallError
        If the observer would have to forget what he knew or did before.

    Examples
    --------
    An envoy who shares the receiver's interest can report faithfully:

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> crisis = gt.Game(gt.chance({"threat": Fraction(1, 4), "calm": Fraction(3, 4)}, lambda s: gt.move("strong", knows=s, actions={
    ...     "strike": gt.end(strong=1 if s == "threat" else -2), "wait": gt.end(strong=-2 if s == "threat" else 0)})))
    >>> sent = gt.with_envoy(crisis, observer="strong", instead_of=["threat", "calm"], messages=["danger", "none"], weights={"strong": 1})
    >>> max(e.payoffs["strong"] for e in gt.sequential(sent))
    Fraction(1, 4)
    """
    call = "with_envoy()"
    tree = as_tree(game, call)
    player_of(tree, observer, call)
    replaced = (instead_of,) if isinstance(instead_of, str) else tuple(instead_of)
    numbers = sets_of(tree, observer, replaced, call)
    said = words(messages, call)
    paid = _payer(tree, envoy, weights, costs, call)

    def interpose(vertex: Vertex, node: Node) -> Node:
        if isinstance(node, End):
            result: End = paid(node)
            return result
        if not isinstance(node, Move) or vertex.information_set not in numbers:
            return node
        heard = tuple(
            Move(
                observer,
                word,
                node.labels,
                tuple(told(child, (observer, envoy), word) for child in node.children),
            )
            for word in said
        )
        return Move(envoy, node.knows, said, heard)

    return rebuilt(tree, nested(tree, interpose), call, assuming=assuming, players=(*tree.players, envoy))


def _with_third(game: Game, name: str, weights: Any, costs: Any, call: str) -> Node:
    pay = _payer(game, name, weights, costs, call)
    return nested(game, lambda _, node: pay(node) if isinstance(node, End) else node)


def _payer(game: Game, name: str, weights: Any, costs: Any, call: str) -> Any:
    """Return what adds the payoff of a third party to an end."""
    if not isinstance(name, str) or not name or name in game.players:
        raise InvalidGameError(
            f"{call}: {name!r} cannot be the name of a new player; the players are {', '.join(game.players)}"
        )
    cares = amounts(game, weights, call, "the weight") if weights else {}
    if costs is not None and not isinstance(costs, Mapping):
        raise InvalidGameError(f"{call}: `costs` is {costs!r}; write a mapping from outcomes to numbers")
    owed: dict[str, Any] = {}
    for outcome, cost in (costs or {}).items():
        ends_where(game, call, outcome, None, None)
        owed[outcome] = read(game, cost, f"{call}: the cost of `{outcome}`")

    def pay(node: End) -> End:
        total: Any = sum((cares[p] * u for p, u in node.payoffs if p in cares), Fraction(0))
        total = total - owed.get(node.outcome, Fraction(0)) if node.outcome is not None else total
        return End((*node.payoffs, (name, total)), node.outcome, node.time)

    return pay
