import { type CommandWords, firstWords, groupsOf, type Offered, secondsOf } from './word-lists.ts';

/** What zsh loads: `source <(durable-agents completion zsh)`, or a file `_durable-agents` of its `fpath`. */
export function zshCompletion(all: readonly CommandWords[]): string {
  return `#compdef durable-agents
# zsh completion of durable-agents
_durable_agents() {
  local command="$words[2]" before="$words[CURRENT-1]" at=3
  local -a offered
  if ((CURRENT == 2)); then
    offered=(${described([...firstWords(all), ...general])})
    _describe command offered
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
if [[ "$funcstack[1]" == _durable-agents ]]; then
  _durable_agents "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _durable_agents durable-agents
fi
`;
}

const general: readonly Offered[] = [
  { word: '--help', does: 'what there is' },
  { word: '--version', does: 'the version' },
];

function groupCase(all: readonly CommandWords[], group: string): string {
  return `    ${group})
      if ((CURRENT == 3)); then
        offered=(${described(secondsOf(all, group))})
        _describe command offered
        return
      fi
      command="$command $words[3]" at=4 ;;`;
}

function valueCases({ name, values }: CommandWords): string[] {
  return values.map(({ flag, words }) => {
    const offer = words.length === 0 ? '_files' : `compadd -- ${words.join(' ')}`;
    return `    '${name} ${flag}') ${offer}; return ;;`;
  });
}

function commandCase({ name, flags, places }: CommandWords): string {
  const first = places.length === 0 ? '' : `((CURRENT == at)) && compadd -- ${places.join(' ')}; `;
  return `    '${name}')
      if [[ "$words[CURRENT]" == -* ]]; then
        offered=(${described(flags)})
        _describe -o option offered
      else
        ${first}_files
      fi ;;`;
}

function described(offered: readonly Offered[]): string {
  return offered.map(({ word, does }) => quoted(`${word}:${does}`)).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
