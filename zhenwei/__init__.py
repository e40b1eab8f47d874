"""What the stages of Zhenwei share: values, settings, watchlist, store, evidence, and the command."""
