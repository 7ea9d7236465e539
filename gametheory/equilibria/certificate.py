"""The independent checker: what any deviation gains, recomputed without the solver.

It shares no code with the search: its own recursion over the tree, its own Bayes' rule, every inequality put to the
decision procedure anew.  In exact and symbolic fields the largest gain must be *proved* to be 0 for every point of the
family; in floats it is computed and compared with a tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import NONNEGATIVE, Cell, compare
from gametheory.algebra.decide import Answer, implies, satisfiable
from gametheory.algebra.expressions import read_exact
from gametheory.algebra.polynomials import RationalFunction

if TYPE_CHECKING:
    from gametheory.games.game import Game

Mixture = Sequence[Any]

WITH_BELIEFS = ("sequential", "weak_perfect_bayesian")
"""The concepts whose deviations are single ones, under beliefs."""

TOLERANCE = 1e-9
"""What a deviation may gain in a float game, relative to the largest payoff."""


@dataclass(frozen=True)
class Certificate:
    """What was checked, and the largest gain from any deviation.

    Parameters
    ----------
    gain : Fraction, float or None
        0 where it is proved for every point of the set; a float for float games; `None` if the proof was not found.
    status : {"proved", "within tolerance", "unknown", "failed"}
        How sure that is.
    deviations : int
        Number of deviations examined.
    reason : str
        What failed or stayed open.
    """

    gain: Any
    status: str
    deviations: int
    reason: str = ""

    def __bool__(self) -> bool:
        return self.status in ("proved", "within tolerance")

    def __str__(self) -> str:
        counted = f"{self.deviations} deviation{'s' * (self.deviations != 1)}"
        if self.status == "proved":
            return f"0 (proved, {counted})"
        if self.status == "within tolerance":
            return f"{self.gain:.1e} (floats, {counted})"
        return f"{self.status}: {self.reason}"


def certify(
    game: Game,
    concept: str,
    strategies: Sequence[Mixture],
    beliefs: Sequence[Mixture | None],
    where: Cell,
    orders: Mapping[tuple[int, int], int],
) -> Certificate:
    """Check a set of profiles of an exact or symbolic game.

    Parameters
    ----------
    game : Game
        Exact or symbolic.
    concept : {"nash", "subgame_perfect", "weak_perfect_bayesian", "sequential"}
        What is claimed.
    strategies, beliefs : sequences of mixtures
        By information set, in parameters and free unknowns.
    where : Cell
        The conditions on the free unknowns and the parameters, assumptions included.
    orders : mapping
        For sequential equilibria, the order of smallness of the trembles, by (information set, action).
    """
    count = 0
    if satisfiable(where) is Answer.NO:
        return Certificate(None, "failed", 0, "the set is empty")
    for name, value in _claims(game, concept, strategies, beliefs, orders):
        if name == "gain":
            count += 1
        if isinstance(value, bool):
            if not value:
                return Certificate(None, "failed", count, name)
            continue
        verdict = _nonnegative(value, where)
        if verdict is not Answer.YES:
            status = "failed" if verdict is Answer.NO else "unknown"
            return Certificate(None, status, count, f"{name}: the sign of {value} was not confirmed")
    return Certificate(0, "proved", count)


def _nonnegative(value: RationalFunction, where: Cell) -> Answer:
    answers = []
    for condition in compare(value, NONNEGATIVE):
        if isinstance(condition, bool):
            answers.append(Answer.YES if condition else Answer.NO)
        else:
            answers.append(implies(where, condition))
    return next((a for a in answers if a is not Answer.YES), Answer.YES)


def _claims(
    game: Game,
    concept: str,
    strategies: Sequence[Mixture],
    beliefs: Sequence[Mixture | None],
    orders: Mapping[tuple[int, int], int],
) -> Iterator[tuple[str, bool | RationalFunction]]:
    """Yield everything that must hold: truth values, and quantities that must not be negative."""
    for mixture in (*strategies, *(b for b in beliefs if b is not None)):
        yield "probabilities sum to 1", sum(mixture, RationalFunction.constant(0)) == 1
        for p in mixture:
            yield "a probability is negative", p
    walk = _Walk(game, strategies)
    if concept in WITH_BELIEFS:
        yield from _bayes(game, walk, beliefs)
        if concept == "sequential":
            yield from _consistent(game, strategies, beliefs, orders)
        for h in game.information_sets:
            belief = beliefs[h.index]
            if belief is None:
                yield f"no belief at {h.label}", False
                return
            values = [
                sum(
                    (
                        b * walk.value(game.nodes[x].children[a], h.player_index)
                        for b, x in zip(belief, h.nodes, strict=True)
                    ),
                    RationalFunction.constant(0),
                )
                for a in range(len(h.actions))
            ]
            expected = sum(
                (p * v for p, v in zip(strategies[h.index], values, strict=True)),
                RationalFunction.constant(0),
            )
            for value in values:
                yield "gain", expected - value
        return
    for root in game.subgames() if concept == "subgame_perfect" else (0,):
        for player in range(len(game.players)):
            expected = walk.value(root, player)
            for deviation in _plans(game, root, player, strategies):
                yield "gain", expected - _Walk(game, deviation).value(root, player)


def _plans(game: Game, root: int, player: int, strategies: Sequence[Mixture]) -> Iterator[list[Mixture]]:
    """Yield the profiles in which one player uses a pure plan from a node on (reduced: only where it can lead)."""
    one, zero = RationalFunction.constant(1), RationalFunction.constant(0)

    def next_choice(profile: Sequence[Mixture], made: frozenset[int]) -> int | None:
        todo = [root]
        while todo:
            v = game.nodes[todo.pop()]
            h = v.information_set
            if h >= 0 and game.information_sets[h].player_index == player and h not in made:
                return h
            if v.kind == "chance":
                todo += v.children
            elif v.kind == "move":
                todo += [c for c, p in zip(v.children, profile[h], strict=True) if p != 0]
        return None

    def grow(profile: list[Mixture], made: frozenset[int]) -> Iterator[list[Mixture]]:
        h = next_choice(profile, made)
        if h is None:
            if made:
                yield profile
            return
        count = len(game.information_sets[h].actions)
        for taken in range(count):
            chosen = list(profile)
            chosen[h] = tuple(one if a == taken else zero for a in range(count))
            yield from grow(chosen, made | {h})

    yield from grow(list(strategies), frozenset())


class _Walk:
    """Expected payoffs and probabilities of a profile by plain recursion."""

    def __init__(self, game: Game, strategies: Sequence[Mixture]) -> None:
        self.game = game
        self.strategies = strategies

    def odds(self, node: int) -> Mixture:
        """Return the probabilities of the branches at a node."""
        v = self.game.nodes[node]
        return (
            [read_exact(p) for p in v.probabilities]
            if v.kind == "chance"
            else self.strategies[v.information_set]
        )

    def value(self, node: int, player: int) -> RationalFunction:
        """Return a player's expected payoff from a node on."""
        v = self.game.nodes[node]
        if v.kind == "end":
            return read_exact(v.payoffs[player])
        pairs = zip(self.odds(node), v.children, strict=True)
        return sum(
            (p * self.value(c, player) for p, c in pairs if not p.is_zero()), RationalFunction.constant(0)
        )

    def chance_of(self, node: int) -> RationalFunction:
        """Return the probability that a node is reached."""
        v = self.game.nodes[node]
        if v.parent < 0:
            return RationalFunction.constant(1)
        branch = self.game.nodes[v.parent].children.index(node)
        probability: RationalFunction = self.odds(v.parent)[branch]
        return self.chance_of(v.parent) * probability


def _bayes(
    game: Game, walk: _Walk, beliefs: Sequence[Mixture | None]
) -> Iterator[tuple[str, bool | RationalFunction]]:
    """Yield Bayes' rule on the path."""
    for h in game.information_sets:
        reached = [walk.chance_of(x) for x in h.nodes]
        total = sum(reached, RationalFunction.constant(0))
        belief = beliefs[h.index] or ()
        if not total.is_zero():
            for b, r in zip(belief, reached, strict=True):
                yield f"Bayes' rule at {h.label}", b * total == r


def _consistent(
    game: Game,
    strategies: Sequence[Mixture],
    beliefs: Sequence[Mixture | None],
    orders: Mapping[tuple[int, int], int],
) -> Iterator[tuple[str, bool | RationalFunction]]:
    """Yield that an order of trembles explains beliefs off the path, and their ratios."""
    for h in game.information_sets:
        belief = beliefs[h.index] or ()
        smallness = [_smallness(game, x, strategies, orders) for x in h.nodes]
        for b, s in zip(belief, smallness, strict=True):
            yield f"trembles at {h.label}", s == min(smallness) or b.is_zero()
    yield from _ratios(game, strategies, beliefs, orders)
    for h in game.information_sets:
        for a, p in enumerate(strategies[h.index]):
            yield (
                f"no order of trembles for {h.actions[a]} at {h.label}",
                not p.is_zero() or (h.index, a) in orders,
            )
    for (at, action), order in orders.items():
        yield "trembles", order > 0 and strategies[at][action].is_zero()


def _ratios(
    game: Game,
    strategies: Sequence[Mixture],
    beliefs: Sequence[Mixture | None],
    orders: Mapping[tuple[int, int], int],
) -> Iterator[tuple[str, bool | RationalFunction]]:
    """Yield that belief ratios are limits of tremble ratios: what log-linear relations among trembles imply for them."""
    import flint

    unused = list(orders)
    rows, ratios = [], []
    for h in game.information_sets:
        believed = [i for i, b in enumerate(beliefs[h.index] or ()) if not b.is_zero()]
        for i in believed[1:]:
            base = believed[0]
            one, other = (_path(game, h.nodes[j], strategies, orders) for j in (i, base))
            rows.append([one[1].count(key) - other[1].count(key) for key in unused])
            ratios.append((beliefs[h.index][i] * other[0], beliefs[h.index][base] * one[0]))  # type: ignore[index]
    if not rows or not unused:
        return
    kernel, nullity = flint.fmpz_mat(rows).transpose().nullspace()
    for k in range(nullity):
        left = right = RationalFunction.constant(1)
        for (over, under), power in zip(ratios, [int(kernel[r, k]) for r in range(len(rows))], strict=True):
            up, down = (over, under) if power > 0 else (under, over)
            left, right = left * up ** abs(power), right * down ** abs(power)
        yield "consistency of beliefs", left - right
        yield "consistency of beliefs", right - left


def _path(
    game: Game, node: int, strategies: Sequence[Mixture], orders: Mapping[tuple[int, int], int]
) -> tuple[RationalFunction, list[tuple[int, int]]]:
    """Return the probability of the used actions on the way to a node, and the unused ones."""
    weight, unused = RationalFunction.constant(1), []
    v = game.nodes[node]
    while v.parent >= 0:
        parent = game.nodes[v.parent]
        taken = parent.children.index(v.index)
        if (parent.information_set, taken) in orders:
            unused.append((parent.information_set, taken))
        elif parent.kind == "chance":
            weight = weight * read_exact(parent.probabilities[taken])
        else:
            weight = weight * strategies[parent.information_set][taken]
        v = parent
    return weight, unused


def _smallness(
    game: Game, node: int, strategies: Sequence[Mixture], orders: Mapping[tuple[int, int], int]
) -> int:
    total = 0
    v = game.nodes[node]
    while v.parent >= 0:
        parent = game.nodes[v.parent]
        if parent.information_set >= 0:
            total += orders.get((parent.information_set, parent.children.index(v.index)), 0)
        v = parent
    return total


def float_gain(
    game: Game, concept: str, strategies: Sequence[Sequence[float]], beliefs: Sequence[Any]
) -> tuple[float, int]:
    """Return the largest gain from a deviation in a float game, and the number of deviations examined."""

    def value(node: int, player: int, profile: Sequence[Sequence[float]]) -> float:
        v = game.nodes[node]
        if v.kind == "end":
            return float(v.payoffs[player])
        odds = v.probabilities if v.kind == "chance" else profile[v.information_set]
        return sum(float(p) * value(c, player, profile) for p, c in zip(odds, v.children, strict=True) if p)

    gains = []
    if concept in WITH_BELIEFS:
        for h in game.information_sets:
            values = [
                sum(
                    b * value(game.nodes[x].children[a], h.player_index, strategies)
                    for b, x in zip(beliefs[h.index], h.nodes, strict=True)
                )
                for a in range(len(h.actions))
            ]
            gains += [
                v - sum(p * u for p, u in zip(strategies[h.index], values, strict=True)) for v in values
            ]
    else:
        for root in game.subgames() if concept == "subgame_perfect" else (0,):
            for player in range(len(game.players)):
                expected = value(root, player, strategies)
                for deviation in _plans(game, root, player, strategies):
                    profile = [
                        [float(p.constant_value()) if isinstance(p, RationalFunction) else p for p in m]
                        for m in deviation
                    ]
                    gains.append(value(root, player, profile) - expected)
    return max(gains, default=0.0), len(gains)
