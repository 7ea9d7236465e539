"""The trust mediator: who can vouch for the other side's good faith.

Each side is of good faith (probability th) or not.  Whoever takes the first step gets R if the other is of good faith, who
then answers it, and S if he is not, who then takes T; without a first step both get P.  (A side of good faith answers
because it values R above taking; one of bad faith takes because it values T above R.)  A mediator knows the other side
and says "go" or "no".  He cares for both, with the weight beta for side one and 1 - beta for side two.

Whose step it is makes the difference: `one` is the game in which side one is exposed, `two` the one in which side two is.
`meeting` is the game in which both step at once: each of good faith needs to hear about the other, and the mediator
says one word to both; honesty there asks for both conditions, and without them nobody steps unless th is at least
(P - S)/((P - S) + (R - T_g)) (theorem).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import gametheory as gt

T, R, P, S, T_g, beta, th = gt.parameters("T R P S T_g beta th")

ASSUMING = [T > R, R > P, P > S, 0 <= beta, beta <= 1, 0 < th, th < 1]


def one() -> gt.Game:
    """Build the game in which side one takes the first step."""
    return _first_step("one")


def two() -> gt.Game:
    """Build the game in which side two takes the first step."""
    return _first_step("two")


def _end(first: Any, second: Any, outcome: str) -> gt.End:
    return gt.end(one=first, two=second, mediator=beta * first + (1 - beta) * second, outcome=outcome)


def _first_step(exposed: str) -> gt.Game:
    agreed, refused = _end(R, R, "agreement"), _end(P, P, "nothing")
    taken = _end(S, T, "exploited") if exposed == "one" else _end(T, S, "exploited")

    def told(kind: str, word: str) -> gt.Move:
        answer = agreed if kind == "good" else taken
        return gt.move(exposed, knows=f"told: {word}", actions={"step": answer, "stay": refused})

    def mediator(kind: str) -> gt.Move:
        return gt.move("mediator", knows=kind, actions={word: told(kind, word) for word in ("go", "no")})

    return gt.Game(
        gt.chance({"good": th, "bad": 1 - th}, mediator),
        assuming=ASSUMING,
        players=("one", "two", "mediator"),
        name=f"side {exposed} takes the first step",
    )


def meeting() -> gt.Game:
    """Build the game in which both step at once; a side of good faith would get T_g < R by taking."""

    def ends(kinds: str, steps: tuple[bool, bool]) -> gt.End:
        def pay(own: int) -> Any:
            if steps[own]:
                return R if steps[1 - own] else S
            taking = T_g if kinds[own] == "g" else T
            return taking if steps[1 - own] else P

        outcome = "agreement" if all(steps) else "exploited" if any(steps) else "nothing"
        return _end(pay(0), pay(1), outcome)

    def second(kinds: str, word: str, first: bool) -> Any:
        if kinds[1] == "b":
            return ends(kinds, (first, False))
        actions = {"step": ends(kinds, (first, True)), "stay": ends(kinds, (first, False))}
        return gt.move("two", knows=f"told: {word}", actions=actions)

    def first(kinds: str, word: str) -> Any:
        if kinds[0] == "b":
            return second(kinds, word, False)
        actions = {"step": second(kinds, word, True), "stay": second(kinds, word, False)}
        return gt.move("one", knows=f"told: {word}", actions=actions)

    def mediator(kinds: str) -> Any:
        if kinds == "bb":
            return ends(kinds, (False, False))
        return gt.move("mediator", knows=kinds, actions={word: first(kinds, word) for word in ("go", "no")})

    odds = {"gg": th**2, "gb": th * (1 - th), "bg": th * (1 - th), "bb": (1 - th) ** 2}
    return gt.Game(
        gt.chance(odds, mediator),
        assuming=[*ASSUMING, T_g < R],
        players=("one", "two", "mediator"),
        name="both step at once",
    )


def _influence(side: str) -> Any:
    """By how much likelier the exposed side steps if the other is of good faith than if not."""
    says = [gt.plays("mediator", "go", knows=kind) for kind in ("good", "bad")]
    steps = [gt.plays(side, "step", knows=f"told: {word}") for word in ("go", "no")]
    return (says[0] - says[1]) * (steps[0] - steps[1])


def _vouches(*sides: str) -> Any:
    """Return the question where the mediator vouches honestly, and is believed, when each of these sides is exposed."""

    def ask(found: Any) -> gt.Region:
        region, *others = (found[side].when(_influence(side) == 1) for side in sides)
        for other in others:
            region &= other
        return region

    return ask


def _without(found: Any) -> gt.Region:
    """Return where side one can step whatever it is told."""
    always = [gt.plays("one", "step", knows=f"told: {word}") == 1 for word in ("go", "no")]
    return found["one"].when(always[0] & always[1])


@dataclass(frozen=True)
class Data:
    """The least weight of side one at which it can believe him, and the largest at which side two can."""

    stake: Any
    least: Any
    largest: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's thresholds at T = 1, S = 0, where kappa = P."""
    solved = MODEL.solve()
    at = {"T": 1, "S": 0}
    (low,) = {x for x, _ in solved.region("one believes").substitute(**at).solve_for(beta).boundaries}
    (high,) = {x for x, _ in solved.region("two believes").substitute(**at).solve_for(beta).boundaries}
    stake = np.linspace(0.0, 1.0, 21 if quick else 201)
    return Data(stake, low.evaluate(P=stake) + 0 * stake, high.evaluate(P=stake) + 0 * stake)


def draw(data: Data) -> Any:
    """Draw who can believe the mediator, in the plane of the loss from exploitation and his weight of side one."""
    figure = gt.plot.new_figure(figsize=(5.6, 4.4))
    axes = figure.add_subplot()
    top, bottom = np.maximum(data.least, data.largest), np.minimum(data.least, data.largest)
    both = data.largest >= data.least
    axes.fill_between(data.stake, top, 1, color=gt.plot.FILL[0], lw=0)
    axes.fill_between(data.stake, 0, bottom, color=gt.plot.FILL[3], lw=0)
    for part, colour in ((both, gt.plot.FILL[2]), (data.least >= data.largest, gt.plot.FILL[1])):
        axes.fill_between(data.stake[part], bottom[part], top[part], color=colour, lw=0)
    axes.plot(data.stake, data.least, color=gt.plot.LINE[0])
    axes.plot(data.stake, data.largest, color=gt.plot.LINE[3])
    axes.text(0.5, 0.86, "only side one believes him", ha="center")
    axes.text(0.5, 0.12, "only side two believes him", ha="center")
    axes.text(0.82, 0.5, "both believe him", ha="center", va="center")
    axes.text(0.17, 0.5, "nobody does", ha="center", va="center")
    axes.text(0.93, 0.95, r"$\beta=\kappa$", ha="right", va="center", fontsize=9)
    axes.text(0.93, 0.05, r"$\beta=1-\kappa$", ha="right", va="center", fontsize=9)
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel=r"how bad exploitation is against no deal, $\kappa=(P-S)/(T-S)$",
        ylabel=r"the mediator's weight of side one, $\beta$",
    )
    axes.set_title("Who can vouch for the other side")
    return figure


MODEL = gt.Model(
    title="The trust mediator",
    claim="The way from secret talks to public agreement needs minimal trust, which a mediator's word can replace.",
    source=(
        "Essay 4 (secret diplomacy) and essay 2 (a middle power as mediator); in the manner of Kydd, American Political Science "
        "Review 100 (2006)"
    ),
    games={"one": one, "two": two},
    concept=gt.sequential,
    questions={
        "both believe": gt.Question(
            "Can the mediator vouch to either side, and be believed?", _vouches("one", "two"), beta
        ),
        "one believes": gt.Question(
            "Can he vouch for side two, and be believed by side one?", _vouches("one"), beta
        ),
        "two believes": gt.Question(
            "Can he vouch for side one, and be believed by side two?", _vouches("two"), beta
        ),
        "any influence": gt.Question(
            "Can what he knows of side two make any difference to side one?",
            lambda found: found["one"].when(_influence("one") != 0),
            beta,
        ),
        "without him": gt.Question(
            "Can side one step whatever it is told, so that it needs no mediator?", _without, th
        ),
    },
    message=(
        "A mediator can vouch to both sides, however little they trust each other, exactly if he weighs both evenly enough, "
        "1 - kappa <= beta <= kappa with kappa = (P - S)/(T - S); the claim fails for every mediator if 2 P < T + S, where he finds "
        "exploitation of one side better than no deal, and for a partial one on the side that he neglects: that side needs "
        "trust of its own, th >= (P - S)/(R - S). So minimal trust is needed only where no even-handed mediator is at hand. If both step at "
        "once, that is so too: they can agree exactly if he is even-handed in this sense or th >= (P - S)/((P - S) + (R - T_g)), T_g < R "
        "being what good faith would get by taking."
    ),
    data=data,
    draw=draw,
)
