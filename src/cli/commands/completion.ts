import { type Command, ExitStatus, jsonFlag } from '../command.ts';

interface CompletionOptions {
  shell: string;
}

const shells = ['bash', 'zsh', 'fish'];

/**
 * `completion SHELL`: what a shell loads to complete commands, flags and their values.
 *
 * @param all gives the commands there are, of which this is one
 */
export const completionOf = (all: () => readonly Command[]): Command<CompletionOptions> => ({
  name: 'completion',
  does: 'print what bash, zsh or fish loads to complete commands and options',
  alsoTried: ['completions', 'autocomplete', 'complete'],
  takes: [{ key: 'shell', shown: 'shell', does: 'bash, zsh or fish', oneOf: shells }],
  flags: [jsonFlag],
  examples: ['completion bash', 'completion zsh'],
  async run({ shell }, { output }) {
    const [{ wordsOf }, { bashCompletion }, { zshCompletion }, { fishCompletion }] =
      await Promise.all([
        import('../completion/word-lists.ts'),
        import('../completion/bash.ts'),
        import('../completion/zsh.ts'),
        import('../completion/fish.ts'),
      ]);
    const write = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
    const script = write?.(wordsOf(all())) ?? '';
    await output.answer({ document: { success: true, shell, script }, text: script });
    return ExitStatus.success;
  },
});
