"""Expressions as text and LaTeX, terms with a plus sign first: `1 - d1*d2`, not `-d1*d2 + 1`."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _printers() -> tuple[type, type]:
    from sympy.printing.latex import LatexPrinter
    from sympy.printing.str import StrPrinter

    def positive_first(self: Any, expr: Any, order: Any = None) -> list[Any]:
        return sorted(expr.args, key=lambda term: bool(term.could_extract_minus_sign()))

    text = type("_Text", (StrPrinter,), {"_as_ordered_terms": positive_first})
    latex = type("_Latex", (LatexPrinter,), {"_as_ordered_terms": positive_first})
    return text, latex


def text(expression: Any) -> str:
    """Write an expression (or a plain number) as text."""
    if not hasattr(expression, "free_symbols"):
        return str(expression)
    return str(_printers()[0]().doprint(expression))


def latex(expression: Any, symbol_names: dict[Any, str] | None = None) -> str:
    """Write an expression as LaTeX, without dollar signs."""
    return str(_printers()[1]({"symbol_names": symbol_names or {}}).doprint(expression))
