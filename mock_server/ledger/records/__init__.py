"""What records tell: the standard fields of every product, and fields that others can use."""

from mock_server.ledger.records.standard import record_fields, standard_layout

__all__ = ["record_fields", "standard_layout"]
