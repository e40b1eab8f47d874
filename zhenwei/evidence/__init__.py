"""Captures as folders that another person can verify years later."""
