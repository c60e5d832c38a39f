"""Counting: measures over records under rules, broken down, with bounds and the trail of every number; the year-end report as data."""
