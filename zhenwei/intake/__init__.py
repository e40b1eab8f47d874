"""Reports from the public and from other offices: files of many shapes read, kept with receipts, reporters apart."""
