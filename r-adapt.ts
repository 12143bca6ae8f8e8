import { completeAdapting } from './src/activities/providers/abilities/complete-adapting.ts';
import { ServerRefusal } from './src/activities/providers/problems/server-refusal.ts';
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
async function run(label: string, answers: any[], set: any = {}, c = can) {
  let n = 0;
  const seen: any[] = [];
  try {
    const r = await completeAdapting({
      can: c,
      set,
      write: (x: any) =>
        ({
          model: 'm',
          system: 's',
          messages: [],
          tools: [
            { name: 'search', description: '', parameters: { type: 'object', properties: {} } },
          ],
          schema: { type: 'object' },
          can: x,
        }) as any,
      ask: async (q: any) => {
        seen.push(q.can.outputLimit + '/' + q.can.systemRole);
        const a = answers[Math.min(n++, answers.length - 1)];
        if (a.status)
          throw new ServerRefusal({ status: a.status, headers: new Headers(), body: a.body });
        return a;
      },
    });
    console.log(
      label,
      n,
      'requests; learnt',
      JSON.stringify(r.learnt),
      'stop',
      r.reply.stop,
      seen.join(' '),
    );
  } catch (e: any) {
    console.log(label, n, 'requests; threw', e.name, seen.join(' '));
  }
}
const ok = { text: 'x', stop: 'end' };
const b = (m: string, extra: any = {}) => ({
  status: 400,
  body: JSON.stringify({ error: { message: m, ...extra } }),
});
await run('deepseek range, then ignored field', [
  b('Invalid max_tokens value, the valid range of max_tokens is [1, 8192]'),
  ok,
]);
await run('perplexity alternate', [
  b(
    'After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).',
    { type: 'invalid_message' },
  ),
  b(
    'After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).',
    { type: 'invalid_message' },
  ),
  ok,
]);
await run('safety system', [
  b(
    'Your request was rejected as a result of our safety system. Your prompt may contain text that is not allowed by our safety system.',
    { code: 'content_policy_violation' },
  ),
  ok,
]);
await run('learnt by a mistake', [
  b("'response_format' is not supported"),
  b('Failed to call a function.', { code: 'tool_use_failed' }),
]);
await run('messages api limit', [
  b('max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens for claude'),
]);
await run(
  'forced schema hides other way',
  [b("'response_format' and 'parallel_tool_calls' are not supported"), ok],
  { nativeSchema: true },
);
await run('stream must be false', [
  b('stream must be false for this model'),
  b('stream must be false'),
  ok,
]);
