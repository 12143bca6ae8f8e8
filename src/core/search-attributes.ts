import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

// What runs can be searched by in Temporal.

/** The kind of the outermost step, and `user-context` of a user's facts. */
export const patternAttribute = defineSearchAttributeKey(
  'AgentsPattern',
  SearchAttributeType.KEYWORD,
);

/** Whose user context a run shares. */
export const userAttribute = defineSearchAttributeKey('AgentsUser', SearchAttributeType.KEYWORD);

/** Name of the outermost step. */
export const nameAttribute = defineSearchAttributeKey('AgentsName', SearchAttributeType.KEYWORD);

/** What an ended run has cost, in US dollars; left out where that is not known. */
export const costAttribute = defineSearchAttributeKey('AgentsCost', SearchAttributeType.DOUBLE);

/** How many questions of a workflow wait for people; a run's steps may be workflows of their own. */
export const waitingAttribute = defineSearchAttributeKey('AgentsWaiting', SearchAttributeType.INT);

/** All of them. */
export const searchAttributes = [
  patternAttribute,
  userAttribute,
  nameAttribute,
  costAttribute,
  waitingAttribute,
] as const;

/** What Temporal calls the types of ours, in its command line and where it lists them. */
export const attributeTypeNames = { KEYWORD: 'Keyword', INT: 'Int', DOUBLE: 'Double' } as const;
