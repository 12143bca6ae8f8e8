import { Ajv2020 } from 'ajv/dist/2020.js';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface Described {
  paths: Record<string, Record<string, Operation>>;
  components: object;
}

/**
 * Holds answers against what the service's own description says of them: `check` throws where a status
 * is not described, or a body is not as described.
 */
export async function describedAt(url: string) {
  const { paths, components } = (await (await fetch(`${url}/openapi.json`)).json()) as Described;
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: 'all', components });
  return async function check(method: string, path: string, answer: Response): Promise<void> {
    const operation = operationAt(paths, method, path);
    if (operation === undefined) return; // one of another protocol, or none
    const where = `${method} ${path} ${answer.status}`;
    const described = operation.responses[answer.status];
    if (described === undefined) throw new Error(`${where} is not described`);
    const schema = described.content?.['application/json']?.schema;
    if (schema === undefined) return;
    const own = JSON.parse(
      JSON.stringify(schema).replaceAll('#/components', 'all#/components'),
    ) as object;
    const isRight = ajv.compile(own);
    if (!isRight(await answer.clone().json()))
      throw new Error(`${where} is not as described: ${ajv.errorsText(isRight.errors)}`);
  };
}

function operationAt(paths: Described['paths'], method: string, path: string) {
  const [asked = ''] = path.split('?');
  const found = Object.keys(paths).find((each) =>
    new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  );
  return paths[found ?? '']?.[method.toLowerCase()];
}
