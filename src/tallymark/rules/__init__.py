"""Counting rules as data: cards with their cases beside them, the loader that holds them to a schema, the compiler to SQL."""
