"""What keeps players obedient in a tree, as linear constraints on what a mediator draws.

A trigger says when a player stops listening: what she has been told by then, and where she is.  What she can get from there on, without
any more advice, is a recursion over her later information sets: the value of a set is at least what each of its actions leads to
(von Stengel and Forges 2008, section 4.2).  These values are further unknowns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from gametheory.algebra.decide import Budget
from gametheory.mediation._linear import Row
from gametheory.mediation._profiles import Profiles, Strategy
from gametheory.mediation._tree import Tree
from gametheory.strategic._search import BudgetSpent


class Space(Protocol):
    """What a mediator's draws are made of: unknowns that are probabilities."""

    size: int

    def playing(self, k: int, sequence: int) -> tuple[int, ...]:
        """Return, as a condition, that player k is told a sequence."""

    def columns(self, k: int, own: tuple[int, ...], others: tuple[int, ...]) -> Iterator[int]:
        """Yield the unknowns that add up to the probability of a condition on k and of the others' sequences."""


@dataclass(frozen=True)
class Trigger:
    """When a player stops listening.

    Attributes
    ----------
    player : int
        Who.
    start : int
        The place where she is, or -1 before the game.
    given : tuple of int
        What she has been told, as a condition of the space.
    told : int
        The sequence that she is told at `start`, or -1 if nothing.
    strategy : Strategy or None
        All that she is told, if she is told everything at once.
    """

    player: int
    start: int
    given: tuple[int, ...]
    told: int = -1
    strategy: Strategy | None = None


@dataclass
class Incentives:
    """The constraints: rows (at most 0), what each is about, and how many unknowns there are in all.

    `about` gives, for each row, the number of the trigger, the place and the sequence that is played there instead; place and sequence
    are -1 in a row that compares obedience with the best deviation before the game.
    """

    size: int
    triggers: list[Trigger] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    about: list[tuple[int, int, int]] = field(default_factory=list)


def triggers(tree: Tree, concept: str, space: Any) -> Iterator[Trigger]:
    """Yield the triggers of a concept, for those who can deviate at all."""
    for k, own in enumerate(tree.own):
        if not own.sets:
            continue
        roots = tree.after[k][0]
        start = roots[0] if len(roots) == 1 else -1
        if concept == "NFCCE":
            yield Trigger(k, start, space.playing(k, 0))
        elif concept == "CE":
            for strategy in space.strategies[k]:
                yield Trigger(k, start, space.choosing(k, [s for s in strategy if s > 0]), strategy=strategy)
        else:
            for p, (before, first, count) in enumerate(zip(own.before, own.first, own.count, strict=True)):
                if concept == "EFCCE":
                    yield Trigger(k, p, space.playing(k, before))
                elif count > 1:
                    for s in range(first, first + count):
                        yield Trigger(k, p, space.playing(k, s), told=s)


def incentives(tree: Tree, concept: str, space: Any, budget: Budget) -> Incentives:
    """Write down the constraints of a concept over a space.

    Raises
    ------
    BudgetSpent
        If the time is over.
    """
    made = Incentives(space.size)
    for trigger in triggers(tree, concept, space):
        if budget.spent():
            raise BudgetSpent(f"{budget.seconds:g} seconds")
        made.triggers.append(trigger)
        if concept == "AFCE":
            _one_action(tree, trigger, space, made)
        else:
            _from_then_on(tree, trigger, space, made)
    return made


def _from_then_on(tree: Tree, trigger: Trigger, space: Any, made: Incentives) -> None:
    k, number = trigger.player, len(made.triggers) - 1
    own, after = tree.own[k], tree.after[k]
    roots = [trigger.start] if trigger.start >= 0 else list(after[0])
    places = [p for root in roots for p in tree.below(k, root)]
    obeying = _obeying(tree, trigger, space, set(places))
    values = {p: made.size + i for i, p in enumerate(p for p in places if p != trigger.start)}
    made.size += len(values)
    paid = tree.integers[k][0]
    ends: dict[int, list[int]] = {}
    for e, end in enumerate(tree.ends):
        ends.setdefault(end.sequences[k], []).append(e)

    def leads_to(sequence: int) -> Row:
        row: Row = {values[p]: 1 for p in after[sequence]}
        for e in ends.get(sequence, ()):
            if paid[e]:
                for column in space.columns(k, trigger.given, tree.ends[e].sequences):
                    row[column] = row.get(column, 0) + paid[e]
        return row

    def add(row: Row, less: Row, place: int, sequence: int) -> None:
        for column, amount in less.items():
            row[column] = row.get(column, 0) - amount
        row = {column: amount for column, amount in row.items() if amount}
        if any(amount > 0 for amount in row.values()):
            made.rows.append(row)
            made.about.append((number, place, sequence))

    if trigger.start < 0:
        add(leads_to(0), obeying, -1, -1)
    for p in places:
        for s in range(own.first[p], own.first[p] + own.count[p]):
            if p != trigger.start:
                add(leads_to(s), {values[p]: 1}, p, s)
            elif s != trigger.told:
                add(leads_to(s), obeying, p, s)


def _obeying(tree: Tree, trigger: Trigger, space: Any, places: set[int]) -> Row:
    """Return what the player of a trigger gets from then on if she obeys."""
    k = trigger.player
    total: Row = {}
    paid = tree.integers[k][0]
    wanted = None if trigger.strategy is None else {0, *trigger.strategy}
    for e, end in enumerate(tree.ends):
        own = end.sequences[k]
        chain = tree.chain(k, own)
        if not paid[e] or (trigger.told >= 0 and trigger.told not in chain):
            continue
        if trigger.start >= 0 and not any(tree.place[k][s] == trigger.start for s in chain):
            continue
        if wanted is None:
            given = space.playing(k, own)
        elif own in wanted:
            given = trigger.given
        else:
            continue
        for column in space.columns(k, given, end.sequences):
            total[column] = total.get(column, 0) + paid[e]
    return total


def _one_action(tree: Tree, trigger: Trigger, space: Profiles, made: Incentives) -> None:
    """One agent of a player takes another action; her later agents do as they are told."""
    k, p = trigger.player, trigger.start
    own, paid = tree.own[k], tree.integers[k][0]
    obeying = _obeying(tree, trigger, space, set())
    for instead in range(own.first[p], own.first[p] + own.count[p]):
        if instead == trigger.told:
            continue
        row: Row = {}
        for e, end in enumerate(tree.ends):
            chain = tree.chain(k, end.sequences[k])
            if paid[e] and instead in chain:
                told = [trigger.told if s == instead else s for s in chain]
                for column in space.columns(k, space.choosing(k, told), end.sequences):
                    row[column] = row.get(column, 0) + paid[e]
        for column, amount in obeying.items():
            row[column] = row.get(column, 0) - amount
        row = {column: amount for column, amount in row.items() if amount}
        if any(amount > 0 for amount in row.values()):
            made.rows.append(row)
            made.about.append((len(made.triggers) - 1, p, instead))


Deviation = tuple[Trigger, dict[int, int], Any]
"""When, the sequence that is played at each place from then on, and the price."""


def deviations(tree: Tree, made: Incentives, prices: tuple[Any, ...], zero: Any) -> Iterator[Deviation]:
    """Take the prices of the rows apart into prices of whole deviations.

    The prices of the actions of a set sum to that of the action that leads there, or to less if the value of the set is nothing: like
    the weights of a realization plan they are a mixture of pure deviations.
    """
    owed: dict[int, dict[int, Any]] = {}
    for (number, _, sequence), price in zip(made.about, prices, strict=True):
        if price > zero:
            owed.setdefault(number, {})[sequence] = price
    for number, left in owed.items():
        trigger = made.triggers[number]
        k = trigger.player
        own = tree.own[k]
        while True:
            plan: dict[int, int] = {}
            waiting = [trigger.start] if trigger.start >= 0 else list(tree.after[k][0])
            used = [] if trigger.start >= 0 else [-1]
            while waiting:
                p = waiting.pop(0)
                listed = [
                    s for s in range(own.first[p], own.first[p] + own.count[p]) if left.get(s, 0) > zero
                ]
                if not listed:
                    continue  # whatever she does there makes no difference
                plan[p] = max(listed, key=lambda s: left[s])
                used.append(plan[p])
                waiting.extend(tree.after[k][plan[p]])
            amount = min((left.get(s, 0) for s in used), default=0)
            if not plan or amount <= zero:
                break
            for s in used:
                left[s] -= amount
            yield trigger, plan, amount
