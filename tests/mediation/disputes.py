"""The dispute of Hörner, Morelli and Squintani (2015) as a finite game, and the closed forms of its values."""

from __future__ import annotations

from fractions import Fraction

import gametheory as gt


def dispute(lam, gam, *, all_splits=True):
    """Return the game and what each type expects from war, at the smallest pie left by a war that fits the parameters.

    Both name a split of the pie; if they do not name the same there is war.  Splits are 1/2, what a strong side wins from a weak one in
    war, and (if asked) the other ends of what the sides accept, among which public lotteries can choose.
    """
    lam, gam = Fraction(lam), Fraction(gam)
    theta = max(Fraction(1, 2), (1 + gam) / (2 + gam))
    unit = (1 - theta) / 2
    strong = Fraction(1, 2) + gam * unit
    splits = [Fraction(1, 2), strong, 1 - strong]
    if all_splits:
        splits += [theta / 2, 1 - theta / 2, strong + 2 * unit, theta - strong]
    actions = ("war", *dict.fromkeys(splits))
    war = {("H", "H"): theta / 2, ("L", "L"): theta / 2, ("H", "L"): strong, ("L", "H"): theta - strong}

    def pay(t, a):
        return (a[0], 1 - a[0]) if peace(t, a) else (war[t], war[t[1], t[0]])

    odds = {"H": lam / (1 + lam), "L": 1 / (1 + lam)}
    game = gt.BayesianGame(
        types={"A": ("H", "L"), "B": ("H", "L")},
        actions={"A": actions, "B": actions},
        prior={"A": odds, "B": odds},
        payoffs=pay,
    )
    fights = {t: sum(odds[s] * war[t, s] for s in odds) for t in odds}
    return game, {"A": fights, "B": fights}


def peace(t, a):
    """Whether the sides name the same split."""
    return a[0] == a[1] != "war"


def mediated(lam, gam):
    """Return the largest probability of peace with a mediator."""
    lam, gam = Fraction(lam), Fraction(gam)
    if lam >= gam:
        return Fraction(1)
    if 2 * lam <= gam:
        return (1 + gam) / ((1 + gam - 2 * lam) * (1 + lam) ** 2)
    return (1 + gam) / ((1 + gam - lam) * (1 + lam))


def direct(lam, gam):
    """Return the largest probability of peace of public talks that reveal the types, for lam < gam."""
    lam, gam = Fraction(lam), Fraction(gam)
    if gam >= 1:
        q_H, q_M = (
            (0, 1 / (1 + gam - 2 * lam)) if 2 * lam <= gam else ((2 * lam - gam) / (lam * (2 + gam)), 1)
        )
    elif lam <= gam / (1 + gam):
        q_H, q_M = 0, 1 / ((1 + gam) * (1 - lam))
    elif lam <= 1 / (1 + gam):
        q_H, q_M = 1 - gam / (lam * (1 + gam)), 1
    else:
        q_H, q_M = (2 * lam - gam) / (lam * (2 + gam)), 1
    return (lam**2 * q_H + 2 * lam * q_M + 1) / (1 + lam) ** 2
