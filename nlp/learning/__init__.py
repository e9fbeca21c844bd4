"""Learning labels from examples: reading, training, deciding, keeping a model; the word lists are nlp/lexicon."""
