import type { Store } from '../store/open-store.ts';

/** Where lists and their texts stand. */
export type ListedStore = Pick<Store, 'lists'> & {
  messages: Pick<Store['messages'], 'read' | 'put'>;
};
