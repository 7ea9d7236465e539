"""Extensive games of numbers: sequence form, large zero-sum trees, backward induction."""
