"""What an API was seen to send: shapes with counts, not values; added up, and compared."""
