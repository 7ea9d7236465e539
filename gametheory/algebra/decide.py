"""Deciding conjunctions of polynomial conditions over the reals: yes, no, or unknown within a budget.

The decision procedure is z3's nonlinear real arithmetic (nlsat: complete, doubly exponential in the worst case).
"Yes" and "no" are proofs; a query that exhausts its budget is `unknown` and is never read as either.
z3 is imported when the first question needs it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from gametheory.algebra.conditions import (
    NONNEGATIVE,
    POSITIVE,
    ZERO,
    Atom,
    Cell,
    atom,
    cell,
    negate,
    substitute_cell,
    variables,
    written,
)
from gametheory.algebra.linear import linear_refutes, linear_satisfiable
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import Undecided


class Answer(Enum):
    """The answer to a question about real parameters; `unknown` has no truth value."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        if self is Answer.UNKNOWN:
            raise Undecided("the answer is `unknown` (the budget was hit), which is neither true nor false")
        return self is Answer.YES

    def __invert__(self) -> Answer:
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self, Answer.UNKNOWN)

    def __repr__(self) -> str:
        return self.value

    __str__ = __repr__


@dataclass(frozen=True)
class Budget:
    """What a computation may spend before it has to say so.

    Parameters
    ----------
    seconds : float
        Wall-clock time for the whole call.
    query_seconds : float
        Time for one question to the decision procedure.
    cases : int
        Number of combinations of supports (or sign cases) that may be examined.

    Examples
    --------
    >>> Budget(seconds=10).seconds
    10
    """

    seconds: float = 600.0
    query_seconds: float = 5.0
    cases: int = 1_000_000
    _started: float = field(default_factory=time.monotonic, repr=False, compare=False)

    def started(self) -> Budget:
        """Return the same budget with its clock at zero."""
        return Budget(self.seconds, self.query_seconds, self.cases)

    def remaining(self) -> float:
        """Return the seconds that are left."""
        return self.seconds - (time.monotonic() - self._started)

    def spent(self) -> bool:
        """Whether the time is over."""
        return self.remaining() <= 0


_current: ContextVar[Budget | None] = ContextVar("gametheory_budget", default=None)


@contextmanager
def spending(budget: Budget | None) -> Iterator[Budget]:
    """Make a budget (or the default one) the one that all questions inside draw on."""
    running = (budget or Budget()).started()
    token = _current.set(running)
    try:
        yield running
    finally:
        _current.reset(token)


def overdue() -> bool:
    """Whether the budget that questions draw on, if there is one, is spent."""
    budget = _current.get()
    return budget is not None and budget.spent()


@lru_cache(maxsize=65536)
def _z3_real(name: str) -> Any:
    import z3

    return z3.Real(name)


@lru_cache(maxsize=65536)
def _z3_polynomial(polynomial: Polynomial) -> Any:
    import z3

    terms = []
    for monomial, coefficient in polynomial.key:
        factors = [_z3_real(name) for name, power in monomial for _ in range(power)]
        terms.append(z3.Product([z3.RealVal(coefficient), *factors]) if factors else z3.RealVal(coefficient))
    return z3.Sum(terms) if terms else z3.RealVal(0)


@lru_cache(maxsize=65536)
def _z3_atom(condition: Atom) -> Any:
    left, relation = _z3_polynomial(condition.polynomial), condition.relation
    if relation == POSITIVE:
        return left > 0
    if relation == NONNEGATIVE:
        return left >= 0
    return left == 0 if relation == ZERO else left != 0


Clauses = frozenset[frozenset[Atom]]
"""A conjunction of disjunctions of atoms."""

_NO_CLAUSES: Clauses = frozenset()
_answers: dict[tuple[Cell, Clauses], Answer] = {}
_ANSWERS_KEPT = 200_000
_FIRST_SECONDS = 1.0
"""How long the decision procedure alone may take before z3's whole strategy is asked."""


def satisfiable(atoms: Cell, clauses: Clauses = _NO_CLAUSES) -> Answer:
    """Decide whether some real point satisfies all atoms and, of every clause, at least one atom."""
    if not clauses:
        if not atoms:
            return Answer.YES
        if any(negate(a) in atoms for a in atoms):
            return Answer.NO
    question = (atoms, clauses)
    known = _answers.get(question)
    if known is not None:
        return known
    quick = None if clauses else linear_satisfiable(atoms)
    if quick is None and not clauses and linear_refutes(atoms):
        # Most conditions that exclude each other do so before their products are looked at.
        quick = False
    if quick is not None:
        answer = Answer.YES if quick else Answer.NO
    else:
        answer = _ask_z3(atoms, clauses)[0]
    if answer is not Answer.UNKNOWN:
        if len(_answers) >= _ANSWERS_KEPT:
            _answers.clear()
        _answers[question] = answer
    return answer


def _ask_z3(atoms: Cell, clauses: Clauses) -> tuple[Answer, Any]:
    import z3

    budget = _current.get() or Budget()
    limit = min(budget.query_seconds, budget.remaining() if _current.get() else budget.query_seconds)
    if limit <= 0:
        return Answer.UNKNOWN, None
    # A fixed order, so that the models (and with them examples and figures) are the same in every process.
    asserted = [_z3_atom(condition) for condition in sorted(atoms, key=written)]
    for clause in sorted(clauses, key=lambda c: sorted(map(written, c))):
        asserted.append(z3.Or([_z3_atom(condition) for condition in sorted(clause, key=written)]))
    for make, seconds in ((_nlsat, min(limit, _FIRST_SECONDS)), (_whole_procedure, limit)):
        solver = make()
        solver.set("timeout", max(1, int(1000 * seconds)))
        for condition in asserted:
            # What `solver.add` does, without its conversions: these are conditions already.
            z3.Z3_solver_assert(solver.ctx.ref(), solver.solver, condition.as_ast())
        verdict = solver.check()
        if verdict == z3.sat:
            return Answer.YES, solver.model()
        if verdict == z3.unsat:
            return Answer.NO, None
    return Answer.UNKNOWN, None


@lru_cache(maxsize=1)
def _nlsat_tactic() -> Any:
    import z3

    return z3.Then("simplify", "purify-arith", "tseitin-cnf", "nlsat")


def _nlsat() -> Any:
    """Return the decision procedure alone: on the small questions of a game it is several times as fast as z3's whole strategy."""
    return _nlsat_tactic().solver()


def _whole_procedure() -> Any:
    """Return z3's strategy for nonlinear real arithmetic, for questions that the procedure alone does not answer soon."""
    import z3

    return z3.SolverFor("QF_NRA")


def implies(atoms: Cell, conclusion: Atom) -> Answer:
    """Decide whether the conclusion holds wherever all atoms hold."""
    if conclusion in atoms:
        return Answer.YES
    return ~satisfiable(atoms | {negate(conclusion)})


# -- signs ------------------------------------------------------------------------------------------------------


def sign(polynomial: Polynomial, given: Cell) -> int | None:
    """Return the sign (-1, 0, 1) that a polynomial has wherever `given` holds, or `None` if it is not decided.

    The polynomial is factored first, and each factor asked for on its own.
    """
    if polynomial.is_constant():
        value = polynomial.constant_value()
        return (value > 0) - (value < 0)
    for side in (1, -1):
        known = atom(polynomial if side > 0 else -polynomial, POSITIVE)
        if known is True or known in given:
            return side
    unit, factors = polynomial.factors()
    result = 1 if unit > 0 else -1
    undecided = False
    for factor, multiplicity in factors:
        s = _factor_sign(factor, given)
        if s == 0:
            return 0
        if s is None:
            undecided = True
        elif s < 0 and multiplicity % 2:
            result = -result
    return None if undecided else result


_signs: dict[tuple[Polynomial, Cell], int | None] = {}


def _factor_sign(factor: Polynomial, given: Cell) -> int | None:
    question = (factor, given)
    if question in _signs:
        return _signs[question]
    answers: list[Answer] = []
    result = _ask_sign(factor, given, answers)
    if Answer.UNKNOWN not in answers:
        # What a small budget left open is asked again.
        if len(_signs) >= _ANSWERS_KEPT:
            _signs.clear()
        _signs[question] = result
    return result


def _ask_sign(factor: Polynomial, given: Cell, answers: list[Answer]) -> int | None:
    if Atom(factor, POSITIVE) in given:
        return 1
    if Atom(-factor, POSITIVE) in given:
        return -1
    quick = _monomial_sign(factor, given)
    if quick is not None:
        return quick
    possible = []
    for s, relation in ((1, POSITIVE), (0, ZERO), (-1, POSITIVE)):
        answer = satisfiable(given | {Atom(factor if s >= 0 else -factor, relation)})
        answers.append(answer)
        if answer is not Answer.NO:
            possible.append(s)
    return possible[0] if len(possible) == 1 else None


def _monomial_sign(polynomial: Polynomial, given: Cell) -> int | None:
    """Decide the sign from the signs of the variables alone: all terms positive, or all negative."""
    known: dict[str, int] = {}
    for p, relation in given:
        if relation == POSITIVE and len(p.key) == 1 and p.total_degree() == 1:
            (monomial, coefficient) = p.key[0]
            known[monomial[0][0]] = 1 if coefficient > 0 else -1
    signs = set()
    for monomial, coefficient in polynomial.key:
        s = 1 if coefficient > 0 else -1
        for name, power in monomial:
            if name not in known:
                return None
            if power % 2:
                s *= known[name]
        signs.add(s)
    return signs.pop() if len(signs) == 1 else None


# -- points -----------------------------------------------------------------------------------------------------

_PLAIN = tuple(
    Fraction(*pair)
    for pair in (
        (1, 2),
        (1, 1),
        (2, 1),
        (1, 3),
        (2, 3),
        (1, 4),
        (3, 4),
        (3, 1),
        (0, 1),
        (1, 5),
        (4, 5),
        (1, 10),
    )
)


def find_point(
    atoms: Cell, clauses: Clauses = _NO_CLAUSES, names: Iterable[str] = ()
) -> tuple[Answer, dict[str, Fraction] | None]:
    """Find an exact rational point, with numbers as plain as possible, that satisfies everything.

    Returns `(yes, point)`, `(no, None)` if there is no real point, `(yes, None)` if there are real points but none
    of the rational ones tried, and `(unknown, None)`.
    """
    answer = satisfiable(atoms, clauses)
    if answer is not Answer.YES:
        return answer, None
    point: dict[str, Fraction] = {}
    everything = variables(atoms) | {n for clause in clauses for n in variables(clause)}
    pinned = variables(a for a in atoms if a.relation == ZERO)
    order = sorted(everything - pinned) + sorted(everything & pinned)
    for name in order:
        for value in _candidates(name, atoms, clauses):
            left = _fix(atoms, clauses, {name: RationalFunction.constant(value)})
            if left is not None and satisfiable(*left) is Answer.YES:
                point[name] = value
                atoms, clauses = left
                break
        else:
            return Answer.YES, None
    for name in names:
        point.setdefault(name, Fraction(1, 2))
    return Answer.YES, point


def _candidates(name: str, atoms: Cell, clauses: Clauses) -> Iterator[Fraction]:
    occurs = variables(atoms) | {n for clause in clauses for n in variables(clause)}
    if name not in occurs:
        yield Fraction(1, 2)
        return
    yield from _PLAIN
    _, model = _ask_z3(atoms, clauses)
    if model is None:
        return
    value = model.eval(_z3_real(name), model_completion=True)
    if not hasattr(value, "as_fraction"):
        for digits in (2, 4, 8, 16):
            close = value.approx(digits).as_fraction()
            yield from (close.limit_denominator(10**digits), close, close + Fraction(1, 10**digits))
        return
    exact = value.as_fraction()
    for size in (10, 100, 1000):
        yield exact.limit_denominator(size)
    yield exact


def _fix(
    atoms: Cell, clauses: Clauses, values: Mapping[str, RationalFunction]
) -> tuple[Cell, Clauses] | None:
    fixed = substitute_cell(atoms, values)
    if fixed is None:
        return None
    kept = set()
    for clause in clauses:
        literals = set()
        for condition in clause:
            # Only constants are put in here, so a substituted literal stays one literal.
            new = atom(condition.polynomial.substitute(values).numerator, condition.relation)
            if new is True:
                break
            if new is not False:
                literals.add(new)
        else:
            if not literals:
                return None
            kept.add(frozenset(literals))
    return fixed, frozenset(kept)


def conjunction(*parts: Iterable[Atom | bool]) -> Cell | None:
    """Join several collections of conditions into one cell; `None` if one is plainly false."""
    return cell(condition for part in parts for condition in part)
