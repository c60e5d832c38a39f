"""Records as a store holds them: canonical fields and tables, code lists, store paths, manifest, Parquet in and out."""
