"""What a vendor's network does to an answer, as values: nothing here waits or breaks anything."""
