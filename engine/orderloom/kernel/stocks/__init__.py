"""What stocks have, and what records reserve of them."""
