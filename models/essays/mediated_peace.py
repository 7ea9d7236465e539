"""Mediation and peace: what a mediator who only talks adds to talks between two sides of unknown strength.

Two sides divide a pie of 1 that a war shrinks to theta.  Each is strong with probability q or weak, privately; sides of equal strength
share what a war leaves, a strong side gets p theta of it against a weak one, p theta > 1/2.  All payoffs are counted from the equal
split, in units of what a war between equals costs each of them, (1 - theta)/2: the equal split is worth 0, such a war -1, and a war
between unequals gam to the strong and -(2 + gam) to the weak side, gam = (p theta - 1/2)/(1/2 - theta/2).  lam = q/(1 - q).

The mediator hears both in confidence and recommends a split, which each can reject: then there is war.  An arbitrator decides the
split, but each side may stay out and fight.  In direct talks both hear each other, and public lotteries decide which split they put to
themselves; they reveal everything (direct talks that reveal less are not looked at).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from sympy import And, diff

import gametheory as gt

lam, gam = gt.parameters("lam gam")

ASSUMING = [lam > 0, gam > 0]

WAR = {("H", "H"): -1, ("L", "L"): -1, ("H", "L"): gam, ("L", "H"): -(2 + gam)}
"""What a war is worth to a strong (H) or weak (L) side, by both sides' types."""

FEW, SOME, MANY = 2 * lam <= gam, And(2 * lam > gam, lam < gam), lam >= gam
"""How many are strong."""


def dispute(strong: Any, gain: Any) -> gt.BayesianGame:
    """Build the game at numbers: each side names a split (or war), and there is peace if both name the same.

    Splits are named by what they are worth to side 1: even, what a strong side wins from a weak one, and the last that one will accept.
    """
    odds, gain = Fraction(strong), Fraction(gain)
    war = {t: Fraction(w) if isinstance(w, int) else Fraction(str(w.subs(gam, gain))) for t, w in WAR.items()}
    ends = [Fraction(0), gain, gain + 2, Fraction(1)]
    splits = tuple(dict.fromkeys(s for end in ends for s in (end, -end)))

    def pay(t: tuple[str, str], a: tuple[Any, Any]) -> tuple[Any, Any]:
        return (a[0], -a[0]) if peace(t, a) else (war[t], war[t[1], t[0]])

    types = {"H": odds / (1 + odds), "L": 1 / (1 + odds)}
    return gt.BayesianGame(
        types={"1": ("H", "L"), "2": ("H", "L")},
        actions={"1": ("war", *splits), "2": ("war", *splits)},
        prior={"1": types, "2": types},
        payoffs=pay,
    )


def fighting(game: gt.BayesianGame) -> dict[str, dict[str, Any]]:
    """Return what each type expects of a war against a side of unknown strength."""
    war = ("war", "war")
    odds = {t: sum(game.prior[t, s] for s in "HL") for t in "HL"}
    own = {t: sum(odds[s] * game.payoff("1", (t, s), war) for s in "HL") for t in "HL"}
    return {"1": own, "2": own}


def peace(t: Any, a: Any) -> bool:
    """Whether both sides name the same split."""
    return bool(a[0] == a[1] != "war")


def likelihood(P_H: Any, P_M: Any, P_L: Any = 1) -> Any:
    """Return the probability of peace, given those among two strong, unequal and two weak sides."""
    return (lam**2 * P_H + 2 * lam * P_M + P_L) / (1 + lam) ** 2


TILTED_FEW = 1 / (1 + gam - 2 * lam)
EVEN_SOME = (2 * lam - gam) / (gam * (1 + gam - lam))
STRONG_SOME = (2 * lam - gam) / (lam * (1 + gam - lam))


def mediated() -> gt.Derived:
    """State the device that makes peace most likely.

    `tilted` and `even` are the probabilities that unequal sides are told the split that a strong one would win, and the even one, `strong`
    that two strong ones are told the even one; two weak sides make peace, but each is told the tilted split in its favour with
    probability `feint`, so that a strong side that passed for weak could not tell whom it meets.
    """
    cases = [
        ("few are strong", FEW, TILTED_FEW, 0, 0, 1 / ((1 + gam - 2 * lam) * (1 + lam) ** 2)),
        ("some are strong", SOME, 1 - EVEN_SOME, EVEN_SOME, STRONG_SOME, 1 / ((1 + gam - lam) * (1 + lam))),
    ]
    found = [gt.DerivedEquilibrium("many are strong", MANY, _values(0, 1, 1, 0, 1))]
    for name, when, tilted, even, strong, rest in cases:
        feint = lam * tilted * (1 - gam) / (2 * gam)
        for costly, also, told in (("a costly war", gam < 1, feint), ("a cheap war", gam >= 1, 0)):
            values = _values(tilted, even, strong, told, (1 + gam) * rest)
            found.append(gt.DerivedEquilibrium(f"{name}, {costly}", And(when, also), values))
    return gt.Derived(
        "communication equilibrium, best for peace",
        found,
        assuming=ASSUMING,
        complete="all",
        reason="no mediator and no arbitrator makes peace likelier: steps of the theorem (the device need not be unique)",
    )


def _values(tilted: Any, even: Any, strong: Any, feint: Any, likely: Any) -> dict[str, Any]:
    return {"tilted": tilted, "even": even, "strong": strong, "feint": feint, "peace": likely}


def arbitrated() -> gt.Derived:
    """State what an arbitrator achieves: the mediator's probabilities of peace, with splits that nobody can reject.

    `strong` and `unequal` are the probabilities of peace between strong and between unequal sides; weak ones always make peace.
    """
    cases = [
        ("few are strong", FEW, 0, TILTED_FEW),
        ("some are strong", SOME, STRONG_SOME, 1),
        ("many are strong", MANY, 1, 1),
    ]
    return gt.Derived(
        "arbitration, best for peace",
        [
            gt.DerivedEquilibrium(
                name, when, {"strong": strong, "unequal": unequal, "peace": likelihood(strong, unequal)}
            )
            for name, when, strong, unequal in cases
        ],
        assuming=ASSUMING,
        complete="all",
        reason="no arbitrator makes peace likelier: steps of the theorem",
    )


def direct() -> gt.Derived:
    """State the public talks that make peace most likely among those that reveal the types.

    `unequal` and `strong` are the probabilities of peace between unequal and between strong sides, `split` what the strong one of two
    unequal sides then gets; weak sides always make peace.  Where many are strong the even split needs no talks.
    """
    costly, cheap = gam < 1, gam >= 1
    mixed = (2 * lam - gam) / (lam * (2 + gam))
    third = 1 - gam / (lam * (1 + gam))
    early, late = (1 + gam) * lam <= gam, (1 + gam) * lam > 1
    bribe = gam + lam * (1 - gam) / (1 + lam)
    shrinking = gam + lam * (1 - gam - third) / (1 + lam)
    cases = [
        ("cheap war, few strong", And(cheap, FEW), 0, TILTED_FEW, gam),
        ("cheap war, some strong", And(cheap, SOME), mixed, 1, gam),
        ("costly war, few strong", And(costly, early), 0, 1 / ((1 + gam) * (1 - lam)), bribe),
        ("costly war, some strong", And(costly, ~early, ~late, lam < gam), third, 1, shrinking),
        ("costly war, more strong", And(costly, late, lam < gam), mixed, 1, gam),
        ("many are strong", MANY, 1, 1, 0),
    ]
    return gt.Derived(
        "public talks that reveal the types, best for peace",
        [
            gt.DerivedEquilibrium(
                name,
                when,
                {"strong": strong, "unequal": unequal, "split": split, "peace": likelihood(strong, unequal)},
            )
            for name, when, strong, unequal, split in cases
        ],
        assuming=ASSUMING,
        complete="all",
        reason="no public talks that reveal the types make peace likelier: steps of the theorem",
    )


def compared(one: gt.Derived, two: gt.Derived, compare: Callable[[Any, Any], Any]) -> gt.Region:
    """Return where the probabilities of peace of two ways to talk compare so."""
    result = gt.region(False, assuming=ASSUMING)
    for ours in one:
        for theirs in two:
            where = And(ours.when, theirs.when, compare(ours.values["peace"], theirs.values["peace"]))
            result = result | gt.region(where, assuming=ASSUMING)
    return result


@dataclass(frozen=True)
class Data:
    """The probability of peace against lam: the closed forms, and the optima of the linear programs at some points."""

    strong: dict[str, Any]
    curves: dict[str, dict[str, Any]]
    points: dict[str, Any]
    optima: dict[str, dict[str, Any]]


def data(*, quick: bool = False) -> Data:
    """Evaluate the closed forms on a grid, and solve the programs exactly at a few points."""
    from sympy import lambdify

    solved = MODEL.solve()
    strong, curves, points, optima = {}, {}, {}, {}
    for gain in ("1/2", "2"):
        last = Fraction(gain)
        grid = np.linspace(0.001, 1, 60 if quick else 600) * float(last) * 1.3
        strong[gain], curves[gain] = grid, {}
        for name, found in solved.equilibria.items():
            likely = np.full_like(grid, np.nan)
            for e in found:
                here = gt.region(e.when, assuming=ASSUMING).substitute(gam=last)
                inside = np.array([here.contains(lam=Fraction(float(x))) for x in grid])
                formula = lambdify(lam, e.values["peace"].subs(gam, last) if e.values["peace"] != 1 else 1)
                likely[inside] = (formula(grid) + 0 * grid)[inside]
            curves[gain][name] = likely
        at = [last * Fraction(n, 12) for n in ((3, 9) if quick else range(1, 12, 2))]
        points[gain] = np.array([float(x) for x in at])
        games = [dispute(x, last) for x in at]
        optima[gain] = {
            "mediated": np.array([float(gt.communication_equilibrium(g, peace).value) for g in games]),
            "direct": np.array([float(gt.public_talk(g, peace).value) for g in games]),
        }
    return Data(strong, curves, points, optima)


def draw(d: Data) -> Any:
    """Draw the probability of peace with a mediator and without."""
    figure = gt.plot.new_figure(figsize=(8.6, 3.9))
    shown = {"mediated": "with a mediator", "direct": "direct talks"}
    for axes, (gain, grid) in zip(figure.subplots(1, 2), d.strong.items(), strict=True):
        for (name, label), colour in zip(shown.items(), gt.plot.LINE, strict=False):
            likely, edge = d.curves[gain][name], float(Fraction(gain))
            for part, text in ((grid < edge, label), (grid >= edge, None)):
                axes.plot(grid[part], likely[part], color=colour, label=text)
            axes.plot(d.points[gain], d.optima[gain][name], "o", ms=4, mfc="none", color=colour)
        axes.axvline(float(Fraction(gain)), color=gt.plot.INK, lw=0.6, ls=":")
        axes.set(xlim=(0, grid[-1]), xlabel=r"odds of a strong side $\lambda$", ylabel="probability of peace")
        war = "A costly war" if Fraction(gain) < 1 else "A cheap war"
        axes.set_title(rf"{war} ($\gamma={gain}$); circles: linear programs", fontsize=10)
        axes.legend(loc="upper center", fontsize=9)
    return figure


MODEL = gt.Model(
    title="Mediation and peace",
    claim="Intermediaries filter what the sides let each other know, and find the baseline for an agreement that the sides miss alone.",
    source=(
        "Essay 1 (asymmetric diplomacy) and essay 2 (mediators); Hörner, Morelli and Squintani, Review of Economic Studies 82 (2015)"
    ),
    games={"mediated": mediated, "direct": direct, "arbitrated": arbitrated},
    concept=lambda g: g,
    questions={
        "pays": gt.Question(
            "Is peace likelier with a mediator than in talks that show both strengths?",
            lambda found: compared(found["mediated"], found["direct"], lambda ours, theirs: ours > theirs),
            lam,
        ),
        "harms": gt.Question(
            "Is peace less likely with a mediator than in such talks?",
            lambda found: compared(found["mediated"], found["direct"], lambda ours, theirs: ours < theirs),
            lam,
        ),
        "enforcement helps": gt.Question(
            "Is peace likelier with an arbitrator than with a mediator?",
            lambda found: compared(
                found["arbitrated"], found["mediated"], lambda ours, theirs: ours > theirs
            ),
            lam,
        ),
        "certain": gt.Question(
            "Does a mediator make peace certain?",
            lambda found: found["mediated"].when(lambda e: e["peace"] >= 1),
            lam,
        ),
        "strength helps": gt.Question(
            "Is peace with a mediator likelier if more are strong?",
            lambda found: found["mediated"].when(lambda e: diff(e["peace"], lam) > 0),
            lam,
        ),
    },
    message=(
        "A mediator who can only talk makes peace likelier than talks in which both sides show their strength exactly when the strong are too "
        "few for an even split, lam < gam, and either war is costly, gam < 1, or the strong are not rare, lam > gam/2; the claim fails "
        "otherwise: with a cheap war and few strong sides confidential talks achieve no more than public ones, and from lam = gam on no "
        "talks are needed. An arbitrator who can enforce a split achieves no more than a mediator."
    ),
    data=data,
    draw=draw,
)
