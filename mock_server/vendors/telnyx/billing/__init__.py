"""Money and what is paid for: charges, invoices, balance, billing groups, orders of numbers."""
