"""What an account owns and owes: numbers, charges, movements, invoices, statements and balance.

All of it is a pure function of a dataset, an account's id and the moment of asking. Amounts are
integers, hundred-millionths of the account's currency; days are UTC dates; a window of days begins
with its first day and ends before its last.
"""

from mock_server.ledger.money.balance import Balance, balance
from mock_server.ledger.money.charges import Charge, Comparison, charges, comparison
from mock_server.ledger.money.currency import UNIT, decimal, minor_digits
from mock_server.ledger.money.invoices import Invoice, invoice_total, invoices
from mock_server.ledger.money.journal import movements
from mock_server.ledger.money.months import Month, date_at, ms_at
from mock_server.ledger.money.movements import Movement
from mock_server.ledger.money.owned import Feature, OwnedNumber, owned_numbers
from mock_server.ledger.money.sections import Line, Section
from mock_server.ledger.money.statement import Statement, group_statement, statement
from mock_server.ledger.money.usage import Usage, usage

__all__ = [
    "UNIT",
    "Balance",
    "Charge",
    "Comparison",
    "Feature",
    "Invoice",
    "Line",
    "Month",
    "Movement",
    "OwnedNumber",
    "Section",
    "Statement",
    "Usage",
    "balance",
    "charges",
    "comparison",
    "date_at",
    "decimal",
    "group_statement",
    "invoice_total",
    "invoices",
    "minor_digits",
    "movements",
    "ms_at",
    "owned_numbers",
    "statement",
    "usage",
]
