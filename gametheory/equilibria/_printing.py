"""Equilibria as people read them: one set a paragraph, what is free stated as a range, in text, LaTeX and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gametheory.algebra import notation
from gametheory.algebra.conditions import Cell
from gametheory.algebra.expressions import to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.printing import _LATEX, _TEXT, assumptions_to_text, cell_to_parts

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria, Equilibrium
    from gametheory.games.game import InformationSet

_KNIFE_EDGES_SHOWN = 6


def equilibria_to_text(found: Equilibria) -> str:
    """Write a list of equilibria: those that exist on open regions first, then the knife edges."""
    lines = [found._heading()]
    if found.game.given:
        lines.append(f"Assuming {assumptions_to_text(found.game.given, found.game.parameters)}.")
    generic = found.generic
    edges = [e for e in found.sets if e.is_knife_edge]
    for number, e in enumerate([*generic, *edges[:_KNIFE_EDGES_SHOWN]], start=1):
        lines += ["", f"[{number}] {equilibrium_to_text(e)}"]
    hidden = len(edges) - _KNIFE_EDGES_SHOWN
    if hidden > 0:
        lines += ["", f"... and {hidden} more that need an equation among the parameters."]
    return "\n".join(lines)


def equilibrium_to_text(e: Equilibrium) -> str:
    """Write one set of equilibria."""
    lines = [one_line(e)]
    if e.game.parameters:
        lines.append(f"when      {e.when}")
    for h, mixture in zip(e.game.information_sets, e.family.strategies, strict=True):
        where = _place(e, h)
        lines.append(f"  {where}: {_mixture(h.actions, mixture)}")
    for player, known in e.beliefs.items():
        for knows, belief in known.items():
            shown = ", ".join(f"{label}: {notation.text(value)}" for label, value in belief.items())
            lines.append(f"  belief of {player} @ {_label(e, player, knows)}: {shown}")
    if e.free:
        lines.append("  where   " + " and ".join(_where(e, notation.text, _TEXT)))
    lines.append("payoffs   " + ", ".join(f"{p} {notation.text(u)}" for p, u in e.payoffs.items()))
    if e.outcomes:
        shown = ", ".join(f"{label} {notation.text(p)}" for label, p in e.outcomes.items() if p != 0)
        lines.append(f"outcomes  {shown}")
    lines.append(f"largest gain from a deviation: {e.certificate}")
    return "\n    ".join(lines)


def one_line(e: Equilibrium) -> str:
    """Name the supports: what each player does at each information set."""
    parts = []
    for h, support in zip(e.game.information_sets, e.family.supports, strict=True):
        if support is None:
            continue
        actions = "/".join(h.actions[a] for a in support)
        parts.append(f"{_place(e, h)} {actions}")
    return "; ".join(parts)


def _place(e: Equilibrium, h: InformationSet) -> str:
    """Name who chooses, and where; in a normal form there is only one place."""
    return h.player if e.table is not None else f"{h.player} @ {h.label}"


def _label(e: Equilibrium, player: str, knows: Any) -> str:
    return next(h.label for h in e.game.information_sets if h.player == player and h.knows == knows)


def _mixture(actions: tuple[str, ...], mixture: tuple[RationalFunction, ...]) -> str:
    certain = [a for a, p in zip(actions, mixture, strict=True) if p == 1]
    if certain:
        return certain[0]
    return ", ".join(f"{a} {_text(p)}" for a, p in zip(actions, mixture, strict=True) if not p.is_zero())


def _where(e: Equilibrium, write: Any, signs: dict[str, str]) -> list[str]:
    """Write the conditions on the free unknowns, leaving out those on the parameters alone."""
    atoms: Cell = frozenset(a for a in e.family.where if a.polynomial.variables & set(e.free))
    rest = e.family.where - atoms
    names = (*e.free, *e.game.parameters)
    return cell_to_parts(atoms, e.when.assuming | rest, names, write, signs)


def equilibrium_to_latex(e: Equilibrium) -> str:
    """Write one set of equilibria as LaTeX."""
    parts = []
    for h, mixture in zip(e.game.information_sets, e.family.strategies, strict=True):
        chosen = ",\\, ".join(
            rf"\text{{{a}}}" if p == 1 else rf"\text{{{a}}}: {_latex(to_sympy(p))}"
            for a, p in zip(h.actions, mixture, strict=True)
            if not p.is_zero()
        )
        parts.append(rf"\text{{{_place(e, h)}}} \mapsto ({chosen})")
    text = r",\; ".join(parts)
    if e.free:
        text += r" \;\text{where}\; " + r" \wedge ".join(_where(e, _latex, _LATEX))
    return rf"{text} \quad\text{{if }} {e.when.latex()}" if e.game.parameters else text


def _latex(expression: Any) -> str:
    """LaTeX of an expression whose symbols may be unknowns such as `P(stall|weak:resolute)`."""
    return notation.latex(expression, {s: _symbol(s.name) for s in expression.free_symbols if "|" in s.name})


def _symbol(name: str) -> str:
    kind, _, inside = name.partition("(")
    what, _, where = inside.rstrip(")").partition("|")
    letter = r"\mu" if kind == "mu" else "P"
    return rf"{letter}(\text{{{what}}} \mid \text{{{where}}})"


def equilibria_to_dict(found: Equilibria) -> dict[str, Any]:
    """Return a list of equilibria as plain data, numbers and expressions as text."""
    return {
        "concept": found.concept,
        "field": found.field,
        "complete": found.complete,
        "reason": found.reason,
        "equilibria": [
            {
                "when": str(e.when),
                "strategy": [
                    {
                        "player": h.player,
                        "knows": h.label,
                        "actions": dict(zip(h.actions, map(_text, m), strict=True)),
                    }
                    for h, m in zip(e.game.information_sets, e.family.strategies, strict=True)
                ],
                "beliefs": {
                    player: {
                        _label(e, player, k): {x: notation.text(b) for x, b in belief.items()}
                        for k, belief in known.items()
                    }
                    for player, known in e.beliefs.items()
                },
                "free": {
                    "unknowns": list(e.free),
                    "conditions": _where(e, notation.text, _TEXT) if e.free else [],
                },
                "payoffs": {p: notation.text(u) for p, u in e.payoffs.items()},
                "outcomes": {str(label): notation.text(p) for label, p in e.outcomes.items()},
                "certificate": str(e.certificate),
            }
            for e in found.sets
        ],
    }


def _text(value: RationalFunction) -> str:
    # Constants do not need SymPy, and a first exact answer should not wait for its import.
    return str(value.constant_value()) if value.is_constant() else notation.text(to_sympy(value))
