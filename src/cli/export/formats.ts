import { runMarkdown } from '../../core/run-view/markdown/index.ts';
import { visibleJson } from '../../core/visible.ts';
import { runPage } from './run-page.ts';
import { type RunDocument, viewOf } from './run-document.ts';

/** How a run is written down, by the name of the format: a line each. */
export const formats = {
  md: (document) => Promise.resolve(markdown(document)),
  json: (document) => Promise.resolve(`${visibleJson(JSON.stringify(document, undefined, 2))}\n`),
  html: (document) => runPage(document),
} satisfies Record<string, (document: RunDocument) => Promise<string>>;

export type Format = keyof typeof formats;

function markdown(document: RunDocument): string {
  const { input, context, user } = document.input;
  const { simulated } = document.run;
  return runMarkdown(viewOf(document), { question: input, context, user, simulated });
}
