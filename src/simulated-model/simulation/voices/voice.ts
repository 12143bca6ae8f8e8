/**
 * How one kind of role talks. In the sentences `{topic}` is what the conversation is about, `{a}`,
 * `{b}` and `{c}` its key phrases, `{who}` an earlier agent and `{quote}` what it said.
 */
export interface Voice {
  /** Names and roles that talk this way. */
  pattern: RegExp;
  openers: readonly string[];
  points: readonly string[];
  /** Said only when earlier agents were quoted. */
  answers: readonly string[];
  closers: readonly string[];
  layout: 'prose' | 'draft' | 'edit';
}
