"""The ways in which a release is damaged: one module a defect, each with its own rates and its own name in the truth."""
