"""Files of a release: one module a format, all fed with columns of one block after the other."""
