"""The verbs: each step turns frozen data into frozen data, and knows no other step."""
