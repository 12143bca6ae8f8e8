import { type Client, ServiceError } from '@temporalio/client';
import { SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';

const pattern = { name: 'AgentsPattern', type: SearchAttributeType.KEYWORD } as const;
const user = { name: 'AgentsUser', type: SearchAttributeType.KEYWORD } as const;

/** Temporal's number for the type of ours. */
const keyword = 2;

/** Starts a workflow with search attributes; a cluster that does not know ours still runs it without. */
export async function startSearchable<T>(
  kind: string,
  userId: string | null,
  start: (more: { typedSearchAttributes?: TypedSearchAttributes }) => Promise<T>,
): Promise<T> {
  try {
    return await start({ typedSearchAttributes: searchAttributesOf(kind, userId) });
  } catch (error) {
    const unknown = error instanceof ServiceError && /search attribute/i.test(String(error.cause));
    if (!unknown) throw error;
    return await start({});
  }
}

/** What runs can be searched by: the pattern, and the user where there is one. */
function searchAttributesOf(kind: string, userId: string | null): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: pattern, value: kind },
    ...(userId === null ? [] : [{ key: user, value: userId }]),
  ]);
}

/** Makes our search attributes known to a cluster; needs an operator's rights there. */
export async function registerSearchAttributes({ connection, options }: Client): Promise<void> {
  await connection.operatorService.addSearchAttributes({
    namespace: options.namespace,
    searchAttributes: { [pattern.name]: keyword, [user.name]: keyword },
  });
}
