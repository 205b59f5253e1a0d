"""The covering letter: its facts, its words, its signer, and what is odd about them."""
