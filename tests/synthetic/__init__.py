"""Tests of synthetic releases."""
