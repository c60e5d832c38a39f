"""Which benchmark modules belong to which command: ``eval`` (figures), ``bench`` (speed and memory), ``coverage``."""

MODULES: dict[str, tuple[str, ...]] = {
    "eval": (
        "register_rows",
        "newsquant",
        "numberrange",
        "numhg",
        "hedgewidths",
        "articles",
        "lexicon_use",
        "ignores",
        "accusations",
        "abstention",
        "planted",
        "mutations",
        "reconcile",
        "reproduced",
    ),
    "bench": (
        "startup",
        "claims_speed",
        "checking_speed",
        "real_files",
        "provenance",
        "ingest_speed",
        "ingest_kill",
        "synth_speed",
        "records_speed",
        "synthetic_truth",
        "web_speed",
    ),
    "coverage": ("coverage",),
}
