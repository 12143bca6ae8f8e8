"""Asks a served team with OpenAI's own client and prints what it got, a line of JSON each.

Given `plain`, it asks for one plain answer only.
"""

import json
import sys

import openai

base_url, key, *parts = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key=key, max_retries=2)
hello = [{"role": "user", "content": "Hi"}]


def show(name, **told):
    print(json.dumps({"name": name, **told}), flush=True)


def models():
    show("models", ids=[model.id for model in client.models.list()])


def plain():
    raw = client.chat.completions.with_raw_response.create(model="line", messages=hello)
    answer = raw.parse()
    show(
        "plain",
        content=answer.choices[0].message.content,
        finish=answer.choices[0].finish_reason,
        tokens=answer.usage.total_tokens,
        run=raw.headers["x-run-id"],
    )


def streamed():
    pieces, usage, finish = [], None, None
    stream = client.chat.completions.create(
        model="line", messages=hello, stream=True, stream_options={"include_usage": True}
    )
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            pieces.append(choice.delta.content or "")
            finish = choice.finish_reason or finish
    show("streamed", text="".join(pieces), finish=finish, tokens=usage.total_tokens)


def refused(name, error_type, **request):
    try:
        client.chat.completions.create(messages=hello, **request)
        show(name, error=None)
    except error_type as error:
        show(name, error=type(error).__name__, code=error.code, param=error.param)


def failed_stream():
    try:
        for _ in client.chat.completions.create(model="failing", messages=hello, stream=True):
            pass
        show("failed_stream", error=None)
    except openai.APIError as error:
        show("failed_stream", error=type(error).__name__, message=error.message)


if parts == ["plain"]:
    plain()
    sys.exit()

models()
plain()
streamed()
refused("unknown", openai.NotFoundError, model="nobody")
refused("several", openai.BadRequestError, model="line", n=2)
refused("failing", openai.InternalServerError, model="failing")
failed_stream()
