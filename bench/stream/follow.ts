import { AgentsClient, eventsInStore, openStore, type StepInput } from '../product.ts';
import { agesIn } from './speaker.ts';

const speaker: StepInput = { kind: 'agent', name: 'Speaker', provider: 'bench', timeout: '5m' };

/** Starts runs of one agent each; gives their ids. */
export async function startSpeaking(client: AgentsClient, count: number, prefix: string) {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  await Promise.all(ids.map((id) => client.start(speaker, 'speak', { id })));
  return ids;
}

/** Follows runs to their ends; gives how old each piece of text was when it came, in ms. */
export async function follow(client: AgentsClient, ids: readonly string[]): Promise<number[]> {
  const ages = await Promise.all(ids.map((id) => followOne(client, id)));
  return ages.flat();
}

async function followOne(client: AgentsClient, id: string): Promise<number[]> {
  const ages: number[] = [];
  let rest = '';
  for await (const event of client.handle(id).events()) {
    if (event.type !== 'text.delta') continue;
    rest += event.text;
    ages.push(...agesIn(rest));
    rest = rest.slice(rest.lastIndexOf(';') + 1);
  }
  return ages;
}

/** The same client, with access to the store. */
export async function withStore(client: AgentsClient, url: string) {
  const store = await openStore(url);
  const parts = {
    ...client.parts,
    readTexts: (ids: readonly string[]) => store.messages.read(ids),
    openEvents: eventsInStore(() => Promise.resolve(store)),
  };
  return { client: new AgentsClient(parts), close: () => store.close() };
}
