import { exportHistory } from '../../test/support/run-history.ts';
import { type Scenario, writeContinued, writeHistory } from './recorder.ts';

/** User contexts, which are workflows of their own. */
export const userContexts: Record<string, Scenario> = {
  'user-context': everyChange,
  'user-context-continued': continued,
};

async function everyChange({ client, temporal }: Parameters<Scenario>[0], name: string) {
  const user = client.user(name);
  await user.set('name', 'Phil');
  await user.append('cities', 'London');
  await user.append('cities', 'Paris', { id: 'twice' });
  await user.append('cities', 'Paris', { id: 'twice' });
  await user.increment('visits', 2);
  await user.increment('name').catch(() => undefined); // refused
  await user.forget('visits');
  writeHistory(name, (await exportHistory(temporal, `user-context:${name}`)).events);
}

async function continued(world: Parameters<Scenario>[0], name: string) {
  const user = world.client.user(name);
  const changes = Array.from({ length: 520 }, (_, index) => ({ id: `c${index}`, confirm: false }));
  await Promise.all(changes.map((change) => user.increment('visits', 1, change)));
  await user.increment('visits');
  await user.set('name', 'Phil');
  await writeContinued(world, name, `user-context:${name}`);
}
