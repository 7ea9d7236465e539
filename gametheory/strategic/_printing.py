"""Nash equilibria of numbers as people read them: one set a paragraph, extreme points listed, in text, LaTeX and JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gametheory.strategic.result import Mixture, NashEquilibria, NashSet

_SHOWN = 40


def equilibria_to_text(found: NashEquilibria) -> str:
    """Write a list of equilibria, with the connected components if there are sets that are not points."""
    lines = [found._heading()]
    if found.method:
        lines.append(f"Found by {found.method}.")
    for number, e in enumerate(found.sets[:_SHOWN], start=1):
        lines += ["", f"[{number}] {set_to_text(e)}"]
    if len(found.sets) > _SHOWN:
        lines += ["", f"... and {len(found.sets) - _SHOWN} more."]
    if not all(e.is_point for e in found.sets):
        place = {id(e): k for k, e in enumerate(found.sets, start=1)}
        groups = [", ".join(f"[{place[id(e)]}]" for e in group) for group in found.components]
        noun = "component" if len(groups) == 1 else "components"
        lines += [
            "",
            f"{len(found.extreme)} extreme equilibria in {len(groups)} connected {noun}: {'; '.join(groups)}.",
        ]
    return "\n".join(lines)


def set_to_text(e: NashSet) -> str:
    """Write one set of equilibria."""
    lines = [one_line(e)]
    for player, actions, points in zip(e.game.players, e.game.actions, e.vertices, strict=True):
        shown = [mixture_to_text(e, actions, point) for point in points]
        if len(shown) == 1:
            lines.append(f"  {player}: {shown[0]}")
        else:
            lines.append(f"  {player}: any mixture of")
            lines += [f"      {text}" for text in shown]
    lines.append("payoffs   " + ", ".join(f"{player} {text}" for player, text in _payoffs(e).items()))
    lines.append(f"largest gain from a deviation: {e.certificate}")
    return "\n    ".join(lines)


def one_line(e: NashSet) -> str:
    """Name the supports."""
    parts = []
    for player, actions, support in zip(e.game.players, e.game.actions, e.supports, strict=True):
        parts.append(f"{player} {'/'.join(actions[i] for i in support)}")
    return "; ".join(parts)


def mixture_to_text(e: NashSet, actions: tuple[str, ...], point: Mixture) -> str:
    """Write a mixture by the actions that it uses."""
    used = [(a, p) for a, p in zip(actions, point, strict=True) if p]
    if len(used) == 1:
        return used[0][0]
    return ", ".join(f"{a} {number_to_text(e, p)}" for a, p in used)


def number_to_text(e: NashSet, number: Any) -> str:
    """Write a number in the field of the game."""
    return f"{float(number):.9g}" if e.game.field.name == "float64" else str(number)


def _payoffs(e: NashSet) -> dict[str, str]:
    """Payoffs as text, as ranges where they vary over the set."""
    from gametheory.strategic.result import exact_payoffs

    corners = [exact_payoffs(e.game, profile) for profile in e.extreme]
    result = {}
    for k, player in enumerate(e.game.players):
        values = [corner[k] for corner in corners]
        low, high = min(values), max(values)
        text = number_to_text(e, low)
        result[player] = text if low == high else f"from {text} to {number_to_text(e, high)}"
    return result


def set_to_latex(e: NashSet) -> str:
    """Write one set of equilibria as LaTeX."""
    parts = []
    for player, actions, points in zip(e.game.players, e.game.actions, e.vertices, strict=True):
        shown = [
            r",\, ".join(
                rf"\text{{{a}}}" if p == 1 else rf"\text{{{a}}}: {_latex(e, p)}"
                for a, p in zip(actions, point, strict=True)
                if p
            )
            for point in points
        ]
        inside = (
            rf"({shown[0]})"
            if len(shown) == 1
            else rf"\operatorname{{conv}}\{{{', '.join(f'({s})' for s in shown)}\}}"
        )
        parts.append(rf"\text{{{player}}} \mapsto {inside}")
    return r",\; ".join(parts)


def _latex(e: NashSet, number: Any) -> str:
    if isinstance(number, Fraction) and e.game.field.name == "exact":
        return (
            rf"\frac{{{number.numerator}}}{{{number.denominator}}}" if number.denominator > 1 else str(number)
        )
    if hasattr(number, "latex") and e.game.field.name == "exact":
        return str(number.latex())
    return f"{float(number):.9g}"


def equilibria_to_dict(found: NashEquilibria) -> dict[str, Any]:
    """Return a list of equilibria as plain data, numbers as text."""
    place = {id(e): k for k, e in enumerate(found.sets)}
    return {
        "concept": found.concept,
        "field": found.field,
        "complete": found.complete,
        "reason": found.reason,
        "method": found.method,
        "players": list(found.game.players),
        "actions": [list(actions) for actions in found.game.actions],
        "equilibria": [
            {
                "extreme": [
                    [[number_to_text(e, p) for p in point] for point in points] for points in e.vertices
                ],
                "payoffs": _payoffs(e),
                "index": e.index,
                "certificate": str(e.certificate),
            }
            for e in found.sets
        ],
        "components": [[place[id(e)] for e in group] for group in found.components],
    }
