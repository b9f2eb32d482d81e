"""Vendors' own APIs: what may be asked of them, at which pace, and at what cost.

Default deny. Whatever is sent leaves through `guard.Guard`, and what may leave is data: one TOML
file for each vendor beside this module.
"""
