"""What people may see: which records, which of their fields, and how."""
