"""Drafts claims from a text by declared cues and small grammars: no model, no network, the same answer every time."""
