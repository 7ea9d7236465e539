"""Undefeated equilibria (Mailath, Okuno-Fujiwara and Postlewaite 1993)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gametheory._text import Printed
from gametheory.algebra.conditions import NONNEGATIVE, ZERO, Atom, cell, compare
from gametheory.algebra.decide import Answer, satisfiable
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import ParameterError
from gametheory.refinements.signalling import Outcome, SignallingGame, classify, outcome, signalling_game

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria, Equilibrium


@dataclass(frozen=True, eq=False)
class Defeated:
    """An equilibrium that another one defeats.

    Attributes
    ----------
    equilibrium, by : Equilibrium
        The two.
    message : str
        Nobody sends it in the first, and `senders` do in the second.
    senders : tuple of str
        The types that send it there: none of them earns less by that, and one earns more.
    """

    equilibrium: Equilibrium
    by: Equilibrium
    message: str
    senders: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{classify(self.equilibrium)} is defeated by {classify(self.by)}: {', '.join(self.senders)} send `{self.message}` there "
            "and earn no less, and the receiver's belief after it does not allow for that"
        )


@dataclass(frozen=True, eq=False, repr=False)
class Undefeated(Printed):
    """What is left: equilibria that no other one defeats, those that are defeated, and those that were not examined."""

    kept: tuple[Equilibrium, ...]
    defeated: tuple[Defeated, ...]
    undecided: tuple[tuple[Equilibrium, str], ...]

    def __str__(self) -> str:
        lines = [
            f"undefeated: {len(self.kept)} kept, {len(self.defeated)} defeated, {len(self.undecided)} undecided"
        ]
        lines += [f"  kept: {classify(e)}" for e in self.kept]
        lines += [f"  {d}" for d in self.defeated]
        lines += [f"  undecided: {classify(e)}: {why}" for e, why in self.undecided]
        return "\n".join(lines)


def undefeated(equilibria: Equilibria | Iterable[Equilibrium]) -> Undefeated:
    """Keep the undefeated equilibria among those in which the sender does not mix.

    One equilibrium defeats another if some message that nobody sends in the other is sent in it by types none of whom earns less and one
    of whom earns more, and the receiver's belief in the other cannot be the prior over these types (those who are indifferent may be
    counted in part).

    Parameters
    ----------
    equilibria : Equilibria, or several Equilibrium
        All sequential equilibria of a signalling game of numbers: what is not in the list defeats nothing.

    Returns
    -------
    Undefeated
        Of a set of equilibria it says that it is defeated only if all beliefs in it are excluded.

    Raises
    ------
    InvalidGameError
        If the game is no signalling game.
    ParameterError
        If it has parameters.

    References
    ----------
    Mailath, G., Okuno-Fujiwara, M. and Postlewaite, A. (1993), Belief-based refinements in signalling games, Journal of Economic Theory
    60, 241-276, definition 2.

    Examples
    --------
    >>> import gametheory as gt
    >>> from gametheory.examples import beer_quiche
    >>> pure = [e for e in gt.sequential(beer_quiche()) if e.is_pure]
    >>> [gt.classify(e) for e in undefeated(pure).kept]
    ['pooling on beer', 'pooling on quiche']
    """
    listed = list(equilibria)
    undecided, simple = [], []
    view: SignallingGame | None = None
    for e in listed:
        if e.game.parameters:
            raise ParameterError(
                f"undefeated(): the game depends on {', '.join(e.game.parameters)}; set them first, with `.at(...)`"
            )
        view = view or signalling_game(e.game)
        found = outcome(e, view)
        if any(len(own) > 1 for own in found.sent.values()):
            undecided.append((e, "the sender mixes"))
        elif any(not u.is_constant() for u in found.earns.values()):
            undecided.append((e, "what types earn varies in this set"))
        else:
            simple.append((e, found))
    kept, defeated = [], []
    for e, found in simple:
        winner = next(
            (d for other, its in simple if other is not e and (d := _defeat(e, found, other, its))), None
        )
        if winner is None:
            kept.append(e)
        else:
            defeated.append(winner)
    return Undefeated(tuple(kept), tuple(defeated), tuple(undecided))


def _defeat(e: Equilibrium, found: Outcome, other: Equilibrium, its: Outcome) -> Defeated | None:
    before = {t: u.constant_value() for t, u in found.earns.items()}
    after = {t: u.constant_value() for t, u in its.earns.items()}
    for message in found.unsent:
        senders = tuple(t for t, own in its.sent.items() if message in own)
        if not senders or any(after[t] < before[t] for t in senders):
            continue
        gainers = tuple(t for t in senders if after[t] > before[t])
        if gainers and not _allows(e, found.view, message, senders, gainers):
            return Defeated(e, other, message, senders)
    return None


def _allows(
    e: Equilibrium, view: SignallingGame, message: str, senders: tuple[str, ...], gainers: tuple[str, ...]
) -> bool:
    """Whether some belief of the set after a message is the prior over the gainers and a part of the others who send it."""
    tree = view.game
    heard = next(
        s
        for s in tree.information_sets
        if s.player == view.receiver and all(tree.nodes[x].path[1] == message for x in s.nodes)
    )
    belief = e.family.beliefs[heard.index]
    if belief is None:
        return True
    weights: dict[str, RationalFunction] = {}
    conditions: list[Atom | bool] = list(e.family.where)
    for t in senders:
        if t in gainers:
            weights[t] = view.prior[t]
            continue
        share = Polynomial.variable(f"share of {t}")
        conditions += [Atom(share, NONNEGATIVE), *compare(RationalFunction(1 - share), NONNEGATIVE)]
        weights[t] = view.prior[t] * RationalFunction(share)
    total = sum(weights.values(), RationalFunction.constant(0))
    for x, b in zip(heard.nodes, belief, strict=True):
        wanted = weights.get(tree.nodes[x].path[0], RationalFunction.constant(0))
        conditions += compare(b * total - wanted, ZERO)
    joined = cell(conditions)
    return joined is not None and satisfiable(joined) is not Answer.NO
