process.env['XDG_CONFIG_HOME'] = '/proc/none';
const { keepYes } = await import('./src/workers/trust/kept-answers.ts');
try {
  keepYes('/etc/hostname', [{ provider: 'x', address: 'https://x', keyEnv: null }]);
} catch (e: any) {
  console.log('keepYes:', e.constructor.name, e.message);
}
const { failureAnswer } = await import('./src/cli/failure-answer.ts');
console.log(
  failureAnswer(new Error('ENOENT: no such file or directory, mkdir')).text.split('\n').slice(0, 2),
);
const { redact } = await import('./src/activities/providers/problems/redact.ts');
for (const t of [
  'Received key AKIAIOSFODNN7EXAMPLE',
  'x-api-key: 0123456789abcdefghij',
  'Authorization: Basic dXNlcjpwYXNzd29yZA==',
  'token ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'key sk_live_x1234',
  'invalid api key "abcd-efgh-1234"',
  'api key abcdefgh12345678 is wrong',
  'github_pat_11ABCDEFG0aBcDeFgHiJkL',
  'r8_abcdefghij1234567890',
  'https://gw/?key=AIzaSyA1234567890',
  'glpat-abc123def456',
  'nvapi-abcdefghijklmnop1234',
  'ya29.a0AfH6SMBx12345',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc',
])
  console.log(JSON.stringify(redact(t, null)));
