"""What is made of findings of drift, wherever they come from: what counts, for whom, since when."""
