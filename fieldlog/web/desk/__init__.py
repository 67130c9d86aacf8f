"""The first page at a desk: what waits for each role."""
