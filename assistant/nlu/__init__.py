"""Components of the Rasa graph that understand Vietnamese; config.yml names them."""
