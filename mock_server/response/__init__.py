"""Which of an operation's documented answers is given, and its bytes."""
