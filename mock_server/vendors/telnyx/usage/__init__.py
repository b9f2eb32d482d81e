"""Usage as Telnyx reports it: what it can be told by, what can be told of it, and its sums."""
