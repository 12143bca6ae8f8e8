import { type FoundAgent, agentsIn, withField } from './agents-in.ts';
import type { JsonValue } from './spec-json.ts';

interface Props {
  spec: JsonValue;
  change: (spec: JsonValue) => void;
}

/** What is most often changed of a team: who its agents are, and which models they ask. */
export function AgentFields({ spec, change }: Props) {
  const agents = agentsIn(spec);
  if (agents.length === 0) return null;
  return (
    <fieldset class="agents">
      <legend>Agents</legend>
      {agents.map((agent) => (
        <AgentField
          key={agent.place.join('/')}
          agent={agent}
          change={(field, value) => change(withField(spec, agent.place, field, value))}
        />
      ))}
    </fieldset>
  );
}

function AgentField(props: { agent: FoundAgent; change: (field: string, value: string) => void }) {
  const { name, spec } = props.agent;
  const field = (key: string) => {
    const value = spec[key] ?? '';
    return {
      value: typeof value === 'string' ? value : JSON.stringify(value),
      disabled: typeof value !== 'string', // a list of models is changed in the spec
      onInput: ({ currentTarget }: { currentTarget: { value: string } }) =>
        props.change(key, currentTarget.value),
    };
  };
  return (
    <details class="agent">
      <summary>
        <strong>{name}</strong>
        <span class="muted">{modelOf(spec)}</span>
      </summary>
      <div class="pair">
        <label class="field">
          <span>Provider</span>
          <input placeholder="by the environment" {...field('provider')} />
        </label>
        <label class="field">
          <span>Model</span>
          <input placeholder="the provider's" {...field('model')} />
        </label>
      </div>
      <label class="field">
        <span>Role</span>
        <input {...field('role')} />
      </label>
      <label class="field">
        <span>Instructions</span>
        <textarea rows={3} {...field('instructions')} />
      </label>
    </details>
  );
}

function modelOf({ provider, model }: FoundAgent['spec']): string {
  const told = [provider, model].filter(isGiven);
  return told.length > 0 ? told.join(' · ') : 'the default model';
}

function isGiven(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
