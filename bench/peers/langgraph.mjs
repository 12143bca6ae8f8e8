// LangGraph.js with its Postgres checkpointer; a step's checkpoint is written before the next begins.
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import { askOf } from '../baseline/ask.ts';
import { question } from '../cases.ts';
import { serve } from '../contenders/serve.ts';

const State = Annotation.Root({
  text: Annotation(),
  parts: Annotation({ reducer: (all, more) => all.concat(more), default: () => [] }),
});

await serve(async ({ baseURL, databaseUrl }) => {
  const ask = askOf(baseURL);
  const checkpointer = PostgresSaver.fromConnString(databaseUrl);
  await checkpointer.setup();
  const graphs = new Map();
  const graphFor = (groups) => {
    const key = groups.join();
    if (!graphs.has(key)) graphs.set(key, graphOf(groups, ask).compile({ checkpointer }));
    return graphs.get(key);
  };
  return {
    async run({ groups }, id) {
      const config = { configurable: { thread_id: id }, durability: 'sync', recursionLimit: 1_000 };
      const state = await graphFor(groups).invoke({ text: question }, config);
      if (!state.text) throw new Error('the graph ended without a text');
    },
    close: () => checkpointer.end(),
  };
});

// A node a call; the nodes of a group run in one step of the graph.
function graphOf(groups, ask) {
  const graph = new StateGraph(State);
  let before = [START];
  for (const [group, calls] of groups.entries()) {
    const names = Array.from({ length: calls }, (_, call) => `agent ${group}.${call}`);
    for (const name of names)
      graph.addNode(name, nodeOf(name, { joins: before.length, calls, ask }));
    for (const name of names) graph.addEdge(before.length === 1 ? before[0] : before, name);
    before = names;
  }
  for (const name of before) graph.addEdge(name, END);
  return graph;
}

function nodeOf(name, { joins, calls, ask }) {
  return async ({ text, parts }) => {
    const input = joins === 1 ? text : parts.slice(-joins).join('\n\n');
    const reply = await ask({ system: `You are ${name}.`, text: input });
    return calls === 1 ? { text: reply } : { parts: [reply] };
  };
}
