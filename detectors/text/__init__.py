"""Text with a way back to the original: folding, lexicon, offers, contacts."""
