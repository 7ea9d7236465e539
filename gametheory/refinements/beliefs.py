"""The receiver's replies to beliefs, drawn: two types, one line for each reply, the upper envelope in front."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from gametheory.errors import ParameterError
from gametheory.games.game import Game
from gametheory.refinements.signalling import SignallingGame, signalling_game

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Segment = tuple[Fraction, Fraction, str]
"""From one belief in the first type to another one, this reply is best."""


def best_replies_by_belief(game: Game | SignallingGame, message: str) -> tuple[Segment, ...]:
    """Return which reply is best at which beliefs in the first of two types, exactly.

    Parameters
    ----------
    game : Game or SignallingGame
        Two types; payoffs must be numbers.
    message : str
        What was heard.

    Raises
    ------
    ParameterError
        If there are not two types, the game has parameters, or nobody can send the message.
    InvalidGameError
        If it is no signalling game.

    Examples
    --------
    >>> from gametheory.examples import beer_quiche
    >>> [(str(a), str(b), reply) for a, b, reply in best_replies_by_belief(beer_quiche(), "beer")]
    [('0', '1/2', 'duel'), ('1/2', '1', 'retreat')]
    """
    lines = _lines(_view(game), message)
    points = {Fraction(0), Fraction(1)}
    listed = list(lines.values())
    for k, (a, b) in enumerate(listed):
        for c, d in listed[:k]:
            slope = (b - a) - (d - c)
            if slope and 0 < (c - a) / slope < 1:
                points.add((c - a) / slope)
    ordered, segments = sorted(points), list[Segment]()
    for low, high in pairwise(ordered):
        middle = (low + high) / 2
        best = max(lines, key=lambda r: lines[r][0] + middle * (lines[r][1] - lines[r][0]))
        if segments and segments[-1][2] == best:
            segments[-1] = (segments[-1][0], high, best)
        else:
            segments.append((low, high, best))
    return tuple(segments)


def draw_replies(game: Game | SignallingGame, message: str) -> Figure:
    """Draw what each reply earns the receiver against her belief in the first type.

    Parameters, errors as for `best_replies_by_belief`.
    """
    from gametheory import plot

    view = _view(game)
    lines = _lines(view, message)
    with plot.style():
        figure = plot.new_figure(figsize=(4.6, 3.2))
        axes = figure.subplots()
        for k, (reply, (low, high)) in enumerate(lines.items()):
            color = plot.LINE[k % len(plot.LINE)]
            axes.plot([0, 1], [float(low), float(high)], color=color, linewidth=1.0, label=reply)
            for start, stop, best in best_replies_by_belief(view, message):
                if best == reply:
                    ends = [float(low + x * (high - low)) for x in (start, stop)]
                    axes.plot(
                        [float(start), float(stop)], ends, color=color, linewidth=3.0, solid_capstyle="round"
                    )
        for _, stop, _ in best_replies_by_belief(view, message)[:-1]:
            axes.axvline(float(stop), color=plot.INK, linewidth=0.6, linestyle=(0, (4, 3)))
            axes.text(
                float(stop), 1.01, str(stop), transform=axes.get_xaxis_transform(), ha="center", fontsize=8
            )
        prior = view.prior[view.types[0]].constant_value()
        axes.plot(
            [float(prior)],
            [0],
            marker="^",
            color=plot.INK,
            transform=axes.get_xaxis_transform(),
            clip_on=False,
        )
        axes.set_xlim(0, 1)
        axes.set_xlabel(f"belief that the type is {view.types[0]} (prior {prior})")
        axes.set_ylabel(f"payoff of {view.receiver} after {message}")
        axes.legend(fontsize=8)
    return figure


def _view(game: Game | SignallingGame) -> SignallingGame:
    return game if isinstance(game, SignallingGame) else signalling_game(game)


def _lines(view: SignallingGame, message: str) -> dict[str, tuple[Fraction, Fraction]]:
    """Return, by reply, what the receiver earns from the second type and from the first."""
    if len(view.types) != 2 or view.game.parameters:
        raise ParameterError("replies are drawn against beliefs about two types, in a game of numbers")
    if message not in view.replies:
        raise ParameterError(f"nobody can send `{message}`; the messages are {', '.join(view.replies)}")
    one, two = view.types
    pays = view.pays_receiver
    return {
        r: (pays[two, message, r].constant_value(), pays[one, message, r].constant_value())
        for r in view.replies[message]
    }
