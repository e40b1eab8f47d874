"""WHOIS (RFC 3912): ``client.WhoisClient`` asks, ``read.read_answer`` reads what came, whatever its form."""
