/** The address of a link that a model wrote, if it is one that may be followed. */
export function safeAddress(url: string): string | null {
  try {
    const { protocol, href } = new URL(url); // what is relative would lead into this page
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** Turns the direction of a text: it is read as something else than it is. */
const turning = /[\u202a-\u202e\u2066-\u2069]/u;

/** What nobody sees, and what parts no words. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;

const hostLike = /(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}/gu;

/**
 * Where a link leads, if its text says that it leads elsewhere: `[bank.example](https://evil.example)`.
 *
 * @param href an address that may be followed
 * @returns the host, of mail the address; `null`: the text does not say another one
 */
export function hiddenPlace(text: string, href: string): string | null {
  const { protocol, hostname, pathname } = new URL(href);
  const place = protocol === 'mailto:' ? pathname : hostname;
  if (turning.test(text)) return place;
  const seen = text.normalize('NFKC').replaceAll(unseen, '').toLowerCase().trim();
  const isSaid = seen === place || hostsIn(seen).every((host) => isPart(host, place));
  return isSaid ? null : place;
}

/** The hosts that a text names, as addresses have them; what stands behind a host is no host. */
function hostsIn(text: string): string[] {
  const words = text.split(/\s+/).map((word) => word.replace(/^[a-z]+:\/*/, ''));
  const hosts = words.flatMap((word) => (word.split(/[/?#\\]/, 1)[0] ?? '').match(hostLike) ?? []);
  return hosts.map((host) => {
    const url = `http://${host}/`;
    return URL.canParse(url) ? new URL(url).hostname : host;
  });
}

function isPart(host: string, place: string): boolean {
  return place === host || place.endsWith(`.${host}`) || place.endsWith(`@${host}`);
}
