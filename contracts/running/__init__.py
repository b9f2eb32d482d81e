"""A run: cases and laws against a target, within a budget, made into a report."""
