/** What the suite shows, in the order of the report. */
export const scenarios = {
  orchestrator: {
    title: 'Orchestrator killed with 5 of 10 parallel calls answered and 5 in flight',
    promise: '10 calls',
    bare: null,
  },
  orchestratorLocal: {
    title: 'The same with `localCalls`: the calls are its own',
    promise: 'at most 15 calls, none of the 5 finished ones again',
    bare: null,
  },
  stalled: {
    title: 'Orchestrator stopped there for longer than a workflow task may take, and continued',
    promise: '10 calls',
    bare: null,
  },
  stalledLocal: {
    title: 'The same with `localCalls`',
    promise: 'at most 15 calls, none of the 5 finished ones again',
    bare: null,
  },
  everything: {
    title: 'Workers, and the Temporal server with its state file, killed at the same moment',
    promise: 'at most 15 calls, none of the 5 finished ones again',
    bare: '`Promise.all` in one process, started again',
  },
  modelWorker: {
    title: 'Model worker killed with 10 replies in the ledger that Temporal has not heard of',
    promise: '10 calls',
    bare: 'a Temporal activity without a ledger',
  },
  user: {
    title: 'Updates of one user by 8 processes, a worker killed every 2 s',
    promise: 'each applied once',
    bare: 'a JSON file, read, changed and renamed into place',
  },
  threadSqlite: {
    title: 'Appends to one thread by 4 processes, one killed and started over, SQLite',
    promise: 'each kept once, numbered without gaps',
    bare: '`select max + 1` in a deferred transaction',
  },
  threadPostgres: {
    title: 'The same on Postgres',
    promise: 'each kept once, numbered without gaps',
    bare: '`select max + 1`, read committed',
  },
  lockSqlite: {
    title: 'One lock wanted by 20 processes, a holder stopped and a waiter killed, SQLite',
    promise: 'one holder at a time, all served in order, the late write refused',
    bare: 'a row with a time to live, no fencing number',
  },
  lockPostgres: {
    title: 'The same on Postgres',
    promise: 'one holder at a time, all served in order, the late write refused',
    bare: null,
  },
  restarts: {
    title: 'Debates while a worker is replaced every 2 s (SIGTERM)',
    promise: 'all complete, no call twice',
    bare: 'the same number of calls in a workflow by hand, workers with their defaults',
  },
  restartsPostgres: {
    title: 'The same with the ledger in Postgres',
    promise: 'all complete, no call twice',
    bare: null,
  },
  restartsKilled: {
    title: 'The same with kill -9',
    promise: 'all complete, no call in the ledger again',
    bare: null,
  },
  nineKinds: {
    title: 'A team of all nine kinds nested in one another, killed at random moments',
    promise: 'the undisturbed result, no finished call again, events gapless',
    bare: null,
  },
  longList: {
    title: 'A map over a long list, workers killed once and everything once on the way',
    promise: 'all items in order, no call of a finished one again',
    bare: null,
  },
  doors: {
    title: "OpenAI's clients, MCP clients, curl and a browser at one service, workers killed (-9)",
    promise: 'each has its whole answer, no call repeated but those whose worker was killed',
    bare: null,
  },
  doorsPostgres: {
    title: 'The same with the stores in Postgres',
    promise: 'each has its whole answer, no call repeated but those whose worker was killed',
    bare: null,
  },
} as const;

export type Scenario = keyof typeof scenarios;
