"""What a mediator can do: correlated play computed as linear programs, with the constraints that bind."""
