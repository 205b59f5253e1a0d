"""The world fails in every way it can; each ends in recovery or in something a person sees."""
