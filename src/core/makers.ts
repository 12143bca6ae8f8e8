/** Who makes models, or sells those of others: where, and what its keys are called. */
interface Maker {
  name: string;
  /** Host names of its APIs, lower case; one that begins with a dot stands for all names that end so. */
  hosts: readonly string[];
  /** Usual names of the variables that hold its keys. */
  keys: readonly string[];
}

/**
 * The one table of makers' addresses. Trust reads it (a key may go to its maker unasked), and what
 * an endpoint is taken to be able to do before it was tried.
 */
export const makers = [
  { name: 'openai', hosts: ['api.openai.com'], keys: ['OPENAI_API_KEY'] },
  {
    name: 'anthropic',
    hosts: ['api.anthropic.com'],
    keys: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'],
  },
  {
    name: 'azure',
    hosts: ['.openai.azure.com', '.services.ai.azure.com', '.cognitiveservices.azure.com'],
    keys: ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_KEY', 'AZURE_API_KEY'],
  },
  {
    name: 'gemini',
    hosts: ['generativelanguage.googleapis.com'],
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  },
  { name: 'deepseek', hosts: ['api.deepseek.com'], keys: ['DEEPSEEK_API_KEY'] },
  {
    name: 'mistral',
    hosts: ['api.mistral.ai', 'codestral.mistral.ai'],
    keys: ['MISTRAL_API_KEY', 'CODESTRAL_API_KEY'],
  },
  { name: 'groq', hosts: ['api.groq.com'], keys: ['GROQ_API_KEY'] },
  { name: 'xai', hosts: ['api.x.ai'], keys: ['XAI_API_KEY', 'GROK_API_KEY'] },
  {
    name: 'together',
    hosts: ['api.together.xyz', 'api.together.ai'],
    keys: ['TOGETHER_API_KEY', 'TOGETHERAI_API_KEY'],
  },
  { name: 'openrouter', hosts: ['openrouter.ai'], keys: ['OPENROUTER_API_KEY'] },
  { name: 'fireworks', hosts: ['api.fireworks.ai'], keys: ['FIREWORKS_API_KEY'] },
  { name: 'cerebras', hosts: ['api.cerebras.ai'], keys: ['CEREBRAS_API_KEY'] },
  {
    name: 'perplexity',
    hosts: ['api.perplexity.ai'],
    keys: ['PERPLEXITY_API_KEY', 'PPLX_API_KEY'],
  },
  {
    name: 'cohere',
    hosts: ['api.cohere.ai', 'api.cohere.com'],
    keys: ['COHERE_API_KEY', 'CO_API_KEY'],
  },
  {
    name: 'moonshot',
    hosts: ['api.moonshot.ai', 'api.moonshot.cn'],
    keys: ['MOONSHOT_API_KEY', 'KIMI_API_KEY'],
  },
  {
    name: 'github-models',
    hosts: ['models.github.ai', 'models.inference.ai.azure.com'],
    keys: ['GITHUB_TOKEN', 'GITHUB_MODELS_TOKEN', 'GH_TOKEN'],
  },
  {
    name: 'huggingface',
    hosts: [
      'router.huggingface.co',
      'api-inference.huggingface.co',
      '.endpoints.huggingface.cloud',
    ],
    keys: ['HF_TOKEN', 'HUGGINGFACE_API_KEY', 'HUGGING_FACE_HUB_TOKEN'],
  },
  { name: 'nvidia', hosts: ['integrate.api.nvidia.com'], keys: ['NVIDIA_API_KEY'] },
  { name: 'ollama', hosts: ['ollama.com'], keys: ['OLLAMA_API_KEY'] },
] as const satisfies readonly Maker[];

/** The name of a maker in the table. */
export type MakerName = (typeof makers)[number]['name'];

/** Who serves an address; `undefined`: nobody that is known, such as a gateway or a local server. */
export function makerAt(address: string): MakerName | undefined {
  const host = new URL(address).hostname.toLowerCase();
  const isAt = (own: string) => (own.startsWith('.') ? host.endsWith(own) : host === own);
  return makers.find(({ hosts }) => hosts.some(isAt))?.name;
}

/** Whose key a variable holds by its usual name; `undefined`: it says nothing. */
export function makerOfKey(variable: string): MakerName | undefined {
  const known = (names: readonly string[]) => names.includes(variable.toUpperCase());
  return makers.find(({ keys }) => known(keys))?.name;
}
