"""The games that are measured."""

from __future__ import annotations

import gametheory as gt


def beer_quiche() -> gt.Game:
    """Build the signalling game with the prior, both costs of the wrong breakfast and of the duel as parameters."""
    p, d, c, r = gt.parameters("p d c r")
    likes = {"strong": "beer", "weak": "quiche"}
    wins = {"strong": 0, "weak": r}

    def sender(kind: str) -> gt.Move:
        def receiver(breakfast: str) -> gt.Move:
            cost = 0 if likes[kind] == breakfast else c
            ends = {
                "duel": gt.end(sender=-d - cost, receiver=wins[kind], outcome="duel"),
                "retreat": gt.end(sender=-cost, receiver=r - wins[kind], outcome="retreat"),
            }
            return gt.move("receiver", knows=breakfast, actions=ends)

        return gt.move("sender", knows=kind, actions={b: receiver(b) for b in ("beer", "quiche")})

    root = gt.chance({"strong": p, "weak": 1 - p}, sender)
    return gt.Game(root, assuming=[0 < p, p < 1, d > 0, c > 0, r > 0], name="beer-quiche")
