"""The memory of a worker: in comes how much it may have; from then on asking for more is an error of the one job that asks."""

from __future__ import annotations

CHECK_MEMORY_MB = 2_000


def bound_memory(megabytes: int = CHECK_MEMORY_MB) -> None:
    """Let this process have no more memory of its own than this (MiB), where the system can hold it to that.

    A file can be made that expands to far more than any reader foresees; the job ends with a fault and the machine goes on.
    """
    try:
        import resource  # noqa: PLC0415  only where there is one
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = megabytes << 20
    if hard == resource.RLIM_INFINITY or wanted <= hard:
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
