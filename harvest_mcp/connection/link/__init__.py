"""The link page: where a person pastes a token, chooses an account and sees it connected; loaded when one is needed."""
