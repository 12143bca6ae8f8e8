import type { ServerWords } from './server-words.ts';

/** What a server's words and codes mean, where its status alone does not say. */
export type Sign =
  | 'credit'
  | 'refused'
  | 'blocked'
  | 'rateLimit'
  | 'loading'
  | 'mistake'
  | 'tooLong'
  | 'outputLimit'
  | 'key'
  | 'model'
  | 'region'
  | 'overloaded';

interface Signs {
  sign: Sign;
  codes?: RegExp;
  words?: RegExp;
}

/** The first that is found holds. */
const signs: readonly Signs[] = [
  {
    sign: 'credit',
    codes:
      /^(?:insufficient_quota|insufficient_user_quota|insufficient[_-]?(?:balance|credits?|funds)|billing\w*|\w*spend_limit\w*|402|payment_required|credits?_exhausted|budget_exceeded|out_of_credits?|account_deactivated|arrearage|accountoverdue\w*|quota_exhausted)$/,
    words:
      /credit balance is too low|insufficient[ _](?:account |user )?(?:balance|credits?|funds|quota)|balance is (?:insufficient|too low|not enough)|overdue balance|no (?:more )?credits?\b|(?:out of|not enough|run out of|requires? more|add(?: more)?|purchase(?: more)?|buy(?: more)?) credits?\b|credits? (?:have been |are |is )?(?:exhausted|used up|depleted)|payment (?:is )?required|valid credit card|top[ -]?up your|account (?:is )?(?:in )?(?:arrears|overdue)|(?:exceed(?:ed|s)? (?:your|the) )?(?:(?:organization )?monthly|current) (?:spend(?:ing)?|billing|usage) limit|key limit exceeded|inactive subscription|usage limit reached|budget has been exceeded|余额不足|欠费/i,
  },
  {
    sign: 'refused',
    codes:
      /^(?:content_?policy_?violation|content_?filter|moderation\w*|content_filtered|responsibleaipolicyviolation|data_?inspection_?failed)$/,
    words:
      /safety system|content (?:management )?policy|input was flagged|flagged (?:by|as|for)|moderation|inappropriate content|content (?:was |is )?(?:filtered|blocked)|violat\w+ (?:our|the) .{0,40}polic/i,
  },
  {
    sign: 'blocked',
    words:
      /just a moment|attention required|error code: 10\d\d|cf-ray|access denied.{0,60}(?:firewall|cloudflare)/i,
  },
  {
    sign: 'mistake',
    codes:
      /^(?:tool_use_failed|json_validate_failed|output_parse_failed|malformed_function_call|invalid_tool_call)$/,
    words:
      /failed to (?:call a function|generate json|parse (?:the )?(?:tool|function|model)|validate json)|error parsing tool call|(?:model|generation) (?:produced|generated|output|wrote|returned).{0,40}(?:invalid|malformed|could not be|not valid)|(?:tool|function) call (?:validation|parsing) failed|malformed (?:tool|function) call/i,
  },
  {
    sign: 'tooLong',
    codes:
      /^(?:context_length_exceeded|string_above_max_length|request_too_large|input_too_long|context_window_exceeded)$/,
    words:
      /(?:context|prompt|input|messages?|request)\b.{0,60}(?:too long|too many tokens|exceeds?|over(?:flow)?|longer than|maximum|larger than).{0,60}(?:context|length|window|tokens|limit)|maximum context length|(?:prompt|input|request) (?:is |was )?too (?:long|large)|tokens?\b.{0,40}must be (?:<=?|less than|at most|under|below)|too many (?:input )?tokens|context[ _](?:length|window|size)[ _]?(?:was |is |has been )?(?:exceeded|overflow)/i,
  },
  {
    sign: 'loading',
    codes: /^(?:model_loading|loading|model_not_ready)$/,
    words:
      /loading (?:the )?model|model\b.{0,60}\b(?:is |being )?(?:currently |still )?(?:loading|starting|warming|not (?:yet )?ready)|(?:warming|starting|booting|spinning) up|cold ?start|model load(?:ing)? in progress|no instances? (?:are )?(?:ready|available) yet/i,
  },
  {
    sign: 'rateLimit',
    codes:
      /^(?:rate_limit\w*|429|too_many_requests|resource_exhausted|throttl\w*|requests|tokens|quota_exceeded|tpm|rpm|throughput_limit_exceeded)$/,
    words:
      /rate[ -]?limit|too many requests|throttl|quota exceeded|requests per (?:minute|second|day)|tokens per (?:minute|day)|concurrency limit/i,
  },
  {
    sign: 'key',
    codes:
      /^(?:invalid_api_key|401|403|authentication_error|permission_error|unauthenticated|permission_denied|invalid_authentication\w*|unauthorized|api_key_invalid|forbidden)$/,
    words:
      /api[ _-]?key (?:is )?(?:not valid|invalid|missing|expired|not found|was not)|(?:invalid|incorrect|missing|no|expired) (?:api[ _-]?key|credentials|authentication|authorization|access token|token provided)|unauthori[sz]ed|not authenticated|authentication (?:failed|required|fails)/i,
  },
  {
    sign: 'model',
    codes:
      /^(?:model_not_found|404|not_found_error|unknown_model|deploymentnotfound|model_not_supported|model_not_available|invalid_model)$/,
    words:
      /(?:model|deployment)\b.{0,120}(?:not found|does not exist|doesn't exist|not exist|is not available|unknown|not supported by|no longer|decommissioned|deprecated|is invalid)|unable to access .{0,60}model|(?:no such|unknown|invalid|unsupported) model|try pulling it first|not a valid model/i,
  },
  {
    sign: 'region',
    words:
      /(?:country|region|territory|location)\b.{0,40}(?:not supported|unsupported|not available)|unsupported_country/i,
  },
  {
    sign: 'overloaded',
    codes:
      /^(?:overloaded_error|engine_overloaded\w*|server_error|service_unavailable|unavailable|internal_error|api_error|internalservererror|50\d|52\d|capacity\w*)$/,
    words:
      /overloaded|at capacity|temporarily unavailable|try again later|server is busy|service unavailable|upstream (?:error|connect)|internal (?:server )?error|no healthy upstream/i,
  },
];

/** They hide behind general codes. */
const special: ReadonlySet<Sign> = new Set<Sign>([
  'credit',
  'refused',
  'blocked',
  'mistake',
  'tooLong',
  'loading',
]);

/** A model that could not be loaded, or that somebody has to load, does not come by waiting. */
const notLoading =
  /fail(?:ed|ure)|stopped|insufficient|not enough|load a model first|unloaded|error loading/i;

/** A request that is over the limit of a minute by itself. */
const largerThanLimit = /request too large/i;

function isIn(each: Signs, line: string, status: number | null): boolean {
  if (each.words?.test(line) !== true) return false;
  if (each.sign === 'tooLong') return status !== 429;
  if (each.sign !== 'loading') return true;
  const canPass = status === null || status === 425 || status === 429 || status >= 500;
  return canPass && !notLoading.test(line);
}

/**
 * What an error's codes, and then its words, say.
 *
 * @param status of HTTP, or as the body has it: a request that comes too soon may well speak of its length, and
 *   one that is too large of the limit of a minute
 */
export function signOf(
  { codes, words }: Pick<ServerWords, 'codes' | 'words'>,
  status: number | null,
): Sign | undefined {
  const line = words.slice(0, 1_000);
  const byCode = signs.find((each) => codes.some((code) => each.codes?.test(code)));
  const byWords = signs.find((each) => isIn(each, line, status));
  if (largerThanLimit.test(line) && status === 429) return 'tooLong';
  if (byWords !== undefined && special.has(byWords.sign)) return byWords.sign;
  const sign = (byCode ?? byWords)?.sign;
  return status === 413 && sign === 'rateLimit' ? 'tooLong' : sign;
}
