"""Comparing claims with references: in come an extraction and references; out come verdicts with every try."""
