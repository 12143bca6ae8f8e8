import { type CommandWords, firstWords, groupsOf, type Offered, secondsOf } from './word-lists.ts';

/** What bash loads: `source <(durable-agents completion bash)`. An empty answer leaves files to it. */
export function bashCompletion(all: readonly CommandWords[]): string {
  return `# bash completion of durable-agents
_durable_agents() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="\${COMP_WORDS[1]}" at=2
  COMPREPLY=()
  # bash takes --flag=value for three words
  [[ $word == = ]] && word=''
  [[ $before == = ]] && before="\${COMP_WORDS[COMP_CWORD-2]}"
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${wordsIn(firstWords(all))} --help --version' -- "$word"))
    return
  fi
  case "$command" in
${groupsOf(all)
  .map((group) => groupCase(all, group))
  .join('\n')}
  esac
  case "$command $before" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${all.map(commandCase).join('\n')}
  esac
}
complete -o default -F _durable_agents durable-agents
`;
}

function groupCase(all: readonly CommandWords[], group: string): string {
  return `    ${group})
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W '${wordsIn(secondsOf(all, group))} --help' -- "$word"))
        return
      fi
      command="$command \${COMP_WORDS[2]}" at=3 ;;`;
}

function valueCases({ name, values }: CommandWords): string[] {
  return values.map(({ flag, words }) =>
    words.length === 0
      ? `    '${name} ${flag}') return ;;`
      : `    '${name} ${flag}') COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word")); return ;;`,
  );
}

function commandCase({ name, flags, places }: CommandWords): string {
  const first =
    places.length === 0
      ? ''
      : `
      if [[ $word != -* ]] && ((COMP_CWORD == at)); then
        COMPREPLY=($(compgen -W '${places.join(' ')}' -- "$word") $(compgen -f -- "$word"))
        return
      fi`;
  return `    '${name}')${first}
      [[ $word == -* ]] && COMPREPLY=($(compgen -W '${wordsIn(flags)}' -- "$word")) ;;`;
}

function wordsIn(offered: readonly Offered[]): string {
  return offered.map(({ word }) => word).join(' ');
}
