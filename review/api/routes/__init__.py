"""One file a kind of thing: cases, decisions, letters, reports in and out, exports."""
