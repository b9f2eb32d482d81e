"""What a vendor changed, put into our document: its words, order and formatting stay."""
