"""Events told to others: read from rows that are only added, put into an outbox, sent by POST or mail until taken."""
