"""What the official codified law says about words: features of a text and a linear prior over the 24 fields."""
