"""Text to claimed figures: in comes a document; out come claims and statements whose every part is a span."""
