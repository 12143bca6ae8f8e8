// The bare alternative to a parallel run: ten calls with Promise.all, in one process.
import { readyToGo } from '../support/ready.ts';

const [url = '', ...names] = process.argv.slice(2);

await readyToGo();
await Promise.all(names.map(ask));
process.disconnect();

async function ask(name: string): Promise<void> {
  const messages = [
    { role: 'system', content: `You are ${name}.` },
    { role: 'user', content: 'Go' },
  ];
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'model-1', messages }),
  });
  await answer.json();
}
