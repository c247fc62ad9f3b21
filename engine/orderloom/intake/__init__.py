"""What the world sends by itself: a process that believes, keeps, and only then says yes."""
