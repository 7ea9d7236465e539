"""Third parties with interests or means of their own: mediators who speak, guarantors, audiences, arbitrators."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGameError
from gametheory.games.structure import nested
from gametheory.games.tree import End, Move, Node
from gametheory.mediation._rewrite import (
    Labels,
    after_openings,
    amounts,
    as_tree,
    by_opening,
    charged,
    drawn,
    ends_where,
    openings,
    player_of,
    read,
    rebuilt,
    row_of,
    sets_of,
    some_players,
    told,
    with_payoffs,
)
from gametheory.mediation.talk import with_talk, words

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
    actions = {frozenset(tree.information_sets[h].actions) for h in numbers}
    if len(actions) != 1:
        raise InvalidGameError(
            f"{call}: what `{observer}` can do differs among {', '.join(map(repr, replaced))} and would tell him which it is; "
            "name information sets with the same actions"
        )
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


def guaranteed(
    game: Game | NormalForm,
    *,
    bonds: Mapping[str, Any] | None = None,
    cover: Mapping[str, Any] | None = None,
    outcomes: Labels = None,
    after: Mapping[str, Any] | None = None,
    reaching: Mapping[str, Any] | None = None,
    assuming: object = (),
) -> Game:
    """Let a guarantor hold bonds that are forfeited at some ends, and pay cover to those who are hurt there.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    bonds : mapping of player to number, optional
        What each loses at those ends.
    cover : mapping of player to number, optional
        What each is paid there.
    outcomes, after, reaching, assuming
        Which ends, and what holds of new parameters, as for `delay`; `after` may name several players, and all of it has to hold.

    Raises
    ------
    InvalidGameError
        If neither bonds nor cover are given, something named does not exist, or no end is left.

    Examples
    --------
    With a bond of more than the temptation, keeping the deal is an equilibrium of the prisoner's dilemma.

    >>> import gametheory as gt
    >>> g = gt.parameters("g")
    >>> dilemma = gt.examples.prisoners_dilemma(t=5, r=3, p=1, s=0)
    >>> once = gt.guaranteed(dilemma, bonds={"row": g}, after={"row": "defect"}, assuming=[g > 0])
    >>> both = gt.guaranteed(once, bonds={"column": g}, after={"column": "defect"})
    >>> gt.nash(both).when((gt.plays("row", "cooperate") == 1) & (gt.plays("column", "cooperate") == 1)).solve_for(g)
    Threshold: g >= 2
    """
    call = "guaranteed()"
    tree = as_tree(game, call)
    if not bonds and not cover:
        raise InvalidGameError(
            f"{call}: give `bonds`, or `cover`, or both, as mappings from players to numbers"
        )
    lost = amounts(tree, bonds, call, "the bond") if bonds else {}
    won = amounts(tree, cover, call, "the cover") if cover else {}
    chosen = ends_where(tree, call, outcomes, after, reaching)

    def settle(paid: dict[str, Any]) -> dict[str, Any]:
        return {p: u - lost.get(p, Fraction(0)) + won.get(p, Fraction(0)) for p, u in paid.items()}

    return rebuilt(tree, with_payoffs(tree, chosen, settle), call, assuming=assuming)


def audience_costs(
    game: Game | NormalForm,
    *,
    speaker: str,
    costs: Mapping[str, Any],
    outcomes: Labels,
    channels: tuple[str, str] = ("public", "private"),
    assuming: object = (),
) -> Game:
    """Let a player choose before the game whether she commits herself in public, where some outcomes then cost something.

    Everybody sees which channel she chose: `with_talk` with two messages, and `friction` after the first of them.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    speaker : str
        Who chooses the channel, knowing what she knows at her first moves.
    costs : mapping of player to number
        What each pays at these outcomes, if she chose the public channel.
    outcomes : str or list of str
        Where the audience is disappointed, as when a side backs down.
    channels : pair of str
        What the public and the private channel are called.
    assuming : conditions, optional
        What holds of new parameters.

    Raises
    ------
    InvalidGameError
        If a player or an outcome is unknown.

    References
    ----------
    Fearon, J. (1994), Domestic political audiences and the escalation of international disputes, American Political Science Review 88, 577-592.

    Examples
    --------
    >>> import gametheory as gt
    >>> a = gt.parameters("a")
    >>> crisis = gt.Game(gt.move("weak", actions={"yield": gt.end(strong=2, weak=0, outcome="deal"), "resist": gt.move("strong", actions={
    ...     "fight": gt.end(strong=-1, weak=-1, outcome="war"), "back down": gt.end(strong=0, weak=1, outcome="retreat")})}))
    >>> tied = gt.audience_costs(crisis, speaker="strong", costs={"strong": a}, outcomes="retreat", assuming=[a > 0])
    >>> gt.subgame_perfect(tied).when(gt.certain("deal")).solve_for(a)
    Threshold: a >= 1
    """
    call = "audience_costs()"
    tree = as_tree(game, call)
    ends_where(tree, call, outcomes, None, None)
    if isinstance(channels, str) or len(channels) != 2:
        raise InvalidGameError(f"{call}: the channels are {channels!r}; give two names, the public one first")
    chosen = with_talk(tree, speaker=speaker, messages=channels)
    return charged(chosen, call, costs, outcomes, {speaker: channels[0]}, None, assuming)


def arbitrated(
    game: Game | NormalForm,
    *,
    award: Mapping[str, Any],
    outcome: str = "award",
    outcomes: Labels = None,
    after: Mapping[str, Any] | None = None,
    reaching: Mapping[str, Any] | None = None,
    assuming: object = (),
) -> Game:
    """Let an arbitrator impose an outcome, which binds: some ends become the award.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    award : mapping of player to number
        What each gets; those who are not named get what they would have got.
    outcome : str
        The label of the ends that are imposed.
    outcomes, after, reaching, assuming
        Which ends are replaced, and what holds of new parameters, as for `delay`.  Where nothing but `reaching` is given, play stops as
        soon as it comes to one of these information sets; then the award has to name all players.

    Raises
    ------
    InvalidGameError
        If something named does not exist, no end is left, or the award leaves somebody out where play stops.

    Examples
    --------
    >>> import gametheory as gt
    >>> x = gt.parameters("x")
    >>> dispute = gt.Game(gt.move("weak", actions={"settle": gt.end(weak=1, strong=3, outcome="deal"),
    ...                                            "escalate": gt.end(weak=0, strong=0, outcome="war")}))
    >>> bound = gt.arbitrated(dispute, award={"weak": x, "strong": 4 - x}, outcomes="war", assuming=[0 <= x, x <= 4])
    >>> gt.sequential(bound).when(gt.possible("award")).solve_for(x)
    Threshold: x >= 1
    """
    call = "arbitrated()"
    tree = as_tree(game, call)
    shares = amounts(tree, award, call, "the award")
    if reaching is not None and outcomes is None and after is None:
        return _stopped(tree, shares, outcome, reaching, assuming)
    chosen = ends_where(tree, call, outcomes, after, reaching)
    root = with_payoffs(tree, chosen, lambda paid: {**paid, **shares}, outcome)
    return rebuilt(tree, root, call, assuming=assuming)


def _stopped(
    game: Game, shares: dict[str, Any], outcome: str, reaching: Mapping[str, Any], assuming: object
) -> Game:
    call = "arbitrated()"
    missing = [p for p in game.players if p not in shares]
    if missing:
        raise InvalidGameError(
            f"{call}: play stops before an end, and the award says nothing about {', '.join(missing)}; give every player a share"
        )
    stops: set[int] = set()
    for player, passed in reaching.items():
        sets = passed if isinstance(passed, list) else [passed]
        stops |= sets_of(game, player_of(game, player, call), sets, call)

    def stop(vertex: Vertex, node: Node) -> Node:
        if vertex.information_set in stops:
            return End(tuple((p, shares[p]) for p in game.players), outcome)
        return node

    return rebuilt(game, nested(game, stop), call, assuming=assuming)
