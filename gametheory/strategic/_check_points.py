"""The independent checker for single equilibria of games of any number of players.

It goes through all outcomes of the game and shares no code with the search.  With algebraic numbers, equal payoffs are polynomials
that the equations of the root contain, and the root itself is proved again to more digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING, Any

from gametheory.equilibria.certificate import TOLERANCE, Certificate
from gametheory.errors import Undecided
from gametheory.strategic._integers import integer_tables

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm
    from gametheory.strategic.result import NashSet, Profile

_MORE_BITS = 160


def certified_point(game: NormalForm, profile: Profile) -> NashSet:
    """Return a single equilibrium with its certificate."""
    from gametheory.strategic.result import NashSet

    return NashSet(game, tuple((mixture,) for mixture in profile), point_certificate(game, profile))


def point_certificate(game: NormalForm, profile: Profile) -> Certificate:
    """Check a profile of exact numbers against every pure deviation."""
    deviations = sum(game.shape)
    try:
        reason = _failure(game, profile)
    except Undecided as error:
        return Certificate(None, "unknown", deviations, str(error))
    if reason:
        return Certificate(None, "failed", deviations, reason)
    if game.field.name != "float64":
        return Certificate(0, "proved", deviations)
    rounded = tuple(tuple(float(p) for p in mixture) for mixture in profile)
    earned = _earned([list(map(float, table)) for table in game.tables], game.shape, rounded)
    gain = max(
        max(own) - sum(p * u for p, u in zip(mixture, own, strict=True))
        for mixture, own in zip(rounded, earned, strict=True)
    )
    scale = max(1.0, *(abs(float(u)) for table in game.tables for u in table))
    if gain <= TOLERANCE * scale:
        return Certificate(max(0.0, gain), "within tolerance", deviations)
    return Certificate(gain, "failed", deviations, f"a deviation gains {gain:g}")


def _earned(tables: Sequence[Sequence[Any]], shape: tuple[int, ...], profile: Profile) -> list[list[Any]]:
    """Return what every pure action of every player earns, by averaging her payoffs over one other player after the other."""
    used = [[(a, p) for a, p in enumerate(mixture) if not _is_zero(p)] for mixture in profile]
    earned = []
    for k, table in enumerate(tables):
        left, sizes = list(table), list(shape)
        for j in range(len(shape) - 1, -1, -1):
            if j == k:
                continue
            inner = prod(sizes[j + 1 :])
            block = inner * sizes[j]
            left = [
                sum(p * u for a, p in used[j] if not _is_zero(u := left[start + a * inner]))
                for outer in range(0, len(left), block)
                for start in range(outer, outer + inner)
            ]
            sizes[j] = 1
        earned.append(left)
    return earned


def _whole(mixture: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the weights of a rational mixture as integers; others as they are."""
    if not all(isinstance(p, int | Fraction) for p in mixture):
        return mixture
    common = lcm(*(p.denominator for p in mixture))
    return tuple(p.numerator * (common // p.denominator) for p in mixture)


def _is_zero(number: Any) -> bool:
    """Whether a number is written as zero (an algebraic one that merely equals zero is not)."""
    return isinstance(number, int | float | Fraction) and number == 0


def _failure(game: NormalForm, profile: Profile) -> str:
    """Say why a profile is no equilibrium; nothing if it is one."""
    from gametheory.algebra.roots import Algebraic

    for mixture in profile:
        if any(p < 0 for p in mixture) or not _vanishes(sum(mixture[1:], mixture[0] - 1)):
            return "the probabilities are not distributions"
    for root in {
        id(p.root): p.root for mixture in profile for p in mixture if isinstance(p, Algebraic)
    }.values():
        root.balls(_MORE_BITS)  # raises if the root cannot be proved again
    # Whole numbers are quicker, and no comparison of a player's payoffs depends on the scale of the others' weights.
    weights = tuple(_whole(mixture) for mixture in profile)
    earned = _earned([table for table, _ in integer_tables(game)], game.shape, weights)
    for player, mixture, own in zip(game.players, profile, earned, strict=True):
        used = [u for p, u in zip(mixture, own, strict=True) if not _is_zero(p)]
        if not all(_vanishes(u - used[0]) for u in used[1:]):
            return f"`{player}` earns different payoffs with the actions of the support"
        if any(u - used[0] > 0 for p, u in zip(mixture, own, strict=True) if _is_zero(p)):
            return f"`{player}` can gain by a deviation"
    return ""


def _vanishes(number: Any) -> bool:
    """Whether an exact number is zero; a multiple of an equation of its root is, at once."""
    from gametheory.algebra.roots import Algebraic

    if not isinstance(number, Algebraic):
        return bool(number == 0)
    if not number.terms:
        return True
    lead = number.terms[0][1]
    for equation in number.root.equations:
        if equation and equation[0][0] == number.terms[0][0]:
            ratio = Fraction(lead) / equation[0][1]
            if number.terms == tuple((m, c * ratio) for m, c in equation):
                return True
    return number.sign == 0
