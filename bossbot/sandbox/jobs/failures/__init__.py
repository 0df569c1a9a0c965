"""What went wrong in a download library, in this project's words.

- `classify`: the verdict, from the three that follow.
- `chain`: every exception that an error was made of.
- `answers`: the HTTP answer that it is about; `retry_after`: when to come back.
- `texts`: what the words of it mean.
"""
