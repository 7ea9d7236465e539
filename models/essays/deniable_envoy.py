"""A deniable envoy: fast, discreet, and perhaps not good for the word given.

S wants a deal worth 1 to it.  It sends a family envoy, who arrives at rate b, or goes through the official channel, at the slower rate o;
with discount rate r these leave B = b/(r + b) and O = o/(r + o).  The other side, W, must act first, at a cost c, for a value v if
the deal is honoured.  Officials honour it.  The envoy's word is good with probability kappa, and S gets its deal only if it is.

In `private` S knows whether its envoy is reliable (probability rho) or is not, and W only sees whom S sends.  A reliable envoy's word is
always good, another's never; but S, which need not keep its word then, gains g from W's first step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import gametheory as gt

r, b, o, kappa, c, v, rho, g = gt.parameters("r b o kappa c v rho g")

FAST = b / (r + b)
SLOW = o / (r + o)

ASSUMING = [r > 0, o > 0, b > o, 0 < kappa, kappa < 1, c > 0, v > c]
PRIVATE = [r > 0, o > 0, b > o, 0 < rho, rho < 1, c > 0, v > c, g > 0, g < 1]


def known() -> gt.Game:
    """Build the game in which all know how good an envoy's word is."""

    def proposal(left: Any, honoured: Any, knows: str) -> gt.Move:
        act = gt.end(S=left * honoured, W=left * (honoured * v - c), outcome=f"deal by {knows}")
        return gt.move("W", knows=knows, actions={"act": act, "wait": gt.end(S=0, W=0, outcome="nothing")})

    sent = {"envoy": proposal(FAST, kappa, "envoy"), "official": proposal(SLOW, 1, "official")}
    return gt.Game(gt.move("S", actions=sent), assuming=ASSUMING, name="deniable envoy")


def private() -> gt.Game:
    """Build the game in which only S knows its envoy."""

    def sender(kind: str) -> gt.Move:
        good = 1 if kind == "reliable" else 0

        def proposal(left: Any, gain: Any, honoured: int, knows: str) -> gt.Move:
            act = gt.end(S=left * gain, W=left * (honoured * v - c), outcome=f"deal by {knows}")
            return gt.move(
                "W", knows=knows, actions={"act": act, "wait": gt.end(S=0, W=0, outcome="nothing")}
            )

        envoy = proposal(FAST, 1 if good else g, good, "envoy")
        return gt.move(
            "S", knows=kind, actions={"envoy": envoy, "official": proposal(SLOW, 1, 1, "official")}
        )

    return gt.Game(
        gt.chance({"reliable": rho, "unreliable": 1 - rho}, sender),
        assuming=PRIVATE,
        players=("S", "W"),
        name="whose envoy?",
    )


ENVOY = gt.certain("deal by envoy")
ALL_SEND = (gt.plays("S", "envoy", knows="reliable") == 1) & (gt.plays("S", "envoy", knows="unreliable") == 1)
TRUSTED = gt.plays("W", "act", knows="envoy") == 1


@dataclass(frozen=True)
class Data:
    """How good an envoy's word must be, against how slow officials are and against how much W risks."""

    slowness: Any
    speed: Any
    risk: Any
    trust: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's thresholds at r = 1/10, b = 1."""
    ((first, _), (second, _)) = MODEL.solve().threshold("envoy").boundaries
    ends = {("c" in map(str, e.value.free_symbols)): e for e in (first, second)}
    count = 30 if quick else 300
    slowness = np.linspace(0.001, 0.999, count)
    risk = np.linspace(0.001, 0.999, count)
    return Data(
        slowness,
        ends[False].evaluate(r=0.1, b=1.0, o=slowness),
        risk,
        ends[True].evaluate(c=risk, v=np.ones_like(risk)),
    )


def draw(d: Data) -> Any:
    """Draw the two thresholds of reliability."""
    figure = gt.plot.new_figure(figsize=(8.4, 3.8))
    left, right = figure.subplots(1, 2)
    for axes, x, y in ((left, d.slowness, d.speed), (right, d.risk, d.trust)):
        axes.fill_between(x, y, 1, color=gt.plot.FILL[2], lw=0)
        axes.plot(x, y, color=gt.plot.LINE[1])
        axes.set(xlim=(0, 1), ylim=(0, 1))
    left.text(0.02, 0.87, "S prefers\nthe envoy", fontsize=9)
    left.text(0.45, 0.3, "S prefers officials")
    left.set(xlabel=r"official speed $o$ (envoy's: 1)", ylabel=r"reliability of the envoy $\kappa$")
    left.set_title("Fast enough to be worth the risk ($r=0.1$)", fontsize=10)
    right.text(0.1, 0.7, "W acts on the envoy's word")
    right.text(0.5, 0.2, "W waits")
    right.set(xlabel="what W risks for what it may gain $c/v$", ylabel=r"reliability of the envoy $\kappa$")
    right.set_title("Good enough to be believed", fontsize=10)
    return figure


MODEL = gt.Model(
    title="A deniable envoy",
    claim="A family envoy bypasses the bureaucracy, but lacks its credentials.",
    source="Essay 4 (secret diplomacy); own model",
    games={"known": known, "private": private},
    concept=gt.sequential,
    questions={
        "envoy": gt.Question(
            "Does S send the envoy, and does W act?", lambda found: found["known"].when(ENVOY), kappa
        ),
        "official": gt.Question(
            "Does S go through officials?",
            lambda found: found["known"].when(gt.certain("deal by official")),
            kappa,
        ),
        "all send envoys": gt.Question(
            "If only S knows its envoy: can it be that S sends any envoy, and is trusted?",
            lambda found: found["private"].when(ALL_SEND & TRUSTED),
            rho,
        ),
        "only the unreliable": gt.Question(
            "Can it be that S sends exactly an envoy who is unreliable, and is trusted?",
            lambda found: found["private"].when(
                (gt.plays("S", "envoy", knows="reliable") == 0)
                & (gt.plays("S", "envoy", knows="unreliable") == 1)
                & TRUSTED
            ),
            rho,
        ),
        "only the reliable": gt.Question(
            "Can it be that S sends exactly a reliable envoy, and is trusted?",
            lambda found: found["private"].when(
                (gt.plays("S", "envoy", knows="reliable") == 1)
                & (gt.plays("S", "envoy", knows="unreliable") == 0)
                & TRUSTED
            ),
            g,
        ),
        "nobody trusts envoys": gt.Question(
            "Can it be that S always goes through officials, because an envoy would not be trusted?",
            lambda found: found["private"].when(
                gt.certain("deal by official") & (gt.plays("W", "act", knows="envoy") == 0)
            ),
            rho,
        ),
    },
    message=(
        "An envoy carries a deal exactly if its word is good enough for W to act, kappa >= c/v, and for S to prefer its speed, "
        "kappa >= o (r + b)/(b (r + o)): speed makes up for credentials. If only S knows its envoy, W must expect them to be good on "
        "average, rho >= c/v, where S sends any; where an unreliable envoy brings S little, g <= o (r + b)/(b (r + o)), only reliable ones "
        "are sent, and then sending one is a credential itself. The claim that envoys lack credentials fails there; it holds in "
        "another equilibrium for all parameters: nobody trusts an envoy, and none is sent. Envoys who are sent only "
        "because they are unreliable, and believed, there are never."
    ),
    data=data,
    draw=draw,
)
