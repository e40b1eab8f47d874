"""Changes of the watchlist that people make in the page: proposed, shown, tried on the last 30 days, then saved."""
