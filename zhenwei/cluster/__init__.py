"""Work spread over several machines with Ray, an optional extra: the same answers in the same order as on one."""
