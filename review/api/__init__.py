"""The interface for programs: ``/api/v1``, an application of its own beside the pages (docs/api.md)."""
