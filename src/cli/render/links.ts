/** Where a run can be looked at; `null` where that is not known. */
export interface RunLinks {
  /** In Temporal's Web UI. */
  url: string | null;
  studio: string | null;
}

/** The links of a run as they stand in documents. */
export function linksOf({ url, studio }: RunLinks): RunLinks {
  return { url, studio };
}

/** The links of a run, a line each. */
export function linkLines({ url, studio }: RunLinks): string[] {
  return [
    ...(studio === null ? [] : [`Studio: ${studio}`]),
    ...(url === null ? [] : [`Web UI: ${url}`]),
  ];
}
