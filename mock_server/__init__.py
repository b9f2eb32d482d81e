"""Plays a vendor's API from its OpenAPI documents. See ARCHITECTURE.md for the shape."""

__version__ = "0.1.0"
