// Checks: what an agent is asked goes past a registered function, and its answer past another agent.
import { Agent, type CheckVerdict, local } from 'durable-agents';

function withoutAddresses(text: string): CheckVerdict {
  const rewrite = text.replaceAll(/[\w.+-]+@[\w.-]+\w/g, '[address]');
  return rewrite === text ? 'pass' : { rewrite, reason: 'it had an address in it' };
}

function noPasswords(text: string): CheckVerdict {
  return /password/i.test(text) ? { stop: 'somebody asks for a password' } : 'pass';
}

await using client = await local({ transforms: { withoutAddresses, noPasswords } });

const reviewer = new Agent({
  name: 'Reviewer',
  instructions: 'Send answers back that promise something. Stop what is offensive.',
});
const support = new Agent({
  name: 'Support',
  role: 'a friendly clerk',
  checks: [
    { when: 'input', by: { function: 'noPasswords' } },
    { when: 'input', by: { function: 'withoutAddresses' } },
    { when: 'output', by: { agent: reviewer } },
  ],
});

const result = await support.chat('Where is the order of ada@example.com?', { client });
for (const { name, decision, reason } of result.checks ?? [])
  console.log(`${name}: ${decision}${reason === null ? '' : ` (${reason})`}`);
console.log(result.content);

const stopped = await support.chat('What is the password of Ada?', { client });
console.log(`${stopped.error?.type}: ${stopped.error?.message}`);
