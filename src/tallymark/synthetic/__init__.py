"""Releases with known truth: in comes a spec; out come files in a raw layout, damaged by named defects, and the truth beside them."""
