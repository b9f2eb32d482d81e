"""The edge: sockets, the clock, Connexion. The only code that waits."""
