"""Theorem: when a mediator makes peace likelier than direct talks do, and that no arbitrator would achieve more.

Payoffs are the model's.  What a type expects is multiplied by 1 + lam, so that a strong opponent counts lam and a weak one 1.  A device
says for each pair of reports which splits are put to the sides, and how likely; the rest is war.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from sympy import And, Eq, Implies, Or, S, simplify

import gametheory as gt
from models.essays.mediated_peace import (
    ASSUMING,
    FEW,
    MODEL,
    SOME,
    WAR,
    direct,
    gam,
    lam,
    likelihood,
    mediated,
)

WEIGHT = {"H": lam, "L": 1}

Device = dict[tuple[str, str], list[tuple[Any, Any]]]
"""By both reports, the splits (their worth to the side that reported first) with their probabilities."""


def _expected(kind: str, report: str, device: Device, accepts: Any) -> Any:
    """Return what a type expects that reports something, if it accepts what `accepts(report of the other, split)` says."""
    total = S(0)
    for other, weight in WEIGHT.items():
        offers = device[report, other]
        war = WAR[kind, other]
        peace = sum((p * (split - war) for split, p in offers if accepts(other, split)), S(0))
        total += weight * (war + peace)
    return total


def _truth(kind: str, device: Device) -> Any:
    return _expected(kind, kind, device, lambda other, split: True)


def _incentives(device: Device, *, public: bool) -> list[Any]:
    """Return all conditions under which nobody gains: every report, with every plan to accept or reject what is then put to it.

    In confidence a side sees the split alone, in public the other's report as well; there it must also wish to accept whatever it knows.
    """
    conditions = []
    for kind, report in product("HL", repeat=2):
        seen = [(other, split) for other in "HL" for split, p in device[report, other] if p != 0]
        keys = list(dict.fromkeys(seen if public else [(None, split) for _, split in seen]))
        for plan in product((True, False), repeat=len(keys)):
            chosen = dict(zip(keys, plan, strict=True))

            def accepts(other: str, split: Any, chosen: dict[Any, bool] = chosen) -> bool:
                return chosen.get((other if public else None, split), True)

            if kind == report and all(plan):
                continue
            conditions.append(_truth(kind, device) >= _expected(kind, report, device, accepts))
        if public and kind == report:
            conditions += [split >= WAR[kind, other] for other, split in seen]
    return conditions


def _mediator(values: Any) -> Device:
    tilted, even, strong, feint = (S(values[n]) for n in ("tilted", "even", "strong", "feint"))
    return {
        ("H", "H"): [(S(0), strong)],
        ("H", "L"): [(gam, tilted), (S(0), even)],
        ("L", "H"): [(-gam, tilted), (S(0), even)],
        ("L", "L"): [(gam, feint), (-gam, feint), (S(0), 1 - 2 * feint)],
    }


def _public(values: Any) -> Device:
    strong, unequal, split = (S(values[n]) for n in ("strong", "unequal", "split"))
    return {
        ("H", "H"): [(S(0), strong)],
        ("H", "L"): [(split, unequal)],
        ("L", "H"): [(-split, unequal)],
        ("L", "L"): [(S(0), S(1))],
    }


def _probabilities(device: Device) -> list[Any]:
    chances = [p for offers in device.values() for _, p in offers]
    return [c for p in chances for c in (p >= 0, p <= 1)] + [
        sum((p for _, p in offers), S(0)) <= 1 for offers in device.values()
    ]


def _holds(device: Device, likely: Any, *, public: bool) -> Any:
    """Return that a device is one, that nobody gains, and that peace is as likely as stated."""
    P_H, P_M, P_L = (sum((p for _, p in device[pair]), S(0)) for pair in (("H", "H"), ("H", "L"), ("L", "L")))
    same = simplify(likelihood(P_H, P_M, P_L) - likely)
    return And(*_probabilities(device), *_incentives(device, public=public), Eq(same, 0))


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    P_H, P_M, P_L, z = gt.parameters("P_H P_M P_L z")
    # Any device on average over the two sides: even among equals, gam + z/P_M to the strong one of two unequal sides.
    paid: Any = gam * P_M + z
    truth_H = lam * (P_H * 0 - (1 - P_H)) + paid + (1 - P_M) * gam
    truth_L = lam * (-paid - (1 - P_M) * (2 + gam)) - (1 - P_L)
    strong_lie = lam * -(1 - P_H) * (2 + gam) + paid - (1 - P_M)
    fight_H = -lam + gam
    accept_as_weak = lam * (-paid - (1 - P_M)) + gam
    honest_weak = P_L >= (1 + lam) * z + (1 + gam - 2 * lam) * P_M + lam * (2 + gam) * P_H
    takes_part = lam * P_H + z >= 0
    bounds = [0 <= P_H, P_H <= 1, 0 <= P_M, P_M <= 1, 0 <= P_L, P_L <= 1]
    weighed: Any = lam**2 * P_H + 2 * lam * P_M + P_L

    by_name = {e.name: e for e in [*mediated(), *direct()]}
    steps = [
        gt.Step(
            "Averaged over the two sides, a device is the three probabilities of peace and what the strong one of two unequal sides gets "
            "above its war, z. A weak side does not claim to be strong and accept everything iff P_L >= (1 + lam) z + (1 + gam - 2 lam) P_M "
            "+ lam (2 + gam) P_H; a strong one does not fight whatever it is told iff lam P_H + z >= 0. Mediators must meet both, and "
            "arbitrators whom the sides can stay away from as well.",
            And(
                Eq(
                    truth_L - strong_lie,
                    P_L - ((1 + lam) * z + (1 + gam - 2 * lam) * P_M + lam * (2 + gam) * P_H),
                ),
                Eq(truth_H - fight_H, lam * P_H + z),
            ),
        )
    ]
    weak_slack = P_L - ((1 + lam) * z + (1 + gam - 2 * lam) * P_M + lam * (2 + gam) * P_H)
    strong_slack = lam * P_H + z
    for name, when, price in (
        ("few", FEW, 2 * lam / (1 + gam - 2 * lam)),
        ("some", SOME, lam / (1 + gam - lam)),
    ):
        value = by_name[f"{name} are strong, a cheap war"].values["peace"]
        # What the bounds of probabilities are worth: P_L <= 1, and P_H >= 0 or P_M <= 1.
        few = price * lam * (1 + gam - lam) - lam**2
        some = 2 * lam - price * (1 + gam - 2 * lam)
        rest = few * P_H if name == "few" else some * (1 - P_M)
        steps.append(
            gt.Step(
                f"Where {name} are strong, put the price {price} on honesty of the weak, 1 + lam times that on participation of the strong, "
                "and what remains on the bounds of probabilities: the prices are not negative and add up to the probability of "
                "peace that the model states, so no mediator and no arbitrator makes peace likelier.",
                And(
                    Eq(
                        value * (1 + lam) ** 2 - weighed,
                        price * (weak_slack + (1 + lam) * strong_slack) + (1 + price) * (1 - P_L) + rest,
                    ),
                    price >= 0,
                    few >= 0,
                    some >= 0,
                ),
                given=[when, lam < gam],
            )
        )
        steps.append(
            gt.Step(
                f"The same without prices: nothing that meets the conditions makes peace likelier where {name} are strong.",
                weighed <= simplify(value * (1 + lam) ** 2),
                given=[when, lam < gam, *bounds, honest_weak, takes_part],
            )
        )
    for e in mediated():
        if e.name == "many are strong":
            text = "Where many are strong, lam >= gam, all accept the even split unheard: peace is certain."
        else:
            text = (
                f"That device is a communication equilibrium ({e.name}): no type gains by any report with any plan to accept or reject "
                "each split, and peace is as likely as stated. (What a mediator can recommend an arbitrator can order.)"
            )
        steps.append(
            gt.Step(text, _holds(_mediator(e.values), e.values["peace"], public=False), given=[e.when])
        )
    steps.append(
        gt.Step(
            "In public talks that reveal the types each split must be accepted by sides who know each other, so z >= 0, and a strong side "
            "that passed for weak must not gain by fighting the weak and accepting what is put to a weak side that meets a strong one.",
            And(
                Eq(truth_H - accept_as_weak, lam * P_H + (1 + lam) * z - lam * (1 - gam) * P_M),
                Implies(And(z >= 0, P_H >= 0), takes_part),
            ),
        )
    )
    honest_strong = lam * P_H + (1 + lam) * z >= lam * (1 - gam) * P_M
    for e in direct():
        if e.name == "many are strong":
            continue
        steps.append(
            gt.Step(
                f"So such talks make peace at most as likely as stated ({e.name}).",
                weighed <= simplify(e.values["peace"] * (1 + lam) ** 2),
                given=[e.when, *bounds, z >= 0, honest_weak, honest_strong],
            )
        )
        steps.append(
            gt.Step(
                f"And they can be held ({e.name}): no type gains by any report with any plan, and known sides accept.",
                _holds(_public(e.values), e.values["peace"], public=True),
                given=[e.when],
            )
        )
    ours = by_name["some are strong, a cheap war"].values["peace"]
    theirs = by_name["cheap war, some strong"].values["peace"]
    steps += [
        gt.Step(
            "With a cheap war and some strong sides the mediator adds lam (2 lam - gam)/((2 + gam)(1 + lam)(1 + gam - lam)) to the "
            "probability of peace.",
            Eq(ours - theirs, lam * (2 * lam - gam) / ((2 + gam) * (1 + lam) * (1 + gam - lam))),
            given=[SOME, gam >= 1],
        ),
        gt.Step(
            "As lam rises to gam peace with a mediator becomes certain, but not in direct talks: what the mediator adds jumps to 0 at gam.",
            And(Eq(ours.subs(lam, gam), 1), theirs.subs(lam, gam) < 1),
        ),
    ]
    pays = And(lam < gam, Or(gam < 1, 2 * lam > gam))
    return gt.Theorem(
        name="mediated_peace",
        statement=(
            "The largest probability of peace with a mediator is (1 + gam)/((1 + gam - 2 lam)(1 + lam)^2) for lam <= gam/2, "
            "(1 + gam)/((1 + gam - lam)(1 + lam)) for gam/2 <= lam <= gam, and 1 beyond; an arbitrator achieves the same. It exceeds that of "
            "public talks that reveal the types iff lam < gam and either gam < 1 or lam > gam/2."
        ),
        assuming=ASSUMING,
        steps=steps,
        conclusions=[
            ("a mediator makes peace likelier", pays, lambda: solved.region("pays")),
            ("a mediator makes peace less likely: never", lam < 0, lambda: solved.region("harms")),
            (
                "an arbitrator makes peace likelier: never",
                lam < 0,
                lambda: solved.region("enforcement helps"),
            ),
            ("a mediator makes peace certain", lam >= gam, lambda: solved.region("certain")),
            (
                "peace with a mediator rises with strength",
                And(3 * lam > gam, lam < gam),
                lambda: solved.region("strength helps"),
            ),
        ],
    )
