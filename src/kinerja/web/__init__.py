"""The pages: what a person sees and does. Verbs and rights live in the rooms below."""
