"""From the wire to validated values: parameters and bodies, compiled once per operation."""
