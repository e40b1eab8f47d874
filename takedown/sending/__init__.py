"""Send helpers: what a person pastes or mails. Nothing here opens a connection or sends anything."""
