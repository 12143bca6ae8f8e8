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
  'xai 429 credit',
  429,
  {
    code: 'Some resource has been exhausted',
    error:
      'Your team 123 has either used all available credits or reached its monthly spending limit. To continue making API requests, please purchase more credits or raise your spending limit.',
  },
  {},
  'credit',
);
t(
  'openrouter key limit',
  403,
  {
    error: {
      message:
        'Key limit exceeded (monthly limit). Manage it using https://openrouter.ai/settings/keys',
      code: 403,
    },
  },
  {},
  'credit',
);
t(
  'anthropic spend',
  429,
  {
    type: 'error',
    error: {
      type: 'rate_limit_error',
      message: 'This request would exceed your organization monthly spend limit',
    },
  },
  {},
  '',
);
t(
  'openai hard limit',
  429,
  {
    error: {
      message: 'Billing hard limit has been reached',
      type: 'invalid_request_error',
      code: 'billing_hard_limit_reached',
    },
  },
  {},
  'credit',
);
t(
  'openai not active',
  429,
  {
    error: {
      message: 'Your account is not active, please check your billing details on our website.',
      type: 'billing_not_active',
      code: 'billing_not_active',
    },
  },
  {},
  'credit',
);
t(
  'baidu',
  429,
  { error: { code: 'insufficient_quota', message: 'Open api daily request limit reached' } },
  {},
  '',
);
t('mistral plan', 401, { message: 'Inactive subscription or usage limit reached' }, {}, 'credit?');
t('mistral check plan 402', 402, { detail: 'Check your payment method' }, {}, 'credit');
t(
  'bedrock daily tokens',
  429,
  { message: 'Too many tokens per day, please wait before trying again.' },
  {},
  'RL not tooLong',
);
t(
  'bedrock too many tokens 400',
  400,
  { message: 'Too many tokens, please wait before trying again.' },
  {},
  'RL not tooLong',
);
t(
  'gemini 503 unavailable',
  503,
  [
    {
      error: {
        code: 503,
        message:
          'This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try again later.',
        status: 'UNAVAILABLE',
      },
    },
  ],
  {},
  'unav',
);
t(
  'gemini 500',
  500,
  [
    {
      error: {
        code: 500,
        message: 'An internal error has occurred. Please retry or report',
        status: 'INTERNAL',
      },
    },
  ],
  {},
  'unav',
);
t(
  'gemini free limit 0',
  429,
  [
    {
      error: {
        code: 429,
        message:
          'You exceeded your current quota... Quota exceeded for metric: x, limit: 0, model: gemini-2.5-pro',
        status: 'RESOURCE_EXHAUSTED',
      },
    },
  ],
  {},
  'RL',
);
t(
  'openrouter ctx',
  400,
  {
    error: {
      message:
        "This endpoint's maximum context length is 131072 tokens. However, you requested about 200000 tokens",
      code: 400,
    },
  },
  {},
  'tooLong',
);
t(
  'openrouter invalid model',
  400,
  { error: { message: 'foo/bar is not a valid model ID', code: 400 } },
  {},
  'model',
);
t(
  'vercel gateway',
  403,
  {
    error: {
      message: 'AI Gateway requires a valid credit card on file to service requests.',
      type: 'customer_verification_required',
    },
  },
  {},
  'credit',
);
t(
  'azure api version',
  404,
  { error: { code: '404', message: 'Resource not found' } },
  {},
  'address',
);
t(
  'azure model unsupported op',
  400,
  {
    error: {
      code: 'OperationNotSupported',
      message:
        'The chatCompletion operation does not work with the specified model, gpt-5-pro. Please choose different model and try again.',
    },
  },
  {},
  'model',
);
t(
  'openai responses only',
  404,
  {
    error: {
      message: 'This model is only supported in v1/responses and not in v1/chat/completions.',
      type: 'invalid_request_error',
      param: 'model',
      code: null,
    },
  },
  {},
  'api advice',
);
t(
  'openai tools+effort',
  400,
  {
    error: {
      message:
        'Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions. Please use /v1/responses instead.',
      type: 'invalid_request_error',
      param: 'reasoning_effort',
    },
  },
  {},
  '',
);
t(
  'openai name',
  400,
  {
    error: {
      message: "Invalid 'tools[0].function.name': string does not match pattern.",
      param: 'tools[0].function.name',
      code: 'invalid_value',
    },
  },
  {},
  'no adapt: pattern?',
);
t(
  'openai too many tools',
  400,
  {
    error: {
      message:
        "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 200 instead.",
      param: 'tools',
      code: 'array_above_max_length',
    },
  },
  {},
  'not tooLong advice',
);
t(
  'refusal of temperature+ format word default/title in user content',
  400,
  {
    error: {
      message:
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported. title",
      param: 'temperature',
    },
  },
  {},
  'NO',
);
