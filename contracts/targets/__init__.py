"""What can be judged: an API that is played in this process, one at an address, a vendor's own."""
