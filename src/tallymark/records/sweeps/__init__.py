"""Sweeps over the rows of a release by person: what is easier to say row by row than in SQL, on whole arrays at a time."""
