import { resolve } from 'node:path';
import { type Command, ExitStatus, jsonFlag } from '../command.ts';
import type { Project } from '../init/project.ts';
import type { Written } from '../init/write-project.ts';
import type { Answer } from '../output.ts';
import { shellWord } from '../render/shell-word.ts';

interface InitOptions {
  folder?: string;
  name?: string;
  team?: string;
  provider?: string;
  add?: boolean;
}

/** `init DIR`: writes a project with a team, a tool, an approval and a test, which works at once. */
export const init: Command<InitOptions> = {
  name: 'init',
  does: 'write a project: a team, a tool, an approval and a test, which work without a key',
  alsoTried: ['new', 'create', 'scaffold', 'generate'],
  takes: [{ key: 'folder', shown: 'folder', does: 'where; default my-team', optional: true }],
  flags: [
    { name: 'name', value: 'name', does: 'of the project; default that of the folder' },
    { name: 'team', value: 'name', does: 'of the team; default order-desk' },
    {
      name: 'provider',
      value: 'name',
      does: 'whose models the fleet of docker-compose.yml calls; default simulated',
      oneOf: ['simulated', 'openai', 'anthropic'],
    },
    { name: 'add', does: 'also where there are files, which stay as they are' },
    jsonFlag,
  ],
  examples: ['init my-team', 'init . --team travel-desk --provider openai'],
  async run({ folder, name, team, provider, add = false }, context) {
    const [{ askMissing, terminalOf }, { projectOf, refuseUsedFolder }, { filesOf, writeProject }] =
      await Promise.all([
        import('../init/ask.ts'),
        import('../init/project.ts'),
        import('../init/write-project.ts'),
      ]);
    if (folder !== undefined) refuseUsedFolder(folder, add);
    const terminal = terminalOf(context);
    const said = await askMissing({ folder, team, provider }, terminal).finally(() =>
      terminal?.close(),
    );
    const project = projectOf({ ...said, name });
    refuseUsedFolder(project.folder, add);
    const files = filesOf(project);
    const written = writeProject(project.folder, files);
    await context.output.answer(writtenAnswer(project, written, files['package.json'] ?? ''));
    return ExitStatus.success;
  },
};

function writtenAnswer(project: Project, { written, kept }: Written, manifest: string): Answer {
  const { folder, name, team } = project;
  const isHere = resolve(folder) === process.cwd();
  const steps = [
    isHere ? [] : [`cd ${shellWord(folder)}`],
    ['npm install', 'npm test', 'npm start'],
  ];
  return {
    document: { success: true, folder, name, team, written, kept },
    text: [
      `Written in ${folder}: ${written.join(', ') || 'nothing'}.`,
      ...(kept.length === 0 ? [] : [`There already, and as they were: ${kept.join(', ')}.`]),
      ...(kept.includes('package.json')
        ? [`What the project needs in package.json:\n${manifest}`]
        : []),
      'Next:',
      ...steps.flat().map((line) => `  ${line}`),
    ].join('\n'),
  };
}
