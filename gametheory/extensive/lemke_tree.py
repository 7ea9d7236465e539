"""One equilibrium of a two-player tree by Lemke's algorithm on the sequence form, in integers, lexicographically."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.equilibria.verification import Verification, verify
from gametheory.errors import Undecided
from gametheory.extensive.sequence_form import SequenceForm, sequence_form
from gametheory.games.game import Game
from gametheory.strategic._lexicographic import Tableau


def one_equilibrium_of_tree(
    game: Game | SequenceForm, *, budget: Budget | None = None
) -> tuple[dict[str, dict[Any, dict[str, Any]]], Verification]:
    """Find one Nash equilibrium of a tree of two players with perfect recall, exactly.

    Parameters
    ----------
    game : Game or SequenceForm
        Payoffs must be numbers (floats are read as the decimals that they print as).
    budget : Budget, optional
        When to stop; `cases` counts pivots.

    Returns
    -------
    strategy, verification
        Behaviour strategies with rational probabilities, as `game.payoffs` takes them, and what `verify` says of them in the exact game.

    Raises
    ------
    Undecided
        If the budget ended.
    InvalidGameError, ImperfectRecallError, ParameterError
        As `sequence_form`.

    References
    ----------
    Koller, D., Megiddo, N. and von Stengel, B. (1996), Efficient computation of equilibria for extensive two-person games, Games and
    Economic Behavior 14, 247-259, section 4.

    Examples
    --------
    >>> import gametheory as gt
    >>> entry = gt.Game(gt.move("entrant", actions={
    ...     "out": gt.end(entrant=0, incumbent=2),
    ...     "in": gt.move("incumbent", actions={
    ...         "fight": gt.end(entrant=-1, incumbent=-1),
    ...         "share": gt.end(entrant=1, incumbent=1)})}))
    >>> strategy, found = one_equilibrium_of_tree(entry)
    >>> found.is_nash
    True
    """
    form = game if isinstance(game, SequenceForm) else sequence_form(game)
    plans = _pivot(form, (budget or Budget()).started())
    completed = [own.plan(own.behaviour(plan)) for own, plan in zip(form.own, plans, strict=True)]
    strategy = form.profile(completed)
    exact = form.game.exact() if form.game.field.name == "float64" else form.game
    found = verify(exact, strategy)
    if not found.is_nash:
        raise AssertionError("the end of Lemke's path failed its verification")
    return strategy, found


def _pivot(form: SequenceForm, spending: Budget) -> list[tuple[Fraction, ...]]:
    """Solve w = q + d z0 + M z >= 0, z >= 0, w'z = 0 for realization plans x, y and the values of the sets."""
    tableau, size = _complementarity(form)
    n, m = form.own[0].size, form.own[1].size
    entering, pivots = 2 * size, 0
    start = len(tableau.columns)
    row: int | None = [i for i, line in enumerate(tableau.rows) if line[start] < 0][-1]
    while True:
        if spending.spent() or pivots >= spending.cases:
            raise Undecided(f"the budget was spent after {pivots} pivots")
        column = tableau.columns.index(entering)
        if pivots:
            row = tableau.leaving(column)
        if row is None:
            raise AssertionError("Lemke's path ended on a ray, which the sequence form does not have")
        left = tableau.exchange(row, column)
        pivots += 1
        if left == 2 * size:
            return [tableau.values(range(n)), tableau.values(range(n, n + m))]
        entering = left + size if left < size else left - size


def _complementarity(form: SequenceForm) -> tuple[Tableau, int]:
    """Return the tableau; z = (x, y, p+, p-, q+, q-), with p and q the values of both players' sets."""
    one, two = form.own
    (e_rows, e_right), (f_rows, f_right) = one.constraints(), two.constraints()
    n, m, k, h = one.size, two.size, len(e_rows), len(f_rows)
    size = n + m + 2 * k + 2 * h
    # Costs instead of payoffs, all positive, so that the matrix is copositive and there are no rays.
    first, second = _costs(form, 0), _costs(form, 1)
    rows, right = [], []

    def add(entries: dict[int, int], value: int) -> None:
        """Add a row of w - M z - d z0 = q, with d = 1 everywhere."""
        row = [0] * (size + 1)
        for place, number in entries.items():
            row[place] = -number
        row[size] = -1
        rows.append(row)
        right.append(value)

    p, q = n + m, n + m + 2 * k
    for i in range(n):
        entries = {n + j: first[i, j] for j in range(m) if (i, j) in first}
        for c in range(k):
            if e_rows[c][i]:
                entries[p + c], entries[p + k + c] = -e_rows[c][i], e_rows[c][i]
        add(entries, 0)
    for j in range(m):
        entries = {i: second[i, j] for i in range(n) if (i, j) in second}
        for c in range(h):
            if f_rows[c][j]:
                entries[q + c], entries[q + h + c] = -f_rows[c][j], f_rows[c][j]
        add(entries, 0)
    for sign in (1, -1):
        for row_of, value in zip(e_rows, e_right, strict=True):
            add({i: sign * c for i, c in enumerate(row_of) if c}, -sign * value)
    for sign in (1, -1):
        for row_of, value in zip(f_rows, f_right, strict=True):
            add({n + j: sign * c for j, c in enumerate(row_of) if c}, -sign * value)
    columns = [*range(size), 2 * size]
    return Tableau.of(rows, right, columns, list(range(size, 2 * size))), size


def _costs(form: SequenceForm, k: int) -> dict[tuple[int, int], int]:
    """Return a player's costs by pair of sequences, positive integers."""
    flipped = SequenceForm(
        form.game,
        form.own,
        tuple((i, j, -u, -v) for i, j, u, v in form.payoffs),
        form.weights,
    )
    return flipped.integers(k, positive=True)
