"""Customs that many APIs share."""
