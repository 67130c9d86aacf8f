"""What keeps a family, a child, a worker or a household from being pointed at."""
