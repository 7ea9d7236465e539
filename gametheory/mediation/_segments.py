"""Parts of piecewise functions with exact coefficients, and how they are written and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory._text import tex
from gametheory.algebra.realfield import Number
from gametheory.algebra.roots import Algebraic
from gametheory.mediation._closure import Part
from gametheory.mediation._pieces import Piece
from gametheory.mediation._tangents import Line


@dataclass(frozen=True)
class Segment:
    """A part of the concave closure: the payoff itself, or a chord between two beliefs where it touches the payoff.

    Attributes
    ----------
    left, right : Fraction or Algebraic
        Where it begins and ends.
    chord : bool
        Whether it lies above the payoff in between.
    coefficients : tuple of Fraction or Algebraic
        Its polynomial in the belief, constant term first.
    """

    left: Number
    right: Number
    chord: bool
    coefficients: tuple[Number, ...]

    def __str__(self) -> str:
        return (
            f"[{self.left}, {self.right}] {'chord' if self.chord else 'payoff'} {written(self.coefficients)}"
        )


@dataclass(frozen=True)
class Clearance:
    """That the line of support is nowhere below the payoff on one piece.

    Attributes
    ----------
    left, right : Fraction
        The ends of the piece.
    difference : tuple of Fraction or Algebraic
        The line minus the payoff, constant term first: a polynomial proved to be nowhere negative there.
    touches : tuple of Fraction or Algebraic
        The posteriors on this piece at which it is 0.
    """

    left: Fraction
    right: Fraction
    difference: tuple[Number, ...]
    touches: tuple[Number, ...]

    def __str__(self) -> str:
        at = f", 0 at {', '.join(map(str, self.touches))}" if self.touches else ""
        return f"{written(self.difference)} >= 0 on [{self.left}, {self.right}]{at}"


def segment_of(part: Part) -> Segment:
    """Return a part of a closure as it is shown."""
    if isinstance(part.along, Piece):
        coefficients: tuple[Number, ...] = part.along.coefficients
    else:
        number = part.along.field.number
        coefficients = trimmed_numbers((number(part.along.intercept), number(part.along.slope)))
    return Segment(part.left.number, part.right.number, isinstance(part.along, Line), coefficients)


def simple(value: Number) -> Number:
    """Return a fraction if the number is one on its face."""
    if isinstance(value, Algebraic) and not any(any(m) for m, _ in value.terms):
        return Fraction(value.terms[0][1]) if value.terms else Fraction(0)
    return value


def horner(coefficients: Sequence[Any], x: Any) -> Any:
    """Evaluate a polynomial."""
    total: Any = Fraction(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def trimmed_numbers(coefficients: Sequence[Number]) -> tuple[Number, ...]:
    """Leave out leading zeros."""
    kept = list(coefficients)
    while len(kept) > 1 and kept[-1] == 0:
        kept.pop()
    return tuple(kept)


def _tex(value: Number) -> str:
    return value.latex() if isinstance(value, Algebraic) else tex(value)


def cases_tex(segments: Sequence[Segment]) -> str:
    """Write segments as a LaTeX function of the belief, one case each."""
    cases = [
        rf"{written(s.coefficients, latex=True)} & {_tex(s.left)} \le \mu \le {_tex(s.right)} \\"
        for s in segments
    ]
    return "\n".join([r"\begin{cases}", *cases, r"\end{cases}"])


def written(coefficients: Sequence[Number], *, latex: bool = False) -> str:
    """Write a polynomial, constant term first."""
    shown = ""
    for power, c in enumerate(coefficients):
        if c == 0:
            continue
        negative = c < 0
        size = _tex(-c if negative else c) if latex else str(-c if negative else c)
        named = r"\mu" if latex else "mu"
        here = "" if not power else named + ("" if power == 1 else f"^{power}")
        if here and size == "1":
            term = here
        elif here and not latex:
            term = f"({size})*{here}" if " " in size else f"{size}*{here}"
        elif here:
            term = (
                rf"\left({size}\right) {here}" if "sqrt" in size and "frac" not in size else f"{size} {here}"
            )
        else:
            term = size
        if shown:
            shown += f" {'-' if negative else '+'} {term}"
        else:
            shown = f"-{term}" if negative else term
    return shown or "0"


def curves(
    axes: Any, spans: Iterable[tuple[Sequence[Number], Number, Number]], label: str, **look: Any
) -> None:
    """Draw polynomials, each from one place to another, under one label."""
    first = len(axes.lines)
    for coefficients, left, right in spans:
        _curve(axes, coefficients, left, right, **look)
    axes.lines[first].set_label(label)


def _curve(axes: Any, coefficients: Sequence[Number], left: Number, right: Number, **look: Any) -> None:
    values = [float(c) for c in coefficients]
    steps = 1 if len(values) < 3 else 120
    a, b = float(left), float(right)
    xs = [a + (b - a) * k / steps for k in range(steps + 1)]
    axes.plot(xs, [horner(values, x) for x in xs], **look)
