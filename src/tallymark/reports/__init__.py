"""Everything that is drawn: in come reports; out come terminal text, JSON, CSV, HTML and ClaimReview."""
