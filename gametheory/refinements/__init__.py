"""Refinements of sequential equilibrium in finite signalling games, each with its reasons."""
