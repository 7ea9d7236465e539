"""Words before the game: cheap talk by a player, and signals of nature that somebody is committed to pass on.

Both happen right after nature's opening moves (which draw what the players know in private), before anybody acts.  Transforms
compose: the talk that is added last is said first.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGameError
from gametheory.games.tree import Move, Node
from gametheory.mediation._places import (
    after_openings,
    by_opening,
    openings,
)
from gametheory.mediation._rewrite import (
    as_tree,
    drawn,
    rebuilt,
    row_of,
    some_players,
    told,
)

if TYPE_CHECKING:
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm

Path = tuple[str, ...]


def with_talk(
    game: Game | NormalForm,
    *,
    speaker: str | Sequence[str],
    messages: Iterable[str] | Mapping[Hashable, Iterable[str]],
    heard_by: str | Iterable[str] | None = None,
    knows: Mapping[Any, Hashable] | None = None,
) -> Game:
    """Let a player say something before the game: costless, not binding, and not checked.

    The speaker knows then what she knows at her first moves (whatever they have in common, if others act before them).  Those who hear
    her know the message from then on, and she remembers it.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    speaker : str or sequence of str
        Who talks; several speak at the same time.
    messages : iterable of str, or mapping of knows to iterable of str
        What can be said; with a mapping, what can be said by a speaker who knows that: evidence that others cannot produce.
    heard_by : str or iterable of str, optional
        Who hears it: one player in private, or several.  By default all others (in public).
    knows : mapping of branch to hashable, optional
        What the speaker knows when she talks, by branch of nature's opening moves; needed only if she never moves in the game (one
        speaker at a time).

    Returns
    -------
    Game
        For several rounds apply this several times: the round that is added last comes first.

    Raises
    ------
    InvalidGameError
        If a player is unknown, nobody hears, a message occurs twice, or what the speaker knows is not clear.
    ImperfectRecallError
        If `knows` lets the speaker know what she does not know later.

    References
    ----------
    Crawford, V. and Sobel, J. (1982), Strategic information transmission, Econometrica 50, 1431-1451.

    Examples
    --------
    A seller of good or bad goods would say anything; one who shares the buyer's interest is believed in some equilibrium.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> def market(share):
    ...     return gt.Game(gt.chance({"good": Fraction(1, 3), "bad": Fraction(2, 3)}, lambda kind: gt.move("buyer", knows="nothing", actions={
    ...         "buy": gt.end(buyer=1 if kind == "good" else -1, seller=1 if kind == "good" or not share else -1),
    ...         "leave": gt.end(buyer=0, seller=0)})))
    >>> for share in (True, False):
    ...     talk = gt.with_talk(market(share), speaker="seller", messages=["good", "bad"], knows={"good": "good", "bad": "bad"})
    ...     print(max(e.payoffs["buyer"] for e in gt.sequential(talk)))
    1/3
    0
    """
    call = "with_talk()"
    tree = as_tree(game, call)
    speakers = some_players(tree, speaker, call, ())
    if not speakers or len(set(speakers)) < len(speakers):
        raise InvalidGameError(f"{call}: the speakers are {speaker!r}; name at least one, each once")
    if knows is not None and len(speakers) > 1:
        raise InvalidGameError(
            f"{call}: `knows` is read for one speaker; let the others talk in a round of their own"
        )
    listeners = some_players(tree, heard_by, call, tree.players)
    known = {}
    for p in speakers:
        if not set(listeners) - {p}:
            raise InvalidGameError(
                f"{call}: nobody hears `{p}`; name in `heard_by` at least one other player"
            )
        known[p] = _known(tree, p, call) if knows is None else by_opening(tree, knows, call, f"`{p}`")
    said = {p: {k: _messages(messages, k, call) for k in dict.fromkeys(known[p].values())} for p in speakers}

    def speak(path: Path, node: Node, spoken: Path = ()) -> Node:
        if len(spoken) == len(speakers):
            for p, word in zip(speakers, spoken, strict=True):
                node = told(node, (p, *listeners), word)
            return node
        p = speakers[len(spoken)]
        possible = said[p][known[p][path]]
        return Move(
            p, known[p][path], possible, tuple(speak(path, node, (*spoken, word)) for word in possible)
        )

    return rebuilt(tree, after_openings(tree.root, speak), call)


def _messages(given: object, knows: Hashable, call: str) -> Path:
    if isinstance(given, Mapping):
        if knows not in given:
            raise InvalidGameError(
                f"{call}: `messages` says nothing about {knows!r}; name what can be said by a speaker who knows that"
            )
        given = given[knows]
    return words(given, call)


def words(given: object, call: str) -> Path:
    """Read a list of messages."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidGameError(f"{call}: the messages are {given!r}; write a list of labels")
    listed = tuple(given)
    if not listed or any(not isinstance(m, str) for m in listed) or len(set(listed)) < len(listed):
        raise InvalidGameError(
            f"{call}: the messages are {list(listed)!r}; give at least one, as text, each once"
        )
    return listed


def _known(game: Game, speaker: str, call: str) -> dict[Path, Hashable]:
    """Return what a player knows after nature's opening moves: what her first information sets have in common."""
    place = game.players.index(speaker)
    groups: list[tuple[set[int], list[Path]]] = []
    for path, start in openings(game).items():
        mine, paths = _first_sets(game, start, place), [path]
        if not mine:
            where = f"after `{'/'.join(path)}`" if path else "in the game"
            raise InvalidGameError(
                f"{call}: `{speaker}` does not move {where}, so say what she knows when she talks, with `knows=`"
            )
        apart = []
        for sets, members in groups:
            if sets & mine:
                mine, paths = mine | sets, members + paths
            else:
                apart.append((sets, members))
        groups = [*apart, (mine, paths)]
    known: dict[Path, Hashable] = {}
    for sets, paths in groups:
        names = [game.information_sets[h].knows for h in sorted(sets)]
        name = names[0] if len(names) == 1 else " or ".join("/".join(p) or "start" for p in paths)
        known.update(dict.fromkeys(paths, name))
    return known


def _first_sets(game: Game, start: int, place: int) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        vertex = game.nodes[waiting.pop()]
        if vertex.kind == "move" and game.information_sets[vertex.information_set].player_index == place:
            found.add(vertex.information_set)
        else:
            waiting.extend(vertex.children)
    return found


def with_signal(
    game: Game | NormalForm,
    *,
    of: Mapping[Any, Any],
    heard_by: str | Iterable[str] | None = None,
    assuming: object = (),
) -> Game:
    """Let somebody who is committed to a rule tell players about nature's opening moves: a statistical experiment.

    Parameters
    ----------
    game : Game or NormalForm
        Numbers or parameters.
    of : mapping of branch to mapping of label to number
        For each branch of nature's opening moves, the probability of each signal.  A label alone is sent for sure.
    heard_by : str or iterable of str, optional
        Who hears the signal (all hear the same); by default everybody.
    assuming : conditions, optional
        What holds of new parameters.

    Raises
    ------
    InvalidGameError
        If a player is unknown, a row is no distribution, or a key is no branch of nature's opening moves: what players do later cannot be
        known yet.

    References
    ----------
    Kamenica, E. and Gentzkow, M. (2011), Bayesian persuasion, American Economic Review 101, 2590-2615.

    Examples
    --------
    The prosecutor of Kamenica and Gentzkow: the experiment that names 3/7 of the innocent makes the judge convict 6 in 10.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> trial = gt.Game(gt.chance({"innocent": Fraction(7, 10), "guilty": Fraction(3, 10)}, lambda s: gt.move("judge", knows="nothing",
    ...     actions={"convict": gt.end(judge=int(s == "guilty"), outcome="conviction"),
    ...              "acquit": gt.end(judge=int(s == "innocent"), outcome="acquittal")})))
    >>> told = gt.with_signal(trial, of={"innocent": {"i": Fraction(4, 7), "g": Fraction(3, 7)}, "guilty": "g"}, heard_by="judge")
    >>> gt.value_of_mediation(trial, told, gt.probability("conviction"), without="silence").difference
    Fraction(3, 5)
    """
    call = "with_signal()"
    tree = as_tree(game, call)
    listeners = some_players(tree, heard_by, call, tree.players)
    rows = {
        path: row_of(tree, row, f"{call}: what is told after `{'/'.join(path)}`")
        for path, row in by_opening(tree, of, call, "who passes on signals").items()
    }

    def inform(path: Path, node: Node) -> Node:
        return drawn(rows[path], lambda label: told(node, listeners, label))

    return rebuilt(tree, after_openings(tree.root, inform), call, assuming=assuming)
