"""A deployment on this machine: its processes, watched by the one that started them.

- `private`: a worker and a server for one command; `whole`: everything.
- `programs`: the processes a deployment is made of; `environment`: what they are told;
  `flower`: where that one goes, and behind which password.
- `process`: one of them, tied to us; `keeping`: restarted when it dies.
- `server`: the embedded server, restarted likewise; `shared`: the one of `REDIS_URL`.
- `descendants`: whatever is left below us, ended for sure.
- `home`: the temporary directory of a private one, and what killed ones left.
- `signals`: Ctrl-C and its like.
"""
