"""Games that the tests of transforms share."""

from __future__ import annotations

from fractions import Fraction

import gametheory as gt

HALF = Fraction(1, 2)


def inform(prior, actions, pays, *, player="judge", knows=None):
    """Nature draws a state; one player acts, knowing what `knows` makes of it."""
    return gt.Game(
        gt.chance(
            prior,
            lambda s: gt.move(
                player,
                knows=s if knows is None else knows,
                actions={a: gt.end(payoffs={player: pays[s, a]}, outcome=a) for a in actions},
            ),
        )
    )


TRIAL = inform(
    {"guilty": Fraction(3, 10), "innocent": Fraction(7, 10)},
    ("convict", "acquit"),
    {
        (s, a): int((s == "guilty") == (a == "convict"))
        for s in ("guilty", "innocent")
        for a in ("convict", "acquit")
    },
)


def payoffs(game, player):
    """All payoffs of a player, as intervals' ends do not matter where all equilibria pin them down."""
    return {e.payoffs[player] for e in gt.sequential(game)}


def stalling():
    """A weak side of unknown resolve concedes or stalls; the strong side waits or escalates (README)."""
    q, b, k, h, w = gt.parameters("q b k h w")
    war = {
        "resolute": gt.end(weak=w, strong=-h, outcome="war"),
        "irresolute": gt.end(weak=-w, strong=1, outcome="war"),
    }
    return gt.Game(
        gt.chance(
            {"resolute": q, "irresolute": 1 - q},
            lambda resolve: gt.move(
                "weak",
                knows=resolve,
                actions={
                    "concede": gt.end(weak=0, strong=1, outcome="deal"),
                    "stall": gt.move(
                        "strong",
                        knows="stalling",
                        actions={
                            "wait": gt.end(weak=b, strong=-k, outcome="delay"),
                            "escalate": war[resolve],
                        },
                    ),
                },
            ),
        ),
        assuming=[0 < q, q < 1, b > 0, k > 0, h > k, w > 0],
        name="crisis",
    )
