/** An error that a provider reports inside a reply of status 200. */
export class ProviderRefusal extends Error {
  override name = 'ProviderRefusal';
  readonly code: string | null;

  constructor(code: string | null | undefined, message: string) {
    super(message);
    this.code = code ?? null;
  }
}
