// Loaded before every workflow. The SDK keeps a stack trace of every promise that a workflow makes,
// for the call stack in the Web UI: it is a third of what a workflow costs, so that it is off unless
// DURABLE_AGENTS_STACKS asks for it.
Error.stackTraceLimit = 0;

export type WithoutStacks = true;
