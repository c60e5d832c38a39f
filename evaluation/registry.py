"""Which benchmark modules belong to which command: ``eval`` (figures), ``bench`` (speed and memory), ``coverage``."""

MODULES: dict[str, tuple[str, ...]] = {
    "eval": ("register_rows",),
    "bench": ("startup",),
    "coverage": ("coverage",),
}
