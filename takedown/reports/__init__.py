"""Reports: what was done in a month or a year, counted from rows; the ledger, the public digest, the leaflet."""
