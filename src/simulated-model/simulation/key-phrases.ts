const stopWords = new Set(
  `a about above across adopt adopting affect affecting after again against all also am an and another any
  are as at be because been before being best better between both but by can change changed changes changing
  compare consider could describe did discuss do does doing done down draft during each edit either every
  explain few for from further get gets getting give given go goes going good had has have having help helps
  her here his how i if improve improving in into is it its itself just kind let list make makes making many
  may me might more most much must my need needs new next no nor not now of off on once one only or other our
  out over own please replace replacing review say same shall she should show so some such summarise
  summarize tell than that the their them then there these they think this those through to too under until
  up us use used uses using very was way we well were what when where whether which while who whom whose why
  will with within without worth would write you your`.split(/\s+/),
);

/** Up to `count` phrases of one or two words that carry a text, in their order. */
export function keyPhrases(text: string, count: number): string[] {
  const phrases: string[] = [];
  let run: string[] = [];
  const close = () => {
    if (run.length > 0) phrases.push(run.slice(0, 2).join(' '));
    run = run.slice(2);
    if (run.length > 0) close();
  };
  for (const token of text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.+#-]*|[^\s\p{L}\p{N}]/gu) ?? []) {
    const word = token.replace(/['’.-]+$/, '');
    if (/^[\p{L}\p{N}]/u.test(word) && !stopWords.has(word.toLowerCase())) run.push(word);
    else close();
    if (word !== token) close();
  }
  close();
  return [...new Set(phrases)].slice(0, count);
}
