"""Marks of the author that no text tells: colours, boxes, strokes, remarks."""
