"""Confirmed cases for other programs: tables, STIX 2.1, MISP. No personal data, no captured text."""
