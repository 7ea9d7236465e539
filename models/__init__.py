"""Negotiation settings, one file each: the claim, the game, the questions, the figure."""
