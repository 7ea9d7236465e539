"""Game trees drawn as theorists draw them: figures, and TikZ."""
