"""The virtual ledger: months of records that nobody stores and that always add up.

Every record is a pure function of a dataset's seed, an account, a product and an index. Integers
and frozen tables only: the same bytes on every Python, NumPy and processor.
"""
