import { createHash } from 'node:crypto';
import { getClient } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Text } from '../core/content.ts';
import { changeIdForm } from '../core/fact-change.ts';
import { readForm } from '../core/form.ts';
import { shownFacts } from '../core/prompts/user-facts.ts';
import type { ChangeOutcome, Fact, FactChange } from '../core/user-context.ts';
import { offload } from './offload.ts';
import type { Store } from './store/open-store.ts';

export interface UserContextActivities {
  /**
   * What is known of a user, as it stands in prompts: the same facts are stored once. `null`: nothing.
   *
   * @throws `Worker.Unconfigured` when nobody serves user contexts
   */
  readFacts(input: { user: string; run: string }): Promise<{ facts: Text | null }>;
  /**
   * Changes what is known of a user, once for the change's id, which may have any length.
   *
   * @throws `Worker.Unconfigured` when nobody serves user contexts
   */
  changeFact(input: { user: string; change: FactChange }): Promise<ChangeOutcome>;
}

/** The user contexts on a server. */
interface UserContexts {
  facts(user: string): Promise<Fact[]>;
  change(user: string, change: FactChange): Promise<ChangeOutcome>;
}

interface Dependencies {
  store: Store;
  contextsOf: (temporal: Client) => UserContexts;
}

export function createUserContextActivities({
  store,
  contextsOf,
}: Dependencies): UserContextActivities {
  return {
    async readFacts({ user, run }) {
      const shown = shownFacts(await contextsOf(getClient()).facts(user));
      if (shown === null) return { facts: null };
      const storedAs = { name: 'facts', author: 'user-context', role: 'user', run } as const;
      return { facts: await offload(store.messages, storedAs, shown) };
    },
    async changeFact({ user, change }) {
      return await contextsOf(getClient()).change(user, { ...change, id: shortId(change.id) });
    },
  };
}

/** Of 64 characters at most. */
function shortId(id: string): string {
  return readForm(changeIdForm, id).ok ? id : createHash('sha256').update(id).digest('hex');
}
