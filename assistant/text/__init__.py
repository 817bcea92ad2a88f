"""Vietnamese text: normal form, lexicons, diacritic restoration, masking, words for speech."""
