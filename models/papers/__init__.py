"""Published models of bargaining, each with its theorem."""
