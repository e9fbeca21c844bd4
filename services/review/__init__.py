"""The desk where officers read the comments of a draft and correct what the machine made of them."""
