"""Benchmarks, run by hand: ``python -m tests.bench [NAME…]``; what they found stands in docs/measurements.md."""
