"""The engine: data and content files in, a static bilingual site out. It knows no story."""
