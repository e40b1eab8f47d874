"""What a page claims to be: title, look-up form, footer marks, likeness, pictures."""
