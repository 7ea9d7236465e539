"""One theorem a file, named as its model: a derivation in steps, each checked, and the solver's answer as its end."""
