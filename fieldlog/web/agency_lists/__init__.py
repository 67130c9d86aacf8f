"""The agency's own words for the finder, for admins."""
