"""The store: typed tables, migrations, and one module for each stage's rows."""
