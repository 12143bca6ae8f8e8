import type { Words } from './shell.ts';

/** A call of the service, as `curl` would make it. */
interface Curled {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** What the words behind `curl` ask for: `-s`, `-N`, `-X`, `-H` and `-d` are known. */
export function curled(words: Words): Curled {
  const asked: Curled = { method: 'GET', path: '', headers: {}, body: undefined };
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', value = ''] = [words[at], words[at + 1]];
    const { origin, pathname, search } = URL.canParse(word) ? new URL(word) : unknown;
    if (origin === 'http://127.0.0.1:7654') asked.path = pathname + search;
    else if (/^-[sN]+$/.test(word)) continue;
    else if (word === '-X') asked.method = value;
    else if (word === '-d') Object.assign(asked, { method: 'POST', body: value });
    else if (word === '-H') Object.assign(asked.headers, headerIn(value));
    else throw new Error(`nobody understands '${word}' of curl`);
    if (/^-[XdH]$/.test(word)) at += 1;
  }
  return asked;
}

const unknown = { origin: '', pathname: '', search: '' };

function headerIn(written: string): Record<string, string> {
  const [, name = '', value = ''] = /^([\w-]+): (.*)$/.exec(written) ?? [];
  return { [name.toLowerCase()]: value };
}
