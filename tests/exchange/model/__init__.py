"""Lives of a few laptops, drawn at random: the real database, real bundle files, the real services; only clocks are set.

`world` holds what all machines share, the other modules add one subject each. Which invariant is shown where is told by
`tests/exchange/invariants.py`; `python -m tests.exchange.nightly` runs everything by the thousand.
"""
