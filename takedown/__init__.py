"""From confirmed cases to letters: who gets which, by which law, on what evidence; and what becomes of them."""
