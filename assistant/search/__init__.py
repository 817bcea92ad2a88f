"""Which procedure a question means: encoder, indexes, classifier, fusion, and the decision to answer."""
