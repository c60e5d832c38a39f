"""Derived tables of a release: duplicates, stays, links and daily population, built on demand and kept beside the records."""
