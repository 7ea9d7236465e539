"""Proving claims about parameters, and theorems as derivations that a reader can follow and a machine checks.

Proved means that a decision procedure found the negation unsatisfiable.  A refuted claim comes with a point where it
fails, exact and as plain as possible; a question that exhausts its budget is `unknown`, and never counted as proved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gametheory._text import Printed
from gametheory.algebra.decide import Answer, Budget, find_point, satisfiable, spending
from gametheory.algebra.notation import text
from gametheory.algebra.region import Region, read_assumption, region

PROVED, REFUTED, UNKNOWN = "proved", "refuted", "unknown"


@dataclass(frozen=True, repr=False)
class Proof(Printed):
    """The outcome of `prove`.

    Parameters
    ----------
    status : {"proved", "refuted", "unknown"}
    counterexample : dict of str to Fraction, optional
        A point inside the assumptions where the claim fails (only if refuted).
    reason : str
        One sentence saying what was found.
    """

    status: str
    counterexample: dict[str, Fraction] | None = None
    reason: str = ""

    def __bool__(self) -> bool:
        return self.status == PROVED

    def __str__(self) -> str:
        return f"{self.status}: {self.reason}"


def prove(claim: object, *, assuming: object = (), budget: Budget | None = None) -> Proof:
    """Prove or refute a claim about real parameters.

    Parameters
    ----------
    claim : condition or Region
        What is to hold: a SymPy relation, `And`, `Or`, `Not`, a list (meaning "and"), or a region.
    assuming : condition or Region, optional
        What is assumed (a conjunction).
    budget : Budget, optional
        When to give up and answer `unknown`.

    Returns
    -------
    Proof
        `proved`, `refuted` with an exact counterexample, or `unknown` with the reason.

    Examples
    --------
    >>> from gametheory import parameters
    >>> a, b = parameters("a b")
    >>> prove(a**2 + b**2 >= 2 * a * b)
    proved: the negation has no real solution
    >>> prove(a * b > 0, assuming=[a > 0])
    refuted: it fails at a = 1/2, b = 0, where a*b > 0 reads 0 > 0
    """
    wanted = region(claim)
    given = read_assumption(assuming) | wanted.assuming
    with spending(budget):
        answer = satisfiable(given, wanted._not())
        if answer is Answer.NO:
            if satisfiable(given) is Answer.NO:
                return Proof(
                    PROVED, None, "the assumptions contradict each other, so that nothing is claimed"
                )
            return Proof(PROVED, None, "the negation has no real solution")
        if answer is Answer.UNKNOWN:
            return Proof(UNKNOWN, None, "the decision procedure stopped at its budget")
        names = Region([given], parameters=wanted.parameters).parameters
        _, point = find_point(given, wanted._not(), names)
    if point is None:
        return Proof(REFUTED, None, "it fails, at points with irrational coordinates")
    shown = {name: point[name] for name in names if name in point}
    where = ", ".join(f"{n} = {v}" for n, v in shown.items())
    return Proof(REFUTED, shown, f"it fails at {where}{_reading(claim, shown)}")


def _reading(claim: Any, point: Mapping[str, Fraction]) -> str:
    """Return what the first false inequality of a claim reads at a point, so that it can be checked by hand."""
    from gametheory.algebra.expressions import is_symbolic

    if isinstance(claim, list | tuple):
        return next((line for part in claim if (line := _reading(part, point))), "")
    if not is_symbolic(claim):
        return ""
    import sympy

    if isinstance(claim, sympy.And):
        return _reading(list(claim.args), point)
    values = {
        s: sympy.Rational(v.numerator, v.denominator) for s in claim.free_symbols for v in [point[s.name]]
    }
    try:
        fails = isinstance(claim, sympy.core.relational.Relational) and claim.subs(values) == sympy.false
    except TypeError:
        # At a pole SymPy has no order to compare by.
        return ""
    if not fails:
        return ""
    left, right = claim.lhs.subs(values), claim.rhs.subs(values)
    return f", where {text(claim.lhs)} {claim.rel_op} {text(claim.rhs)} reads {left} {claim.rel_op} {right}"


@dataclass(frozen=True)
class Step:
    """One line of a derivation: what it says in words, and the claim that is checked.

    Parameters
    ----------
    text : str
        The argument, in one or two sentences.
    claim : condition or Region
        What the step asserts.
    given : condition, optional
        What this step may use beyond the theorem's assumptions (a case, or an earlier step's conclusion).
    """

    text: str
    claim: Any
    given: Any = ()


@dataclass(frozen=True)
class Theorem:
    """A statement about a model, derived in steps and tied to the solver's own answer.

    Parameters
    ----------
    name : str
        The slug of the model it is about.
    statement : str
        The theorem in words.
    assuming : condition
        What is assumed of the parameters.
    steps : sequence of Step
        The derivation; each step is checked by itself.
    conclusions : sequence of (str, condition, callable)
        For each: what it is about, the region that the derivation ends with, and a function returning the region that
        the general solver finds; the two are proved equivalent.
    """

    name: str
    statement: str
    assuming: Any
    steps: Sequence[Step]
    conclusions: Sequence[tuple[str, Any, Callable[[], Region]]] = field(default=())

    def check(self, budget: Budget | None = None) -> list[tuple[str, Proof]]:
        """Check every step and every conclusion; return each with its outcome, in order."""
        assumed = read_assumption(self.assuming)
        results = []
        for step in self.steps:
            given = read_assumption(step.given) | assumed
            possible = satisfiable(given)
            if possible is Answer.YES:
                proof = prove(step.claim, assuming=Region([given]), budget=budget)
            else:
                # A claim about nothing is true, and proves nothing.
                proof = Proof(UNKNOWN, None, f"can what the step assumes hold at all: {possible}")
            results.append((step.text, proof))
        for title, derived, solved in self.conclusions:
            results.append((f"The solver's region: {title}", _same(derived, solved(), assumed, budget)))
        return results


def _same(derived: object, solved: Region, assumed: Any, budget: Budget | None) -> Proof:
    """Prove that two regions have the same points inside the assumptions."""
    ours = region(derived)
    assumed_too = prove(Region([solved.assuming]), assuming=Region([assumed]), budget=budget)
    if not assumed_too:
        return Proof(
            assumed_too.status,
            assumed_too.counterexample,
            f"the solver's game assumes more: {assumed_too.reason}",
        )
    for one, two, side in ((ours, solved, "the derived region"), (solved, ours, "the solver's region")):
        for c in one.cells:
            proof = prove(Region(two.cells), assuming=Region([c | assumed | solved.assuming]), budget=budget)
            if proof.status != PROVED:
                where = f"{proof.reason}, a point of {side} only" if proof.status == REFUTED else proof.reason
                return Proof(proof.status, proof.counterexample, where)
    return Proof(PROVED, None, "derivation and solver agree on every point")
