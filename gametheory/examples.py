"""Games that everybody knows, as functions: small classics, the standard poker benchmarks, random trees."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from gametheory.errors import ParameterError
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm
from gametheory.games.tree import End, Move, Node, chance, end, move


def prisoners_dilemma(t: Any = 5, r: Any = 3, p: Any = 1, s: Any = 0) -> NormalForm:
    """Return the prisoner's dilemma: temptation t, reward r, punishment p, sucker's payoff s.

    Examples
    --------
    >>> print(prisoners_dilemma())
    prisoner's dilemma
    row \\ column  cooperate  defect
    cooperate          3, 3    0, 5
    defect             5, 0    1, 1
    """
    return NormalForm(
        [[r, s], [t, p]], [[r, t], [s, p]], actions=[("cooperate", "defect")] * 2, name="prisoner's dilemma"
    )


def matching_pennies(prize: Any = 1) -> NormalForm:
    """Return matching pennies, in which row wins a prize if both show heads, and 1 if both show tails."""
    return NormalForm(
        [[prize, -1], [-1, 1]],
        [[-prize, 1], [1, -1]],
        actions=[("heads", "tails")] * 2,
        name="matching pennies",
    )


def selten_horse() -> Game:
    """Return Selten's horse (International Journal of Game Theory 4, 1975, figure 1)."""

    def ends(left: tuple[int, int, int], right: tuple[int, int, int]) -> Move:
        paid = {"L": left, "R": right}
        return move(
            "3",
            knows="?",
            actions={a: end(payoffs=dict(zip("123", u, strict=True))) for a, u in paid.items()},
        )

    second = move("2", actions={"c": end(payoffs={"1": 1, "2": 1, "3": 1}), "d": ends((4, 4, 0), (0, 0, 1))})
    return Game(move("1", actions={"C": second, "D": ends((3, 3, 2), (0, 0, 0))}), name="Selten's horse")


def beer_quiche(
    strong: Any = Fraction(9, 10), duel: Any = 2, breakfast: Any = 1, gain: Any = 1, assuming: Any = ()
) -> Game:
    """Return beer and quiche (Cho and Kreps 1987, Quarterly Journal of Economics 102, figure 1).

    Parameters
    ----------
    strong : number
        The probability that the sender is strong.
    duel : number
        What a duel costs the sender.
    breakfast : number
        What the wrong breakfast costs her: quiche if she is strong, beer if she is weak.
    gain : number
        What the receiver gains by the right reply: a duel with the weak, none with the strong.
    assuming : conditions
        What holds of the parameters, if there are any.
    """
    likes = {"strong": "beer", "weak": "quiche"}

    def sender(kind: str) -> Node:
        def receiver(breakfasts: str) -> Node:
            cost = 0 if likes[kind] == breakfasts else breakfast
            right = {"strong": "retreat", "weak": "duel"}[kind]
            return move(
                "receiver",
                knows=breakfasts,
                actions={
                    reply: end(
                        sender=-cost - (duel if reply == "duel" else 0),
                        receiver=gain if reply == right else 0,
                        outcome=reply,
                    )
                    for reply in ("duel", "retreat")
                },
            )

        return move("sender", knows=kind, actions={b: receiver(b) for b in ("beer", "quiche")})

    return Game(chance({"strong": strong, "weak": 1 - strong}, sender), assuming=assuming, name="beer-quiche")


def centipede(moves: int = 6) -> Game:
    """Return Rosenthal's centipede: two players in turns stop and take the larger part of a pot that grows, or go on.

    Parameters
    ----------
    moves : int
        How many moves there are at most.
    """
    players = ("first", "second")
    node: Node = end(payoffs=_pot(moves, players))
    for k in range(moves - 1, -1, -1):
        node = move(players[k % 2], knows=k + 1, actions={"stop": end(payoffs=_pot(k, players)), "go": node})
    return Game(node, players=players, name=f"centipede of {moves} moves")


def _pot(k: int, players: tuple[str, str]) -> dict[str, int]:
    """After k moves the one to move takes k + 2, and leaves k."""
    return {players[k % 2]: k + 2, players[(k + 1) % 2]: k}


def entry_deterrence(entrants: int = 1) -> Game:
    """Return Selten's chain store: entrants come one after the other, see what happened before, and may be fought.

    Parameters
    ----------
    entrants : int
        How many there are; the tree has about 3 ** entrants ends.
    """
    names = [f"entrant {k + 1}" for k in range(entrants)]

    def after(k: int, paid: tuple[int, ...]) -> Node:
        if k == entrants:
            return end(payoffs=dict(zip(("incumbent", *names), paid, strict=True)))

        def also(incumbent: int, entrant: int) -> Node:
            own = [paid[0] + incumbent, *paid[1:]]
            own[k + 1] = entrant
            return after(k + 1, tuple(own))

        reply = move("incumbent", actions={"fight": also(0, 0), "share": also(2, 2)})
        return move(names[k], actions={"out": also(5, 1), "in": reply})

    title = "entry deterrence" if entrants == 1 else f"chain store with {entrants} entrants"
    return Game(after(0, (0,) * (entrants + 1)), players=("incumbent", *names), name=title)


def kuhn() -> Game:
    """Return Kuhn's poker with three cards (1950): its value is -1/18 for the first player.

    Examples
    --------
    >>> kuhn()
    Game('Kuhn poker', players=('first', 'second'), 58 nodes, 12 information sets)
    """
    return _poker("JQK", suits=("",), bets=(1,), raises=1, name="Kuhn poker")


def leduc(ranks: str = "JQK", *, suits: bool = False) -> Game:
    """Return Leduc poker (Southey et al. 2005): two cards of each rank, two rounds of bets of 2 and 4, two raises each.

    Parameters
    ----------
    ranks : str
        One letter for each rank, from the lowest on; the original game has three.
    suits : bool
        Whether cards of one rank are told apart.  They need not be, for suits do not matter: then they are one branch, and there are
        1,939 nodes instead of 9,457, with the same value, about -0.0856064 for the first player.

    Raises
    ------
    ParameterError
        If a rank occurs twice, or there are fewer than two.

    Examples
    --------
    >>> leduc()
    Game('Leduc poker', players=('first', 'second'), 1939 nodes, 288 information sets)
    """
    if len(set(ranks)) < len(ranks) or len(ranks) < 2:
        raise ParameterError(f"leduc(): the ranks are {ranks!r}; give one letter for each, at least two")
    return _poker(ranks, suits="sh" if suits else ("", ""), bets=(2, 4), raises=2, name="Leduc poker")


def _poker(ranks: str, suits: Sequence[str], bets: tuple[int, ...], raises: int, name: str) -> Game:
    """Build a poker of private cards, and of one public card before the second round; antes are 1."""
    deck = [rank + suit for rank in ranks for suit in suits]

    def deal(cards: list[str], then: Callable[[str], Node]) -> Node:
        """Draw one card; equal cards are one branch."""
        odds = {card: Fraction(cards.count(card), len(cards)) for card in dict.fromkeys(cards)}
        return chance(odds, then)

    def less(cards: list[str], card: str) -> list[str]:
        left = list(cards)
        left.remove(card)
        return left

    def showdown(hands: tuple[str, str], board: str, pot: tuple[int, int]) -> End:
        one, two = ((h[0] == board[:1], ranks.index(h[0])) for h in hands)
        won = pot[1] if one > two else -pot[0] if one < two else 0
        return end(payoffs={"first": won, "second": -won})

    def betting(
        hands: tuple[str, str], board: str, number: int, pot: tuple[int, int], history: str, raised: int
    ) -> Node:
        """Return what follows in a round: `history` holds k (check), b (bet or raise), c (call) of all rounds so far."""
        current = history.rpartition("/")[2]
        mover = len(current) % 2
        player, other = ("first", "second")[mover], 1 - mover
        size = bets[number]
        behind = pot[mover] < pot[other]

        def over(final: tuple[int, int], letter: str) -> Node:
            if number + 1 == len(bets):
                return showdown(hands, board, final)
            rest = less(less(deck, hands[0]), hands[1])
            return deal(
                rest, lambda card: betting(hands, card, number + 1, final, f"{history}{letter}{card}/", 0)
            )

        def paid(extra: int) -> tuple[int, int]:
            new = list(pot)
            new[mover] = pot[other] + extra
            return new[0], new[1]

        actions: dict[str, Node] = {}
        if behind:
            lost = pot[mover]
            actions["fold"] = end(payoffs={player: -lost, ("first", "second")[other]: lost})
            actions["call"] = over(paid(0), "c")
        else:
            ends_round = current.endswith("k")
            actions["check"] = (
                over(pot, "k") if ends_round else betting(hands, board, number, pot, history + "k", raised)
            )
        if raised < raises:
            label = "raise" if behind else "bet"
            actions[label] = betting(hands, board, number, paid(size), history + "b", raised + 1)
        return move(player, knows=f"{hands[mover]}{history}", actions=actions)

    root = deal(deck, lambda a: deal(less(deck, a), lambda b: betting((a, b), "", 0, (1, 1), "", 0)))
    return Game(root, players=("first", "second"), name=name)


def random_tree(
    seed: int = 0,
    *,
    players: int = 2,
    depth: int = 3,
    actions: int = 2,
    hidden: float = 0.5,
    lottery: float = 0.0,
    most: int = 9,
    zero_sum: bool = False,
) -> Game:
    """Return a random tree of perfect recall in which players do not always see what the others or chance did.

    Parameters
    ----------
    seed : int
        The same seed gives the same game.
    players, depth, actions : int
        Their number, the moves on every path, and the actions at every move.
    hidden : float
        How often a move is not seen by one of the others, between 0 and 1.
    lottery : float
        How often a move is one of chance, between 0 and 1.
    most : int
        Payoffs are integers from 0 to this.
    zero_sum : bool
        Whether the second of two players gets what the first loses.

    Raises
    ------
    ParameterError
        If a number is out of range.

    Examples
    --------
    >>> random_tree(7, lottery=0.3)
    Game('random tree 7', players=('player 1', 'player 2'), 15 nodes, 2 information sets)
    """
    if min(players, depth, actions) < 1 or not (0 <= hidden <= 1 and 0 <= lottery <= 1):
        raise ParameterError(
            "random_tree(): give at least one player, one move and one action, and shares between 0 and 1"
        )
    if zero_sum and players != 2:
        raise ParameterError(f"random_tree(): only two players have a zero sum here, not {players}")
    draw = random.Random(seed)
    names = [f"player {k + 1}" for k in range(players)]
    turns = iter(range(depth))
    mover = [-1 if draw.random() < lottery else next(turns) % players for _ in range(depth)]
    # A player knows her own moves, and those of others that are not hidden from her.
    seen_by = [[k == m or draw.random() >= hidden for k in range(players)] for m in mover]

    def below(taken: tuple[int, ...]) -> Node:
        level = len(taken)
        if level == depth:
            paid = [draw.randint(0, most) for _ in names]
            return end(payoffs=dict(zip(names, (paid[0], -paid[0]) if zero_sum else paid, strict=True)))
        after = {str(a): below((*taken, a)) for a in range(actions)}
        if mover[level] < 0:
            weights = [draw.randint(1, 9) for _ in after]
            odds = {a: Fraction(w, sum(weights)) for a, w in zip(after, weights, strict=True)}
            return chance(odds, after)
        known = tuple(a if seen_by[k][mover[level]] else None for k, a in enumerate(taken))
        return move(names[mover[level]], knows=known, actions=after)

    return Game(below(()), players=names, name=f"random tree {seed}")
