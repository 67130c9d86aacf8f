"""The field app: one user-free page that the phone fills from its own storage."""
