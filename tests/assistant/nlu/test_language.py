from assistant.assembly import Assistant
from assistant.nlu.language import language


def test_search_and_nlu_share_one_encoder_and_one_wording(assistant: Assistant) -> None:
    searcher = assistant.brain.policy.searcher
    assert searcher.encoder is language().encoder
    assert searcher.index.preparer is language().preparer
