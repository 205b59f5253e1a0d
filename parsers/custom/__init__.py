"""What is said by custom: the turns of such letters, names of units and posts, known remarks."""
