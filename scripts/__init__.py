"""Tools for those who work on Fieldlog; nothing here runs on a server."""
