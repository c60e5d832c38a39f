"""Published figures: in come CSV rows with their source cards; out come figures that answer a question."""
