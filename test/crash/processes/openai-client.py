"""Asks the team `line` many things at once with OpenAI's client; prints each answer as a line of JSON."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import openai

base_url, questions = sys.argv[1], json.loads(sys.argv[2])
client = openai.OpenAI(base_url=base_url, api_key="any")


def ask(about):
    messages = [{"role": "user", "content": about["question"]}]
    raw = client.chat.completions.with_raw_response.create(
        model="line", messages=messages, stream=about["how"] == "streamed"
    )
    answer = raw.parse()
    if about["how"] == "streamed":
        pieces = [choice.delta.content or "" for chunk in answer for choice in chunk.choices]
        text = "".join(pieces)
    else:
        text = answer.choices[0].message.content
    return {"proposal": about["proposal"], "run": raw.headers["x-run-id"], "text": text}


with ThreadPoolExecutor(max_workers=len(questions)) as threads:
    for answered in threads.map(ask, questions):
        print(json.dumps(answered), flush=True)
