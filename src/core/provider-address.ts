/**
 * What is wrong with the address of an API. It enters histories and messages, so nothing secret may
 * stand in it, and what is wrong is told without repeating it.
 */
export function addressProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return 'expected an http or https address; write it whole, as http://localhost:11434/v1';
  if (url.username !== '' || url.password !== '' || /\/\/[^/]*@/.test(value))
    return 'an address must not hold a user name or password: write it without them, and name the variable that holds the key as keyEnv';
  if (/[?#]/.test(value)) return "an address has no query and no '#' in it: write it without them";
  return undefined;
}
