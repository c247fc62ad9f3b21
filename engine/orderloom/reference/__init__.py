"""The reference of the language: pages made of the schemas and of the code, nothing by hand."""
