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
  'openai quota',
  429,
  {
    error: {
      message:
        'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
      type: 'insufficient_quota',
      param: null,
      code: 'insufficient_quota',
    },
  },
  {},
  'rejected credit',
);
t(
  'gemini quota free',
  429,
  [
    {
      error: {
        code: 429,
        message:
          'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.\n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 10, model: gemini-2.5-flash\nPlease retry in 31.8s.',
        status: 'RESOURCE_EXHAUSTED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
            violations: [{ quotaMetric: 'x', quotaId: 'GenerateRequestsPerMinute' }],
          },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '31s' },
        ],
      },
    },
  ],
  {},
  'ratelimited 31s',
);
t(
  'openrouter free daily',
  429,
  {
    error: {
      message:
        'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
      code: 429,
      metadata: {
        headers: {
          'X-RateLimit-Limit': '50',
          'X-RateLimit-Remaining': '0',
          'X-RateLimit-Reset': '1741305600000',
        },
        provider_name: null,
      },
    },
    user_id: 'u',
  },
  {},
  'ratelimited',
);
t(
  'openrouter 402',
  402,
  {
    error: {
      message:
        'This request requires more credits, or fewer max_tokens. You requested up to 32000 tokens, but can only afford 1212. To increase, visit https://openrouter.ai/settings/credits and upgrade to a paid account',
      code: 402,
    },
  },
  {},
  'credit',
);
t(
  'openrouter upstream raw',
  429,
  {
    error: {
      message: 'Provider returned error',
      code: 429,
      metadata: {
        raw: 'google/gemini-2.0-flash-exp:free is temporarily rate-limited upstream. Please retry shortly, or add your own key to accumulate your rate limits: https://openrouter.ai/settings/integrations',
        provider_name: 'Google',
      },
    },
  },
  {},
  'RL',
);
t(
  'openrouter data policy',
  404,
  {
    error: {
      message:
        'No endpoints found matching your data policy (Free model publication). Configure: https://openrouter.ai/settings/privacy',
      code: 404,
    },
  },
  {},
  'rejected, no adaptation',
);
t(
  'openrouter no tool',
  404,
  {
    error: {
      message:
        'No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing',
      code: 404,
    },
  },
  {},
  'rejected: tools',
);
t(
  'openrouter moderation',
  403,
  {
    error: {
      message:
        'anthropic/claude requires moderation on OpenRouter. Your input was flagged for "violence"',
      code: 403,
      metadata: {
        reasons: ['violence'],
        flagged_input: 'kill',
        provider_name: 'Anthropic',
        model_slug: 'x',
      },
    },
  },
  {},
  'rejected; not the key',
);
t(
  'azure content filter',
  400,
  {
    error: {
      message:
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
      type: null,
      param: 'prompt',
      code: 'content_filter',
      status: 400,
      innererror: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_result: { hate: { filtered: true, severity: 'high' } },
      },
    },
  },
  {},
  'rejected w/ no adaptation',
);
t(
  'azure deployment',
  404,
  {
    error: {
      code: 'DeploymentNotFound',
      message:
        'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    },
  },
  {},
  'model',
);
t(
  'azure rl',
  429,
  {
    error: {
      code: '429',
      message:
        'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-02-01 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 22 seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.',
    },
  },
  {},
  'RL 22s',
);
t(
  'azure 401',
  401,
  {
    error: {
      code: '401',
      message:
        'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    },
  },
  {},
  'key',
);
t(
  'deepseek balance',
  402,
  {
    error: {
      message: 'Insufficient Balance',
      type: 'unknown_error',
      param: null,
      code: 'invalid_request_error',
    },
  },
  {},
  'credit',
);
t(
  'deepseek rf',
  400,
  {
    error: {
      message: 'This response_format type is unavailable now',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_request_error',
    },
  },
  {},
  'nativeSchema false',
);
t(
  'deepseek reasoning_content',
  400,
  {
    error: {
      message: 'The reasoning_content in the thinking mode must be passed back to the API.',
      type: 'invalid_request_error',
    },
  },
  {},
  'rejected no adapt',
);
t(
  'mistral 422',
  422,
  {
    object: 'error',
    message: {
      detail: [
        {
          type: 'extra_forbidden',
          loc: ['body', 'parallel_tool_calls'],
          msg: 'Extra inputs are not permitted',
          input: false,
        },
      ],
    },
    type: 'invalid_request_error',
    param: null,
    code: null,
  },
  {},
  'no parallel?',
);
t(
  'mistral order',
  400,
  {
    object: 'error',
    message:
      'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant',
    type: 'invalid_request_message_order',
    param: null,
    code: '3230',
  },
  {},
  'alternating',
);
t(
  'mistral capacity',
  429,
  {
    object: 'error',
    message: 'Service tier capacity exceeded for this model.',
    type: 'service_tier_capacity_exceeded',
    param: null,
    code: '3505',
  },
  {},
  'RL',
);
t('mistral 401', 401, { message: 'Unauthorized', request_id: 'x' }, {}, 'key');
t('mistral 401 b', 401, { detail: 'Unauthorized' }, {}, 'key');
t(
  'groq tool_use_failed',
  400,
  {
    error: {
      message:
        "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.",
      type: 'invalid_request_error',
      code: 'tool_use_failed',
      failed_generation: '<function=search{"q":1}</function>',
    },
  },
  {},
  'mistake',
);
t(
  'groq 413',
  413,
  {
    error: {
      message:
        'Request too large for model `llama-3.1-8b-instant` in organization `org_x` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 13000, please reduce your message size and try again.',
      type: 'tokens',
      code: 'rate_limit_exceeded',
    },
  },
  {},
  'rejected tooLong',
);
t(
  'groq rl',
  429,
  {
    error: {
      message:
        'Rate limit reached for model `x` in organization `y` on tokens per day (TPD): Limit 100000, Used 99500, Requested 1500. Please try again in 14m24s. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing',
      type: 'tokens',
      code: 'rate_limit_exceeded',
    },
  },
  {},
  'RL 60s',
);
t(
  'openai req too large 429',
  429,
  {
    error: {
      message:
        'Request too large for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Requested 45000. The input or output tokens must be reduced in order to run successfully. Visit https://platform.openai.com/account/rate-limits to learn more.',
      type: 'tokens',
      param: null,
      code: 'rate_limit_exceeded',
    },
  },
  {},
  'rejected too long (never succeeds)',
);
t(
  'anthropic overloaded',
  529,
  { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  {},
  'unavail',
);
t(
  'anthropic credit',
  400,
  {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message:
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    },
  },
  {},
  'credit',
);
t(
  'anthropic long',
  400,
  {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message: 'prompt is too long: 208310 tokens > 200000 maximum',
    },
  },
  {},
  'tooLong',
);
t(
  'anthropic limit',
  400,
  {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message:
        'max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet',
    },
  },
  {},
  'rejected, no drop of max_tokens',
);
t(
  'anthropic in+max',
  400,
  {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message:
        'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again',
    },
  },
  {},
  'tooLong',
);
t(
  'anthropic usage limit',
  400,
  {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message:
        'You have reached your specified API usage limits. You will regain access on 2025-09-01 at 00:00 UTC.',
    },
  },
  {},
  'credit-ish',
);
t(
  'openai max_tokens',
  400,
  {
    error: {
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      type: 'invalid_request_error',
      param: 'max_tokens',
      code: 'unsupported_parameter',
    },
  },
  {},
  'limit',
);
t(
  'openai max too large',
  400,
  {
    error: {
      message:
        'max_tokens is too large: 32000. This model supports at most 16384 completion tokens, whereas you provided 32000.',
      type: 'invalid_request_error',
      param: 'max_tokens',
      code: null,
    },
  },
  {},
  'rejected no adapt',
);
t(
  'openai temperature',
  400,
  {
    error: {
      message:
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
      type: 'invalid_request_error',
      param: 'temperature',
      code: 'unsupported_value',
    },
  },
  {},
  'rejected no adapt',
);
t(
  'openai ctx',
  400,
  {
    error: {
      message:
        "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (5000 in the messages, 4000 in the completion). Please reduce the length of the messages or completion.",
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    },
  },
  {},
  'tooLong',
);
t(
  'openai 404',
  404,
  {
    error: {
      message: 'The model `gpt-9` does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: null,
      code: 'model_not_found',
    },
  },
  {},
  'model',
);
t(
  'openai verify org',
  400,
  {
    error: {
      message:
        'Your organization must be verified to stream this model. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.',
      type: 'invalid_request_error',
      param: 'stream',
      code: 'unsupported_value',
    },
  },
  {},
  'rejected; (when streaming)',
);
t(
  'openai server',
  500,
  {
    error: {
      message: 'The server had an error while processing your request. Sorry about that!',
      type: 'server_error',
      param: null,
      code: null,
    },
  },
  {},
  'unav',
);
t(
  'openai img url',
  400,
  {
    error: {
      message:
        "Invalid schema for response_format 'reply': In context=(), 'additionalProperties' is required to be supplied and to be false.",
      type: 'invalid_request_error',
      param: 'response_format',
      code: null,
    },
  },
  {},
  'schema this one',
);
t(
  'openai invalid fn schema',
  400,
  {
    error: {
      message:
        "Invalid schema for function 'search': 'string' is not valid under any of the given schemas.",
      type: 'invalid_request_error',
      param: 'tools[0].function.parameters',
      code: 'invalid_function_parameters',
    },
  },
  {},
  'toolSchemas',
);
t(
  'ollama 404',
  404,
  {
    error: {
      message: 'model "llama9" not found, try pulling it first',
      type: 'api_error',
      param: null,
      code: null,
    },
  },
  {},
  'model',
);
t(
  'ollama tools',
  400,
  {
    error: {
      message: 'registry.ollama.ai/library/gemma:2b does not support tools',
      type: 'api_error',
      param: null,
      code: null,
    },
  },
  {},
  'rejected tools',
);
t(
  'ollama mem',
  500,
  {
    error: {
      message: 'model requires more system memory (8.4 GiB) than is available (6.1 GiB)',
      type: 'api_error',
      param: null,
      code: null,
    },
  },
  {},
  'rejected? (unavail w/ words)',
);
t(
  'ollama tool parse',
  500,
  {
    error: {
      message: 'error parsing tool call: raw=\'{"q":\', err=unexpected end of JSON input',
      type: 'api_error',
    },
  },
  {},
  'mistake',
);
t(
  'ollama busy',
  503,
  {
    error: {
      message: 'server busy, please try again.  maximum pending requests exceeded',
      type: 'api_error',
    },
  },
  {},
  'unav/RL',
);
t(
  'llama.cpp loading',
  503,
  { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
  {},
  'loading',
);
t(
  'llama.cpp ctx',
  400,
  {
    error: {
      code: 400,
      message:
        'the request exceeds the available context size. try increasing the context size or enable context shift',
      type: 'exceed_context_size_error',
      n_prompt_tokens: 5000,
      n_ctx: 4096,
    },
  },
  {},
  'tooLong',
);
t(
  'llama.cpp tools jinja',
  500,
  { error: { code: 500, message: 'tools param requires --jinja flag', type: 'server_error' } },
  {},
  'rejected ideally',
);
t(
  'llama.cpp template',
  500,
  {
    error: {
      code: 500,
      message:
        'Conversation roles must alternate user/assistant/user/assistant/... at row 1, column 2',
      type: 'server_error',
    },
  },
  {},
  'alternating',
);
t(
  'vllm auto tool',
  400,
  {
    object: 'error',
    message:
      '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    type: 'BadRequestError',
    param: null,
    code: 400,
  },
  {},
  'rejected; no stream change!',
);
t(
  'vllm ctx',
  400,
  {
    object: 'error',
    message:
      "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens in the messages, Please reduce the length of the messages.",
    type: 'BadRequestError',
    param: null,
    code: 400,
  },
  {},
  'tooLong',
);
t(
  'vllm ctx2',
  400,
  {
    error: {
      message:
        "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens and your request has 800 input tokens (4096 > 4096 - 800).",
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
  },
  {},
  'tooLong/limit',
);
t(
  'vllm 404',
  404,
  {
    object: 'error',
    message: 'The model `x` does not exist.',
    type: 'NotFoundError',
    param: null,
    code: 404,
  },
  {},
  'model',
);
t('lmstudio', 400, { error: 'Model has been unloaded' }, {}, 'loading? rejected');
t(
  'lmstudio no model',
  404,
  {
    error: {
      message:
        'No models loaded. Please load a model in the developer page or use the `lms load` command.',
      type: 'invalid_request_error',
      param: 'model',
      code: 'model_not_found',
    },
  },
  {},
  'model',
);
t('lmstudio rf', 400, { error: "'response_format.type' must be 'json_schema' or 'text'" }, {}, '');
t(
  'lmstudio jinja',
  400,
  {
    error:
      'Error rendering prompt with jinja template: "Only user and assistant roles are supported!"',
  },
  {},
  'system role user',
);
t(
  'litellm',
  400,
  {
    error: {
      message:
        "litellm.UnsupportedParamsError: bedrock does not support parameters: ['response_format'], for model=x. To drop these, set `litellm.drop_params=True`",
      type: 'None',
      param: null,
      code: '400',
    },
  },
  {},
  'native',
);
t(
  'litellm budget',
  400,
  {
    error: {
      message: 'Budget has been exceeded! Current cost: 10.1, Max budget: 10.0',
      type: 'budget_exceeded',
      param: null,
      code: '400',
    },
  },
  {},
  'credit',
);
t(
  'litellm key',
  401,
  {
    error: {
      message:
        'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...abcd, Key Hash (Token) =aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
      type: 'token_not_found_in_db',
      param: 'key',
      code: '401',
    },
  },
  {},
  'key; redacted',
);
t(
  'litellm no deployments',
  429,
  {
    error: {
      message:
        'No deployments available for selected model, Try again in 60 seconds. Passed model=gpt-4. pre-call-checks=False, cooldown_list=[...]',
      type: 'None',
      param: 'None',
      code: '429',
    },
  },
  {},
  'RL 60',
);
t(
  'gemini key',
  400,
  [
    {
      error: {
        code: 400,
        message: 'API key not valid. Please pass a valid API key.',
        status: 'INVALID_ARGUMENT',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'API_KEY_INVALID',
            domain: 'googleapis.com',
          },
        ],
      },
    },
  ],
  {},
  'key',
);
t(
  'gemini region',
  400,
  [
    {
      error: {
        code: 400,
        message: 'User location is not supported for the API use.',
        status: 'FAILED_PRECONDITION',
      },
    },
  ],
  {},
  'region',
);
t(
  'gemini overloaded',
  503,
  [
    {
      error: {
        code: 503,
        message: 'The model is overloaded. Please try again later.',
        status: 'UNAVAILABLE',
      },
    },
  ],
  {},
  'unav',
);
t(
  'gemini fn schema',
  400,
  [
    {
      error: {
        code: 400,
        message:
          'Invalid JSON payload received. Unknown name "additionalProperties" at \'tools[0].function_declarations[0].parameters\': Cannot find field.',
        status: 'INVALID_ARGUMENT',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [
              { field: 'tools[0].function_declarations[0].parameters', description: 'x' },
            ],
          },
        ],
      },
    },
  ],
  {},
  'toolSchemas basic',
);
t(
  'gemini 404',
  404,
  [
    {
      error: {
        code: 404,
        message:
          'models/gemini-9 is not found for API version v1main, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.',
        status: 'NOT_FOUND',
      },
    },
  ],
  {},
  'model',
);
t(
  'gemini thought sig',
  400,
  [
    {
      error: {
        code: 400,
        message:
          'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance.',
        status: 'INVALID_ARGUMENT',
      },
    },
  ],
  {},
  'rejected, no adapt',
);
t(
  'gemini turns',
  400,
  [
    {
      error: {
        code: 400,
        message:
          'Please ensure that function call turn comes immediately after a user turn or after a function response turn.',
        status: 'INVALID_ARGUMENT',
      },
    },
  ],
  {},
  'alternating',
);
t(
  'gemini pdf perm',
  403,
  [
    {
      error: {
        code: 403,
        message:
          'Generative Language API has not been used in project 123 before or it is disabled. Enable it by visiting https://console...',
        status: 'PERMISSION_DENIED',
      },
    },
  ],
  {},
  'key',
);
t(
  'xai',
  403,
  {
    code: 'The caller does not have permission to execute the specified operation',
    error:
      "Your newly created team doesn't have any credits yet. You can purchase credits on https://console.x.ai/team/xx",
  },
  {},
  'credit',
);
t(
  'xai key',
  400,
  {
    code: 'Client specified an invalid argument',
    error:
      'Incorrect API key provided: xa***yz. You can obtain an API key from https://console.x.ai.',
  },
  {},
  'key',
);
t(
  'xai model',
  404,
  {
    code: 'Some requested entity was not found',
    error: 'The model grok-9 does not exist or your team 123 does not have access to it.',
  },
  {},
  'model',
);
t(
  'together',
  422,
  {
    id: 'x',
    error: {
      message:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 7000 `inputs` tokens and 2048 `max_new_tokens`',
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
  },
  {},
  'tooLong',
);
t(
  'together key',
  401,
  {
    id: 'x',
    error: {
      message:
        'Invalid API key provided. You can find your API key at https://api.together.xyz/settings/api-keys.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  },
  {},
  'key',
);
t(
  'together credit limit',
  402,
  {
    error: {
      message:
        'Credit limit exceeded, please navigate to https://api.together.ai/settings/billing to upgrade',
      type: 'credit_limit',
    },
  },
  {},
  'credit',
);
t(
  'hf',
  503,
  { error: 'Model meta-llama/x is currently loading', estimated_time: 52.1 },
  {},
  'loading 52s',
);
t(
  'hf gated',
  403,
  {
    error:
      'Access to model x is restricted and you are not in the authorized list. Visit https://hf.co/x to ask for access.',
  },
  {},
  'key',
);
t(
  'hf credits',
  402,
  {
    error:
      'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
  },
  {},
  'credit',
);
t(
  'bedrock throttle',
  429,
  { message: 'Too many requests, please wait before trying again.', __type: 'ThrottlingException' },
  {},
  'RL',
);
t(
  'bedrock on-demand',
  400,
  {
    message:
      'Invocation of model ID anthropic.claude-x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
  },
  {},
  'rejected',
);
t(
  'bedrock access',
  403,
  { Message: 'User: arn:aws:iam::1 is not authorized to perform: bedrock:InvokeModel' },
  {},
  'key',
);
t(
  'bedrock sig expired',
  403,
  { message: 'The security token included in the request is expired' },
  {},
  'key',
);
t(
  'github models',
  429,
  {
    error: {
      code: 'RateLimitReached',
      message:
        'Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 36000 seconds before retrying.',
      details: 'same',
    },
  },
  {},
  'RL 60',
);
t(
  'github too large',
  413,
  {
    error: {
      code: 'tokens_limit_reached',
      message: 'Request body too large for gpt-4o model. Max size: 8000 tokens.',
      details: '',
    },
  },
  {},
  'tooLong',
);
t(
  'cf html 502',
  502,
  '<!DOCTYPE html><html><head><title>api.x | 502: Bad gateway</title><style>a{}</style></head><body><h1>Bad gateway Error code 502</h1></body></html>',
  {},
  'unav',
);
t(
  'cf 403 block',
  403,
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>',
  {},
  '403 not key?',
);
t('cf 1010', 403, 'error code: 1010', {}, '');
t(
  'nginx 413',
  413,
  '<html>\r\n<head><title>413 Request Entity Too Large</title></head></html>',
  {},
  'tooLong',
);
t(
  'cerebras queue',
  429,
  {
    message: "We're experiencing high traffic right now! Please try again soon.",
    type: 'too_many_requests_error',
    param: 'queue',
    code: 'queue_exceeded',
  },
  {},
  'RL',
);
t(
  'moonshot overloaded',
  429,
  {
    error: {
      message: 'The engine is currently overloaded, please try again later',
      type: 'engine_overloaded_error',
    },
  },
  {},
  'RL/unav',
);
t(
  'moonshot suspended',
  429,
  {
    error: {
      message:
        'Your account org-x <ak-x> is suspended due to insufficient balance, please recharge your account or check your plan and billing details',
      type: 'exceeded_current_quota_error',
    },
  },
  {},
  'credit',
);
t(
  'moonshot rl',
  429,
  {
    error: {
      message:
        'Your account org-x request reached max organization RPM: 3, please try again after 1 seconds',
      type: 'rate_limit_reached_error',
    },
  },
  {},
  'RL 1s',
);
t(
  'zai',
  429,
  {
    error: {
      code: '1113',
      message: 'Insufficient balance or no resource package. Please recharge.',
    },
  },
  {},
  'credit',
);
t(
  'zai cn',
  429,
  { error: { code: '1113', message: '您的账户已欠费，请充值后重试。' } },
  {},
  'credit',
);
t(
  'qwen arrears',
  400,
  {
    error: {
      message: 'Access denied, please make sure your account is in good standing.',
      type: 'Arrearage',
      param: null,
      code: 'Arrearage',
    },
  },
  {},
  'credit',
);
t(
  'qwen thinking',
  400,
  {
    error: {
      message: 'parameter.enable_thinking must be set to false for non-streaming calls',
      type: 'invalid_request_error',
      code: 'invalid_parameter_error',
    },
  },
  {},
  'streamOnly',
);
t(
  'qwen stream',
  400,
  {
    error: {
      message:
        'This model only support stream mode, please enable the stream parameter to access the model.',
      code: 'invalid_parameter_error',
    },
  },
  {},
  'streamOnly',
);
t(
  'qwen json word',
  400,
  {
    error: {
      message:
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      code: 'invalid_parameter_error',
    },
  },
  {},
  'native',
);
t(
  'minimax 200',
  200,
  { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
  {},
  'credit',
);
t('minimax 200 rl', 200, { base_resp: { status_code: 1002, status_msg: 'rate limit' } }, {}, 'RL');
t(
  'perplexity 401 html',
  401,
  '<html>\r\n<head><title>401 Authorization Required</title></head>\r\n<body><center><h1>401 Authorization Required</h1></center><hr><center>openresty</center></body></html>',
  {},
  'key',
);
t(
  'perplexity alt',
  400,
  {
    error: {
      message:
        'After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).',
      type: 'invalid_message',
      code: 400,
    },
  },
  {},
  'alternating',
);
t(
  'perplexity tools',
  400,
  {
    error: {
      message: 'Tool calling is not supported for this model.',
      type: 'invalid_tool',
      code: 400,
    },
  },
  {},
  'rejected',
);
t(
  'cohere',
  400,
  {
    id: 'x',
    message:
      'too many tokens: size limit exceeded by 2122 tokens. Try using shorter or fewer inputs',
  },
  {},
  'tooLong',
);
t(
  'cohere trial',
  429,
  {
    message:
      'You are using a Trial key, which is limited to 10 API calls / minute. You can continue to use the Trial key for free or upgrade to a Production key',
  },
  {},
  'RL',
);
t(
  'fireworks',
  412,
  {
    error: {
      object: 'error',
      type: 'invalid_request_error',
      code: 'precondition_failed',
      message:
        'Account x is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices.',
    },
  },
  {},
  'credit',
);
t(
  'nvidia',
  404,
  { status: 404, title: 'Not Found', detail: "Function 'abc': Not found for account 'x'" },
  {},
  'model',
);
t(
  'nvidia 422',
  422,
  {
    detail: [
      {
        type: 'extra_forbidden',
        loc: ['body', 'stream_options'],
        msg: 'Extra inputs are not permitted',
      },
    ],
  },
  {},
  '',
);
t(
  'baseten fastapi',
  422,
  {
    detail: [
      {
        loc: ['body', 'messages', 0, 'role'],
        msg: "value is not a valid enumeration member; permitted: 'user', 'assistant'",
        type: 'type_error.enum',
      },
    ],
  },
  {},
  'system->user',
);
t('401 empty', 401, '', {}, 'key');
t(
  'anthropic rl',
  429,
  {
    type: 'error',
    error: {
      type: 'rate_limit_error',
      message:
        "This request would exceed your organization's rate limit of 30,000 input tokens per minute.",
    },
  },
  { 'retry-after': '17' },
  'RL 17',
);
t(
  'xshould retry',
  429,
  { error: { code: 'insufficient_quota', message: 'quota' } },
  { 'x-should-retry': 'true' },
  'credit not retried',
);
t(
  'anthropic thinking',
  400,
  {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message:
        'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`. When `thinking` is enabled, a final `assistant` message must start with a thinking block',
    },
  },
  {},
  'no adapt',
);
t(
  'anthropic unexpected tool_use_id',
  400,
  {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message:
        'messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_x. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
    },
  },
  {},
  'no adapt',
);
