"""The search for the set of equilibrium payoffs in rationals: outer polygons, a candidate for their limit, and the proof."""

from __future__ import annotations

from dataclasses import dataclass

import flint

from gametheory.algebra.decide import Budget
from gametheory.repeated._check import covers, generates_itself, is_outer_chain, shrinks
from gametheory.repeated._enclosure import Shrinking, inside, shrink
from gametheory.repeated._floats import iterate
from gametheory.repeated._limit import Candidate, candidate
from gametheory.repeated._outer import operator, rounded, threats, willing
from gametheory.repeated._polygon import Polygon, distance, hull
from gametheory.repeated._stage import Stage

_BITS = 64
"""Binary digits of outer polygons, relative to 1; rounding is outward."""

_LEAST = flint.fmpq(1, 1 << 100)
"""How close an irrational limit is enclosed: this part of the width of the first outer polygon."""


_MOST_ITERATIONS = 300
_MOST_FLOAT_ITERATIONS = 2000


@dataclass(frozen=True)
class Found:
    """What the search knows: everything in `inner` is an equilibrium payoff, nothing outside `outer` is.

    Attributes
    ----------
    inner, outer : Polygon
        Equal if the set is known exactly; both empty if there is no equilibrium.
    chain : tuple of Polygon
        Outer polygons, each generated from the one before, the first around the feasible set.
    shrinking : Shrinking, optional
        The proof that the last of the chain may shrink to `outer`.
    around : Polygon
        The candidate of that proof.
    reason : str
        Why the two differ.
    """

    inner: Polygon
    outer: Polygon
    chain: tuple[Polygon, ...]
    shrinking: Shrinking | None = None
    around: Polygon = ()
    reason: str = ""
    method: str = ""


def search(stage: Stage, budget: Budget) -> Found:
    """Find the set, or polygons on both sides of it.

    Parameters
    ----------
    stage : Stage
        Exact.
    budget : Budget
        When to stop.
    """
    guess = None
    share = Budget(seconds=budget.remaining() / 4).started()
    limit = iterate(stage, share, most=_MOST_FLOAT_ITERATIONS)
    if limit.vertices:
        guess = candidate(stage, limit, share)
    outer = stage.feasible
    chain, attempt = [outer], 1
    # A candidate that does not even generate itself is no candidate.
    if guess is not None and guess.exact and not generates_itself(stage, guess.polygon):
        guess = None
    for count in range(1, _MOST_ITERATIONS + 1):
        after = rounded(operator(stage, outer, threats(stage, outer)), _BITS)
        if not after:
            return Found((), (), (*chain, ()), method=f"the operator, {count} iterations: nothing is left")
        if after == outer and generates_itself(stage, outer):
            return Found(
                outer, outer, tuple(chain), method=f"the operator, {count - 1} iterations to a fixed point"
            )
        outer = after
        chain.append(outer)
        if guess is not None and count >= attempt:
            found = _enclosed(stage, guess, tuple(chain), budget)
            if found is not None:
                return found
            attempt = max(attempt + 4, attempt * 3 // 2)
        if budget.spent():
            break
    inner = _played_for_ever(stage)
    ended = (
        f"the budget of {budget.seconds:g} seconds was spent"
        if budget.spent()
        else f"{_MOST_ITERATIONS} iterations were made"
    )
    return Found(
        inner, outer, tuple(chain), reason=ended, method=f"the operator, {len(chain) - 1} iterations"
    )


def _enclosed(stage: Stage, guess: Candidate, chain: tuple[Polygon, ...], budget: Budget) -> Found | None:
    """Prove that a candidate is the set, or that the set lies between it and a slightly smaller one."""
    least = flint.fmpq(0) if guess.exact else _LEAST
    proof = shrink(stage, guess.polygon, chain[-1], least, budget)
    if proof is None:
        return None
    count = f"the operator, {len(chain) - 1} iterations, then equations for its limit"
    if guess.exact:
        return Found(guess.polygon, guess.polygon, chain, proof, guess.polygon, method=count)
    box = chain[0]
    outer = proof.at(least, hull([*box, *chain[-1]]))
    inner = _inside(stage, guess.polygon, budget)
    if not inner:
        return None
    reason = "the vertices solve equations that are not linear; they are enclosed"
    return Found(inner, outer, chain, proof, guess.polygon, reason, count)


def _inside(stage: Stage, polygon: Polygon, budget: Budget) -> Polygon:
    """Return a polygon slightly inside a candidate that generates itself; empty if none was found.

    What a set generates generates itself if it contains the set: so one step of the operator is made first.
    """
    near = flint.fmpq(1, 1 << 60)
    for factor in (1, 1 << 20, 1 << 40):
        start = inside(stage, polygon, _LEAST * factor, budget)
        if not start:
            continue
        u = threats(stage, start)
        generated = hull(
            stage.now(k, w) for k in range(len(stage.profiles)) for w in willing(stage, k, start, u)
        )
        plain = hull(p for p in generated if distance((p,), polygon) < near)
        for inner in (plain, generated):
            if generates_itself(stage, inner):
                return inner
    return ()


def _played_for_ever(stage: Stage) -> Polygon:
    """Return the payoffs of profiles that can be played for ever under the threat of each other."""
    kept = [stage.payoffs[k] for k in stage.nash]
    while kept:
        u = (min(p[0] for p in kept), min(p[1] for p in kept))
        more = [
            g
            for k, g in enumerate(stage.payoffs)
            if g[0] >= stage.required(k, u)[0] and g[1] >= stage.required(k, u)[1]
        ]
        if hull(more) == hull(kept):
            break
        kept = more
    return hull(kept)


def verified(stage: Stage, found: Found) -> tuple[bool, bool]:
    """Check everything anew: whether all of `inner` is equilibrium payoffs, and whether `outer` contains them all."""
    good = not found.inner or generates_itself(stage, found.inner)
    bounded = is_outer_chain(stage, found.chain)
    proof, planes = found.shrinking, []
    if proof is not None:
        planes = [(n, b + proof.least * x) for (n, b), x in zip(proof.planes, proof.widths, strict=True)]
        bounded = bounded and shrinks(
            stage, found.around, found.chain[-1], proof.planes, proof.widths, proof.least, proof.multipliers
        )
    return good, bounded and covers(found.outer, found.chain[-1], planes)
