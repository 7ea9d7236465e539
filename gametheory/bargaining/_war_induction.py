"""Bargaining in the shadow of a shift of power, by backward induction: the independent solution of `commitment`."""

from __future__ import annotations

RISER, DECLINER = "riser", "decliner"


def gain_from_war(
    now: float,
    later: float,
    discount: float,
    proposer: str,
    *,
    lump: float = 0.0,
    destroyed: float = 0.0,
    periods: int | None = None,
) -> float:
    """Return what the decliner gains by war in period 1 over the best peace, by backward induction.

    Each period the proposer leaves the other the least share that it accepts, or there is war.  The horizon is so long
    that what lies beyond it is worth less than rounding.
    """
    from math import ceil, log

    count = periods or ceil(log(1e-15 * (1 - discount)) / log(discount))
    value = {RISER: 0.0, DECLINER: 0.0}
    responder = DECLINER if proposer == RISER else RISER
    weight, gain = 0.0, 0.0
    for t in range(count, 0, -1):
        weight = 1 + discount * weight
        power = now if t == 1 else later
        flows = (1 - destroyed) * weight
        war = {RISER: power * flows, DECLINER: (1 - power) * flows - lump}
        least = max(0.0, war[responder] - discount * value[responder])
        peace = {
            responder: least + discount * value[responder],
            proposer: 1 - least + discount * value[proposer],
        }
        if proposer == RISER:
            gain = war[DECLINER] - discount * value[DECLINER] - 1
        else:
            gain = war[DECLINER] - peace[DECLINER]
        fights = least > 1 + 1e-12 or war[proposer] > peace[proposer] + 1e-12
        value = war if fights else peace
    return gain
