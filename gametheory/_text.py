"""What people look at: results that print as they read, in a terminal and in a notebook."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


class Printed:
    """A result whose `str` is made to be read: it is the `repr` as well, and what notebooks show."""

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"


def shown(number: Any) -> str:
    """Write a number for people: floats shortened, others exact."""
    return f"{number:.9g}" if isinstance(number, float) else str(number)


def tex(number: Any) -> str:
    r"""Write a number as LaTeX; fractions with `\tfrac`."""
    if isinstance(number, Fraction) and number.denominator > 1:
        sign = "-" if number < 0 else ""
        return rf"{sign}\tfrac{{{abs(number.numerator)}}}{{{number.denominator}}}"
    return f"{number:.4g}" if isinstance(number, float) else str(number)


def lottery_tex(drawn: Any) -> str:
    """Write (what, probability) pairs as a LaTeX sum."""
    return " + ".join(rf"{tex(p)} \cdot (\text{{{what}}})" for what, p in drawn)
