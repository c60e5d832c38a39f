"""Measured figures with their targets: every benchmark is one module with ``run(shared, out)``; ``python -m evaluation`` prints them."""
