"""Every exception that gametheory raises on purpose.

One base class, so that a caller can catch everything of ours; each subclass also inherits the built-in
that a caller would expect.  A message names the call or the place, the value got, and the remedy.
"""

from __future__ import annotations


class GameTheoryError(Exception):
    """Base class of all errors raised by gametheory."""


class InvalidGameError(GameTheoryError, ValueError):
    """A game, node or payoff is not well formed; raised while it is being built."""


class FileError(InvalidGameError):
    """A file or text does not describe a game in the format that it claims to have.

    Attributes
    ----------
    file : str
        The name of the file, or of the function that read a text.
    line, column : int
        Where, in characters counted from 1.
    expected, found : str
        What the format wants there, and what there is.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    expected: str = ""
    found: str = ""

    @classmethod
    def at(cls, file: str, text: str, start: int, expected: str, found: str) -> FileError:
        """Return the error for a place in a text."""
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        error = cls(f"{file}: line {line}, column {column}: expected {expected}, but {found}")
        error.file, error.line, error.column = file, line, column
        error.expected, error.found = expected, found
        return error


class InvalidProfileError(GameTheoryError, ValueError):
    """A strategy profile does not fit the game it is used with."""


class ParameterError(GameTheoryError, ValueError):
    """A parameter is undefined, has no value, or is set outside what is assumed of it."""


class ExpressionError(GameTheoryError, ValueError):
    """An expression is not a number, a rational function of parameters, or a polynomial condition."""


class MixedFieldError(GameTheoryError, TypeError):
    """A float stands beside a parameter: neither exact nor symbolic arithmetic would be honest."""


class OrderError(GameTheoryError, TypeError):
    """A symbolic element was compared, rounded or tested for truth; ask `field.sign` instead."""


class UndecidableSign(GameTheoryError, ArithmeticError):
    """The assumed region does not decide the sign of an expression.

    Attributes
    ----------
    expression : object
        The expression whose sign was asked.
    halves : tuple of Region
        The parts of the region where it is positive, zero and negative (those that are not empty).
    """

    def __init__(self, message: str, expression: object, halves: tuple[object, ...]) -> None:
        super().__init__(message)
        self.expression = expression
        self.halves = halves


class Undecided(GameTheoryError):
    """A question could not be decided within its budget; the message says which and why."""


class ImperfectRecallError(GameTheoryError, ValueError):
    """A player forgets something, and the solution concept asked for needs perfect recall."""
