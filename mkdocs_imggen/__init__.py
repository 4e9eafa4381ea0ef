"""Pictures from prompts in Markdown: made once, kept by content hash, the same in every later build."""
