"""Compares what vendors charge with what they say was used, and with what we noted ourselves."""
