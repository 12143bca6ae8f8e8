import {
  type Command,
  type CommandContext,
  ExitStatus,
  readingFlags,
  type ReadingOptions,
} from '../command.ts';
import type { ServerClient } from '../../client/runs/server-client.ts';
import type { Format } from '../export/formats.ts';

interface ExportOptions extends ReadingOptions {
  id?: string;
  format?: string;
  out?: string;
  prompts?: boolean;
}

/** `export ID`: a run as one document. No run goes on by it. */
export const exportRun: Command<ExportOptions> = {
  name: 'export',
  does: 'write a run down as one document: its conversation, votes and costs',
  alsoTried: ['save', 'dump', 'transcript', 'download'],
  takes: [
    { key: 'id', shown: 'id', does: 'the id of the run; default: the newest', optional: true },
  ],
  flags: [
    {
      name: 'format',
      value: 'format',
      oneOf: ['md', 'json', 'html'],
      does: 'md (default) to read, json for programs, html: its page in one file',
    },
    { name: 'out', value: 'file', does: 'write it there; its ending says the format' },
    { name: 'prompts', does: 'json and html: every request too, as it was sent, and its reply' },
    ...readingFlags,
  ],
  examples: ['export --out debate.md', 'export research-40a3b24f --format json'],
  async run({ id, ...options }, context) {
    const [place, { unknownRun }, { formatOf }] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../client/runs/unknown-run.ts'),
      import('../export/format-of.ts'),
    ]);
    const format = formatOf(options);
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) throw unknownRun(id ?? 'the newest one');
    const client = await place.openReader(found, options, context);
    try {
      return await exportFrom(
        client,
        { ...options, ...(id !== undefined && { id }), format },
        context,
      );
    } finally {
      await place.closePlace(client, context);
    }
  },
};

type Wanted = ExportOptions & { format: Format };

async function exportFrom(
  client: ServerClient,
  { id, format, out, prompts = false }: Wanted,
  { output }: CommandContext,
): Promise<ExitStatus> {
  const [{ RunHandle }, { runMeant }, { runDocument }, { formats }, { writeWhole }] =
    await Promise.all([
      import('../../client/runs/run-handle.ts'),
      import('../place/last-run.ts'),
      import('../export/run-document.ts'),
      import('../export/formats.ts'),
      import('../export/write-file.ts'),
    ]);
  const { splitPath } = await import('../../core/step-path.ts');
  const [run = ''] = splitPath(await runMeant(client, id));
  const document = await runDocument(new RunHandle(client, run), prompts);
  const written = await formats[format](document);
  const about = { success: true, id: run, format };
  if (out === undefined) {
    const content = format === 'json' ? document : { ...about, content: written };
    await output.answer({ document: content, text: written });
    return ExitStatus.success;
  }
  await writeWhole(out, written);
  const bytes = Buffer.byteLength(written);
  await output.answer({ document: { ...about, file: out, bytes }, text: `${run}: ${out}` });
  return ExitStatus.success;
}
