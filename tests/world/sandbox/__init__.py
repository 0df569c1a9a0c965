"""Job kinds for tests: a zygote is started with `jobs="tests.world.sandbox"`.

`call` runs the function of `tests.world.sandbox.acts` that `params["act"]` names.
"""

KINDS = {"call": "tests.world.sandbox.call", "missing": "no_such_library"}
