// DBOS: a workflow in this process, each call a step that Postgres remembers.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { askOf } from '../baseline/ask.ts';
import { question } from '../cases.ts';
import { serve } from '../contenders/serve.ts';

await serve(async ({ baseURL, databaseUrl }) => {
  const ask = askOf(baseURL);
  DBOS.setConfig({
    name: 'bench',
    applicationVersion: '1',
    systemDatabaseUrl: databaseUrl,
    logLevel: 'error',
  });
  const workflow = DBOS.registerWorkflow((groups, input) => work(groups, { input, ask }), {
    name: 'work',
  });
  await DBOS.launch();
  return {
    async run({ groups }) {
      if (!(await workflow(groups, question))) throw new Error('the workflow ended without a text');
    },
    close: () => DBOS.shutdown(),
  };
});

async function work(groups, { input, ask }) {
  let text = input;
  for (const [group, calls] of groups.entries()) {
    const names = Array.from({ length: calls }, (_, call) => `agent ${group}.${call}`);
    const steps = names.map((name) =>
      DBOS.runStep(() => ask({ system: `You are ${name}.`, text }), { name }),
    );
    text = (await Promise.all(steps)).join('\n\n');
  }
  return text;
}
