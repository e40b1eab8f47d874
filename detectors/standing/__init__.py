"""Where a case's site stands: alive, changed, down, parked, seized, suspended, moved, barred to us, or unclear."""
