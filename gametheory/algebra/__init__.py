"""Numbers, regions of parameters, and proofs; nothing here knows what a game is."""
