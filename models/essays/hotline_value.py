"""The value of a hotline: talks make accidents rarer, and may make the other side bolder.

A crisis ends in a deal, at rate m, worth V to each side, or in an accident that costs each D; r is the discount rate.
W may keep talks open, at a flow cost k; they multiply the accident rate by t < 1.  S, who sees whether there are talks,
keeps to restrained conduct, with accident rate e, or presses, with rate E > e and a flow gain p.

With R = r + m and G = m V + (r + m) D a crisis with accident rate eta and flow gain f is worth (G + f)/(R + eta) above
the accident itself: everything that r, m, V and D do is in R, the rate at which the crisis would end anyhow, and G, what is
at stake.  Both sides choose once; as nothing changes while the crisis lasts, S could not gain by changing its conduct
later (a step of the theorem).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import gametheory as gt

R, G, k, p, e, E, t = gt.parameters("R G k p e E t")

ASSUMING = [R > 0, G > 0, k > 0, p > 0, 0 < e, e < E, 0 < t, t < 1]


def game() -> gt.Game:
    """Build the game: W opens talks or not, then S is restrained or presses."""

    def conduct(knows: str, protection: Any, cost: Any) -> gt.Move:
        def crisis(rate: Any, gain: Any) -> gt.End:
            length = R + protection * rate
            return gt.end(W=(G - cost) / length, S=(G + gain) / length)

        return gt.move("S", knows=knows, actions={"restrain": crisis(e, 0), "press": crisis(E, p)})

    return gt.Game(
        gt.move(
            "W",
            knows="start",
            actions={"talk": conduct("talks", t, k), "stay silent": conduct("silence", 1, 0)},
        ),
        assuming=ASSUMING,
        name="hotline",
    )


TALKS = gt.plays("W", "talk") > 0


def _answers(*, talks: int, silence: int) -> gt.Event:
    """Return the event that S presses with these probabilities."""
    return (gt.plays("S", "press", knows="talks") == talks) & (
        gt.plays("S", "press", knows="silence") == silence
    )


EMBOLDENED = _answers(talks=1, silence=0)


@dataclass(frozen=True)
class Data:
    """Thresholds at one point: where talks embolden S, and up to which cost W talks in the three regimes."""

    embolden: tuple[float, float]
    costs: tuple[float, float]
    rates: dict[str, tuple[float, float]]
    last: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's thresholds at R = 1/2, G = 29/10, e = 1/5, E = 1/2, t = 1/2."""
    solved = MODEL.solve()
    point = {"R": Fraction(1, 2), "G": Fraction(29, 10), "e": Fraction(1, 5), "E": Fraction(1, 2)}
    point["t"] = Fraction(1, 2)
    (bold,) = solved.region("emboldens").substitute(**point).solve_for(p).pieces
    costs = [
        float(solved.region(q).substitute(**point, p=gain).solve_for(k).value)
        for q, gain in (("talks with restraint", Fraction(1, 10)), ("talks with pressure", 2))
    ]
    low, high, share = (float(point[name]) for name in ("e", "E", "t"))
    rates = {"silence": (low, high), "talks": (share * low, share * high)}
    return Data((float(bold.lower[0].value), float(bold.upper[0].value)), (costs[0], costs[1]), rates, 2.0)


def draw(data: Data) -> Any:
    """Draw the accident rates with and without talks, and where W talks."""
    figure = gt.plot.new_figure(figsize=(8.2, 3.9))
    left, right = figure.subplots(1, 2)
    bold, reckless = data.embolden
    for (name, (low, high)), jump, colour in zip(
        data.rates.items(), (reckless, bold), gt.plot.LINE, strict=False
    ):
        left.plot([0, jump, jump, data.last], [low, low, high, high], color=colour, label=name)
    left.axvspan(bold, reckless, color=gt.plot.FILL[1], lw=0)
    left.text((bold + reckless) / 2, 0.35, "talks\nembolden\nS", ha="center", fontsize=9)
    left.set(xlim=(0, data.last), ylim=(0, 0.6), xlabel="gain from pressing $p$", ylabel="accident rate")
    left.set_title("How S answers", fontsize=10)
    left.legend(loc="upper left", fontsize=9)
    for start, end, height in ((0, bold, data.costs[0]), (reckless, data.last, data.costs[1])):
        right.fill_between([start, end], 0, height, color=gt.plot.FILL[2], lw=0)
        right.plot([start, end], [height, height], color=gt.plot.LINE[2])
        right.text((start + end) / 2, height / 2, "W talks", ha="center", fontsize=9)
    right.axvspan(bold, reckless, color=gt.plot.FILL[1], lw=0)
    right.text(
        (bold + reckless) / 2, 0.4, "no talks\nat any cost:\nthey would\nbackfire", ha="center", fontsize=9
    )
    right.text(0.08, data.costs[0] + 0.03, r"$k^*=\frac{(1-t)\,e\,G}{R+e}$")
    right.set(xlim=(0, data.last), ylim=(0, 0.9), xlabel="gain from pressing $p$", ylabel="cost of talks $k$")
    right.set_title("Where W talks ($tE>e$)", fontsize=10)
    return figure


MODEL = gt.Model(
    title="The value of a hotline",
    claim="Even covert talks can help prevent mistakes and accidents that might lead to a bigger confrontation.",
    source="Essay 3 (conditions for success); essay 5 (negotiation as an instrument of power); own model",
    games={"game": game},
    concept=gt.subgame_perfect,
    questions={
        "talks with restraint": gt.Question(
            "Does W talk while S is restrained, with talks and without?",
            lambda found: found["game"].when(TALKS & _answers(talks=0, silence=0)),
            k,
        ),
        "talks with pressure": gt.Question(
            "Does W talk while S presses, with talks and without?",
            lambda found: found["game"].when(TALKS & _answers(talks=1, silence=1)),
            k,
        ),
        "emboldens": gt.Question(
            "Does S press if there are talks, and only then?", lambda found: found["game"].when(EMBOLDENED), p
        ),
        "backfires": gt.Question(
            "Would talks make accidents more frequent, by emboldening S?",
            lambda found: found["game"].when(EMBOLDENED) & gt.region(t * E > e),
            t,
        ),
        "talks anyhow": gt.Question(
            "Does W talk although this emboldens S?",
            lambda found: found["game"].when(TALKS & EMBOLDENED),
            k,
        ),
    },
    message=(
        "Talks prevent accidents where they leave S's conduct as it is, and W keeps them open up to the cost "
        "k = (1 - t) e G/(R + e) if S is restrained; the claim fails for gains from pressing p between G t (E - e)/(R + t e) and "
        "G (E - e)/(R + e): there talks make S press, and unless they cut the accident rate to below t = e/E they would cause "
        "accidents, so W stays silent at any cost."
    ),
    data=data,
    draw=draw,
)
