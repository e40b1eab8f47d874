"""Names over the DNS: ``look.Looker`` for many at once, ``answers.Resolution`` for what was said."""
