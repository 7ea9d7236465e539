"""The signalling game in a tree: nature draws a type, the sender knows it and sends a message, the receiver hears it and replies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import lcm
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.algebra.expressions import read_exact
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import InvalidGameError
from gametheory.games.game import Game
from gametheory.strategic._simplex import matrix_game

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibrium

Numbers = dict[tuple[str, str, str], RationalFunction]
"""By type, message and reply."""


@dataclass(frozen=True, eq=False)
class SignallingGame:
    """A tree read as a signalling game.

    Attributes
    ----------
    game : Game
        The tree, over exact numbers or parameters.
    sender, receiver : str
        The players.
    types : tuple of str
        In order.
    prior : dict of {type: RationalFunction}
        Their probabilities.
    messages : dict of {type: tuple of str}
        What each type can send.
    replies : dict of {message: tuple of str}
        What the receiver can do after each message.
    pays_sender, pays_receiver : dict
        Payoffs by type, message and reply.
    """

    game: Game
    sender: str
    receiver: str
    types: tuple[str, ...]
    prior: dict[str, RationalFunction]
    messages: dict[str, tuple[str, ...]]
    replies: dict[str, tuple[str, ...]]
    pays_sender: Numbers
    pays_receiver: Numbers

    @cached_property
    def all_messages(self) -> tuple[str, ...]:
        """The messages that some type can send."""
        return tuple(self.replies)

    def can_send(self, message: str) -> tuple[str, ...]:
        """Return the types that can send a message."""
        return tuple(t for t in self.types if message in self.messages[t])


def signalling_game(game: Game) -> SignallingGame:
    """Read a tree as a signalling game.

    Parameters
    ----------
    game : Game
        Chance draws the type; one player moves knowing it; the other moves knowing the message only; then the game ends.

    Raises
    ------
    InvalidGameError
        If the tree is something else; the message says where.

    Examples
    --------
    >>> from gametheory.examples import beer_quiche
    >>> view = signalling_game(beer_quiche())
    >>> view.sender, view.types, view.all_messages, view.replies["beer"]
    ('sender', ('strong', 'weak'), ('beer', 'quiche'), ('duel', 'retreat'))
    """
    exact = game.exact() if game.field.name == "float64" else game
    root = exact.nodes[0]
    if root.kind != "chance":
        raise InvalidGameError(
            "this is no signalling game: it does not begin with a move of nature that draws the type"
        )
    prior = {t: read_exact(p) for t, p in zip(root.labels, root.probabilities, strict=True)}
    senders, receivers = set(), set()
    messages: dict[str, tuple[str, ...]] = {}
    heard: dict[str, int] = {}
    replies: dict[str, tuple[str, ...]] = {}
    paid: tuple[Numbers, Numbers] = ({}, {})
    for kind, child in zip(root.labels, root.children, strict=True):
        node = exact.nodes[child]
        _expect(
            node.kind == "move" and len(exact.information_sets[node.information_set].nodes) == 1,
            node.place,
            _TYPE,
        )
        senders.add(exact.information_sets[node.information_set].player_index)
        messages[kind] = node.labels
        for message, below in zip(node.labels, node.children, strict=True):
            reply = exact.nodes[below]
            _expect(reply.kind == "move", reply.place, "the receiver replies here")
            s = exact.information_sets[reply.information_set]
            receivers.add(s.player_index)
            _expect(
                heard.setdefault(message, s.index) == s.index,
                reply.place,
                f"all types that send `{message}` look alike",
            )
            replies[message] = s.actions
            for answer, last in zip(reply.labels, reply.children, strict=True):
                final = exact.nodes[last]
                _expect(final.kind == "end", final.place, "the game ends here")
                for k, table in enumerate(paid):
                    # Filled for both players in the game's order; who is who is known at the end.
                    table[kind, message, answer] = read_exact(final.payoffs[k])
    _expect(len(exact.players) == 2, "start", "there are two players")
    _expect(
        len(senders) == len(receivers) == 1 and senders != receivers,
        "start",
        "one player sends, and the other replies",
    )
    _expect(len(set(heard.values())) == len(heard), "start", "different messages are heard as different")
    one, two = senders.pop(), receivers.pop()
    return SignallingGame(
        exact,
        exact.players[one],
        exact.players[two],
        root.labels,
        prior,
        messages,
        replies,
        paid[one],
        paid[two],
    )


_TYPE = "the sender moves here, knowing the type"


def _expect(holds: bool, place: str, what: str) -> None:
    if not holds:
        raise InvalidGameError(f"this is no signalling game: at `{place}` it is not so that {what}")


# -- equilibria of signalling games -----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an equilibrium of a signalling game does: messages by type, and what types earn.

    Attributes
    ----------
    sent : dict of {type: {message: RationalFunction}}
        Probabilities that are not zero.
    earns : dict of {type: RationalFunction}
        The sender's payoff by type.
    """

    view: SignallingGame
    sent: dict[str, dict[str, RationalFunction]]
    earns: dict[str, RationalFunction]

    @property
    def unsent(self) -> tuple[str, ...]:
        """The messages that nobody sends."""
        used = {m for own in self.sent.values() for m in own}
        return tuple(m for m in self.view.all_messages if m not in used)


def outcome(e: Equilibrium, view: SignallingGame | None = None) -> Outcome:
    """Return what an equilibrium of a signalling game does."""
    game = view or signalling_game(e.game)
    tree, nodes = game.game, game.game.nodes
    sent: dict[str, dict[str, RationalFunction]] = {}
    earns: dict[str, RationalFunction] = {}
    for kind, child in zip(game.types, nodes[0].children, strict=True):
        node = nodes[child]
        mixture = e.family.strategies[node.information_set]
        labels = tree.information_sets[node.information_set].actions
        sent[kind] = {m: p for m, p in zip(labels, mixture, strict=True) if not p.is_zero()}
        total = RationalFunction.constant(0)
        for message, p in sent[kind].items():
            heard = nodes[node.children[node.labels.index(message)]].information_set
            answers = zip(tree.information_sets[heard].actions, e.family.strategies[heard], strict=True)
            for answer, q in answers:
                if not q.is_zero():
                    total = total + p * q * game.pays_sender[kind, message, answer]
        earns[kind] = total
    return Outcome(game, sent, earns)


def classify(e: Equilibrium) -> str:
    """Name an equilibrium of a signalling game: separating, pooling, semi-separating or babbling, with its messages.

    Examples
    --------
    >>> import gametheory as gt
    >>> from gametheory.examples import beer_quiche
    >>> [classify(e) for e in gt.sequential(beer_quiche()) if not e.free or e.is_pure]
    ['pooling on beer', 'pooling on quiche']
    """
    sent = outcome(e).sent
    supports = [tuple(own) for own in sent.values()]
    if all(len(s) == 1 for s in supports) and len(set(supports)) == 1:
        return f"pooling on {supports[0][0]}"
    if len(set(supports)) == 1 and all(own == next(iter(sent.values())) for own in sent.values()):
        return f"babbling with {', '.join(supports[0])}"
    shown = "; ".join(f"{kind}: {', '.join(own)}" for kind, own in sent.items())
    if all(not set(a) & set(b) for a, b in combinations(supports, 2)):
        return f"separating ({shown})"
    return f"semi-separating ({shown})"


# -- best replies to beliefs, in games of numbers ---------------------------------------------------------------


def value_of(matrix: list[list[Any]]) -> int:
    """Return the sign of the value of a matrix game of rational numbers, rows maximising."""
    common = lcm(*(u.denominator for row in matrix for u in row))
    whole = [[int(u * common) for u in row] for row in matrix]
    x, _ = matrix_game(whole, Budget())
    least = min(sum(p * u for p, u in zip(x, column, strict=True)) for column in zip(*whole, strict=True))
    return int(least > 0) - int(least < 0)


def best_together(
    view: SignallingGame, message: str, replies: tuple[str, ...], types: tuple[str, ...]
) -> bool:
    """Whether all of some replies are best against one belief over some types.

    By the minimax theorem: no mixture of the other replies gains over the even mixture of these against every type, and these earn the
    same; both are one program over beliefs, whose infeasibility would be a mixture of gains.
    """
    pays = {key: u.constant_value() for key, u in view.pays_receiver.items()}
    first = replies[0]
    rows = [
        [pays[t, message, r] - pays[t, message, first] for t in types]
        for r in view.replies[message]
        if r != first
    ]
    rows += [[pays[t, message, first] - pays[t, message, r] for t in types] for r in replies[1:]]
    # A belief with all of these at most zero exists iff no mixture of the rows is positive at every type.
    return not rows or value_of(rows) <= 0


def best_reply_cells(view: SignallingGame, message: str, types: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the largest sets of replies that are best together against some belief over some types.

    Their mixtures are all the best replies to beliefs.
    """
    found: list[tuple[str, ...]] = []
    replies = view.replies[message]
    for size in range(len(replies), 0, -1):
        for chosen in combinations(replies, size):
            if any(set(chosen) <= set(larger) for larger in found):
                continue
            if best_together(view, message, chosen, types):
                found.append(chosen)
    return found
