"""The tree of units, for admins."""
