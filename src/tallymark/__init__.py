"""Tallymark recounts what is published about immigration enforcement and checks the figures that are printed about it."""

__version__ = "0.1.0"
