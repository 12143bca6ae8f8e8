import { ServiceError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import {
  nameAttribute,
  patternAttribute,
  userAttribute,
  waitingAttribute,
} from '../../core/search-attributes.ts';

/** What a workflow is started with, and whether the cluster knows all of our search attributes. */
export interface Searchable {
  typedSearchAttributes?: TypedSearchAttributes;
  searchable: boolean;
}

/** What is known of a workflow as it starts. */
interface Started {
  kind: string;
  /** Of a run. */
  name?: string;
}

/**
 * Starts a workflow with search attributes. A cluster that knows only those of earlier versions, or
 * none of ours, runs it with what it knows.
 */
export async function startSearchable<T>(
  { kind, name }: Started,
  userId: string | null,
  start: (more: Searchable) => Promise<T>,
): Promise<T> {
  const user = userId === null ? [] : [{ key: userAttribute, value: userId }];
  const early = [{ key: patternAttribute, value: kind }, ...user];
  const tries: Searchable[] = [
    { typedSearchAttributes: new TypedSearchAttributes(early), searchable: false },
  ];
  if (name !== undefined) {
    const ofRun = [
      { key: nameAttribute, value: name },
      { key: waitingAttribute, value: 0 },
    ];
    const typedSearchAttributes = new TypedSearchAttributes([...early, ...ofRun]);
    tries.unshift({ typedSearchAttributes, searchable: true });
  }
  for (const each of tries) {
    try {
      return await start(each);
    } catch (error) {
      if (!isUnknownAttribute(error)) throw error;
    }
  }
  return await start({ searchable: false });
}

/** Whether a server refuses something because it does not know a search attribute. */
export function isUnknownAttribute(error: unknown): boolean {
  const words = /search attribute|column name|Agents(Pattern|User|Name|Cost|Waiting)/i;
  return error instanceof ServiceError && words.test(String(error.cause));
}
