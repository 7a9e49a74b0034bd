"""A fuzzer for what reads contracts: mutated files of each kind end in findings, soon and small."""
