"""Asks the team `line` many things at once with OpenAI's client; prints each answer as a line of JSON."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import openai

questions = json.loads(sys.argv[1])
client = openai.OpenAI(api_key="any")


def ask(about):
    messages = [{"role": "user", "content": about["question"]}]
    raw = client.with_options(base_url=about["url"]).chat.completions.with_raw_response.create(
        model="line", messages=messages, stream=about["how"] == "streamed"
    )
    answer = raw.parse()
    if about["how"] == "streamed":
        pieces = [choice.delta.content or "" for chunk in answer for choice in chunk.choices]
        text = "".join(pieces)
    else:
        text = answer.choices[0].message.content
    return {
        "proposal": about["proposal"],
        "run": raw.headers["x-run-id"],
        "text": text,
        "retries": raw.retries_taken,
    }


with ThreadPoolExecutor(max_workers=len(questions)) as threads:
    for answered in threads.map(ask, questions):
        print(json.dumps(answered), flush=True)
