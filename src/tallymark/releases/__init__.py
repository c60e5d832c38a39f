"""Releases of records: the files agencies publish, their layouts, readers, ingest into a store, and quality gates."""
