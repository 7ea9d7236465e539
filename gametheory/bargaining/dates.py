"""When agreement comes: the chain of states that an equilibrium leaves running, solved exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gametheory.algebra.polynomials import RationalFunction

if TYPE_CHECKING:
    from gametheory.bargaining.result import BargainingEquilibrium

_ZERO = RationalFunction.constant(0)


def _going_on(e: BargainingEquilibrium) -> dict[str, RationalFunction]:
    """Return, by state, the probability that talks neither end in agreement nor by somebody's leaving."""
    d = e.game.data
    on = {}
    for i, s in enumerate(d.states):
        on[s] = _ZERO
        for k, a in zip(d.players, d.proposer[i], strict=True):
            if not a.is_zero():
                agreement, leaving = e.chances(s, k)
                on[s] = on[s] + a * (1 - agreement) * (1 - leaving)
    return on


def expected_date(e: BargainingEquilibrium, state: str) -> Any:
    """Return the expected number of rejected offers before talks end (breakdown ends them too)."""
    states = e.game.states
    on = _going_on(e)
    moves = {(row.state, row.target): row.probability for row in e.game.table if row.event == "reject"}
    reachable = _reachable(e, state, on)
    if not _ends(e, reachable, on, moves):
        import sympy

        return sympy.oo
    order = [s for s in states if s in reachable]
    # T(s) = on(s) (1 + sum of moves T(s')): a linear system with a substochastic matrix.
    matrix = [
        [RationalFunction.constant(int(s == t)) - on[s] * moves.get((s, t), _ZERO) for t in order]
        for s in order
    ]
    solution = _gauss(matrix, [on[s] for s in order])
    return e.game.face(solution[order.index(state)])


def date_distribution(e: BargainingEquilibrium, periods: int, state: str) -> list[Any]:
    """Return the probabilities of agreement in the first periods."""
    on = _going_on(e)
    here = {state: RationalFunction.constant(1)}
    result = []
    for _ in range(periods):
        result.append(e.game.face(sum((p * e.agreement_probability[s] for s, p in here.items()), _ZERO)))
        after: dict[str, RationalFunction] = {}
        for row in e.game.table:
            if row.event == "reject" and row.state in here and row.target in e.game.states:
                moved = here[row.state] * on[row.state] * row.probability
                if not moved.is_zero():
                    after[row.target] = after.get(row.target, _ZERO) + moved
        here = after
    return result


def _reachable(e: BargainingEquilibrium, state: str, on: dict[str, RationalFunction]) -> set[str]:
    seen, todo = {state}, [state]
    while todo:
        s = todo.pop()
        if on[s].is_zero():
            continue
        for row in e.game.table:
            if (
                row.state == s
                and row.event == "reject"
                and row.target in e.game.states
                and row.target not in seen
            ):
                seen.add(row.target)
                todo.append(row.target)
    return seen


def _ends(
    e: BargainingEquilibrium,
    reachable: set[str],
    on: dict[str, RationalFunction],
    moves: dict[tuple[str, str], RationalFunction],
) -> bool:
    """Whether from every reachable state talks can end."""
    ending = {s for s in reachable if on[s] != 1 or any(t not in e.game.states for u, t in moves if u == s)}
    while True:
        more = {s for s in reachable - ending if any(u == s and t in ending for u, t in moves)}
        if not more:
            return ending == reachable
        ending |= more


def _gauss(matrix: list[list[RationalFunction]], right: list[RationalFunction]) -> list[RationalFunction]:
    """Solve a nonsingular linear system over rational functions."""
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for i in range(len(rows)):
        pivot = next(r for r in range(i, len(rows)) if not rows[r][i].is_zero())
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for r in range(len(rows)):
            if r != i and not rows[r][i].is_zero():
                rows[r] = [x - rows[r][i] * y for x, y in zip(rows[r], rows[i], strict=True)]
    return [row[-1] for row in rows]
