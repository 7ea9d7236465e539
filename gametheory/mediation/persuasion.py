"""Bayesian persuasion with finitely many states and actions: the best commitment of a sender who knows more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError, Undecided
from gametheory.games._numbers import decimal
from gametheory.mediation._linear import FLOATS_HELP_ABOVE, Program, solve
from gametheory.strategic._search import BudgetSpent
from gametheory.strategic._simplex import maximize

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from gametheory.mediation.concavification import ConcaveClosure

Table = Mapping[str, Mapping[str, Any]]
"""By state, by action of the receiver."""


class Commitment(Printed):
    """A best experiment, and what it is worth against telling nothing or everything."""

    value: Any
    silence: Any
    disclosure: Any

    @property
    def gain(self) -> Any:
        """What persuasion is worth: the value over that of silence."""
        return self.value - self.silence

    @property
    def over_disclosure(self) -> Any:
        """The value over that of telling everything."""
        return self.value - self.disclosure


@dataclass(frozen=True, eq=False, repr=False)
class Persuasion(Commitment):
    """An optimal experiment: what is recommended in each state, and what that is worth.

    Attributes
    ----------
    prior : dict of {state: Fraction}
        Probabilities of the states.
    signals : dict of {state: {action: Fraction}}
        How often each action is recommended in each state.
    value : Fraction
        What the sender earns.
    silence, disclosure : Fraction
        What she earns if she says nothing, and if she says everything (the receiver chooses what she likes best among his best actions).
    prices : dict of {(action, instead): Fraction}
        The obedience constraints that bind, and what relaxing each by 1 is worth.
    receiver : Fraction
        What the receiver earns.
    """

    prior: dict[str, Fraction]
    signals: dict[str, dict[str, Fraction]]
    value: Fraction
    silence: Fraction
    disclosure: Fraction
    prices: dict[tuple[str, str], Fraction]
    receiver: Fraction
    _sender: dict[str, dict[str, Fraction]]
    _receiver: dict[str, dict[str, Fraction]]

    @property
    def posteriors(self) -> dict[str, dict[str, Fraction]]:
        """By recommended action, how likely it is, and the receiver's belief then: `{"": probability, state: belief, ...}`."""
        result = {}
        for action in next(iter(self.signals.values())):
            weights = {s: self.prior[s] * self.signals[s][action] for s in self.prior}
            total = sum(weights.values())
            if total:
                result[action] = {"": total, **{s: w / total for s, w in weights.items()}}
        return result

    def __str__(self) -> str:
        lines = [
            f"value {self.value} (silence {self.silence}, disclosure {self.disclosure}); the receiver earns {self.receiver}"
        ]
        for state, told in self.signals.items():
            shown = ", ".join(f"{a} {p}" for a, p in told.items() if p)
            lines.append(f"  in {state}: {shown}")
        for action, belief in self.posteriors.items():
            shown = ", ".join(f"{s} {p}" for s, p in belief.items() if s)
            lines.append(f"  told {action} (probability {belief['']}), the receiver believes {shown}")
        for (action, instead), price in self.prices.items():
            lines.append(
                f"  told {action}, he would as soon choose {instead}; relaxing that by 1 is worth {price}"
            )
        return "\n".join(lines)

    def draw(self) -> Figure:
        """Draw the sender's payoff against the receiver's belief in the second of two states, and its concave closure.

        Raises
        ------
        ParameterError
            If there are not two states.
        """
        return self.concave_closure().draw(list(self.prior)[-1])

    def concave_closure(self) -> ConcaveClosure:
        """Return the concave closure of the sender's payoff over beliefs in the second of two states: what persuasion is worth at every prior.

        Raises
        ------
        ParameterError
            If there are not two states.

        Examples
        --------
        >>> convict = {"innocent": {"acquit": 0, "convict": 1}, "guilty": {"acquit": 0, "convict": 1}}
        >>> right = {"innocent": {"acquit": 1, "convict": 0}, "guilty": {"acquit": 0, "convict": 1}}
        >>> persuasion({"innocent": 0.7, "guilty": 0.3}, convict, right).concave_closure().helps
        ((Fraction(0, 1), Fraction(1, 2)),)
        """
        from gametheory.mediation.concavification import concave_closure

        if len(self.prior) != 2:
            raise ParameterError(
                f"the concave closure is over beliefs in one of two states; here are {len(self.prior)}"
            )
        zero, one = self.prior
        # The receiver changes his choice, or the sender what she likes best among ties, only where payoffs of two actions cross.
        lines = [
            [(table[zero][a], table[one][a]) for a in table[zero]] for table in (self._sender, self._receiver)
        ]
        crossings = {
            (u - v) / (u - v + y - x)
            for payoffs in lines
            for u, x in payoffs
            for v, y in payoffs
            if u - v + y - x
        }
        breaks = [Fraction(0), *sorted(x for x in crossings if 0 < x < 1), Fraction(1)]
        pieces: list[tuple[Fraction, Fraction, Any]] = []
        for lo, hi in pairwise(breaks):
            # Linear in between, so two beliefs tell.
            x, y = (2 * lo + hi) / 3, (lo + 2 * hi) / 3
            u, v = (self._indirect({zero: 1 - b, one: b}) for b in (x, y))
            slope = (v - u) / (y - x)
            pieces.append((lo, hi, (u - slope * x, slope)))
        pieces += [(b, b, self._indirect({zero: 1 - b, one: b})) for b in breaks]
        return concave_closure(pieces, self.prior[one])

    def _indirect(self, belief: Mapping[str, Fraction]) -> Fraction:
        return _indirect(belief, self._sender, self._receiver)


def persuasion(
    prior: Mapping[str, Any], sender: Table, receiver: Table, *, budget: Budget | None = None
) -> Persuasion:
    """Find the experiment to which a sender would commit herself.

    By revelation it recommends actions: the receiver obeys, for under the belief that a recommendation gives him nothing else is better.

    Parameters
    ----------
    prior : mapping of state to number
        Probabilities that sum to 1 (floats are read as the decimals that they print as).
    sender, receiver : mapping of state to mapping of action to number
        Payoffs.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    Persuasion
        Exact, proved optimal by duality.

    Raises
    ------
    ParameterError
        If the tables do not fit together, or the prior is no distribution.
    Undecided
        If the budget ended.

    See Also
    --------
    concave_closure : two states, any payoff that is piecewise polynomial in the belief.

    References
    ----------
    Kamenica, E. and Gentzkow, M. (2011), Bayesian persuasion, American Economic Review 101, 2590-2615.

    Examples
    --------
    A prosecutor wants to convict; the judge wants to be right; three in ten are guilty (Kamenica and Gentzkow 2011, section 1):

    >>> convict = {"innocent": {"acquit": 0, "convict": 1}, "guilty": {"acquit": 0, "convict": 1}}
    >>> right = {"innocent": {"acquit": 1, "convict": 0}, "guilty": {"acquit": 0, "convict": 1}}
    >>> print(persuasion({"innocent": 0.7, "guilty": 0.3}, convict, right))
    value 3/5 (silence 0, disclosure 3/10); the receiver earns 7/10
      in innocent: acquit 4/7, convict 3/7
      in guilty: convict 1
      told acquit (probability 2/5), the receiver believes innocent 1, guilty 0
      told convict (probability 3/5), the receiver believes innocent 1/2, guilty 1/2
      told convict, he would as soon choose acquit; relaxing that by 1 is worth 1
    """
    states, actions, odds, mine, yours = _read(prior, sender, receiver)
    spending = (budget or Budget()).started()
    cells = [(s, a) for s in states for a in actions]
    place = {cell: k for k, cell in enumerate(cells)}
    scale = lcm(*(u.denominator for table in (mine, yours) for row in table.values() for u in row.values()))
    whole = lcm(*(p.denominator for p in odds.values()))
    pairs = [(a, b) for a in actions for b in actions if a != b]
    rows: list[list[int]] = []
    for a, b in pairs:
        row = [0] * len(cells)
        for s in states:
            row[place[s, a]] = int((yours[s][b] - yours[s][a]) * scale)
        rows.append(row)
    for s in states:
        rows.append([int(cell[0] == s) for cell in cells])
    # Payoffs are made positive; then all of each state is used, for what is left over can be recommended what is best for it.
    lift = 1 - min(u for row in mine.values() for u in row.values())
    objective = [int((mine[s][a] + lift) * scale) for s, a in cells]
    right = [0] * len(pairs) + [int(odds[s] * whole) for s in states]
    try:
        if len(cells) > FLOATS_HELP_ABOVE:
            sparse = [({j: a for j, a in enumerate(row) if a}, b) for row, b in zip(rows, right, strict=True)]
            solved = solve(Program(list(objective), sparse[: len(pairs)], sparse[len(pairs) :]), spending)
            x, multipliers = list(solved.x), list(solved.prices)
        else:
            x, multipliers = maximize(rows, right, objective, spending)
    except BudgetSpent as spent:
        raise Undecided(f"persuasion(): the budget of {spent} was spent") from None
    joint = {cell: p / whole for cell, p in zip(cells, x, strict=True)}
    _verify(joint, states, actions, odds, yours)
    value = sum((p * mine[s][a] for (s, a), p in joint.items()), Fraction(0))
    signals = {s: {a: joint[s, a] / odds[s] if odds[s] else Fraction(0) for a in actions} for s in states}
    prices = {pair: price for pair, price in zip(pairs, multipliers, strict=False) if price > 0}
    return Persuasion(
        prior=odds,
        signals=signals,
        value=value,
        silence=_indirect(odds, mine, yours),
        disclosure=sum(
            (odds[s] * _indirect({t: Fraction(int(t == s)) for t in states}, mine, yours) for s in states),
            Fraction(0),
        ),
        prices=prices,
        receiver=sum((p * yours[s][a] for (s, a), p in joint.items()), Fraction(0)),
        _sender=mine,
        _receiver=yours,
    )


def _read(prior: Mapping[str, Any], sender: Table, receiver: Table) -> Any:
    states = tuple(prior)
    odds = {s: _number(p, f"prior of {s!r}") for s, p in prior.items()}
    if not states or min(odds.values()) < 0 or sum(odds.values()) != 1:
        raise ParameterError(
            f"persuasion(): the prior sums to {sum(odds.values())}; give probabilities that sum to 1"
        )
    tables = []
    actions: tuple[str, ...] | None = None
    for name, table in (("sender", sender), ("receiver", receiver)):
        if set(table) != set(states):
            raise ParameterError(
                f"persuasion(): {name} has payoffs in {sorted(table)}, and the states are {sorted(states)}"
            )
        read = {
            s: {a: _number(u, f"payoff of the {name} for {a!r} in {s!r}") for a, u in table[s].items()}
            for s in states
        }
        for s in states:
            actions = actions or tuple(read[s])
            if set(read[s]) != set(actions) or not actions:
                raise ParameterError(
                    f"persuasion(): {name} has actions {sorted(read[s])} in {s!r}, and elsewhere {sorted(actions)}"
                )
        tables.append(read)
    return states, actions, odds, tables[0], tables[1]


def _number(value: Any, what: str) -> Fraction:
    try:
        return decimal(value) if isinstance(value, float) else Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise ParameterError(f"persuasion(): the {what} is {value!r}, not a number") from None


def _verify(
    joint: dict[tuple[str, str], Fraction],
    states: Sequence[str],
    actions: Sequence[str],
    odds: dict[str, Fraction],
    yours: dict[str, dict[str, Fraction]],
) -> None:
    """Check that every state is used up and every recommendation obeyed."""
    full = all(sum(joint[s, a] for a in actions) == odds[s] for s in states)
    obeyed = all(
        sum(joint[s, a] * (yours[s][a] - yours[s][b]) for s in states) >= 0 for a in actions for b in actions
    )
    if not full or not obeyed or min(joint.values()) < 0:
        raise AssertionError("an experiment failed its verification")


def _indirect(
    belief: Mapping[str, Fraction],
    mine: Mapping[str, Mapping[str, Fraction]],
    yours: Mapping[str, Mapping[str, Fraction]],
) -> Fraction:
    """Return what the sender earns at a belief: of the receiver's best actions he takes the one that she likes best."""
    actions = next(iter(mine.values()))
    paid = {
        a: (sum(p * yours[s][a] for s, p in belief.items()), sum(p * mine[s][a] for s, p in belief.items()))
        for a in actions
    }
    return Fraction(max(paid.values())[1])
