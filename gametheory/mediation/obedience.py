"""Is a mediator obeyed?  Every disobedience in a tree, one by one: the best one is found by walking the tree, without any program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from gametheory.equilibria.certificate import TOLERANCE, Certificate
from gametheory.errors import ImperfectRecallError, InvalidGameError, InvalidProfileError, ParameterError
from gametheory.games.game import Game
from gametheory.games.structure import own_history

Advice = tuple[tuple[str | None, ...], ...]
"""For each player, the action that is recommended at each own information set, `None` where nothing is said."""

_Told = list[dict[int, str]]
"""The same by information set, for each player."""

CONCEPTS = ("CE", "EFCE", "AFCE", "EFCCE", "NFCCE")


def check_extensive_correlated(
    game: Game, plan: Mapping[Advice, Any] | Iterable[tuple[Advice, Any]], concept: str = "EFCE"
) -> Certificate:
    """Check a mixture of profiles of pure strategies against every disobedience that a concept allows.

    Parameters
    ----------
    game : Game
        Payoffs must be numbers; perfect recall.
    plan : mapping or iterable of pairs
        Profiles with their probabilities.  A profile has one tuple for each player, with the action at each of the player's own
        information sets in order (as `game.strategies(player)` lists them; `None` where nothing is said).
    concept : {"CE", "EFCE", "AFCE", "EFCCE", "NFCCE"}
        When players may disobey, as for `extensive_correlated`.

    Returns
    -------
    Certificate
        The largest gain, and how many occasions for disobedience were examined; `failed` if somebody gains, or if the probabilities are
        no distribution.

    Raises
    ------
    InvalidGameError, ParameterError, ImperfectRecallError
        If it is no tree, has parameters, or a player forgets.
    InvalidProfileError
        If a profile does not fit the game, or says nothing where advice is needed.

    Examples
    --------
    >>> import gametheory as gt
    >>> trust = gt.Game(gt.move("first", actions={"leave": gt.end(first=1, second=1), "trust": gt.move("second", actions={
    ...     "share": gt.end(first=2, second=2), "keep": gt.end(first=0, second=3)})}))
    >>> print(check_extensive_correlated(trust, {(("trust",), ("share",)): 1}))
    failed: second gains 1 told share on knowing trust
    """
    if concept not in CONCEPTS:
        raise ParameterError(f"concept: {concept!r} is not known; choose one of {', '.join(CONCEPTS)}")
    if not isinstance(game, Game):
        raise InvalidGameError(f"check_extensive_correlated(): {game!r} is not a tree")
    if game.parameters:
        raise ParameterError(
            f"check_extensive_correlated(): set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    forgetful = game.forgetful_player()
    if forgetful is not None:
        raise ImperfectRecallError(f"check_extensive_correlated(): {forgetful}")
    exact = game if game.field.name == "exact" else game.exact()
    drawn = [
        (_read(exact, profile), p) for profile, p in (plan.items() if isinstance(plan, Mapping) else plan)
    ]
    total = sum(p for _, p in drawn)
    floats = any(isinstance(p, float) for _, p in drawn)
    if not drawn or min(p for _, p in drawn) < 0 or (abs(total - 1) > 1e-9 if floats else total != 1):
        return Certificate(None, "failed", 0, "the probabilities are not a distribution")
    walk = _Walk(exact)
    worst: Any = 0.0 if floats else Fraction(0)
    where, count = "", 0
    for k, player in enumerate(game.players):
        for occasion, gain in walk.gains(k, drawn, concept):
            count += 1
            if gain > worst:
                worst, where = (
                    gain,
                    f"{player} gains {gain if not floats else format(gain, '.3g')} {occasion}",
                )
    if not floats:
        return Certificate(0, "proved", count) if not where else Certificate(worst, "failed", count, where)
    scale = max(1.0, *(abs(float(Fraction(str(u)))) for v in exact.nodes for u in v.payoffs))
    good = worst <= TOLERANCE * scale
    return Certificate(float(worst), "within tolerance" if good else "failed", count, "" if good else where)


def _read(game: Game, profile: Advice) -> _Told:
    result: _Told = []
    if len(profile) != len(game.players):
        raise InvalidProfileError(
            f"the profile {profile!r} is of {len(profile)} players; the game has {', '.join(game.players)}"
        )
    for k, strategy in enumerate(profile):
        own = [s for s in game.information_sets if s.player_index == k]
        if len(strategy) != len(own):
            raise InvalidProfileError(
                f"the strategy {strategy!r} has {len(strategy)} actions; {game.players[k]} has {len(own)} information sets"
            )
        for s, action in zip(own, strategy, strict=True):
            if action is not None and action not in s.actions:
                raise InvalidProfileError(
                    f"{game.players[k]} cannot do `{action}` knowing {s.label}; there are {', '.join(s.actions)}"
                )
        result.append({s.index: a for s, a in zip(own, strategy, strict=True) if a is not None})
    return result


class _Walk:
    """Sums over the tree of an exact game."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.paid = [[Fraction(str(u)) for u in v.payoffs] for v in game.nodes]
        self.odds = [[Fraction(str(p)) for p in v.probabilities] for v in game.nodes]
        self.sets = [
            [s for s in game.information_sets if s.player_index == k] for k in range(len(game.players))
        ]
        self.history = {s.index: own_history(game, s.nodes[0], s.player_index) for s in game.information_sets}

    def gains(self, k: int, drawn: list[tuple[_Told, Any]], concept: str) -> Iterator[tuple[str, Any]]:
        """Yield the occasions on which player k may disobey, with what the best disobedience gains."""
        if concept in ("CE", "NFCCE"):
            groups: dict[Any, list[tuple[_Told, Any]]] = {}
            for told, p in drawn:
                groups.setdefault(tuple(told[k].items()) if concept == "CE" else (), []).append((told, p))
            for group in groups.values():
                yield "before the game", self.best(k, group, None) - self.obeyed(k, group, None)
            return
        for s in self.sets[k]:
            reaching = [
                (told, p) for told, p in drawn if all(told[k].get(h) == a for h, a in self.history[s.index])
            ]
            if concept == "EFCCE":
                here = f"on knowing {s.label}"
                yield here, self.best(k, reaching, s.index) - self.obeyed(k, reaching, s.index)
                continue
            for action in s.actions:
                group = [(told, p) for told, p in reaching if self._asked(told[k], s.index) == action]
                here = f"told {action} on knowing {s.label}"
                obeyed = self.obeyed(k, group, s.index)
                if concept == "EFCE":
                    yield here, self.best(k, group, s.index) - obeyed
                    continue
                for instead in s.actions:
                    if instead != action:
                        slipped = [
                            ([{**t, s.index: instead} if i == k else t for i, t in enumerate(told)], p)
                            for told, p in group
                        ]
                        yield here, self.obeyed(k, slipped, s.index) - obeyed

    def obeyed(self, k: int, group: list[tuple[_Told, Any]], through: int | None) -> Any:
        """Return what player k gets, summed over profiles, at the ends that are reached through one of her sets (or at all ends)."""
        total: Any = Fraction(0)
        for told, p in group:
            waiting = [(0, Fraction(1), through is None)]
            while waiting:
                node, chance, counts = waiting.pop()
                v = self.game.nodes[node]
                if v.kind == "end":
                    if counts:
                        total = total + p * (chance * self.paid[node][k])
                elif v.kind == "chance":
                    waiting += [
                        (c, chance * q, counts) for c, q in zip(v.children, self.odds[node], strict=True)
                    ]
                else:
                    h = v.information_set
                    mover = self.game.information_sets[h].player_index
                    child = v.children[v.labels.index(self._asked(told[mover], h))]
                    waiting.append((child, chance, counts or h == through))
        return total

    def best(self, k: int, group: list[tuple[_Told, Any]], start: int | None) -> Any:
        """Return the most that player k gets on her own from a set on (or from the start), the others obeying.

        Her sets are decided the last ones first; one that is decided tells what its nodes are worth.
        """
        nodes = self.game.nodes
        weight: list[Any] = [Fraction(0)] * len(nodes)
        for told, p in group:
            waiting = [(0, p)]
            while waiting:
                node, w = waiting.pop()
                weight[node] = weight[node] + w
                v = nodes[node]
                if v.kind == "chance":
                    waiting += [(c, w * q) for c, q in zip(v.children, self.odds[node], strict=True)]
                elif v.kind == "move":
                    s = self.game.information_sets[v.information_set]
                    if s.player_index == k:
                        waiting += [(c, w) for c in v.children]
                    else:
                        waiting.append(
                            (v.children[v.labels.index(self._asked(told[s.player_index], s.index))], w)
                        )
        # What a node is worth, summed over profiles: known once the sets below are decided.
        sets = [s for s in self.sets[k] if start is None or s.index == start or self._after(s.index, start)]
        worth: list[Any] = [None] * len(nodes)
        for s in sorted(sets, key=lambda s: -len(self.history[s.index])):
            at = [
                [self._worth(k, nodes[n].children[a], weight, worth) for n in s.nodes]
                for a in range(len(s.actions))
            ]
            decided = max(at, key=lambda listed: sum(listed[1:], listed[0]))
            for n, u in zip(s.nodes, decided, strict=True):
                worth[n] = u
        if start is None:
            return self._worth(k, 0, weight, worth)
        return sum(worth[n] for n in self.game.information_sets[start].nodes)

    def _after(self, h: int, start: int) -> bool:
        return any(earlier == start for earlier, _ in self.history[h])

    def _worth(self, k: int, top: int, weight: list[Any], worth: list[Any]) -> Any:
        """Return what a subtree is worth, where all of k's sets in it are decided."""
        total, waiting = Fraction(0), [top]
        while waiting:
            node = waiting.pop()
            if not weight[node]:
                continue
            if worth[node] is not None:
                total = total + worth[node]
            elif self.game.nodes[node].kind == "end":
                total = total + weight[node] * self.paid[node][k]
            else:
                waiting.extend(self.game.nodes[node].children)
        return total

    def _asked(self, told: dict[int, str], h: int) -> str:
        if h not in told:
            s = self.game.information_sets[h]
            raise InvalidProfileError(
                f"a profile says nothing to {s.player} knowing {s.label}, where advice is needed"
            )
        return told[h]
