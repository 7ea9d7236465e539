"""What `payoff_set` returns: a polygon of equilibrium payoffs, how each vertex is made, and how much of the truth it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.decide import Answer
from gametheory.repeated._polygon import contains, distance
from gametheory.repeated._stage import exact_stage, float_stage

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from gametheory.equilibria.certificate import Certificate
    from gametheory.games.normal import NormalForm

Payoffs = tuple[Any, ...]


@dataclass(frozen=True)
class Regime:
    """How an equilibrium makes an extreme payoff: what is played now, and what is promised.

    Attributes
    ----------
    profile : tuple of str
        The actions of the first period.
    continuation : tuple of numbers
        The payoffs promised from the second period on, if nobody deviates; a deviator gets her worst equilibrium.
    lottery : tuple of (int, Fraction)
        The promise as a public lottery over vertices: (number of the vertex, probability).  Empty in floats.
    binding : tuple of str
        The players who are just willing.
    forever : bool
        Whether the profile is played in every period.
    """

    profile: tuple[str, ...]
    continuation: Payoffs
    lottery: tuple[tuple[int, Fraction], ...]
    binding: tuple[str, ...]
    forever: bool

    def __str__(self) -> str:
        played = ", ".join(self.profile)
        if self.forever:
            return f"{played} for ever"
        return f"{played}, then ({', '.join(map(brief, self.continuation))})" + (
            f"; {' and '.join(self.binding)} just willing" if self.binding else ""
        )


@dataclass(frozen=True, repr=False)
class PayoffSet(Printed):
    """The subgame-perfect equilibrium payoffs of a repeated game: a convex polygon, or polygons on both sides of it.

    Attributes
    ----------
    game : NormalForm
        The stage game.
    discount : Fraction or float
        The discount factor.
    vertices : tuple of pairs
        Extreme payoffs, counterclockwise; in exact fields everything in their hull is an equilibrium payoff.
    regimes : tuple of Regime
        How each of them is made.
    threats : tuple of numbers
        Each player's worst payoff in the polygon, with which deviations are punished; empty if there is no vertex.
    outer : tuple of pairs
        A polygon that contains all equilibrium payoffs; equal to `vertices` if these are all.
    complete : {"all", "some", "none", "unknown"}
        `all`: the polygon is the set.  `some`: it is a part of it, and `outer` contains the set.  `none`: there is no
        equilibrium in pure strategies (proved).  `unknown`: only `outer` is known.
    reason : str
        Why it is not `all`.
    certificate : Certificate
        The largest gain from a deviation, over the vertices and anew by a checker that shares no code with the search.
    method : str
        How it was found.
    """

    game: NormalForm
    discount: Any
    vertices: tuple[Payoffs, ...]
    regimes: tuple[Regime, ...]
    threats: Payoffs
    outer: tuple[Payoffs, ...]
    complete: str
    reason: str
    certificate: Certificate
    method: str

    @property
    def field(self) -> str:
        """The number field: `exact` or `float64`."""
        return "float64" if isinstance(self.discount, float) else "exact"

    @property
    def gap(self) -> Any:
        """How far a point of the set may be from the polygon, at most, in the larger coordinate; `None` if nothing is known."""
        if self.vertices == self.outer:
            return None if self.complete == "unknown" else 0 * self.discount
        return distance(self.outer, self.vertices) if self.vertices else None

    def contains(self, point: Any) -> Answer:
        """Decide whether some equilibrium pays these amounts.

        Parameters
        ----------
        point : pair of numbers
            The discounted averages; in an exact set a float is read as the decimal that it prints as.

        Returns
        -------
        Answer
            `unknown` between the two polygons, and within the tolerance of a float set's boundary.
        """
        if self.field == "float64":
            return self._contains_float(tuple(map(float, point)))
        exact = tuple(Fraction(repr(x)) if isinstance(x, float) else Fraction(x) for x in point)
        if contains(self.vertices, exact):  # type: ignore[arg-type]
            return Answer.YES
        if self.complete in ("all", "none") or not contains(self.outer, exact):  # type: ignore[arg-type]
            return Answer.NO
        return Answer.UNKNOWN

    def _contains_float(self, point: Payoffs) -> Answer:
        size = max(abs(float(u)) for table in self.game.arrays() for u in table.ravel()) or 1.0
        slack = 1e-9 * size
        if not self.vertices:
            return Answer.NO
        depth = min(_depths(self.vertices, point))
        return Answer.UNKNOWN if abs(depth) <= slack else Answer.YES if depth > 0 else Answer.NO

    # -- showing ------------------------------------------------------------------------------------------
    def _heading(self) -> str:
        count = f"{len(self.vertices)} {'vertex' if len(self.vertices) == 1 else 'vertices'}"
        known = {
            "all": f"{count}; the set is complete.",
            "some": f"{count}; {self.reason}"
            + ("." if self.field == "float64" else f", nothing lies farther out than {brief(self.gap)}."),
            "none": "there is none in pure strategies (proved).",
            "unknown": f"none is known; {self.reason}. All lie in an outer polygon of {len(self.outer)} vertices.",
        }[self.complete]
        return f"Equilibrium payoffs of the repeated game, discount factor {self.discount}: {known}"

    def __str__(self) -> str:
        lines = [self._heading(), f"Found by {self.method}."]
        if self.vertices:
            shown = [f"({', '.join(map(brief, v))})" for v in self.vertices]
            lines.append("")
            width = max(map(len, shown))
            for k, (text, regime) in enumerate(zip(shown, self.regimes, strict=True), start=1):
                lines.append(f"[{k}] {text.ljust(width)}  {regime}")
            worst = ", ".join(f"{p} {brief(u)}" for p, u in zip(self.game.players, self.threats, strict=True))
            lines += [f"worst payoffs: {worst}", f"largest gain from a deviation: {self.certificate}"]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<equilibrium payoffs: {len(self.vertices)} vertices, complete: {self.complete}>"

    def latex(self) -> str:
        """Return the polygon as LaTeX (without dollar signs)."""
        if not self.vertices:
            return r"\emptyset"
        points = ", ".join(rf"\left({', '.join(map(_latex, v))}\right)" for v in self.vertices)
        return rf"\operatorname{{conv}}\left\{{{points}\right\}}"

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"

    def draw(self) -> Figure:
        """Draw the feasible payoffs, the pure minmax point and the equilibrium payoffs."""
        from gametheory.plot import FILL, INK, LINE, new_figure, style

        with style():
            figure = new_figure(figsize=(4.5, 4.0))
            ax = figure.subplots()
            stage = (
                exact_stage(self.game, self.discount)
                if self.field == "exact"
                else float_stage(self.game, self.discount)
            )
            x, y = _columns(stage.feasible)
            ax.fill(x, y, facecolor="none", edgecolor=INK, linewidth=0.8, label="feasible")
            if self.outer and self.outer != self.vertices:
                ax.fill(
                    *_columns(self.outer),
                    facecolor="none",
                    edgecolor=LINE[1],
                    linestyle=":",
                    label="outer polygon",
                )
            if self.vertices:
                x, y = _columns(self.vertices)
                ax.fill(x, y, facecolor=FILL[0], edgecolor=LINE[0], label="equilibrium payoffs")
                ax.plot(x, y, "o", color=LINE[0], markersize=3)
            ax.plot(*map(float, stage.floor), "+", color=LINE[1], markersize=9, label="pure minmax")
            ax.set_xlabel(self.game.players[0])
            ax.set_ylabel(self.game.players[1])
            ax.legend(fontsize=8)
        return figure


def brief(number: Any) -> str:
    """Write a number: a plain fraction as it is, anything else by its digits."""
    if isinstance(number, Fraction) and number.denominator < 10**9:
        return str(number)
    return f"{float(number):.9g}"


def _latex(number: Any) -> str:
    if isinstance(number, Fraction) and 1 < number.denominator < 10**9:
        sign = "-" if number < 0 else ""
        return rf"{sign}\frac{{{abs(number.numerator)}}}{{{number.denominator}}}"
    return brief(number)


def _columns(points: Any) -> tuple[list[float], list[float]]:
    return [float(p[0]) for p in points], [float(p[1]) for p in points]


def _depths(vertices: tuple[Payoffs, ...], x: Payoffs) -> list[float]:
    """Return how far a point lies inside each edge (negative: outside); of a point or segment, minus its distance."""
    if len(vertices) > 2:
        depths = []
        for p, q in zip(vertices, (*vertices[1:], vertices[0]), strict=True):
            length = ((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) ** 0.5
            depths.append(((q[0] - p[0]) * (x[1] - p[1]) - (q[1] - p[1]) * (x[0] - p[0])) / length)
        return depths
    p, q = vertices[0], vertices[-1]
    square = (q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2
    t = ((x[0] - p[0]) * (q[0] - p[0]) + (x[1] - p[1]) * (q[1] - p[1])) / square if square else 0.0
    t = min(1.0, max(0.0, t))
    return [-(((x[0] - p[0] - t * (q[0] - p[0])) ** 2 + (x[1] - p[1] - t * (q[1] - p[1])) ** 2) ** 0.5)]
