"""`verify`: what is right and what is wrong with a profile that somebody supplies.

The largest gain of every player from any deviation, at every information set the gain from changing the action there under given
beliefs, whether beliefs follow Bayes' rule, and whether they are consistent in the sense of Kreps and Wilson (1982).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Answer
from gametheory.algebra.fields import Element
from gametheory.equilibria._tree import tell_apart
from gametheory.equilibria.certificate import TOLERANCE
from gametheory.errors import ImperfectRecallError, InvalidProfileError, ParameterError, Undecided
from gametheory.games._profile import Strategy, reach_probabilities, read_mixture, read_profile
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm

if TYPE_CHECKING:
    from gametheory.games._layout import InformationSet

Beliefs = Mapping[str, Mapping[Any, Mapping[str, Any]]]


@dataclass(frozen=True)
class SetCheck:
    """What is found at one information set.

    Attributes
    ----------
    player, knows : str, hashable
        Whose it is, and what is known there.
    reached : bool
        Whether play gets there.
    belief : dict of str to number, or None
        In its nodes: by Bayes' rule where it is reached, else as supplied; `None` if nothing was supplied.
    gain : number or None
        What the best action earns more than the profile from here on, under this belief.
    better : str
        An action that gains, if one does.
    problem : str
        What is wrong with a supplied belief.
    """

    player: str
    knows: Any
    reached: bool
    belief: dict[str, Any] | None
    gain: Any
    better: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Verification:
    """The result of `verify`.

    Attributes
    ----------
    payoffs : dict
        Expected payoffs by player.
    gains : dict
        By player, the most that any strategy gains against the others.
    sets : tuple of SetCheck
        By information set (trees only).
    consistent : Answer
        Whether the beliefs are consistent; `unknown` if none were supplied where they are needed, or for floats.
    tolerance : float
        What counts as zero: 0 in exact games.
    """

    payoffs: dict[str, Any]
    gains: dict[str, Any]
    sets: tuple[SetCheck, ...]
    consistent: Answer
    tolerance: float

    @property
    def is_nash(self) -> bool:
        """Whether nobody gains by any deviation."""
        return all(gain <= self.tolerance for gain in self.gains.values())

    @property
    def is_sequential(self) -> Answer:
        """Whether strategies and beliefs are a sequential equilibrium."""
        if any(s.gain is not None and s.gain > self.tolerance for s in self.sets) or not self.is_nash:
            return Answer.NO
        if any(s.gain is None for s in self.sets):
            return Answer.UNKNOWN
        return self.consistent

    def __bool__(self) -> bool:
        return self.is_nash

    def __str__(self) -> str:
        verdict = "a Nash equilibrium" if self.is_nash else "not a Nash equilibrium"
        if self.sets:
            words = {
                Answer.YES: "sequential",
                Answer.NO: "not sequential",
                Answer.UNKNOWN: "perhaps sequential",
            }
            verdict += f", {words[self.is_sequential]}"
        lines = [verdict]
        for player, gain in self.gains.items():
            lines.append(
                f"  {player}: earns {_shown(self.payoffs[player])}, a deviation gains at most {_shown(gain)}"
            )
        lines += [_set_line(s, self.tolerance) for s in self.sets]
        if self.sets and any(s.belief is not None and len(s.belief) > 1 for s in self.sets):
            lines.append(f"  beliefs consistent: {self.consistent}")
        return "\n".join(lines)


def _shown(number: Any) -> str:
    return f"{number:.6g}" if isinstance(number, float) else str(number)


def _set_line(s: SetCheck, tolerance: float) -> str:
    place = f"  {s.player} @ {s.knows}{'' if s.reached else ' (off the path)'}: "
    believed = ""
    if s.belief is not None and len(s.belief) > 1:
        believed = "believes " + ", ".join(f"{x} {_shown(p)}" for x, p in s.belief.items()) + "; "
    if s.gain is None:
        return place + "no belief is supplied"
    if s.gain > tolerance:
        return f"{place}{believed}`{s.better}` gains {_shown(s.gain)}{s.problem}"
    return f"{place}{believed}no action gains{s.problem}"


def verify(
    game: Game | NormalForm, profile: Mapping[str, Any] | Sequence[Any], beliefs: Beliefs | None = None
) -> Verification:
    """Check a profile that somebody supplies.

    Parameters
    ----------
    game : Game or NormalForm
        Payoffs must be numbers; a tree needs perfect recall.
    profile : mapping or sequence
        As for `game.payoffs`.
    beliefs : mapping, optional
        ``{player: {knows: {history: probability}}}`` at information sets of several nodes that are not reached, histories named as in
        the `beliefs` of an equilibrium.  Where play gets to, beliefs follow by Bayes' rule and may be left out.

    Returns
    -------
    Verification
        Exact in exact games.

    Raises
    ------
    InvalidProfileError
        If the profile or the beliefs do not fit the game.
    ParameterError
        If the game has parameters.
    ImperfectRecallError
        If a player of a tree forgets something.

    Examples
    --------
    >>> import gametheory as gt
    >>> entry = gt.Game(gt.move("entrant", actions={
    ...     "out": gt.end(entrant=0, incumbent=2),
    ...     "in": gt.move("incumbent", actions={
    ...         "fight": gt.end(entrant=-1, incumbent=-1),
    ...         "share": gt.end(entrant=1, incumbent=1)})}))
    >>> print(verify(entry, {"entrant": "out", "incumbent": "fight"}))
    a Nash equilibrium, not sequential
      entrant: earns 0, a deviation gains at most 0
      incumbent: earns 2, a deviation gains at most 0
      entrant @ start: no action gains
      incumbent @ in (off the path): `share` gains 2
    """
    if game.parameters:
        raise ParameterError(
            f"verify(): the game depends on {', '.join(game.parameters)}; set the parameters first, with `.at(...)`"
        )
    if isinstance(game, NormalForm):
        if beliefs is not None:
            raise InvalidProfileError("verify(): a normal form has no beliefs; leave them out")
        return _normal_form(game, profile)
    reason = game.forgetful_player()
    if reason is not None:
        raise ImperfectRecallError(f"verify(): {reason}; deviations are examined under perfect recall")
    strategy = read_profile(game, profile if isinstance(profile, Mapping) else {})
    return _Tree(game, strategy, _read_beliefs(game, beliefs or {})).result()


def _tolerance(game: Game | NormalForm) -> float:
    if game.field.name != "float64":
        return 0.0
    numbers = game.tables if isinstance(game, NormalForm) else [v.payoffs for v in game.nodes]
    return TOLERANCE * max(1.0, *(abs(float(u)) for table in numbers for u in table))


def _normal_form(game: NormalForm, profile: Mapping[str, Any] | Sequence[Any]) -> Verification:
    mixtures = game._read_profile(profile)
    paid = game.payoffs(profile)
    gains = {
        player: game.field.present(_best(game, mixtures, k)) - paid[player]
        for k, player in enumerate(game.players)
    }
    return Verification(paid, gains, (), Answer.UNKNOWN, _tolerance(game))


def _best(game: NormalForm, mixtures: Strategy, k: int) -> Element:
    """Return the most that a pure action of player k earns."""
    from itertools import product

    earned = [game.field.zero] * game.shape[k]
    supports = [
        [i for i, p in enumerate(m) if j == k or p != game.field.zero] for j, m in enumerate(mixtures)
    ]
    for cell in product(*supports):
        weight = game.payoff_element(k, cell)
        for j, i in enumerate(cell):
            if j != k:
                weight = weight * mixtures[j][i]
        earned[cell[k]] = earned[cell[k]] + weight
    return max(earned)


def _read_beliefs(game: Game, beliefs: Beliefs) -> dict[int, tuple[Element, ...]]:
    """Return the supplied beliefs by information set."""
    result = {}
    for player, known in beliefs.items():
        own = {s.knows: s for s in game.information_sets if s.player == player}
        if player not in game.players or not isinstance(known, Mapping):
            raise InvalidProfileError(
                f"beliefs: {player!r} is not a player with beliefs; write `{{player: {{knows: {{history: probability}}}}}}`"
            )
        for knows, belief in known.items():
            if knows not in own:
                listed = ", ".join(repr(k) for k in own) or "none"
                raise InvalidProfileError(
                    f"beliefs of `{player}`: {knows!r} is not an information set; the information sets are {listed}"
                )
            s = own[knows]
            result[s.index] = read_mixture(
                game.field, _histories(game, s), belief, f"beliefs of `{player}` at {knows!r}"
            )
    return result


def _histories(game: Game, s: InformationSet) -> tuple[str, ...]:
    return tell_apart([game.nodes[x].path for x in s.nodes])


class _Tree:
    """One profile of one tree, with what follows from it."""

    def __init__(self, game: Game, strategy: Strategy, beliefs: dict[int, tuple[Element, ...]]) -> None:
        self.game = game
        self.strategy = strategy
        self.supplied = beliefs
        self.reach = reach_probabilities(game, strategy)
        self.values = [self._values(i, strategy) for i in range(len(game.players))]

    def result(self) -> Verification:
        present = self.game.field.present
        players = self.game.players
        gains = {p: present(self._best(i) - self.values[i][0]) for i, p in enumerate(players)}
        paid = {p: present(self.values[i][0]) for i, p in enumerate(players)}
        sets = tuple(self._at(s) for s in self.game.information_sets)
        return Verification(paid, gains, sets, self._consistent(), _tolerance(self.game))

    def _values(self, i: int, strategy: Strategy) -> list[Element]:
        """Return a player's expected payoff from every node on."""
        values = [self.game.field.zero] * len(self.game.nodes)
        for v in reversed(self.game.nodes):
            if v.kind == "end":
                values[v.index] = v.payoffs[i]
                continue
            odds = v.probabilities if v.kind == "chance" else strategy[v.information_set]
            values[v.index] = sum(
                (p * values[child] for p, child in zip(odds, v.children, strict=True)), self.game.field.zero
            )
        return values

    def _best(self, i: int) -> Element:
        """Return the most that a player earns with any strategy: sets after which none of her own is open, first."""
        field, game = self.game.field, self.game
        weights = [field.one] * len(game.nodes)
        depth = [0] * len(game.nodes)
        for v in game.nodes:
            own = v.kind == "move" and game.information_sets[v.information_set].player_index == i
            odds = (
                [field.one] * len(v.children)
                if own
                else v.probabilities
                if v.kind == "chance"
                else self.strategy[v.information_set]
                if v.children
                else ()
            )
            for p, child in zip(odds, v.children, strict=True):
                weights[child] = weights[v.index] * p
                depth[child] = depth[v.index] + own
        chosen = list(self.strategy)
        mine = [s for s in game.information_sets if s.player_index == i]
        for level in sorted({depth[s.nodes[0]] for s in mine}, reverse=True):
            values = self._values(i, tuple(chosen))
            for s in (s for s in mine if depth[s.nodes[0]] == level):
                earned = [
                    sum((weights[x] * values[game.nodes[x].children[a]] for x in s.nodes), field.zero)
                    for a in range(len(s.actions))
                ]
                best = earned.index(max(earned))
                chosen[s.index] = tuple(field.one if a == best else field.zero for a in range(len(s.actions)))
        return self._values(i, tuple(chosen))[0]

    def _bayes(self, s: InformationSet) -> tuple[Element, ...] | None:
        """Return the belief that follows from the strategies, where the set can be reached by the others."""
        weights = [self._without(s.player_index, x) for x in s.nodes]
        total = sum(weights, self.game.field.zero)
        if total == self.game.field.zero:
            return None
        return tuple(w / total for w in weights)

    def _without(self, i: int, node: int) -> Element:
        """Return the probability of reaching a node, a player's own choices left out."""
        weight = self.game.field.one
        while (parent := self.game.nodes[node].parent) >= 0:
            v = self.game.nodes[parent]
            place = v.children.index(node)
            if v.kind == "chance":
                weight = weight * v.probabilities[place]
            elif self.game.information_sets[v.information_set].player_index != i:
                weight = weight * self.strategy[v.information_set][place]
            node = parent
        return weight

    def _at(self, s: InformationSet) -> SetCheck:
        present, zero = self.game.field.present, self.game.field.zero
        reached = any(self.reach[x] != zero for x in s.nodes)
        belief, problem = self._bayes(s), ""
        supplied = self.supplied.get(s.index)
        if belief is None:
            belief = (
                supplied if supplied is not None else (self.game.field.one,) if len(s.nodes) == 1 else None
            )
        elif supplied is not None and any(
            abs(float(present(a - b))) > _tolerance(self.game) for a, b in zip(belief, supplied, strict=True)
        ):
            problem = " (the supplied belief is not Bayes' rule)"
        if belief is None:
            return SetCheck(s.player, s.knows, reached, None, None)
        values = self.values[s.player_index]
        earned = [
            sum(
                (b * values[self.game.nodes[x].children[a]] for b, x in zip(belief, s.nodes, strict=True)),
                zero,
            )
            for a in range(len(s.actions))
        ]
        now = sum((p * u for p, u in zip(self.strategy[s.index], earned, strict=True)), zero)
        best = max(earned)
        named = {x: present(b) for x, b in zip(_histories(self.game, s), belief, strict=True)}
        better = s.actions[earned.index(best)]
        return SetCheck(s.player, s.knows, reached, named, present(best - now), better, problem)

    def _consistent(self) -> Answer:
        """Decide whether the beliefs are limits of Bayes' rule along some trembles."""
        from gametheory.algebra.conditions import substitute_cell
        from gametheory.algebra.expressions import read_exact
        from gametheory.algebra.polynomials import RationalFunction
        from gametheory.equilibria._consistency import bases
        from gametheory.equilibria._tree import Tree

        game = self.game
        if game.field.name != "exact":
            return Answer.UNKNOWN
        tree = Tree(game)
        plan = {h: tuple(map(read_exact, mixture)) for h, mixture in enumerate(self.strategy)}
        supports = [tuple(a for a, p in enumerate(m) if p != game.field.zero) for m in self.strategy]
        known: dict[int, tuple[Any, ...]] = {}
        for s in game.information_sets:
            belief = self._bayes(s)
            supplied = self.supplied.get(s.index, (game.field.one,) if len(s.nodes) == 1 else belief)
            if supplied is None:
                return Answer.UNKNOWN
            if belief is not None and tuple(supplied) != tuple(belief):
                return Answer.NO
            known[s.index] = tuple(supplied)
        put = {
            name: RationalFunction.constant(Fraction(int(b.p), int(b.q)))
            for h, belief in known.items()
            for name, b in zip(tree.belief_names[h], belief, strict=True)
        }
        try:
            for basis in bases(tree, plan, supports):
                fits = all(
                    tuple(b.substitute(put) for b in mixture) == tuple(map(read_exact, known[h]))
                    for h, mixture in basis.beliefs.items()
                )
                if fits and substitute_cell(basis.conditions, put) is not None:
                    return Answer.YES
        except Undecided:
            return Answer.UNKNOWN
        return Answer.NO
