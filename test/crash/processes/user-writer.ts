// Updates one user, adding to a number and to a list of its own in turn. What fails is sent again
// under the same id, as any program can that wants each change once. Tells how often that was.
import { connect } from 'durable-agents/client';
import { readyToGo } from '../support/ready.ts';

const [address = '', user = '', writer = '', count = '0'] = process.argv.slice(2);

const client = await connect({ address });
const facts = client.user(user, writer);
let sentAgain = 0;

await readyToGo();
for (let index = 0; index < Number(count); index += 1) await once(index);
process.send?.({ sentAgain });
await client.close();
process.disconnect();

async function once(index: number): Promise<void> {
  const id = `${writer}-${index}`;
  try {
    if (index % 2 === 0) await facts.increment('count', 1, { id });
    else await facts.append(`list ${writer}`, index, { id });
  } catch {
    sentAgain += 1;
    await once(index);
  }
}
