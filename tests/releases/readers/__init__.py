"""Tests of the readers of release files."""
