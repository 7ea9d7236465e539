"""Third parties with means of their own: guarantors, audiences, arbitrators."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGameError
from gametheory.games.structure import nested
from gametheory.games.tree import End, Node
from gametheory.mediation._places import (
    Labels,
    charged,
    ends_where,
    sets_of,
    with_payoffs,
)
from gametheory.mediation._rewrite import (
    amounts,
    as_tree,
    player_of,
    rebuilt,
)
from gametheory.mediation.talk import with_talk

if TYPE_CHECKING:
    from gametheory.games._layout import Vertex
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm


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
