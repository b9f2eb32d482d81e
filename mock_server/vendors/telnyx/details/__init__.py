"""Records in lists: `/detail_records`, `/reports/mdrs` and `/reports/wdrs`."""
