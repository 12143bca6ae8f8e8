// What a worker serves: the workflow of each kind, what is known of a user, and queries of the store.
export * from './patterns/index.ts';
export {
  askThreads,
  readCosts,
  readEvents,
  readItems,
  readLocks,
  readMessages,
  readTurns,
  storeTexts,
} from './store-queries.ts';
export { userContext } from './user-context/user-context.ts';
