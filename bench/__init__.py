"""The comparisons, one main file each."""
