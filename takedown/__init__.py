"""From a confirmed case to drafted letters: routing, dated law, letters, annexes."""
