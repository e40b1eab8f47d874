"""What a browser is made to do with a page, and what a page may not make it do."""
