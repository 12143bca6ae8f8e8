import type { Client, Connection } from '@temporalio/client';
import { Failure, failure } from '../../core/failures.ts';
import { attributeTypeNames, searchAttributes } from '../../core/search-attributes.ts';
import { grpcProblem, isTransient } from './transient.ts';

/** Temporal's types of search attributes, each at its number. */
const typeNames = ['', 'Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'];

/** Ours, with the numbers of their types. */
const wanted = searchAttributes.map(
  ({ name, type }) => [name, typeNames.indexOf(attributeTypeNames[type])] as const,
);

/**
 * Makes our search attributes known to a cluster; needs an operator's rights there.
 *
 * @returns names of those that were not known before
 * @throws `Input.Invalid` where there is no such namespace, or it has one of them with another type;
 *   `Worker.Unconfigured` where the server refuses it or does not answer
 */
export async function registerSearchAttributes(client: Client): Promise<string[]> {
  const { connection, options } = client;
  const { namespace } = options;
  try {
    const known = await knownAttributes(client);
    refuseOtherTypes(known, namespace);
    const missing = wanted.filter(([name]) => known[name] === undefined);
    if (missing.length === 0) return [];
    const added = Object.fromEntries(missing);
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: added });
    return missing.map(([name]) => name);
  } catch (error) {
    throw refusalOf(error, client) ?? error;
  }
}

type Known = Partial<Record<string, number>>;

/** gRPC's codes. */
const notFound = 5;
const unimplemented = 12;

async function knownAttributes({ connection, options }: Client): Promise<Known> {
  const { namespace } = options;
  try {
    const listed = await connection.operatorService.listSearchAttributes({ namespace });
    return listed.customAttributes ?? {};
  } catch (error) {
    // Temporal's test server lists none; it takes those that it has already once more
    if (grpcProblem(error)?.code === unimplemented) return {};
    throw error;
  }
}

/** What they hold would be refused, and runs with it. */
function refuseOtherTypes(known: Known, namespace: string): void {
  const other = wanted.filter(([name, type]) => (known[name] ?? type) !== type);
  if (other.length === 0) return;
  const lines = other.map(([name, type]) => {
    const found = typeNames[known[name] ?? 0] ?? 'of another type';
    return `the namespace '${namespace}' has ${name} as ${found}, and it has to be ${typeNames[type]}: remove it with 'temporal operator search-attribute remove --namespace ${namespace} --name ${name}', and run this again`;
  });
  throw failure(Failure.inputInvalid, lines.join('\n'));
}

function refusalOf(error: unknown, { connection, options }: Client): Error | undefined {
  const problem = grpcProblem(error);
  if (problem === undefined) return undefined;
  const { address } = (connection as Connection).options;
  const { namespace } = options;
  if (problem.code === notFound)
    return failure(
      Failure.inputInvalid,
      `there is no namespace '${namespace}' on the Temporal server at ${address}: create it first, or name another`,
    );
  const way = isTransient(error)
    ? 'try again in a moment'
    : 'it takes the rights of an operator; on Temporal Cloud add them to the namespace with its own tools';
  const what = `the Temporal server at ${address} did not register search attributes in the namespace '${namespace}' (${problem.details})`;
  return failure(Failure.workerUnconfigured, `${what}: ${way}`);
}
