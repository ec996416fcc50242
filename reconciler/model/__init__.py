"""The nouns that the steps hand to each other: frozen, without I/O."""
