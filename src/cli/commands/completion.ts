import { type Command, ExitStatus, jsonFlag } from '../command.ts';

interface CompletionOptions {
  shell: string;
}

const shells = ['bash', 'zsh', 'fish'];

/** `completion SHELL`: what a shell loads to complete commands, flags and their values. */
export const completion: Command<CompletionOptions> = {
  name: 'completion',
  does: 'print what bash, zsh or fish loads to complete commands and options',
  alsoTried: ['completions', 'autocomplete', 'complete'],
  takes: [{ key: 'shell', shown: 'shell', does: 'bash, zsh or fish', oneOf: shells }],
  flags: [jsonFlag],
  examples: ['completion bash', 'completion zsh'],
  async run({ shell }, { output }) {
    const [{ commands }, { wordsOf }, { bashCompletion }, { zshCompletion }, { fishCompletion }] =
      await Promise.all([
        import('./index.ts'),
        import('../completion/word-lists.ts'),
        import('../completion/bash.ts'),
        import('../completion/zsh.ts'),
        import('../completion/fish.ts'),
      ]);
    const write = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
    const script = write?.(wordsOf(commands)) ?? '';
    await output.answer({ document: { success: true, shell, script }, text: script });
    return ExitStatus.success;
  },
};
