"""Which sites one operator holds: traits of a site, ties between cases, groups of them. Pure (docs/operators.md)."""
