"""What the pages show, read in one transaction into plain values: templates never touch the database."""
