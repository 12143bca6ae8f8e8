// Measures how much of an agent's requests was asked before, for docs/providers.md: `npm run measure:prompts`.
import { type MeasuredScene, measure } from '../test/support/measured-scenes.ts';
import { scenes } from '../test/support/repeated-scenes.ts';

const percent = (share: number) => `${Math.round(share * 100)} %`;

function row({ title, requests, inputTokens, common, cached }: MeasuredScene): string {
  const cells = [
    title,
    requests,
    inputTokens.toLocaleString('en'),
    percent(common),
    percent(cached),
  ];
  return `| ${cells.join(' | ')} |`;
}

console.log(
  '| what is asked | requests from the second turn on | their input tokens | begin as the request before | from the cache |',
);
console.log('| --- | --- | --- | --- | --- |');
for (const scene of scenes) console.log(row(await measure(scene)));
