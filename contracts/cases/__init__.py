"""Requests, right and wrong, that Schemathesis makes of a document. Only here is it known."""
