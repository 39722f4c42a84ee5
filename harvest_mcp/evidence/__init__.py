"""The paper of an access review: what an auditor takes away, each file made from one picture of the account."""
