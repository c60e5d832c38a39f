"""Random streams: in come the seed of a spec, a block of people and a purpose; out comes a generator of its own.

Every purpose of every block has its own child of one ``numpy.random.SeedSequence``. Hence a defect that is added or
taken away changes nothing else, and the number of blocks handled at once changes nothing at all.
"""

from __future__ import annotations

import zlib

import numpy as np

BLOCK = 8192


def stream(seed: int, block: int, *purpose: str) -> np.random.Generator:
    """The generator for one purpose, such as ``("blanks", "a", "arrests", "gender")``, in one block of people."""
    key = zlib.crc32("\x1f".join(purpose).encode())
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(block, key))))
