"""Which benchmark modules belong to which command: ``eval`` (figures), ``bench`` (speed and memory), ``coverage``."""

MODULES: dict[str, tuple[str, ...]] = {
    "eval": ("register_rows", "newsquant", "numberrange", "numhg", "hedgewidths"),
    "bench": ("startup", "claims_speed"),
    "coverage": ("coverage",),
}
