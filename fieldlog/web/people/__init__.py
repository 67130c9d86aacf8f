"""Accounts and roles, for admins."""
