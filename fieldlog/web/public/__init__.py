"""Published pages, for anybody."""
