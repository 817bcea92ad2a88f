"""The routers of the desk's pages."""

from api.staff import (
    accounts,
    audit,
    counters,
    excel,
    home,
    inbox,
    inbox_sorting,
    knowledge_batch,
    knowledge_edit,
    knowledge_entry,
    knowledge_list,
    knowledge_publishing,
    knowledge_questions,
    knowledge_trial,
    login,
    password,
    stop,
)

_KNOWLEDGE = (
    knowledge_list,
    knowledge_batch,
    knowledge_questions,
    knowledge_trial,
    knowledge_edit,
    knowledge_publishing,
    knowledge_entry,  # last: it takes every other word for an entry's key
)
ROUTERS = tuple(
    module.router
    for module in (
        login,
        password,
        home,
        accounts,
        counters,
        *_KNOWLEDGE,
        inbox,
        inbox_sorting,
        excel,
        stop,
        audit,
    )
)
