"""A line on the terminal while a search lasts longer than a moment; nothing where there is no terminal."""

from __future__ import annotations

import sys
import time


class Progress:
    """Says how far a search is, once a second, from the third second on."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.started = self.shown = time.monotonic()
        self.visible = False

    def show(self, text: str) -> None:
        """Write the line, if it is time to."""
        now = time.monotonic()
        if now - self.started < 2 or now - self.shown < 1 or not sys.stderr.isatty():
            return
        self.shown, self.visible = now, True
        line = f"{self.what}: {text}, {now - self.started:.0f} s"
        sys.stderr.write(f"\r{line:<78}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self.visible:
            sys.stderr.write("\r" + " " * 78 + "\r")
            sys.stderr.flush()
