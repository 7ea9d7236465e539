"""The complementary path of a tree of two players: its tableau in integers, and Lemke's algorithm on it.

Costs, plans and values (p, q) of the information sets solve

    w = A y - E'p >= 0,  x >= 0,  x'w = 0,  E x = e     (and the same for the other player),

and a prior (x0, y0) is played with probability 1 - t:  A (y + (1 - t) y0) - E'p >= 0,  E x = t e.  At t = 0 both reply to the prior; the path
of solutions ends at t = 1.  Values are free, and leave the tableau with one best reply of each information set, so that it has a row and a
column for every sequence, and one for t.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.equilibria._progress import Progress
from gametheory.errors import Undecided
from gametheory.extensive.sequence_form import Plan, SequenceForm, Sequences
from gametheory.strategic._faces import Row, pivoted

Form = dict[int, int]
"""A linear form in the nonbasic variables, by label; its constant at -1."""


_AFRESH = 50
"""Pivots in floats after which the tableau is computed afresh."""


@dataclass
class Tableau:
    """basic + T nonbasic = right side, over one denominator; the right side is the last column.

    Variables: i < size is the weight of a sequence (the first player's, then the second's), size + i what it costs more than the best reply,
    2 size the probability t, and 2 size + 1 is 1 - t.
    """

    size: int
    columns: list[int]
    basis: list[int]
    rows: tuple[Row, ...]
    start: tuple[int, ...]
    denominator: int = 1

    def partner(self, label: int) -> int:
        """Return the variable that must vanish where this one does not."""
        return label + self.size if label < self.size else label - self.size

    def leaving(self, column: int) -> int:
        """Return the row that blocks an entering column first; that of 1 - t if it is one of them; -1 if none.

        Ties are broken as if the right side of the first tableau were disturbed by powers of an infinitesimal (Dantzig, Orden and
        Wolfe 1955): how that grows in each row stands in the columns of the variables that were basic then.
        """
        best = [i for i, line in enumerate(self.rows) if line[column] > 0]
        if not best:
            return -1
        best = self._least(best, column, len(self.columns))
        ending = [i for i in best if self.basis[i] == 2 * self.size + 1]
        if ending:
            return ending[0]
        place = {label: j for j, label in enumerate(self.columns)}
        for label in self.start:
            if len(best) == 1:
                break
            if label in place:
                best = self._least(best, column, place[label])
            elif len(best) > 1:  # a basic variable: its own row grows, the others do not
                best = [i for i in best if self.basis[i] != label]
        return best[0]

    def _least(self, rows: list[int], column: int, of: int) -> list[int]:
        least, result = rows[0], [rows[0]]
        for i in rows[1:]:
            order = self.rows[i][of] * self.rows[least][column] - self.rows[least][of] * self.rows[i][column]
            if order < 0:
                least, result = i, [i]
            elif order == 0:
                result.append(i)
        return result

    def exchange(self, row: int, column: int) -> int:
        """Pivot; return the label that left the basis."""
        pivot = self.rows[row][column]
        self.rows, self.denominator = pivoted(self.rows, self.denominator, row, column), pivot
        left = self.basis[row]
        self.basis[row], self.columns[column] = self.columns[column], left
        return left

    def weights(self) -> list[Fraction]:
        """Return the weights of all sequences at the current basis."""
        known = {label: line[-1] for label, line in zip(self.basis, self.rows, strict=True)}
        return [Fraction(known.get(label, 0), self.denominator) for label in range(self.size)]


def follow(
    form: SequenceForm, prior: tuple[Plan, Plan], budget: Budget
) -> tuple[list[Fraction], list[Fraction]]:
    """Follow the path in integers; return the plans at its end.

    Raises
    ------
    Undecided
        If the budget ended.
    """
    table = tableau(form, prior)
    entering, pivots = 2 * table.size, 0
    while True:
        if budget.spent() or pivots >= budget.cases:
            raise Undecided(f"one_equilibrium_of_tree(): the budget was spent after {pivots:,} pivots")
        column = table.columns.index(entering)
        row = table.leaving(column)
        if row < 0:
            raise AssertionError("a complementary path ended on a ray, which the sequence form does not have")
        left = table.exchange(row, column)
        pivots += 1
        if left == 2 * table.size + 1:
            weights, n = table.weights(), form.own[0].size
            return weights[:n], weights[n:]
        entering = table.partner(left)


def in_floats(
    form: SequenceForm, prior: tuple[Plan, Plan], budget: Budget
) -> tuple[list[float], list[float]] | None:
    """Follow the path in compiled floats; `None` if it gets lost.

    Ties are broken by a disturbance of the right side, which the result does not contain.
    """
    import numpy as np

    from gametheory._kernels import announce
    from gametheory._kernels.tree_path import follow as kernel

    first = tableau(form, prior)
    largest = [float(max(1, max(map(abs, line)))) for line in first.rows]
    table = np.array(
        [[u / top for u in (*line, line[-1])] for line, top in zip(first.rows, largest, strict=True)]
    )
    # Slacks are in units of their own; weights and t stay as they are.
    slack = [j for j, label in enumerate(first.columns) if first.size <= label < 2 * first.size]
    table[:, slack] /= np.maximum(abs(table[:, slack]).max(axis=0), 1e-300)
    table[:, -2] += 1e-6 * (1 + np.random.default_rng(0).random(len(table)))
    columns, basis = np.array(first.columns), np.array(first.basis)
    whole = np.zeros(
        (len(table), 2 * first.size + 4)
    )  # every variable's column of the first tableau, and the right sides
    whole[:, columns], whole[:, -2:] = table[:, :-2], table[:, -2:]
    whole[np.arange(len(table)), basis] = 1.0
    announce(kernel)
    outcome, entering, done, progress = 0, 2 * first.size, 0, Progress("a path of pivots")
    while outcome == 0 and done < budget.cases and not budget.spent():
        if done:  # against the growth of rounding errors
            try:
                table = np.linalg.solve(whole[:, basis], whole[:, [*columns, -2, -1]])
            except np.linalg.LinAlgError:
                return None
        outcome, entering, pivots = kernel(
            table, columns, basis, first.size, entering, min(_AFRESH, budget.cases - done)
        )
        done += pivots
        progress.show(f"{done:,} pivots")
    progress.clear()
    if outcome == 0:
        raise Undecided(f"one_equilibrium_of_tree(): the budget was spent after {done:,} pivots")
    if outcome < 0:
        return None
    table = np.linalg.solve(whole[:, basis], whole[:, [-1]])
    weights = np.zeros(first.size)
    for label, value in zip(basis, table[:, -1], strict=True):
        if (
            label < first.size
        ):  # the rows of weights have entries of size 1, so their units are what they were
            weights[label] = max(0.0, value)
    n = form.own[0].size
    return weights[:n].tolist(), weights[n:].tolist()


def tableau(form: SequenceForm, prior: tuple[Plan, Plan]) -> Tableau:
    """Return the first tableau: t = 0, and both players reply to the prior."""
    n = form.own[0].size
    size = n + form.own[1].size
    rows: list[tuple[int, Form]] = [(2 * size + 1, {-1: 1, 2 * size: -1})]
    sides = []
    for k, begin in ((0, 0), (1, n)):
        costs, scale = _costs(form, k), lcm(*(Fraction(w).denominator for w in prior[1 - k]))
        against = [[(j, u * scale) for j, u in entries] for entries in costs]
        expected = [sum(u * int(prior[1 - k][j] * scale) for j, u in entries) for entries in costs]
        reply = _best_reply(form.own[k], expected)
        sides.append((begin, against, expected, reply, _plans(form.own[k], reply, begin, 2 * size)))
    for k, (begin, against, expected, reply, weights) in enumerate(sides):
        other = sides[1 - k][4]
        rows += [(begin, weights[0])] + [(begin + s, weights[s]) for s in reply]
        rows += _slacks(form.own[k], (begin, size), against, expected, reply, other)
    basis = [label for label, _ in rows]
    columns = sorted({*range(2 * size + 1)} - set(basis))
    lines = tuple((*(-form.get(j, 0) for j in columns), form.get(-1, 0)) for _, form in rows)
    return Tableau(size, columns, basis, lines, tuple(basis))


def _costs(form: SequenceForm, k: int) -> list[list[tuple[int, int]]]:
    """Return by sequences of player k what they cost her against each of the other's, as integers."""
    result: list[list[tuple[int, int]]] = [[] for _ in range(form.own[k].size)]
    for (i, j), u in form.integers(k).items():
        own, other = (i, j) if k == 0 else (j, i)
        result[own].append((other, -u))
    return result


def _best_reply(own: Sequences, cost: list[int]) -> list[int]:
    """Return the sequence that costs least at each information set, against the prior."""
    total = list(cost)
    reply = []
    for before, first, count in zip(
        reversed(own.before), reversed(own.first), reversed(own.count), strict=True
    ):
        best = min(range(first, first + count), key=lambda s: total[s])
        total[before] += total[best]
        reply.append(best)
    return reply[::-1]


def _plans(own: Sequences, reply: list[int], begin: int, t: int) -> list[Form]:
    """Return the weight of every sequence as a linear form in t and in the weights of those that are no replies to the prior."""
    weights: list[Form] = [{begin + s: 1} for s in range(own.size)]
    weights[0] = {t: 1}
    for before, first, count, best in zip(own.before, own.first, own.count, reply, strict=True):
        weights[best] = dict(weights[before])
        for s in range(first, first + count):
            if s != best:
                weights[best][begin + s] = -1
    return weights


def _slacks(
    own: Sequences,
    place: tuple[int, int],
    against: list[list[tuple[int, int]]],
    expected: list[int],
    reply: list[int],
    other: list[Form],
) -> Iterator[tuple[int, Form]]:
    """Yield for every sequence that is no reply to the prior what it costs more than the reply does."""
    begin, size = place
    after: list[list[int]] = [[] for _ in range(own.size)]
    for h, before in enumerate(own.before):
        after[before].append(h)
    values: list[Form] = [{} for _ in own.sets]

    def cost(s: int) -> Form:
        total: Form = {-1: expected[s], 2 * size: -expected[s]}
        for j, u in against[s]:
            _add(total, other[j], u)
        for h in after[s]:
            _add(total, values[h], 1)
        return total

    for h in range(len(own.sets) - 1, -1, -1):
        best = reply[h]
        values[h] = cost(best)
        values[h][size + begin + best] = -1
        for s in range(own.first[h], own.first[h] + own.count[h]):
            if s != best:
                slack = cost(s)
                _add(slack, values[h], -1)
                yield size + begin + s, slack


def _add(total: Form, form: Form, factor: Any) -> None:
    for label, coefficient in form.items():
        total[label] = total.get(label, 0) + factor * coefficient
