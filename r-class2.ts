import { classify } from './src/activities/providers/problems/classify.ts';
import { ServerRefusal } from './src/activities/providers/problems/server-refusal.ts';
import { adaptationTo } from './src/activities/providers/abilities/adaptation.ts';
const endpoint: any = {
  name: 'p',
  api: 'chat',
  baseURL: 'https://gw.example/v1',
  apiKey: 'sk-aaaaaaaaaaaa',
  keyEnv: 'P_KEY',
  model: null,
  prices: {},
  capabilities: {},
  simulated: false,
};
const can: any = {
  nativeSchema: true,
  outputLimit: 'max_tokens',
  systemRole: 'system',
  alternatingTurns: false,
  streamOnly: false,
  tools: true,
  parallelTools: true,
  toolSchemas: 'full',
  promptCache: true,
  statelessReasoning: false,
  streamUsage: true,
};
const request: any = {
  model: 'm',
  system: 'You are',
  messages: [{ role: 'user', content: 'x' }],
  tools: [
    {
      name: 'search',
      description: 'd',
      parameters: {
        type: 'object',
        properties: { q: { type: 'string', minLength: 1, title: 'Q' } },
        additionalProperties: false,
      },
    },
  ],
  can,
  schema: { type: 'object' },
  options: {},
  temperature: 0.2,
  reasoningEffort: 'low',
};
function t(label: string, status: number, body: any, headers: any = {}, expect = '') {
  const r = new ServerRefusal({
    status,
    headers: new Headers(headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const c = classify(r, { agentName: 'A', endpoint, model: 'm' });
  const a = adaptationTo(r, request);
  console.log(
    `${label} [expect ${expect}]\n   ${c.type} retry=${c.retryable} after=${c.retryAfterMs} load=${c.isLoading} :: ${c.message.slice(35)}\n   adapt=${JSON.stringify(a)}`,
  );
}

t(
  'deepseek range',
  400,
  {
    error: {
      message: 'Invalid max_tokens value, the valid range of max_tokens is [1, 8192]',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_request_error',
    },
  },
  {},
  'NO adapt',
);
t(
  'qwen range',
  400,
  {
    error: {
      message: 'Range of max_tokens should be [1, 8192]',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_parameter_error',
    },
  },
  {},
  'NO adapt',
);
t(
  'vllm neg',
  400,
  {
    object: 'error',
    message: 'max_tokens must be at least 1, got -20.',
    type: 'BadRequestError',
    code: 400,
  },
  {},
  'NO adapt',
);
t(
  'gemini range',
  400,
  [
    {
      error: {
        code: 400,
        message:
          'Unable to submit request because it has a maxOutputTokens value of 100000 but the supported range is from 1 (inclusive) to 65537 (exclusive). Update the value and try again.',
        status: 'INVALID_ARGUMENT',
      },
    },
  ],
  {},
  'NO',
);
t(
  'openrouter zero',
  400,
  {
    error: {
      message: 'Provider returned error',
      code: 400,
      metadata: {
        raw: '{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 64000 > 32000, which is the maximum allowed number of output tokens for claude-opus-4"}}',
        provider_name: 'Anthropic',
      },
    },
  },
  {},
  'NO adapt',
);
t(
  'system in user words',
  400,
  {
    error: {
      message:
        "Invalid 'messages[0].content': string too long. Expected a string with maximum length 1048576, but system message got 1100000.",
      code: 'string_above_max_length',
    },
  },
  {},
  'tooLong',
);
t(
  'moderation with system',
  400,
  {
    error: {
      message: 'Your prompt was rejected by the safety system. Only allowed content may be sent.',
      code: 'content_policy_violation',
    },
  },
  {},
  'NO systemRole',
);
t(
  'openai safety system',
  400,
  {
    error: {
      message:
        'Your request was rejected as a result of our safety system. Your prompt may contain text that is not allowed by our safety system.',
      type: 'invalid_request_error',
      code: 'content_policy_violation',
    },
  },
  {},
  'NO systemRole',
);
t(
  'cyber policy',
  400,
  {
    error: {
      message:
        'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt: https://platform.openai.com/docs/guides/reasoning#advice-on-prompting',
      code: 'invalid_prompt',
    },
  },
  {},
  'rejected',
);
t(
  'first message',
  400,
  {
    error: {
      message: 'Invalid value: image_url. Supported values are only text. In the last message.',
      code: null,
    },
  },
  {},
  'NO alternating',
);
t(
  'temp unsupported title',
  400,
  { error: { message: 'temperature: Extra inputs are not permitted', code: null } },
  {},
  'NO toolSchemas',
);
t(
  'reasoning_effort + default',
  400,
  {
    error: {
      message:
        "Unsupported value: 'reasoning_effort' does not support 'low' with this model. Supported values are: 'default'.",
      code: 'unsupported_value',
    },
  },
  {},
  'NO',
);
t(
  'format word',
  400,
  { error: { message: 'Invalid file format. not supported', code: null } },
  {},
  'NO',
);
t(
  'titan title',
  400,
  { error: { message: 'Unsupported model title', code: null } },
  {},
  'NO toolSchemas: title',
);
t(
  'stream word',
  400,
  { error: { message: 'stream must be false for this model', code: null } },
  {},
  'NO streamOnly',
);
t(
  'stream true not supported',
  400,
  { error: { message: 'Streaming is not enabled for your account', code: null } },
  {},
  'when not streaming',
);
t('timeouts 504', 504, 'upstream request timeout', {}, 'unav');
t('429 text only', 429, 'Too Many Requests', {}, 'RL');
t(
  '500 + rate',
  500,
  {
    error: {
      message: 'litellm.RateLimitError: AnthropicException - rate_limit_error',
      code: '500',
    },
  },
  {},
  'RL?',
);
t(
  '500 litellm ctx',
  500,
  {
    error: {
      message:
        'litellm.ContextWindowExceededError: prompt is too long: 250000 tokens > 200000 maximum',
      code: '500',
    },
  },
  {},
  'tooLong',
);
t(
  '500 auth passed on',
  500,
  {
    error: {
      message: 'litellm.AuthenticationError: Incorrect API key provided: sk-abc***xyz',
      code: '500',
    },
  },
  {},
  'rejected',
);
t(
  '503 no capacity sold out',
  503,
  {
    error: {
      message:
        'no available channel for model gpt-x under group default (distributor) (request id: x)',
      type: 'new_api_error',
    },
  },
  {},
  'oneapi: rejected/unav',
);
t(
  'oneapi quota',
  403,
  {
    error: {
      message: 'user quota is not enough (request id: 2025)',
      type: 'one_api_error',
      code: 'insufficient_user_quota',
    },
  },
  {},
  'credit',
);
t(
  'oneapi token',
  401,
  { error: { message: '无效的令牌 (request id: 2025)', type: 'one_api_error' } },
  {},
  'key',
);
t(
  'siliconflow',
  403,
  { code: 30001, message: 'Sorry, your account balance is insufficient', data: null },
  {},
  'credit',
);
t(
  'siliconflow rl',
  429,
  {
    code: 50603,
    message: 'Request was rejected due to rate limiting. Details:TPM limit reached.',
    data: null,
  },
  {},
  'RL',
);
t(
  'volc',
  429,
  {
    error: {
      code: 'AccountOverdueError',
      message: 'The request failed because your account has an overdue balance.',
      type: 'Forbidden',
    },
  },
  {},
  'credit',
);
t(
  'volc set limit',
  429,
  {
    error: {
      code: 'SetLimitExceeded',
      message:
        'Your account [x] has reached the set inference limit for the [m] model, and the model service has been paused.',
      type: 'TooManyRequests',
    },
  },
  {},
  '?',
);
t(
  'stepfun',
  402,
  { error: { message: 'you have no sufficient fund', type: 'quota_exceeded' } },
  {},
  'credit',
);
t(
  'copilot',
  403,
  {
    error: { message: 'Access to this endpoint is forbidden. Please review our Terms of Service.' },
  },
  {},
  'key',
);
t(
  'nested str',
  500,
  { error: '{"error":{"message":"inner words","code":429}}' },
  {},
  'words inner',
);
t('bytes msg', 400, { error: { message: ['a', 'b'] } }, {}, 'a: b');
t(
  'problem json',
  400,
  { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'messages empty' },
  {},
  'words',
);
t(
  'errors arr',
  400,
  {
    success: false,
    errors: [{ code: 7009, message: 'Upstream error: tool not found' }],
    messages: [],
  },
  {},
  'words',
);
t(
  'cf workers ai 3040',
  429,
  {
    errors: [{ message: 'AiError: Capacity temporarily exceeded, please try again.', code: 3040 }],
    success: false,
  },
  {},
  'RL/unav',
);
t(
  'cf ai gateway',
  400,
  {
    success: false,
    result: [],
    messages: [],
    error: [{ code: 2005, message: 'Failed to get response from provider' }],
  },
  {},
  '',
);
t(
  'aws message key',
  400,
  { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' },
  {},
  'lost',
);
t(
  'ollama cloud',
  502,
  { error: { message: 'upstream error', type: 'api_error' }, StatusMessage: 'x' },
  {},
  '',
);
t('msg in result', 400, { result: { msg: 'inner' }, code: 1 }, {}, 'lost?');
t(
  'anthropic request_id',
  413,
  {
    error: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
    type: 'error',
  },
  {},
  'tooLong',
);
t(
  'usage tokens in 500',
  500,
  { error: { message: 'tokens must be less than 100 in model config', code: 500 } },
  {},
  '500 tooLong not retried',
);
t(
  'msg: mistake overreach',
  400,
  {
    error: { message: 'Error: the model output schema is not valid: generation returned invalid' },
  },
  {},
  'mistake?',
);
t(
  'model deprecated in 429',
  429,
  { error: { message: 'The model x has been deprecated' } },
  {},
  '',
);
t('loading 200', 200, { error: 'Model is warming up' }, {}, 'loading');
t(
  'is currently overloaded with loading',
  503,
  { error: { message: 'Model too busy, unable to get response in less than 120 second(s)' } },
  {},
  'unav',
);
t(
  'loading never: failed to load',
  500,
  {
    error: {
      message:
        'model failed to load, this may be due to resource limitations or an internal error, check ollama server logs for details',
    },
  },
  {},
  'not loading',
);
t(
  'lmstudio failed',
  400,
  {
    error: {
      message:
        'Failed to load model "x". Error: Model loading was stopped due to insufficient system resources.',
    },
  },
  {},
  'NOT loading',
);
t(
  'llama-swap',
  502,
  { error: 'unable to start process: upstream command exited prematurely' },
  {},
  'unav',
);
t(
  '400 loading',
  404,
  { error: { message: 'The model is not loaded. Load a model first.' } },
  {},
  'not waited forever?',
);
